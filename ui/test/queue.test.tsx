import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react'
import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BranchState } from '../src/generated/BranchState'
import type { ClockView } from '../src/generated/ClockView'
import type { QueueState } from '../src/generated/QueueState'
import type { MemoryHost } from '../src/host/memory/memory'
import * as seed from '../src/host/memory/seed'
import { markAt, timeWords, waitWords } from '../src/shared/norm'
import { NormClock } from '../src/shared/parts/NormClock'
import { change, chord, inputsOf, sitDown } from './desk'

const BOTH = ['payments', 'contracts']

/** A window that is open, and what has been done at it. */
function at(...acts: readonly string[]): (host: MemoryHost) => void {
  return (host) => {
    void host.rpc('window.open', { number: 4, streams: BOTH })
    for (const name of acts) void host.rpc(name, {})
  }
}

const column = () => screen.findByRole('region', { name: 'Черновики и дела' })
const button = (name: string | RegExp, within_ = screen as Pick<typeof screen, 'getByRole'>) => within_.getByRole<HTMLButtonElement>('button', { name })

describe('a time against its norm', () => {
  const clock = (elapsed_ms: number, runs = true): ClockView => ({ elapsed_ms, runs, soon_ms: 240_000, norm_ms: 300_000, mark: 'fine' })

  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    cleanup()
    vi.useRealTimers()
  })

  it('turns from fine to soon to over while it runs, with its words', () => {
    render(<NormClock label="Приём" running={{ clock: clock(238_000), toldAt: performance.now() }} />)
    const told = screen.getByRole('group', { name: 'Приём' })
    const words = () => told.textContent.replaceAll('\u00A0', ' ')
    expect(words()).toBe('Приём3:58норма 5 минв норме')
    act(() => void vi.advanceTimersByTime(20_100))
    expect(words()).toBe('Приём4:18норма 5 миносталось 0:42')
    act(() => void vi.advanceTimersByTime(42_000))
    expect(words()).toContain('дольше на 0:00')
    act(() => void vi.advanceTimersByTime(100_000))
    expect(words()).toBe('Приём6:40норма 5 миндольше на 1:40')
  })

  it('has the norm at three quarters of the bar, and an overrun fills the rest and no more', () => {
    const { container, rerender } = render(<NormClock label="Приём" running={{ clock: clock(300_000, false), toldAt: 0 }} />)
    const width = () => container.querySelector('i')?.style.width
    expect(width()).toBe('75%')
    rerender(<NormClock label="Приём" running={{ clock: clock(4_000_000, false), toldAt: 0 }} />)
    expect(width()).toBe('100%')
  })

  it('stands when it does not run', () => {
    render(<NormClock label="Ожидание" running={{ clock: clock(100_000, false), toldAt: performance.now() }} />)
    act(() => void vi.advanceTimersByTime(60_000))
    expect(screen.getByRole('group', { name: 'Ожидание' }).textContent).toContain('1:40')
  })

  it('is exact at its edges', () => {
    expect([239_999, 240_000, 300_000, 300_001].map((elapsed) => markAt(elapsed, clock(0)))).toEqual(['fine', 'soon', 'soon', 'over'])
    expect(markAt(9e9, { ...clock(0), norm_ms: 0 })).toBe('fine')
    expect([0, 59_999, 258_000, 3_858_000].map(timeWords)).toEqual(['0:00', '0:59', '4:18', '1:04:18'])
    expect([30_000, 60_000, 250_000, 400_000].map((elapsed) => waitWords(elapsed, clock(0)).replaceAll('\u00A0', ' '))).toEqual(['только что', '1 мин', '4 из 5 мин', '6 из 5 мин'])
  })
})

