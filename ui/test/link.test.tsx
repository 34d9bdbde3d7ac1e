import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import * as seed from '../src/host/memory/seed'
import { inputsOf, sitDown } from './desk'

describe('the link', () => {
  it('says first that the records are safe, then how much has not arrived', async () => {
    const { host, hands } = sitDown('#/link', (desk) => {
      desk.answer('link.state', () => seed.cutLink)
      desk.answer('link.unsent', () => seed.unsent)
    })
    expect(await screen.findByRole('heading', { level: 1, name: 'Работайте как обычно: записи целы' })).toBeTruthy()
    expect(screen.getByText(/Связи с центром нет с 08:28/)).toBeTruthy()
    expect(screen.getByText('8 202 из 8 214')).toBeTruthy()
    expect(screen.getByText(/Автономно 2 ч, не передано 12/)).toBeTruthy()
    const grid = await screen.findByRole('grid', { name: 'Не дошло до центра' })
    expect(within(grid).getAllByRole('row')).toHaveLength(13)
    await hands.click(screen.getByRole('button', { name: 'Попробовать' }))
    expect(inputsOf(host, 'link.try_now')).toHaveLength(1)
  })

  it('says that the network wants a sign-in, at the top and with its code', async () => {
    sitDown('#/link', (desk) => desk.answer('link.state', () => ({ ...seed.cutLink, cause: 'server-portal' })))
    expect(await screen.findByText(/Вместо центра ответила страница сети/)).toBeTruthy()
    expect(screen.getByText('Код server-portal')).toBeTruthy()
    expect(screen.getByText(/Сеть просит войти, не передано 12/)).toBeTruthy()
  })

  it('keeps a discrepancy until someone has understood it', async () => {
    const { host, hands } = sitDown('#/link')
    const one = await screen.findByRole('article', { name: 'Ваша запись не подействовала' })
    expect(within(one).getByText('ОТ-02/26-1690-Ф: запись «Исполнитель назначен» (Лаптева О. И., 30.10.2026, 08:40) сохранена без действия, ответ уже дан.')).toBeTruthy()
    await hands.click(within(one).getByRole('button', { name: 'Понятно' }))
    await waitFor(() => expect(screen.queryByRole('article')).toBeNull())
    expect(inputsOf(host, 'link.acknowledge')).toEqual([{ id: 1 }])
  })

  it('tells a clock that is off, on every page', async () => {
    sitDown('#/link', (host) => host.session({ clock_off_seconds: -300 }))
    expect(await screen.findByText('Часы этого компьютера отстают на 5 мин. Сроки считаем по времени центра')).toBeTruthy()
  })
})
