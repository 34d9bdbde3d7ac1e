import type { ClockView } from '../../generated/ClockView'
import type { EscalationLine } from '../../generated/EscalationLine'
import type { HallDay } from '../../generated/HallDay'
import type { HallState } from '../../generated/HallState'
import type { HallWindowLine } from '../../generated/HallWindowLine'
import type { Nothing } from '../../generated/Nothing'
import type { PeriodLine } from '../../generated/PeriodLine'
import type { QueuedLine } from '../../generated/QueuedLine'
import type { StreamView } from '../../generated/StreamView'
import { RpcError } from '../host'
import type { Answers } from './memory'
import { NOW_MS, TODAY } from './seed'

const MINUTE_MS = 60_000
/** `4:35` → milliseconds. */
function ms(length: string): number {
  const [minutes = 0, seconds = 0] = length.split(':').map(Number)
  return (minutes * 60 + seconds) * 1000
}

function clock(length: string, normMinutes: number, runs = true): ClockView {
  const elapsed_ms = ms(length)
  const norm_ms = normMinutes * MINUTE_MS
  const soon_ms = norm_ms * 0.8
  return { elapsed_ms, runs, soon_ms, norm_ms, mark: norm_ms === 0 ? 'fine' : elapsed_ms > norm_ms ? 'over' : elapsed_ms >= soon_ms ? 'soon' : 'fine' }
}

const norms: Record<string, readonly [number, number]> = { payments: [15, 5], contracts: [15, 10], head: [10, 5] }
const letters: Record<string, string> = { payments: 'П', contracts: 'Д', head: 'Р' }

function stream(id: string, title: string, waiting: number, wait: string, reception: string, calls: number, windows: number): StreamView {
  const [wait_norm, reception_norm] = norms[id] ?? [15, 5]
  return {
    id, title, letter: letters[id] ?? '', waiting, wait: clock(wait, wait_norm, false), reception: clock(reception, reception_norm, false), calls, receptions: calls - 1,
    expected: windows === 0 ? null : [waiting * 2, waiting * 3 + 4], windows,
  }
}

const streams = [stream('payments', 'Платежи', 7, '13:20', '4:36', 63, 4), stream('contracts', 'Договоры', 4, '16:05', '9:28', 22, 2), stream('head', 'Руководитель', 1, '6:10', '4:20', 2, 1)]

interface WindowSeed {
  number: number
  user: string
  stream: string
  state: string
  label: string
  ticket?: readonly [string, string]
  time?: string
  served: number
  mean: string
  title?: string
}

const seeds: readonly WindowSeed[] = [
  { number: 1, user: 'Лаптева\u00A0О.\u00A0Н.', stream: 'payments', state: 'serving', label: 'приём', ticket: ['П-063', 'Показания'], time: '3:10', served: 17, mean: '4:20' },
  { number: 2, user: 'Ермаков\u00A0Д.\u00A0С.', stream: 'contracts', state: 'serving', label: 'приём', ticket: ['Д-022', 'Смена владельца'], time: '11:40', served: 8, mean: '9:50' },
  { number: 3, user: 'Юдина\u00A0М.\u00A0А.', stream: 'payments', state: 'called', label: 'зовёт', ticket: ['П-065', 'Справка'], time: '0:25', served: 15, mean: '4:41' },
  { number: 4, user: 'Самойлова\u00A0Е.\u00A0В.', stream: 'payments', state: 'serving', label: 'приём', ticket: ['П-062', 'Проверка начислений'], time: '4:35', served: 14, mean: '4:48' },
  { number: 5, user: 'Гришин\u00A0П.\u00A0К.', stream: 'payments', state: 'paused', label: 'обед', time: '12:02', served: 17, mean: '3:55' },
  { number: 6, user: 'Валеева\u00A0Р.\u00A0Ф.', stream: 'contracts', state: 'serving', label: 'приём', ticket: ['Д-023', 'Новый договор'], time: '6:15', served: 8, mean: '9:05' },
  { number: 7, user: '', stream: 'contracts', state: 'closed', label: 'закрыто', served: 0, mean: '0:00' },
  { number: 12, title: 'кабинет 12', user: 'Дорохова\u00A0Н.\u00A0И.', stream: 'head', state: 'free', label: 'свободно', time: '4:10', served: 2, mean: '4:20' },
]

function windowOf(seed: WindowSeed): HallWindowLine {
  const norm = seed.state === 'serving' ? (norms[seed.stream]?.[1] ?? 5) : 0
  return {
    number: seed.number,
    title: seed.title ?? `окно ${seed.number}`,
    shift_id: seed.state === 'closed' ? null : `shift-${seed.number}`,
    user_name: seed.user,
    streams: [seed.stream],
    state: seed.state,
    state_label: seed.label,
    number_now: seed.ticket?.[0] ?? null,
    service: seed.ticket?.[1] ?? null,
    clock: seed.time === undefined ? null : clock(seed.time, norm),
    served: seed.served,
    mean_ms: ms(seed.mean),
    visit_id: seed.ticket === undefined ? null : `v-${seed.ticket[0]}`,
  }
}