describe('the window', () => {
  it('is opened with its usual streams, and until then F2 says what to do first', async () => {
    const { host, hands } = sitDown('#/reception')
    const left = await column()
    await within(left).findByRole('heading', { name: 'Окно закрыто' })
    expect(button(/Вызвать следующего/).disabled).toBe(true)
    chord('F2', 'F2')
    expect(inputsOf(host, 'queue.call_next')).toEqual([])
    expect(await screen.findAllByText('Сначала откройте окно')).toHaveLength(2)
    await hands.click(button('Открыть окно', within(left)))
    const dialog = await screen.findByRole('dialog', { name: 'Открыть окно' })
    expect(within(dialog).getByRole<HTMLInputElement>('checkbox', { name: 'Платежи' }).checked).toBe(true)
    expect(within(dialog).getByRole<HTMLInputElement>('checkbox', { name: 'Договоры' }).checked).toBe(false)
    chord('Enter', 'Enter', { ctrlKey: true })
    await waitFor(() => expect(inputsOf(host, 'window.open')).toEqual([{ number: 4, streams: ['payments'] }]))
    expect(await within(left).findByRole('heading', { name: 'Окно свободно' })).toBeTruthy()
    expect(within(left).getByText('П-048')).toBeTruthy()
    expect(within(left).queryByText('Д-019')).toBeNull()
  })

  it('rests by its menu in the top bar and calls nobody meanwhile', async () => {
    const { host, hands } = sitDown('#/appeals', at())
    await hands.click(await screen.findByRole('button', { name: /^окно 4/ }))
    await hands.click(await screen.findByRole('menuitem', { name: 'Обед' }))
    await waitFor(() => expect(inputsOf(host, 'window.pause')).toEqual([{ kind: 'lunch' }]))
    expect(await screen.findByRole('button', { name: 'окно 4 обед' })).toBeTruthy()
    chord('F2', 'F2')
    expect(await screen.findByText('Окно не вызывает: Обед')).toBeTruthy()
    chord('Digit1', '1', { altKey: true })
    await hands.click(await screen.findByRole('button', { name: 'Продолжить работу' }))
    await waitFor(() => expect(screen.getByRole('button', { name: 'окно 4' })).toBeTruthy())
    expect(inputsOf(host, 'queue.call_next')).toEqual([])
  })

  it('is not closed under a client', async () => {
    const { hands } = sitDown('#/reception', at('queue.call_next', 'queue.start'))
    await hands.click(await screen.findByRole('button', { name: /^окно 4/ }))
    const close = await screen.findByRole('menuitem', { name: /^Закрыть окно/ })
    expect(close.getAttribute('aria-disabled')).toBe('true')
    expect(close.textContent).toContain('Сначала завершите приём Д-019')
  })

  it('that another left open is taken over or closed', async () => {
    const { host, hands } = sitDown('#/reception', (desk) => {
      at()(desk)
      void desk.rpc('queue.state', {}).then((told) => {
        const state = told as QueueState
        if (state.window === null) throw new Error('the window is closed')
        const window = { ...state.window, others: true, user_name: 'Ермаков Д. С.' }
        desk.answer('queue.state', () => ({ ...state, window }))
        desk.change('queue')
      })
    })
    expect(await screen.findByText('Его открыл другой сотрудник: Ермаков Д. С.')).toBeTruthy()
    expect(button(/Вызвать следующего/).disabled).toBe(true)
    await hands.click(button('Принять окно'))
    await waitFor(() => expect(inputsOf(host, 'window.open')).toContainEqual({ number: 4, streams: BOTH }))
  })
})

