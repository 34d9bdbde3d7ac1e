import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { chord, inputsOf, sitDown } from './desk'

async function rows(): Promise<HTMLElement[]> {
  const grid = await screen.findByRole('grid', { name: 'Обращения' })
  return within(grid).findAllByRole('row')
}

describe('the list of appeals', () => {
  it('draws only the rows in sight', async () => {
    const { host } = sitDown('#/appeals')
    const drawn = await rows()
    expect(inputsOf(host, 'appeal.list').some((input) => (input as { limit: number }).limit === 200)).toBe(true)
    expect(drawn.length).toBeGreaterThan(10)
    expect(drawn.length).toBeLessThan(38)
  })

  it('follows the arrows with the preview, and Enter opens the card', async () => {
    const { hands } = sitDown('#/appeals')
    const [, first] = await rows()
    if (first === undefined) throw new Error('no rows')
    await hands.click(first)
    await hands.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}')
    const preview = screen.getByRole('complementary', { name: 'Просмотр' })
    expect(await within(preview).findByRole('heading', { name: 'ОТ-02/26-1842-М' })).toBeTruthy()
    await hands.keyboard('{Enter}')
    expect(await screen.findByRole('heading', { level: 1, name: 'ОТ-02/26-1842-М' })).toBeTruthy()
    expect(window.location.hash).toBe('#/appeals/a4')
  })

  it('has the keys on its first row when it is opened by a chord', async () => {
    const { hands } = sitDown('#/reception')
    await screen.findByRole('heading', { name: 'Кого принимаем?' })
    chord('Digit3', '3', { altKey: true })
    const [, first] = await rows()
    await waitFor(() => expect(document.activeElement).toBe(first))
    await hands.keyboard('{Enter}')
    const title = await screen.findByRole('heading', { level: 1, name: /^ОТ-/ })
    await waitFor(() => expect(document.activeElement).toBe(title))
  })

  it('filters by the key of «/», which types a full stop in the Russian layout', async () => {
    const { hands } = sitDown('#/appeals')
    await rows()
    chord('Slash', '.')
    const filter = screen.getByRole('searchbox', { name: 'Номер, заявитель, тема' })
    expect(document.activeElement).toBe(filter)
    await hands.keyboard('примерова')
    expect(await screen.findByText('4 обращения')).toBeTruthy()
    await hands.clear(filter)
    await hands.keyboard('такого нет')
    await hands.click(await screen.findByRole('button', { name: 'Сбросить условия' }))
    expect(await screen.findByText('38 обращений')).toBeTruthy()
  })

  it('asks Rust to sort, and keeps the view and the order in the address', async () => {
    const { host, hands } = sitDown('#/appeals')
    await rows()
    await hands.click(screen.getByRole('columnheader', { name: 'Заявитель' }))
    await waitFor(() => expect(inputsOf(host, 'appeal.list').at(-1)).toMatchObject({ sort: 'applicant', descending: false, view: 'open' }))
    expect(window.location.hash).toContain('sort=applicant')
    await hands.click(screen.getByRole('tab', { name: /Мои/ }))
    await waitFor(() => expect(inputsOf(host, 'appeal.list').at(-1)).toMatchObject({ sort: 'applicant', view: 'mine' }))
  })

  it('asks for the next page by the key of the last row, and only near the end', async () => {
    const { host } = sitDown('#/appeals', (desk) =>
      desk.answer('appeal.list', ({ after, limit }) => ({
        rows: Array.from({ length: limit }, (_, index) => ({ appeal_id: `${after ?? 'x'}${index}`, number: `ОТ-${index}`, due_on: '2026-11-02', left: '', tone: 'plain', applicant: '', category_label: '', executor: null, place: 'desk' })),
        next: after === null ? 'ключ-200' : null,
        total: 400,
        counts: { open: 400, mine: 0, overdue: 0, today: 0, waiting: 0, proposed: 0, closed: 0 },
      })),
    )
    const grid = await screen.findByRole('grid', { name: 'Обращения' })
    expect(await screen.findByText('Показано 200 из 400')).toBeTruthy()
    expect(inputsOf(host, 'appeal.list').some((input) => (input as { after: string | null }).after === 'ключ-200')).toBe(false)
    fireEvent.scroll(grid)
    expect(await screen.findByText('400 обращений')).toBeTruthy()
    expect(inputsOf(host, 'appeal.list').at(-1)).toMatchObject({ after: 'ключ-200' })
  })
})

describe('the card of an appeal', () => {
  it('assigns an executor by Ctrl+Ш', async () => {
    const { host, hands } = sitDown('#/appeals/a4')
    await screen.findByRole('heading', { level: 1, name: 'ОТ-02/26-1842-М' })
    chord('KeyI', 'ш', { ctrlKey: true })
    const dialog = await screen.findByRole('dialog', { name: 'Исполнитель для ОТ-02/26-1842-М' })
    await hands.type(within(dialog).getByRole('combobox', { name: 'Исполнитель' }), 'Лап')
    await hands.keyboard('{ArrowDown}{Enter}')
    chord('Enter', 'Enter', { ctrlKey: true })
    await waitFor(() => expect(inputsOf(host, 'appeal.assign')).toEqual([{ appeal_id: 'a4', executor_id: 'u3' }]))
  })

  it('asks before closing, offers the document, and Esc closes nothing', async () => {
    const { host, hands } = sitDown('#/appeals/a5')
    const close = await screen.findByRole('button', { name: 'Закрыть обращение' })
    close.focus()
    await hands.keyboard('{Enter}')
    const question = await screen.findByRole('alertdialog', { name: 'Закрыть ОТ-05/26-1728-С?' })
    expect(within(question).getByRole('button', { name: 'Показать документ' })).toBeTruthy()
    expect(inputsOf(host, 'appeal.close')).toHaveLength(0)
    await hands.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect(inputsOf(host, 'appeal.close')).toHaveLength(0)
  })

  it('tells why an entry of the course does not act', async () => {
    sitDown('#/appeals/a4')
    expect(await screen.findByText(/не действует: ответ уже дан/)).toBeTruthy()
  })

  it('disables what the role may not do, and says so', async () => {
    sitDown('#/appeals/a5', (host) => {
      host.answer('session.state', () => ({
        stage: 'open',
        desk: { label: 'ОТ-04', office_id: 'o', office_name: 'Отрадненское отделение', window: 4, site: null, utc_offset_minutes: 240 },
        user: { id: 'u1', short_name: 'Самойлова', post: '', role: 'trainee', forbidden: ['appeal.close'] },
        today: '2026-10-30',
        now_ms: 0,
        clock_off_seconds: null,
        auto_lock_minutes: 0,
        problem: null,
        spare_key: null,
        recovered: null,
      }))
    })
    const button = await screen.findByRole('button', { name: 'Закрыть обращение' })
    expect(button.hasAttribute('disabled')).toBe(true)
    expect(screen.getByText('Этого не позволяет ваша роль')).toBeTruthy()
  })
})
