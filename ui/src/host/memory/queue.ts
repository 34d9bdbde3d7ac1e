import type { ClockView } from '../../generated/ClockView'
import type { CurrentTicket } from '../../generated/CurrentTicket'
import type { Nothing } from '../../generated/Nothing'
import type { QueueChoices } from '../../generated/QueueChoices'
import type { QueuedLine } from '../../generated/QueuedLine'
import type { QueueState } from '../../generated/QueueState'
import type { StreamView } from '../../generated/StreamView'
import type { TicketPrinterSet } from '../../generated/TicketPrinterSet'
import type { VisitLine } from '../../generated/VisitLine'
import type { WindowView } from '../../generated/WindowView'
import { RpcError } from '../host'
import type { Answers } from './memory'
import { NOW_MS } from './seed'

const MINUTE_MS = 60_000
const NORMS = { payments: { wait: 15, reception: 5 }, contracts: { wait: 20, reception: 20 }, head: { wait: 20, reception: 15 } } as const
type StreamId = keyof typeof NORMS
const VISIT_MINUTES = 30
const CALLS_BEFORE_NO_SHOW = 3
const CALL_AGAIN_MS = 20_000

export const queueChoices: QueueChoices = {
  streams: [
    { code: 'payments', label: 'Платежи' },
    { code: 'contracts', label: 'Договоры' },
  ],
  services: [
    { id: 'payment_documents', title: 'Квитанция, долг, расчёт', short: 'Квитанция', stream: 'payments' },
    { id: 'readings', title: 'Передать показания', short: 'Показания', stream: 'payments' },
    { id: 'certificates', title: 'Справка или акт сверки', short: 'Справка', stream: 'payments' },
    { id: 'citizen_contract', title: 'Договор: квартира, дом, гараж', short: 'Договор', stream: 'contracts' },
    { id: 'meters', title: 'Замена или поверка счётчика', short: 'Счётчик', stream: 'contracts' },
  ],
  windows: [
    { number: 1, title: 'окно 1', streams: ['payments'], taken_by: 'Ермаков\u00A0Д.\u00A0С.' },
    { number: 2, title: 'окно 2', streams: ['contracts'], taken_by: 'Ильина\u00A0Т.\u00A0П.' },
    { number: 3, title: 'окно 3', streams: ['contracts'], taken_by: '' },
    { number: 4, title: 'окно 4', streams: ['payments'], taken_by: '' },
  ],
  pauses: [
    { code: 'lunch', label: 'Обед' },
    { code: 'break', label: 'Перерыв' },
    { code: 'technical', label: 'Технический перерыв' },
    { code: 'wrap_up', label: 'Дописываю после приёма' },
  ],
  outcomes: [
    { code: 'solved', label: 'Вопрос решён' },
    { code: 'accepted', label: 'Принято в работу' },
    { code: 'documents_missing', label: 'Не хватает документов' },
    { code: 'refused', label: 'Клиент отказался продолжать' },
  ],
  holds: [
    { code: 'documents', label: 'Ищет или заполняет документы' },
    { code: 'copy', label: 'Снимает копию' },
    { code: 'payment', label: 'Пошёл оплатить' },
  ],
  classes: [
    { code: 'disabled', label: 'Инвалид I или II группы' },
    { code: 'veteran', label: 'Ветеран войны или боевых действий' },
    { code: 'small_children', label: 'С ребёнком до трёх лет' },
  ],
  direct_reasons: ['Донёс документ', 'Только спросить или забрать готовое', 'Плохо себя чувствует', 'Не услышал вызов'],
  wrap_up_minutes: 5,
  last: null,
}

const proofs: Record<string, string> = { disabled: 'справка МСЭ или удостоверение инвалида', veteran: 'удостоверение ветерана', small_children: 'документ не нужен' }

type State = 'waiting' | 'transferred' | 'returned' | 'called' | 'serving' | 'held' | 'no_show' | 'served' | 'left'

interface Ticket {
  visit_id: string
  number: string
  service: string
  state: State
  arrivedMs: number
  sinceMs: number
  calledMs: number
  waitedMs: number
  startedMs: number
  calls: number
  class: string
  appointment: string | null
  note: string | null
  comment: string | null
  window: number | null
  backTo: { window: number; service: string } | null
  party_id: string | null
  account: string | null
  further: string[]
  course: VisitLine[]
}

const serviceOf = (id: string) => queueChoices.services.find((one) => one.id === id) ?? { id, title: id, short: id, stream: 'payments' }
const streamOf = (ticket: Ticket) => serviceOf(ticket.service).stream as StreamId
const isWaiting = ({ state }: Ticket) => state === 'waiting' || state === 'transferred' || state === 'returned'