describe('a ticket by its keys', () => {
  it('is called by one key from any page, called again, started and finished', async () => {
    const { host } = sitDown('#/appeals', at())
    await screen.findByRole('heading', { name: 'Обращения' })
    await screen.findByRole('button', { name: 'окно 4' })
    chord('F2', 'F2')
    const left = await column()
    expect(await within(left).findByRole('heading', { name: 'Д-019' })).toBeTruthy()
    expect(within(left).getByText('Зовём')).toBeTruthy()
    // Whom to let through first, and by what paper.
    expect(within(left).getByText('Инвалид I или II группы').parentElement?.textContent).toContain('справка МСЭ')
    expect(button(/Вызвать ещё раз/).disabled).toBe(true)
    expect(left.textContent).toMatch(/Вызов 1 из 3\. Ещё раз через 0:(20|19|18)/)
    chord('F3', 'F3')
    expect(inputsOf(host, 'queue.call_again')).toEqual([])
    chord('F8', 'F8')
    expect(await screen.findByText('Приём не идёт')).toBeTruthy()
    chord('F4', 'F4')
    expect(await within(left).findByText('Идёт приём')).toBeTruthy()
    expect(within(left).getByRole('group', { name: 'Приём' })).toBeTruthy()
    chord('F2', 'F2')
    expect(button(/Вызвать следующего/).disabled).toBe(true)
    expect(within(left).getByText('Сначала завершите приём Д-019')).toBeTruthy()
    chord('F8', 'F8')
    expect(await within(left).findByRole('heading', { name: 'Окно свободно' })).toBeTruthy()
    expect(inputsOf(host, 'queue.finish')).toEqual([{ outcome: '', wrap_up: false }])
    expect(inputsOf(host, 'queue.call_next')).toHaveLength(1)
  })

  it('may be called again when its time has come, and «Не подошёл» opens after enough calls', async () => {
    const { host, hands } = sitDown('#/reception', (desk) => {
      at('queue.call_next')(desk)
      for (let call = 0; call < 2; call += 1) void desk.rpc('queue.call_again', {})
    })
    const left = await column()
    await within(left).findByText(/Вызов 3 из 3/)
    await hands.click(button('Не подошёл', within(left)))
    await waitFor(() => expect(inputsOf(host, 'queue.not_come')).toHaveLength(1))
    chord('Digit2', '2', { altKey: true })
    await hands.click(await screen.findByRole('tab', { name: /Не подошли/ }))
    await screen.findByRole('row', { name: /Д-019/ })
    await hands.click(screen.getByRole('row', { name: /Д-019/ }))
    await hands.click(button(/Вернуть в очередь/))
    await waitFor(() => expect(inputsOf(host, 'queue.revive')).toEqual([{ visit_id: 'v-Д-019', ticket: 0 }]))
  })

  it('is not marked as one who did not come after a single call', async () => {
    sitDown('#/reception', at('queue.call_next'))
    const left = await column()
    await within(left).findByText('Зовём')
    expect(button('Не подошёл', within(left)).disabled).toBe(true)
  })

  it('takes the next key before the call has been answered, and the same key only once', async () => {
    const { host } = sitDown('#/reception', at())
    const left = await column()
    await within(left).findByRole('heading', { name: 'Окно свободно' })
    const rpc = host.rpc.bind(host)
    // The change is told first, the answer never comes.
    host.rpc = (name, input) => (name === 'queue.call_next' ? rpc(name, input).then(() => new Promise(() => undefined)) : rpc(name, input))
    chord('F2', 'F2')
    chord('F2', 'F2')
    await within(left).findByText('Зовём')
    chord('F4', 'F4')
    expect(await within(left).findByText('Идёт приём')).toBeTruthy()
    expect(inputsOf(host, 'queue.call_next')).toHaveLength(1)
  })

  it('tells what was refused, and forgets it with the next success', async () => {
    const { host } = sitDown('#/reception', at())
    const left = await column()
    await within(left).findByRole('heading', { name: 'Окно свободно' })
    const call = vi.fn(() => Promise.reject(new Error('cut')))
    host.answer('queue.call_next', call)
    chord('F2', 'F2')
    expect(await within(left).findByRole('alert')).toBeTruthy()
    host.answer('queue.call_next', () => ({ number: null, alone: false }))
    chord('F2', 'F2')
    expect(await screen.findByText('К вам никто не ждёт')).toBeTruthy()
    expect(within(left).queryByRole('alert')).toBeNull()
  })
})

const away: BranchState = {
  mode: 'away',
  hub: null,
  since_ms: null,
  cause: null,
  unsent: 0,
  relay_waiting: 0,
  refused: [],
  desks: [],
  may_become: false,
  may_end: false,
  may_take_over: false,
  manual_address: '',
  found: [],
  listening: [],
  listening_trouble: null,
}

describe('a hub of the office that is silent', () => {
  it('is told where clients are called, and by the call itself', async () => {
    const { host } = sitDown('#/reception', at())
    const left = await column()
    expect(within(left).queryByText('Узел не отвечает: вызываете без узла')).toBeNull()
    host.answer('branch.state', () => away)
    host.change('branch')
    expect(await within(left).findByText('Узел не отвечает: вызываете без узла')).toBeTruthy()
    host.answer('queue.call_next', () => ({ number: 'П-048', alone: true }))
    chord('F2', 'F2')
    expect(await screen.findByText('П-048 вызван без узла: другое окно этого пока не видит')).toBeTruthy()
  })
})

