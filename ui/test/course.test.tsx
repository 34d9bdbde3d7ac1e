import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { MemoryHost } from '../src/host/memory/memory'
import { chord, inputsOf, sitDown } from './desk'

/** Opens an act of the menu by its name. Which item has the focus first, only a browser knows. */
async function choose(hands: ReturnType<typeof sitDown>['hands'], name: string): Promise<HTMLElement> {
  await screen.findByRole('heading', { level: 1, name: /^ОТ-/ })
  chord('F10', 'F10')
  const menu = await screen.findByRole('menu')
  const item = within(menu).getByRole('menuitem', { name: new RegExp(`^${name}`) })
  await hands.click(item)
  return await screen.findByRole('dialog', { name: /ОТ-/ })
}

function submit(): void {
  chord('Enter', 'Enter', { ctrlKey: true })
}

/** What the page last asked of the list; the rail and other pages ask for fewer rows. */
function listed(host: MemoryHost): unknown {
  return inputsOf(host, 'appeal.list').findLast((input) => (input as { limit: number }).limit === 200)
}

function asSpecialist(host: MemoryHost, forbidden: string[]): void {
  host.session({ user: { id: 'u1', short_name: 'Самойлова', post: '', role: 'specialist_payments', forbidden } })
}

describe('the course of an appeal', () => {
  it('extends a term with the new date in sight, and the notice follows', async () => {
    const { host, hands } = sitDown('#/appeals/a10')
    const dialog = await choose(hands, 'Продлить срок')
    expect(await within(dialog).findByText('02.12.2026, среда')).toBeTruthy()
    expect(within(dialog).getByText(/приложение.1, п..1\.7/)).toBeTruthy()
    submit()
    expect(await within(dialog).findByText('Заполните')).toBeTruthy()
    await hands.type(within(dialog).getByRole('textbox', { name: 'Почему не хватает времени' }), 'Ждём акт сетевой организации')
    submit()
    await waitFor(() => expect(inputsOf(host, 'appeal.extend').at(-1)).toEqual({ appeal_id: 'a10', reason: 'Ждём акт сетевой организации' }))
    await waitFor(() => expect(inputsOf(host, 'paper.preview').at(-1)).toEqual({ of: { about: 'appeal', id: 'a10' }, form_id: 'extension_notice' }))
  })

  it('says why a term is not extended, and then extends nothing', async () => {
    const { host, hands } = sitDown('#/appeals/a1')
    const dialog = await choose(hands, 'Продлить срок')
    expect(await within(dialog).findByText(/Контрольный срок уже прошёл/)).toBeTruthy()
    submit()
    await hands.keyboard('{Escape}')
    expect(inputsOf(host, 'appeal.extend')).toEqual([])
  })

  it('moves a case to another norm with the dates in sight, and the notice follows', async () => {
    const { host, hands } = sitDown('#/appeals/a10')
    const dialog = await choose(hands, 'Отвечать по другой норме')
    submit()
    expect((await within(dialog).findAllByText('Заполните')).length).toBeGreaterThan(0)
    await hands.click(within(dialog).getByRole('button', { name: /Норма/ }))
    await hands.click(await screen.findByRole('option', { name: /сторонн.*ответить до 13\.11\.2026/ }))
    await hands.type(within(dialog).getByRole('textbox', { name: 'Почему' }), 'Запрос в сетевую организацию')
    submit()
    await waitFor(() => expect(inputsOf(host, 'appeal.change_norm').at(-1)).toEqual({ appeal_id: 'a10', norm: 'appeal.third_party', reason: 'Запрос в сетевую организацию' }))
    await waitFor(() => expect(inputsOf(host, 'paper.preview').at(-1)).toEqual({ of: { about: 'appeal', id: 'a10' }, form_id: 'extension_notice' }))
  })

  it('stops a term and starts it again: the card says since when and for what', async () => {
    const { host, hands } = sitDown('#/appeals/a10')
    const dialog = await choose(hands, 'Ждать сведений')
    await hands.type(within(dialog).getByRole('textbox', { name: 'Чего ждём от заявителя' }), 'копия паспорта')
    submit()
    expect((await screen.findAllByText('Срок стоит с 30.10.2026.')).length).toBeGreaterThan(0)
    expect(screen.getByText(/Ждём от заявителя: копия паспорта$/, { selector: 'section span' })).toBeTruthy()
    await hands.click(screen.getByRole('button', { name: 'Сведения получены' }))
    await screen.findByRole('dialog', { name: 'Сведения получены: ОТ-04/26-1763-Д' })
    submit()
    await waitFor(() => expect(inputsOf(host, 'appeal.resume')).toEqual([{ appeal_id: 'a10', note: '' }]))
    await waitFor(() => expect(screen.queryByText('Срок стоит с 30.10.2026.')).toBeNull())
  })

  it('asks for the former number only where the ground rests on it', async () => {
    const { host, hands } = sitDown('#/appeals/a10')
    const dialog = await choose(hands, 'Без рассмотрения')
    const ground = within(dialog).getByRole('button', { name: /Основание/ })
    expect(within(dialog).queryByRole('textbox')).toBeNull()
    await hands.click(ground)
    await hands.click(await screen.findByRole('option', { name: /новых доводов нет/ }))
    await hands.type(within(dialog).getByRole('textbox', { name: 'Прежнее обращение' }), 'ОТ-02/26-1690-Ф')
    submit()
    await waitFor(() => expect(inputsOf(host, 'appeal.propose')).toEqual([{ appeal_id: 'a10', ground: 'already_answered', evidence: '', former_number: 'ОТ-02/26-1690-Ф' }]))
    expect(await screen.findByText('Предложено оставить без рассмотрения.')).toBeTruthy()
  })

  it('lets the head decide from the card; the notice follows the approval', async () => {
    const { host, hands } = sitDown('#/appeals/a9')
    await hands.click(await screen.findByRole('button', { name: 'Утвердить' }))
    const question = await screen.findByRole('alertdialog', { name: 'Оставить ОТ-03/26-1756-Е без рассмотрения?' })
    expect(within(question).getByRole('button', { name: 'Без печати' })).toBeTruthy()
    expect(inputsOf(host, 'appeal.approve')).toEqual([])
    submit()
    await waitFor(() => expect(inputsOf(host, 'appeal.approve')).toEqual([{ appeal_id: 'a9' }]))
    await waitFor(() => expect(inputsOf(host, 'paper.preview').at(-1)).toEqual({ of: { about: 'appeal', id: 'a9' }, form_id: 'unconsidered_notice' }))
    expect(await screen.findByText(/без рассмотрения, На вопрос уже дан ответ/)).toBeTruthy()
  })

  it('shows a proposal to those who do not decide it, and says who does', async () => {
    sitDown('#/appeals/a9', (host) => asSpecialist(host, ['appeal.approve', 'appeal.decline']))
    expect(await screen.findByText(/Решает начальник отделения/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Утвердить' })).toBeNull()
    chord('F10', 'F10')
    const item = await screen.findByRole('menuitem', { name: /^Утвердить/ })
    expect(item.getAttribute('aria-disabled')).toBe('true')
    expect(item.textContent).toContain('Этого не позволяет ваша роль')
  })

  it('opens a closed one again by a new argument, received today unless said otherwise', async () => {
    const { host, hands } = sitDown('#/appeals/c1')
    await hands.click(await screen.findByRole('button', { name: 'Открыть снова' }))
    const dialog = await screen.findByRole('dialog', { name: 'Открыть снова: ОТ-02/26-1690-Ф' })
    await hands.type(within(dialog).getByRole('textbox', { name: 'Новый довод заявителя' }), 'Есть акт проверки')
    submit()
    await waitFor(() => expect(inputsOf(host, 'appeal.reopen')).toEqual([{ appeal_id: 'c1', received_on: '2026-10-30', argument: 'Есть акт проверки' }]))
    expect(await screen.findByText('В работе', { selector: 'section span' })).toBeTruthy()
  })

  it('offers each paper of the case with how often it was given out', async () => {
    const { host, hands } = sitDown('#/appeals/a2')
    await screen.findByRole('heading', { level: 1, name: 'ОТ-02/26-1707-В' })
    expect(screen.getByText('Чужая зона: объект обслуживает Кинель-Черкасское отделение.')).toBeTruthy()
    expect(screen.getByText(/Акт проверки счётчика, оригинал/)).toBeTruthy()
    chord('F9', 'F9')
    const receipt = await screen.findByRole('menuitem', { name: /Расписка о приёме документов.*выдан 1 экземпляр/ })
    await hands.click(receipt)
    await waitFor(() => expect(inputsOf(host, 'paper.preview').at(-1)).toEqual({ of: { about: 'appeal', id: 'a2' }, form_id: 'documents_receipt' }))
  })
})

describe('conditions and views of the list', () => {
  it('opens on the conditions of the address, shows each as a mark, and takes it away', async () => {
    const { host, hands } = sitDown('#/appeals?category=claim&executor=-')
    await waitFor(() => expect(listed(host)).toMatchObject({ filter: { category: 'claim', executor: '-', topic: '' } }))
    await hands.click(await screen.findByRole('button', { name: 'Исполнитель: не назначен Убрать условие' }))
    await waitFor(() => expect(listed(host)).toMatchObject({ filter: { category: 'claim', executor: '' } }))
    expect(window.location.hash).toBe('#/appeals?category=claim')
    await hands.click(screen.getByRole('button', { name: 'Сбросить' }))
    expect(await screen.findByText('38 обращений')).toBeTruthy()
  })

  it('sets a condition from the panel that Ctrl+А opens', async () => {
    const { host, hands } = sitDown('#/appeals')
    await screen.findByText('38 обращений')
    chord('KeyF', 'а', { ctrlKey: true })
    const field = await screen.findByRole('button', { name: /Вид$/ })
    field.focus()
    await hands.keyboard('{Enter}')
    await hands.click(await screen.findByRole('option', { name: 'Претензия' }))
    await waitFor(() => expect(listed(host)).toMatchObject({ filter: { category: 'claim' } }))
    expect(window.location.hash).toContain('category=claim')
  })

  it('saves a view under a name, opens it, and takes a deletion back', async () => {
    const { host, hands } = sitDown('#/appeals?view=overdue&category=claim')
    await screen.findByRole('grid', { name: 'Обращения' })
    chord('KeyS', 'ы', { ctrlKey: true })
    await hands.click(await screen.findByRole('menuitem', { name: /Сохранить этот вид/ }))
    const dialog = await screen.findByRole('dialog', { name: 'Сохранить вид списка' })
    await hands.type(within(dialog).getByRole('textbox', { name: 'Название' }), 'Горит')
    submit()
    await waitFor(() => expect(inputsOf(host, 'view.save').at(-1)).toMatchObject({ name: 'Горит', view: 'overdue', filter: { category: 'claim' } }))
    await hands.click(screen.getByRole('button', { name: 'Сбросить' }))
    await hands.click(screen.getByRole('tab', { name: /В работе/ }))
    await waitFor(() => expect(window.location.hash).toBe('#/appeals'))
    chord('KeyS', 'ы', { ctrlKey: true })
    await hands.click(await screen.findByRole('menuitem', { name: 'Горит' }))
    await waitFor(() => expect(window.location.hash).toBe('#/appeals?view=overdue&category=claim'))
    chord('KeyS', 'ы', { ctrlKey: true })
    await hands.click(await screen.findByRole('menuitem', { name: 'Удалить «Горит»' }))
    await hands.click(await screen.findByRole('button', { name: 'Вернуть' }))
    await waitFor(() => expect(inputsOf(host, 'view.save')).toHaveLength(2))
    expect(await screen.findByRole('button', { name: /Горит/ })).toBeTruthy()
  })

  it('tells of control dates that moved until somebody has looked', async () => {
    const { host, hands } = sitDown('#/appeals')
    const note = await screen.findByText('Пересчитаны сроки 2 обращений')
    await hands.click(screen.getByRole('button', { name: 'Показать' }))
    const dialog = await screen.findByRole('dialog', { name: 'Пересчитанные сроки' })
    expect(within(dialog).getByText('03.11.2026 → 04.11.2026')).toBeTruthy()
    submit()
    await waitFor(() => expect(inputsOf(host, 'appeal.redated_seen')).toEqual([{ ids: [1, 2] }]))
    await waitFor(() => expect(note.isConnected).toBe(false))
  })
})

describe('the journal of papers', () => {
  it('asks for a reason before a copy', async () => {
    const { host, hands } = sitDown('#/papers')
    await hands.dblClick(await screen.findByText('ОТ-04/26-48-Р3Т'))
    const dialog = await screen.findByRole('dialog', { name: 'Талон на повторный приём' })
    expect(await within(dialog).findByText('Экземпляр 2')).toBeTruthy()
    await hands.type(within(dialog).getByRole('textbox', { name: 'Почему ещё раз' }), 'Клиент потерял')
    submit()
    await waitFor(() => expect(inputsOf(host, 'paper.print')).toEqual([{ of: { about: 'paper', id: 'f1' }, form_id: 'repeat_visit_ticket', printer: 'Окно 4', reason: 'Клиент потерял' }]))
  })

  it('opens by its chord, finds by number, and prints a copy', async () => {
    const { host, hands } = sitDown('#/appeals')
    await screen.findByText('38 обращений')
    chord('F9', 'F9', { shiftKey: true })
    await screen.findByRole('heading', { level: 1, name: 'Журнал печати' })
    expect(await screen.findByText('6 документов')).toBeTruthy()
    await hands.type(screen.getByRole('textbox', { name: 'Номер документа' }), 'от-02/26-1707')
    expect(await screen.findByText('2 документа')).toBeTruthy()
    expect(window.location.hash).toContain('#/papers?text=')
    chord('F9', 'F9')
    await waitFor(() => expect(inputsOf(host, 'paper.preview').at(-1)).toEqual({ of: { about: 'appeal', id: 'a2' }, form_id: 'documents_receipt' }))
  })
})

describe('papers that belong together', () => {
  it('shows the receipt after the card of an appeal with documents', async () => {
    const { host, hands } = sitDown('#/appeals/new?party=p1&account=630000123456&category=claim')
    await screen.findByRole('heading', { name: 'Новая претензия' })
    host.answer('appeal.register', () => ({ appeal_id: 'a2', number: 'ОТ-02/26-1707-В', due_on: '2026-11-02' }))
    await hands.click(await screen.findByRole('button', { name: /Добавить документ/ }))
    await hands.type(screen.getByRole('textbox', { name: /Документ/ }), 'Акт проверки')
    submit()
    await waitFor(() => expect(inputsOf(host, 'paper.preview').at(-1)).toMatchObject({ form_id: 'registration_card' }))
    await hands.click(await screen.findByRole('button', { name: /^Без печати/ }))
    await waitFor(() => expect(inputsOf(host, 'paper.preview').at(-1)).toEqual({ of: { about: 'appeal', id: 'a2' }, form_id: 'documents_receipt' }))
    await hands.click(await screen.findByRole('button', { name: /^Без печати/ }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })
})