function invalid(field: string): RpcError {
  return new RpcError('input-invalid', {}, 't-q', [{ field, code: 'required', args: {}, warning: false }])
}

function seedTickets(): Ticket[] {
  const make = (number: string, service: string, minutes: number, rest: Partial<Ticket> = {}): Ticket => ({
    visit_id: `v-${number}`,
    number,
    service,
    state: 'waiting',
    arrivedMs: NOW_MS - minutes * MINUTE_MS,
    sinceMs: NOW_MS - minutes * MINUTE_MS,
    calledMs: 0,
    waitedMs: 0,
    startedMs: 0,
    calls: 0,
    class: '',
    appointment: null,
    note: null,
    comment: null,
    window: null,
    backTo: null,
    party_id: null,
    account: null,
    further: [],
    course: [],
    ...rest,
  })
  return [
    make('П-047', 'payment_documents', 12.6),
    make('П-048', 'certificates', 14.2),
    make('П-050', 'readings', 9),
    make('Д-019', 'citizen_contract', 6, { class: 'disabled' }),
    make('П-051', 'payment_documents', 4, { appointment: '11:15' }),
    make('П-052', 'readings', 2.4),
    make('Д-020', 'meters', 1.2),
    make('П-044', 'certificates', 21, { state: 'held', sinceMs: NOW_MS - 7 * MINUTE_MS, note: 'Снимает копию' }),
    make('П-041', 'readings', 34, { state: 'no_show', sinceMs: NOW_MS - 19 * MINUTE_MS }),
  ]
}