describe('what follows a reception', () => {
  it('leaves time to write it up, counted down; F2 calls out of it', async () => {
    const { host, hands } = sitDown('#/reception', at('queue.call_next', 'queue.start'))
    const left = await column()
    await hands.click(await within(left).findByRole('button', { name: 'Завершить иначе' }))
    await hands.click(await screen.findByRole('menuitem', { name: /Завершить и дописать/ }))
    expect(await within(left).findByRole('heading', { name: 'Дописываю после приёма' })).toBeTruthy()
    expect(within(left).getByText(/^(5:00|4:5\d)$/)).toBeTruthy()
    expect(button('Готов', within(left))).toBeTruthy()
    chord('F2', 'F2')
    expect(await within(left).findByRole('heading', { name: 'П-048' })).toBeTruthy()
    expect(host.calls.map(({ name }) => name).filter((name) => name === 'window.resume' || name === 'queue.call_next')).toEqual(['queue.call_next', 'window.resume', 'queue.call_next'])
  })

  it('may have another outcome than usual', async () => {
    const { host, hands } = sitDown('#/reception', at('queue.call_next', 'queue.start'))
    await hands.click(await screen.findByRole('button', { name: 'Завершить иначе' }))
    await hands.click(await screen.findByRole('menuitem', { name: 'Не хватает документов' }))
    await waitFor(() => expect(inputsOf(host, 'queue.finish')).toEqual([{ outcome: 'documents_missing', wrap_up: false }]))
  })

  it('hands the client over with a word and takes him back', async () => {
    const { host, hands } = sitDown('#/reception', at('queue.call_next', 'queue.start'))
    await hands.click(await screen.findByRole('button', { name: 'Передать…' }))
    const dialog = await screen.findByRole('dialog', { name: 'Передать Д-019' })
    chord('Enter', 'Enter', { ctrlKey: true })
    expect(await within(dialog).findByText(/заполн/i)).toBeTruthy()
    await hands.type(within(dialog).getByRole('combobox', { name: 'К чему передаём' }), 'справка{Enter}')
    await hands.type(within(dialog).getByLabelText('Что знать следующему'), 'Справка для субсидии')
    await hands.click(within(dialog).getByRole('checkbox', { name: 'После этого вернуть ко мне' }))
    chord('Enter', 'Enter', { ctrlKey: true })
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(inputsOf(host, 'queue.transfer').at(-1)).toEqual({ service: 'certificates', window: null, comment: 'Справка для субсидии', back: true })
    // This window takes certificates too: the word of the one before stands with the ticket.
    const left = await column()
    chord('F2', 'F2')
    expect(await within(left).findByText('Справка для субсидии')).toBeTruthy()
    expect(within(left).getByText('потом вернётся: окно 4')).toBeTruthy()
    chord('F4', 'F4')
    await within(left).findByText('Идёт приём')
    chord('F8', 'F8')
    expect(await within(left).findByText('вернулся к вам')).toBeTruthy()
  })

  it('puts a ticket aside with its reason and takes it from there', async () => {
    const { host, hands } = sitDown('#/reception', at('queue.call_next', 'queue.start'))
    await hands.click(await screen.findByRole('button', { name: 'Отложить…' }))
    const dialog = await screen.findByRole('dialog', { name: 'Отложить Д-019' })
    await hands.click(within(dialog).getByRole('button', { name: /Почему/ }))
    await hands.click(await screen.findByRole('option', { name: 'Снимает копию' }))
    chord('Enter', 'Enter', { ctrlKey: true })
    await waitFor(() => expect(inputsOf(host, 'queue.hold')).toEqual([{ reason: 'copy', note: '' }]))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    chord('Digit2', '2', { altKey: true })
    await hands.click(await screen.findByRole('tab', { name: /Отложены/ }))
    await hands.dblClick(await screen.findByRole('row', { name: /Д-019/ }))
    await waitFor(() => expect(inputsOf(host, 'queue.call')).toEqual([{ visit_id: 'v-Д-019', ticket: 0, reason: '' }]))
    expect(await screen.findByRole('heading', { name: 'Д-019' })).toBeTruthy()
  })
})

