import { screen, within } from '@testing-library/react'
import axe from 'axe-core'
import { describe, expect, it } from 'vitest'
import { sitDown } from './desk'

describe('the short lists of the reference book', () => {
  it('open on the first one, each row with what there is to know and its clause', async () => {
    sitDown('#/reference/lists')
    const list = await screen.findByRole('region', { name: 'Сроки оплаты и пени' })
    const rows = within(list).getAllByRole('listitem')
    expect(rows).toHaveLength(4)
    expect(rows[0]?.textContent).toBe('Оплата гражданамидо 15-го числа следующего месяца; платёжный документ до 5-гоЖК РФ, ст. 155; 177-ФЗ')
    const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } })
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
  })

  it('are chosen by a link that can be passed on', async () => {
    const { hands } = sitDown('#/reference/lists')
    await hands.click(await screen.findByRole('link', { name: 'Нормативная база' }))
    expect(window.location.hash).toBe('#/reference/lists/legal')
    const list = await screen.findByRole('region', { name: 'Нормативная база' })
    expect(within(list).getByText('В Стандарте дата указана так; постановление принято 27.12.2004')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Нормативная база' }).getAttribute('aria-current')).toBe('page')
  })

  it('say what will stand here before the directory has come', async () => {
    sitDown('#/reference/lists', (host) => host.answer('reference.lists', () => []))
    expect(await screen.findByText('Списков пока нет')).toBeTruthy()
  })
})