function queued(number: string, service: string, streamId: string, wait: string, part: Partial<QueuedLine> = {}): QueuedLine {
  return {
    visit_id: `v-${number}`, ticket: 0, number, state: 'waiting', service, stream: streamId, why: 'turn', class: null, appointment: null, note: null, window: null,
    wait: clock(wait, norms[streamId]?.[0] ?? 15), ...part,
  }
}

const waiting: readonly QueuedLine[] = [
  queued('Д-024', 'Новый договор', 'contracts', '19:10'),
  queued('Д-025', 'Смена владельца', 'contracts', '16:30'),
  queued('П-066', 'Справка', 'payments', '14:05'),
  queued('П-067', 'Квитанция', 'payments', '12:20'),
  queued('Д-026', 'Договор', 'contracts', '9:45', { why: 'class', class: 'Ветеран войны или боевых действий' }),
  queued('П-068', 'Показания', 'payments', '8:50'),
  queued('П-069', 'Квитанция', 'payments', '7:15', { state: 'returned', why: 'returned', window: 4 }),
  queued('Р-003', 'Руководитель', 'head', '6:10'),
  queued('П-070', 'Показания', 'payments', '4:40'),
  queued('Д-027', 'Расторжение', 'contracts', '3:25'),
  queued('П-071', 'Сверка', 'payments', '2:05'),
  queued('П-072', 'Показания', 'payments', '0:40'),
]

const escalations: readonly EscalationLine[] = [
  { id: 'help:s2', kind: 'help', urgent: true, title: 'У входа зовут на помощь', text: 'Кнопка вызова у входа', since: '10:40', since_ms: NOW_MS - ms('2:00'), visit_id: null, ticket: 0, sign_id: 's2', stream: null },
  { id: 'wait:v-Д-024', kind: 'wait', urgent: true, title: 'Д-024 ждёт дольше нормы', text: 'Новый договор', since: '10:38', since_ms: NOW_MS - ms('4:10'), visit_id: 'v-Д-024', ticket: 0, sign_id: null, stream: 'contracts' },
  { id: 'reception:v-Д-022', kind: 'reception', urgent: true, title: 'Д-022: приём дольше нормы', text: 'Окно 2, Ермаков\u00A0Д.\u00A0С., смена владельца', since: '10:40', since_ms: NOW_MS - ms('1:40'), visit_id: 'v-Д-022', ticket: 0, sign_id: null, stream: null },
  { id: 'head_wait:v-Р-003', kind: 'head_wait', urgent: false, title: 'Р-003 ждёт руководителя', text: 'Отказ в смене владельца: нет выписки о праве', since: '10:36', since_ms: NOW_MS - ms('6:10'), visit_id: 'v-Р-003', ticket: 0, sign_id: null, stream: 'head' },
]

const total = { norm_minutes: 30, served: 81, within: 77, percent: 95, percent_off_peak: 98, mark: 'fine' as const }

function slot(from: string, came: number, served: number, waits: readonly (string | null)[]) {
  return { from, came, served, waits_ms: waits.map((wait) => (wait === null ? null : ms(wait))) }
}

const slots = [
  slot('08:00', 10, 6, ['4:05', '5:10', null]),
  slot('08:30', 13, 10, ['7:00', '8:02', '3:30']),
  slot('09:00', 15, 12, ['9:10', '11:00', null]),
  slot('09:30', 17, 14, ['12:04', '13:05', null]),
  slot('10:00', 18, 15, ['14:00', '15:20', '8:50']),
  slot('10:30', 7, 6, ['13:20', '16:05', null]),
]

const dayStart = NOW_MS - 162 * MINUTE_MS

const day: HallDay = {
  on: TODAY,
  days: [TODAY, '2026-10-29', '2026-10-28', '2026-10-27', '2026-10-26', '2026-10-23'],
  slots,
  streams,
  windows: seeds
    .filter(({ state }) => state !== 'closed')
    .map(({ number, title, served, mean }, index) => {
      const serving_ms = served * ms(mean)
      const calling_ms = served * ms('0:35')
      const paused_ms = ms(['12:00', '0:00', '8:20', '4:00', '31:10', '15:00', '6:00'][index] ?? '0:00')
      return { title: title ?? `окно ${number}`, served, serving_ms, calling_ms, paused_ms, idle_ms: Math.max(0, NOW_MS - dayStart - serving_ms - calling_ms - paused_ms) }
    }),
  peaks: [['09:00', '10:30']],
  visits: 102,
  served: 81,
  no_shows: 3,
  left: 2,
  total,
}