describe('who sits at the window', () => {
  it('is the first whose card is opened while he is served, told once', async () => {
    const { host } = sitDown('#/reception/client/p1', at('queue.call_next'))
    await screen.findByRole('heading', { name: 'Примерова Анна Сергеевна' })
    expect(inputsOf(host, 'queue.identify')).toEqual([])
    chord('F4', 'F4')
    const right = await screen.findByRole('region', { name: 'Приём и действия' })
    expect(await within(right).findByText('Клиент найден')).toBeTruthy()
    expect(inputsOf(host, 'queue.identify')).toEqual([{ party_id: 'p1', account: '630000123456' }])
    expect(within(right).getByRole('heading', { name: 'Этот визит' })).toBeTruthy()
    change(host, 'queue')
    change(host, 'client:p1')
    await waitFor(() => expect(inputsOf(host, 'queue.identify')).toHaveLength(1))
  })

  it('is not overwritten by the card of another: a button does that', async () => {
    const { host, hands } = sitDown('#/reception/client/p1', (desk) => {
      at('queue.call_next', 'queue.start')(desk)
      void desk.rpc('queue.identify', { party_id: 'p7', account: null })
    })
    expect(await screen.findByText('В визите Д-019 записан другой клиент')).toBeTruthy()
    expect(inputsOf(host, 'queue.identify')).toHaveLength(1)
    await hands.click(button('Он на приёме'))
    await waitFor(() => expect(inputsOf(host, 'queue.identify').at(-1)).toMatchObject({ party_id: 'p1' }))
  })

  it('is put away with the key that calls the next, not with its answer: another card may lie there by then', async () => {
    const { host } = sitDown('#/reception/client/p1', at())
    const rpc = host.rpc.bind(host)
    host.rpc = (name, input) => (name === 'queue.call_next' ? rpc(name, input).then(() => new Promise(() => undefined)) : rpc(name, input))
    await screen.findByRole('heading', { name: 'Примерова Анна Сергеевна' })
    chord('F2', 'F2')
    expect(await screen.findByRole('heading', { name: 'Кого принимаем?' })).toBeTruthy()
  })
})