/** The queue of one morning: a window, tickets and what is done with them. */
export function queueAnswers(change: (...tags: string[]) => Nothing): Answers {
  const startedAt = performance.now()
  const now = () => NOW_MS + (performance.now() - startedAt)
  const time = (ms: number) => new Date(ms + 240 * MINUTE_MS).toISOString().slice(11, 16)
  let tickets = seedTickets()
  let window: WindowView | null = null
  let printer: TicketPrinterSet = { kind: 'none', address: '', roll_mm: 80 }
  let made = 52
  let last: QueueChoices['last'] = null

  const clock = (elapsed_ms: number, minutes: number, runs: boolean): ClockView => {
    const norm_ms = minutes * MINUTE_MS
    const soon_ms = norm_ms * 0.8
    return { elapsed_ms, runs, soon_ms, norm_ms, mark: elapsed_ms > norm_ms ? 'over' : elapsed_ms >= soon_ms ? 'soon' : 'fine' }
  }
  const past = (ticket: Ticket, what: string, note: string | null = null) => {
    ticket.course.push({ at: time(now()), what, note, place: 'desk', appeal_id: null })
  }
  const current = () => tickets.find(({ state }) => state === 'called' || state === 'serving')
  const forHere = (ticket: Ticket) => isWaiting(ticket) && window !== null && (ticket.window === null ? window.streams.includes(streamOf(ticket)) : ticket.window === window.number)
  const rank = (ticket: Ticket) => (ticket.state === 'returned' ? 0 : ticket.class === '' ? 2 : 1)
  const lineNow = () => tickets.filter(forHere).sort((a, b) => rank(a) - rank(b) || a.arrivedMs - b.arrivedMs)
  const lineOf = (ticket: Ticket): QueuedLine => ({
    visit_id: ticket.visit_id,
    ticket: 0,
    number: ticket.number,
    state: ticket.state,
    service: serviceOf(ticket.service).short,
    stream: streamOf(ticket),
    why: !isWaiting(ticket) ? '' : ticket.state === 'returned' ? 'returned' : ticket.class === '' ? 'turn' : 'class',
    class: queueChoices.classes.find(({ code }) => code === ticket.class)?.label ?? null,
    appointment: ticket.appointment,
    note: ticket.note,
    window: ticket.window,
    wait: clock(now() - ticket.sinceMs, NORMS[streamOf(ticket)].wait, true),
  })
  const currentOf = (ticket: Ticket): CurrentTicket => ({
    visit_id: ticket.visit_id,
    ticket: 0,
    number: ticket.number,
    state: ticket.state,
    service: serviceOf(ticket.service).title,
    service_id: ticket.service,
    stream: streamOf(ticket),
    class: queueChoices.classes.find(({ code }) => code === ticket.class)?.label ?? null,
    class_proof: proofs[ticket.class] ?? null,
    comment: ticket.comment,
    back_to: ticket.backTo === null ? null : `потом вернётся: окно\u00A0${ticket.backTo.window}`,
    calls: ticket.calls,
    calls_before_no_show: CALLS_BEFORE_NO_SHOW,
    call_again_at_ms: ticket.calledMs + CALL_AGAIN_MS,
    wait: clock(ticket.waitedMs, NORMS[streamOf(ticket)].wait, false),
    reception: ticket.state === 'serving' ? clock(now() - ticket.startedMs, NORMS[streamOf(ticket)].reception, window?.pause == null) : null,
    total: clock(now() - ticket.arrivedMs, VISIT_MINUTES, true),
    party_id: ticket.party_id,
    account: ticket.account,
    course: ticket.course,
    further: ticket.further,
  })
  const streamView = (id: StreamId, title: string, letter: string, waitMs: number, receptionMs: number): StreamView => ({
    id,
    title,
    letter,
    waiting: tickets.filter((ticket) => isWaiting(ticket) && streamOf(ticket) === id).length,
    wait: clock(waitMs, NORMS[id].wait, false),
    reception: clock(receptionMs, NORMS[id].reception, false),
    calls: 38,
    receptions: 36,
    expected: id === 'payments' ? [10, 15] : [5, 15],
    windows: id === 'payments' ? 2 : 1,
  })
  const state = (): QueueState => ({
    enabled: true,
    now_ms: now(),
    hours: 'приём до 17:00',
    window,
    current: current() === undefined ? null : currentOf(current() as Ticket),
    line: lineNow().map(lineOf),
    elsewhere: tickets
      .filter((ticket) => isWaiting(ticket) && !forHere(ticket))
      .sort((a, b) => a.arrivedMs - b.arrivedMs)
      .map((ticket) => ({ ...lineOf(ticket), why: '' })),
    held: tickets.filter((ticket) => ticket.state === 'held').map(lineOf),
    no_shows: tickets.filter((ticket) => ticket.state === 'no_show').map(lineOf),
    waiting: tickets.filter(isWaiting).length,
    streams: [streamView('payments', 'Платежи', 'П', 13.1 * MINUTE_MS, 4.4 * MINUTE_MS), streamView('contracts', 'Договоры', 'Д', 8.2 * MINUTE_MS, 16 * MINUTE_MS)],
    signs: [],
    printer_trouble: null,
  })
  const has = (wanted: State): Ticket => {
    const ticket = current()
    if (ticket?.state !== wanted) throw new RpcError('queue-no-ticket', {}, 't-q')
    return ticket
  }
  const here = (): Ticket => {
    const ticket = current()
    if (ticket === undefined) throw new RpcError('queue-no-ticket', {}, 't-q')
    return ticket
  }
  const asked = (visit_id: string): Ticket => {
    const ticket = tickets.find((one) => one.visit_id === visit_id)
    if (ticket === undefined) throw new RpcError('not-found', {}, 't-q')
    return ticket
  }
  const call = (ticket: Ticket, note: string | null = null) => {
    const at = now()
    Object.assign(ticket, { waitedMs: at - ticket.sinceMs, state: 'called', calledMs: at, calls: 1, window: null, note: null })
    if (ticket.course.length === 0) ticket.course.push({ at: time(ticket.arrivedMs), what: `Взят талон ${ticket.number}`, note: null, place: 'centre', appeal_id: null })
    past(ticket, `Вызван в ${window?.title ?? ''}`, note)
    change('queue')
    return { number: ticket.number, alone: false }
  }
  const wait = (ticket: Ticket, next: State) => Object.assign(ticket, { state: next, sinceMs: now(), calls: 0 })

  return {
    'queue.state': state,
    'queue.choices': () => ({ ...queueChoices, last, windows: queueChoices.windows.map((one) => (one.number === window?.number ? { ...one, taken_by: window.user_name } : one)) }),
    'window.open': ({ number, streams }) => {
      const row = queueChoices.windows.find((one) => one.number === number)
      if (row === undefined) throw invalid('number')
      if (row.taken_by !== '') throw new RpcError('window-taken', { window: row.title, user: row.taken_by }, 't-q')
      window = { number, title: row.title, shift_id: 's1', user_name: 'Самойлова\u00A0Е.\u00A0В.', others: false, streams: streams.length === 0 ? row.streams : streams, pause: null, pause_label: null, since_ms: now() }
      last = { number, streams: window.streams }
      return change('queue')
    },
    'window.pause': ({ kind }) => {
      if (window !== null) window = { ...window, pause: kind, pause_label: queueChoices.pauses.find(({ code }) => code === kind)?.label ?? kind, since_ms: now() }
      return change('queue')
    },
    'window.resume': () => {
      if (window !== null) window = { ...window, pause: null, pause_label: null, since_ms: now() }
      return change('queue')
    },
    'window.streams': ({ streams }) => {
      if (streams.length === 0) throw invalid('streams')
      if (window !== null) window = { ...window, streams }
      return change('queue')
    },
    'window.close': () => {
      window = null
      return change('queue')
    },
    'queue.call_next': () => {
      const next = lineNow()[0]
      return next === undefined ? { number: null, alone: false } : call(next)
    },
    'queue.call': ({ visit_id, reason }) => {
      const ticket = asked(visit_id)
      if (isWaiting(ticket) && lineNow()[0] !== ticket && reason.trim() === '') throw invalid('reason')
      return call(ticket, reason === '' ? null : reason)
    },
    'queue.call_again': () => {
      const ticket = has('called')
      Object.assign(ticket, { calls: ticket.calls + 1, calledMs: now() })
      past(ticket, 'Вызван ещё раз')
      return change('queue')
    },
    'queue.start': () => {
      const ticket = has('called')
      Object.assign(ticket, { state: 'serving', startedMs: now() })
      past(ticket, 'Приём начат')
      return change('queue')
    },
    'queue.hold': ({ reason, note }) => {
      const row = queueChoices.holds.find(({ code }) => code === reason)
      if (row === undefined) throw invalid('reason')
      Object.assign(wait(here(), 'held'), { note: note === '' ? row.label : `${row.label}: ${note}` })
      return change('queue')
    },
    'queue.transfer': ({ service, window: to, comment, back }) => {
      if (service === '') throw invalid('service')
      const ticket = here()
      const backTo = back && window !== null ? { window: window.number, service: ticket.service } : ticket.backTo
      Object.assign(wait(ticket, 'transferred'), { service, window: to, comment: comment === '' ? null : comment, backTo })
      past(ticket, 'Передан', serviceOf(service).title)
      return change('queue')
    },
    'queue.add_service': ({ service }) => {
      if (service === '') throw invalid('service')
      here().further.push(serviceOf(service).short)
      return change('queue')
    },
    'queue.finish': ({ outcome, wrap_up }) => {
      const ticket = has('serving')
      past(ticket, 'Приём завершён', queueChoices.outcomes.find(({ code }) => code === (outcome === '' ? 'solved' : outcome))?.label ?? null)
      if (ticket.backTo === null) ticket.state = 'served'
      else Object.assign(wait(ticket, 'returned'), { service: ticket.backTo.service, window: ticket.backTo.window, backTo: null })
      if (wrap_up && window !== null) window = { ...window, pause: 'wrap_up', pause_label: 'Дописываю после приёма', since_ms: now() }
      return change('queue')
    },
    'queue.not_come': () => {
      Object.assign(has('called'), { state: 'no_show', sinceMs: now() })
      return change('queue')
    },
    'queue.revive': ({ visit_id }) => {
      wait(asked(visit_id), 'waiting')
      return change('queue')
    },
    'queue.left': ({ visit_id }) => {
      asked(visit_id).state = 'left'
      return change('queue')
    },
    'queue.set_class': ({ visit_id, class: ground, reason }) => {
      if (reason.trim() === '') throw invalid('reason')
      asked(visit_id).class = ground
      return change('queue')
    },
    'queue.issue': ({ service, class: ground }) => {
      if (service === '') throw invalid('service')
      made += 1
      const row = serviceOf(service)
      const number = `${row.stream === 'payments' ? 'П' : 'Д'}-${String(made).padStart(3, '0')}`
      const ahead = tickets.filter((ticket) => isWaiting(ticket) && streamOf(ticket) === row.stream).length
      tickets = [...tickets, { ...(seedTickets()[0] as Ticket), visit_id: `v-${number}`, number, service, class: ground, arrivedMs: now(), sinceMs: now() }]
      change('queue')
      return { visit_id: `v-${number}`, number, service: row.title, ahead, expected: [10, 15], documents: ['Номер лицевого счёта или последняя квитанция'], printed: true, printer_trouble: null }
    },
    'ticket_printer.state': () => ({ set: printer, trouble: null, system: ['HP_LaserJet'] }),
    'ticket_printer.set': (set) => {
      if (set.kind !== 'none' && set.address.trim() === '') throw invalid('address')
      printer = set
      return change('queue')
    },
    'ticket_printer.try': () => ({ set: printer, trouble: null, system: ['HP_LaserJet'] }),
    'queue.print_again': ({ visit_id }) => {
      const ticket = asked(visit_id)
      return { visit_id, number: ticket.number, service: serviceOf(ticket.service).title, ahead: 3, expected: [5, 10], documents: [], printed: true, printer_trouble: null }
    },
    'queue.identify': ({ party_id, account }) => {
      const ticket = here()
      Object.assign(ticket, { party_id, account })
      past(ticket, 'Клиент найден', 'Примерова Анна Сергеевна')
      return change('queue')
    },
  }
}
