import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { chord, inputsOf, sitDown } from './desk'

async function rows(): Promise<HTMLElement[]> {
  const grid = await screen.findByRole('grid', { name: 'Мои дела' })
  return within(grid).findAllByRole('row')
}

describe('my work', () => {
  it('opens by its chord with the keys on the first row, and Enter leads to the case', async () => {
    const { hands } = sitDown('#/reception')
    await screen.findByRole('heading', { name: 'Кого принимаем?' })
    chord('Digit4', '4', { altKey: true })
    const [, first] = await rows()
    await waitFor(() => expect(document.activeElement).toBe(first))
    await hands.keyboard('{Enter}')
    await waitFor(() => expect(window.location.hash).toBe('#/appeals/a1'))
  })

  it('leads from an agreed step to its client', async () => {
    const { hands } = sitDown('#/work')
    const [, , step] = await rows()
    if (step === undefined) throw new Error('no rows')
    await hands.click(step)
    await hands.keyboard('{Enter}')
    await waitFor(() => expect(window.location.hash).toBe('#/reception/client/p1'))
  })

  it('asks for what came back, and for the office of the head', async () => {
    const { hands, host } = sitDown('#/work')
    await rows()
    await hands.click(screen.getByRole('tab', { name: /Вернулось/ }))
    await waitFor(() => expect(inputsOf(host, 'work.list').at(-1)).toMatchObject({ scope: 'mine', view: 'back' }))
    await hands.click(screen.getByRole('button', { name: 'Всё отделение' }))
    await waitFor(() => expect(inputsOf(host, 'work.list').at(-1)).toMatchObject({ scope: 'office', view: 'back' }))
    expect(screen.getByRole('heading', { level: 1, name: 'Дела отделения' })).toBeTruthy()
  })

  it('tells what falls due on the next working day until it is shown', async () => {
    const { hands, host } = sitDown('#/work')
    await hands.click(await screen.findByRole('button', { name: 'Показать' }))
    await waitFor(() => expect(inputsOf(host, 'work.list').at(-1)).toMatchObject({ scope: 'office', view: 'next' }))
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Показать' })).toBeNull())
  })
})