describe('the page of the queue', () => {
  it('shows who waits for this window, then who waits for others', async () => {
    sitDown('#/queue', (desk) => void desk.rpc('window.open', { number: 4, streams: ['payments'] }))
    const table = await screen.findByRole('grid', { name: 'В очереди' })
    const rows = within(table).getAllByRole('row').slice(1).map((row) => row.textContent)
    expect(rows.map((row) => row.slice(0, 5))).toEqual(['П-048', 'П-047', 'П-050', 'П-051', 'П-052', 'Д-019', 'Д-020'])
    expect(rows[0]).toContain('меньше минуты')
    expect(rows[3]).toContain('по записи на 11:15')
    expect(rows[5]).toContain('к другим окнам')
  })

  it('calls the first at once and another with a reason', async () => {
    const { host, hands } = sitDown('#/queue', at())
    const table = await screen.findByRole('grid', { name: 'В очереди' })
    await hands.click(within(table).getByRole('row', { name: /П-050/ }))
    await hands.click(button(/Вызвать…/))
    const dialog = await screen.findByRole('dialog', { name: 'Вызвать П-050 вне очереди' })
    chord('Enter', 'Enter', { ctrlKey: true })
    expect(await within(dialog).findByText(/заполн/i)).toBeTruthy()
    await hands.click(button('Донёс документ', within(dialog)))
    chord('Enter', 'Enter', { ctrlKey: true })
    await waitFor(() => expect(inputsOf(host, 'queue.call').at(-1)).toEqual({ visit_id: 'v-П-050', ticket: 0, reason: 'Донёс документ' }))
    expect(await screen.findByRole('heading', { name: 'П-050' })).toBeTruthy()
  })

  it('changes the turn of a row only with a ground and a reason', async () => {
    const { host, hands } = sitDown('#/queue', at())
    const table = await screen.findByRole('grid', { name: 'В очереди' })
    await hands.click(within(table).getByRole('row', { name: /П-052/ }))
    await hands.click(button('Очерёдность…'))
    const dialog = await screen.findByRole('dialog', { name: 'Очерёдность П-052' })
    await hands.click(within(dialog).getByRole('button', { name: /Основание/ }))
    await hands.click(await screen.findByRole('option', { name: 'С ребёнком до трёх лет' }))
    await hands.type(within(dialog).getByLabelText('Почему меняете'), 'С младенцем')
    chord('Enter', 'Enter', { ctrlKey: true })
    await waitFor(() => expect(inputsOf(host, 'queue.set_class')).toEqual([{ visit_id: 'v-П-052', class: 'small_children', reason: 'С младенцем' }]))
    await waitFor(() => expect(within(screen.getByRole('grid', { name: 'В очереди' })).getByRole('row', { name: /П-052/ }).textContent).toContain('по основанию'))
  })

  it('asks before a client is let go', async () => {
    const { host, hands } = sitDown('#/queue', at())
    await screen.findByRole('grid', { name: 'В очереди' })
    await hands.click(button('Ушёл…'))
    const dialog = await screen.findByRole('alertdialog', { name: 'Д-019 ушёл?' })
    expect(within(dialog).getByText(/Все талоны этого визита закончатся/)).toBeTruthy()
    await hands.keyboard('{Escape}')
    expect(inputsOf(host, 'queue.left')).toEqual([])
    await hands.click(button('Ушёл…'))
    await hands.click(button(/^Ушёл/, within(await screen.findByRole('alertdialog'))))
    await waitFor(() => expect(inputsOf(host, 'queue.left')).toEqual([{ visit_id: 'v-Д-019', ticket: 0 }]))
  })

  it('gives a ticket by F7 from any page and shows its number, with paper or without', async () => {
    const { host, hands } = sitDown('#/appeals', at())
    await screen.findByRole('button', { name: 'окно 4' })
    host.answer('queue.issue', ({ service }) => ({ visit_id: 'v9', number: 'П-053', service, ahead: 4, expected: [10, 15], documents: ['Паспорт'], printed: false, printer_trouble: 'В принтере талонов нет бумаги' }))
    chord('F7', 'F7')
    const dialog = await screen.findByRole('dialog', { name: 'Выдать талон' })
    await hands.type(within(dialog).getByRole('combobox', { name: 'С чем пришли' }), 'показания{Enter}')
    chord('Enter', 'Enter', { ctrlKey: true })
    const given = await screen.findByRole('dialog', { name: 'Талон выдан' })
    expect(given.textContent).toContain('П-053')
    expect(given.textContent).toContain('Перед ним 4 человека, ждать 10–15 мин')
    expect(given.textContent).toContain('В принтере талонов нет бумаги')
    expect(inputsOf(host, 'queue.issue')).toEqual([{ service: 'readings', class: '' }])
  })

  it('is told where tickets are printed, tries it, and says what is wrong with an address', async () => {
    const { host, hands } = sitDown('#/queue', at())
    await screen.findByRole('grid', { name: 'В очереди' })
    chord('KeyK', 'k', { ctrlKey: true })
    await hands.keyboard('принтер талонов')
    await hands.click(await screen.findByRole('option', { name: /Принтер талонов/ }))
    const dialog = await screen.findByRole('dialog', { name: 'Принтер талонов' })
    await hands.click(within(dialog).getByRole('button', { name: /На чём печатать/ }))
    await hands.click(await screen.findByRole('option', { name: 'Принтер талонов в сети' }))
    await hands.click(within(dialog).getByRole('button', { name: 'Напечатать пробу' }))
    await waitFor(() => expect(dialog.textContent).toContain('Заполните'))
    await hands.type(within(dialog).getByRole('textbox', { name: 'Адрес принтера' }), '192.168.1.50')
    await hands.click(within(dialog).getByRole('radio', { name: '58 мм' }))
    host.answer('ticket_printer.try', () => ({ set: { kind: 'network', address: '192.168.1.50', roll_mm: 58 }, trouble: 'В принтере талонов кончилась бумага', system: [] }))
    await hands.click(within(dialog).getByRole('button', { name: 'Напечатать пробу' }))
    await waitFor(() => expect(dialog.textContent).toContain('В принтере талонов кончилась бумага'))
    expect(inputsOf(host, 'ticket_printer.set').at(-1)).toEqual({ kind: 'network', address: '192.168.1.50', roll_mm: 58 })
    expect((await axe.run(dialog)).violations).toEqual([])
  })

  it('prints again by F9 and says so', async () => {
    const { host } = sitDown('#/queue', at())
    await screen.findByRole('grid', { name: 'В очереди' })
    chord('F9', 'F9')
    await waitFor(() => expect(inputsOf(host, 'queue.print_again')).toEqual([{ visit_id: 'v-Д-019', ticket: 0 }]))
    expect(await screen.findByText('Талон Д-019 напечатан ещё раз')).toBeTruthy()
  })

  it('shows one stream, and keeps it in its address', async () => {
    const { hands } = sitDown('#/queue', at())
    await screen.findByRole('grid', { name: 'В очереди' })
    await hands.click(screen.getByRole('radio', { name: 'Договоры' }))
    await waitFor(() => expect(screen.queryByRole('row', { name: /П-048/ })).toBeNull())
    expect(window.location.hash).toBe('#/queue?stream=contracts')
    expect(screen.getByRole('row', { name: /Д-020/ })).toBeTruthy()
  })

  it('teaches when there is nobody', async () => {
    sitDown('#/queue?list=held', (desk) => {
      void desk.rpc('queue.left', { visit_id: 'v-П-044', ticket: 0 })
    })
    expect(await screen.findByText('Отложенных нет')).toBeTruthy()
    expect(screen.getByText(/«Отложить» на «Приёме» отпустит окно/)).toBeTruthy()
  })
})