/** Each ticket's course through the morning, one line a period. */
function periodsOf(): PeriodLine[] {
  const people = seeds.filter(({ state, stream: of }) => state !== 'closed' && of !== 'head')
  const at = (seconds: number) => new Date(Date.UTC(2026, 9, 30, 8) + seconds * 1000).toISOString().slice(11, 19)
  return Array.from({ length: 86 }, (_, index) => {
    const person = people[index % people.length]
    const letter = letters[person?.stream ?? ''] ?? 'П'
    const number = `${letter}-${String(index + 1).padStart(3, '0')}`
    const came = index * 108
    const waited = 120 + ((index * 37) % 780)
    const served = 150 + ((index * 53) % 420)
    const service = letter === 'П' ? 'Квитанция, долг, расчёт' : 'Договор для дома'
    const by = person?.user ?? ''
    const window = person === undefined ? '' : `окно ${person.number}`
    const line = (state: string, from: number, length: number, where: string, user: string): PeriodLine => ({ number, service, state, from: at(from), to: at(from + length), seconds: length, window: where, user })
    return [line('ждёт', came, waited, '', 'Киоск'), line('вызван', came + waited, 30, window, by), line('приём', came + waited + 30, served, window, by), { ...line('обслужен', came + waited + 30 + served, 0, window, by), to: '', seconds: null }]
  }).flat()
}

/** The hall of an invented branch in the middle of a morning. */
export function hallAnswers(change: (...tags: string[]) => Nothing): Answers {
  const state: HallState = {
    enabled: true,
    now_ms: NOW_MS,
    hours: 'приём до 17:00',
    visits: day.visits,
    served: day.served,
    no_shows: day.no_shows,
    streams: structuredClone(streams),
    total,
    windows: seeds.map(windowOf),
    escalations: [...escalations],
    waiting: [...waiting],
    signs: [
      { id: 's1', kind: 'peak', text: '', since: '09:00', since_ms: NOW_MS - 102 * MINUTE_MS, until: '', by: 'Дорохова\u00A0Н.\u00A0И.' },
      { id: 's2', kind: 'help', text: 'Вход', since: '10:40', since_ms: NOW_MS - 2 * MINUTE_MS, until: '', by: '' },
    ],
    peak: true,
    changes_at_ms: null,
  }
  let made = 2
  const dropped = (id: string) => {
    state.escalations = state.escalations.filter((one) => one.id !== id)
  }
  const windowBy = (shiftId: string) => {
    const found = state.windows.find(({ shift_id }) => shift_id === shiftId)
    if (found === undefined) throw new RpcError('not-found')
    return found
  }
  return {
    'hall.state': () => structuredClone(state),
    'hall.day': ({ on }) => (on === '' || on === TODAY ? day : { ...day, on, peaks: [], slots: slots.map((one) => ({ ...one, came: one.came - 3, served: Math.max(0, one.served - 2) })) }),
    'hall.periods': () => periodsOf(),
    'hall.export': ({ on }) => ({ file: `Очередь ${on === '' ? TODAY : on}.csv` }),
    'hall.escalation_take': ({ id }) => {
      const taken = state.escalations.find((one) => one.id === id)
      dropped(id)
      // Who takes a call for help answers it.
      state.signs = state.signs.filter((sign) => sign.id !== taken?.sign_id)
      return change('queue')
    },
    'hall.sign_raise': ({ kind, text, until }) => {
      if (kind === 'notice' && text.trim() === '') throw new RpcError('input-invalid', {}, 't-9', [{ field: 'text', code: 'required', args: {}, warning: false }])
      made += 1
      state.signs = [...state.signs, { id: `s${made}`, kind, text, since: '10:42', since_ms: NOW_MS, until, by: 'Дорохова\u00A0Н.\u00A0И.' }]
      state.peak = state.peak || kind === 'peak'
      return change('queue')
    },
    'hall.sign_end': ({ id }) => {
      state.signs = state.signs.filter((sign) => sign.id !== id)
      state.peak = state.signs.some(({ kind }) => kind === 'peak')
      state.escalations = state.escalations.filter(({ sign_id }) => sign_id !== id)
      return change('queue')
    },
    'hall.direct': ({ visit_id, window, reason }) => {
      if (reason.trim() === '') throw new RpcError('input-invalid', {}, 't-9', [{ field: 'reason', code: 'required', args: {}, warning: false }])
      for (const line of state.waiting) if (line.visit_id === visit_id) line.window = window
      return change('queue')
    },
    'hall.window_streams': ({ shift_id, streams: codes }) => {
      windowBy(shift_id).streams = codes
      return change('queue')
    },
    'hall.window_pause': ({ shift_id, pause }) => {
      Object.assign(windowBy(shift_id), pause === '' ? { state: 'free', state_label: 'свободно' } : { state: 'paused', state_label: 'обед' }, { clock: clock('0:00', 0) })
      return change('queue')
    },
    'hall.window_close': ({ shift_id }) => {
      Object.assign(windowBy(shift_id), { shift_id: null, user_name: '', state: 'closed', state_label: 'закрыто', clock: null, number_now: null, service: null })
      return change('queue')
    },
  }
}