describe('signs of the hall', () => {
  it('stand where somebody must act, and a printer without paper is told', async () => {
    const { host } = sitDown('#/appeals', (desk) => {
      void desk.rpc('queue.state', {}).then((told) => {
        const state = told as QueueState
        const sign = { id: 'g1', kind: 'help', text: 'вход', since: '11:22', since_ms: seed.NOW_MS, until: '', by: '' }
        desk.answer('queue.state', () => ({ ...state, signs: [sign, { ...sign, id: 'g2', kind: 'notice', text: 'Касса закрыта', until: '16:00' }], printer_trouble: 'В принтере талонов нет бумаги' }))
        desk.change('queue')
      })
    })
    expect(await screen.findByText('Просят подойти и помочь: вход, с 11:22')).toBeTruthy()
    expect(screen.getByText('В принтере талонов нет бумаги')).toBeTruthy()
    expect(screen.queryByText(/Касса закрыта/)).toBeNull()
    chord('Digit2', '2', { altKey: true })
    expect(await screen.findByText('Объявление: Касса закрыта, до 16:00')).toBeTruthy()
    expect(inputsOf(host, 'hall.sign_end')).toEqual([])
  })
})

describe('an office without a queue', () => {
  const none = (host: MemoryHost) =>
    host.answer('queue.state', () => ({ enabled: false, now_ms: seed.NOW_MS, hours: '', window: null, current: null, line: [], elsewhere: [], held: [], no_shows: [], waiting: 0, streams: [], signs: [], printer_trouble: null }))

  it('looks as it always has, and the keys of the queue do nothing', async () => {
    const { host } = sitDown('#/reception', none)
    const left = await column()
    expect(within(left).queryByText(/Окно закрыто|Дальше к вам/)).toBeNull()
    expect(screen.queryByRole('link', { name: /Очередь/ })).toBeNull()
    expect(screen.queryByRole('button', { name: /^окно 4/ })).toBeNull()
    for (const key of ['F2', 'F3', 'F4', 'F7', 'F8']) chord(key, key)
    chord('Digit2', '2', { altKey: true })
    expect(window.location.hash).toBe('#/reception')
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(host.calls.filter(({ name }) => name.startsWith('queue.') && name !== 'queue.state')).toEqual([])
    chord('Digit7', '?', { shiftKey: true })
    expect(within(await screen.findByRole('dialog', { name: 'Клавиши' })).queryByText('F2')).toBeNull()
  })

  it('is not asked about by one who has no part in it', async () => {
    const { host } = sitDown('#/reception', (desk) => desk.session({ user: { ...seed.user, forbidden: ['queue.state'] } }))
    await column()
    expect(host.calls.some(({ name }) => name.startsWith('queue.'))).toBe(false)
    expect(screen.queryByRole('link', { name: /Очередь/ })).toBeNull()
  })
})

describe('what axe knows', () => {
  it.each([
    ['the ticket at the window', '#/reception', 'Этот визит', at('queue.call_next', 'queue.start')],
    ['a closed window', '#/reception', 'Окно закрыто', () => undefined],
    ['the page of the queue', '#/queue', 'Очередь', at('queue.call_next')],
  ] as const)('finds nothing on %s', async (_, hash, heading, prepare) => {
    sitDown(hash, prepare)
    await screen.findByRole('heading', { name: heading })
    const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } })
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
  })
})
