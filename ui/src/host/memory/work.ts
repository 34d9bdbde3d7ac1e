import type { WorkLine } from '../../generated/WorkLine'
import type { WorkView } from '../../generated/WorkView'
import type { Answers } from './memory'

const base: WorkLine = {
  item_id: 'w0',
  kind: 'answer',
  appeal_id: 'a1',
  party_id: null,
  number: 'ОТ-04/26-118-К',
  who: 'Небылицын А. Д.',
  about: 'Претензия',
  what: '',
  due_on: '2026-10-29',
  due_at: null,
  left: 'просрочено 1 день',
  tone: 'bad',
  mark: null,
  owner: 'Самойлова Е. В.',
  owner_id: 'samoylova',
  assignable: true,
  place: 'centre',
}

const lines: readonly WorkLine[] = [
  base,
  { ...base, item_id: 'w1', kind: 'step', appeal_id: null, party_id: 'p1', number: 'ОТ-04/26-7-Т', about: 'Перезвонить', what: 'Готов ли перерасчёт за август', due_on: '2026-10-30', due_at: '14:30', left: 'сегодня', tone: 'warn', assignable: false, place: 'branch' },
  { ...base, item_id: 'w2', kind: 'question', number: 'ОТ-04/26-121-М', who: 'Крутова О. И.', about: 'Запрос', what: 'Верны ли показания общедомового прибора', due_on: '2026-10-30', left: 'сегодня', tone: 'warn', assignable: false },
  { ...base, item_id: 'w3', number: 'ОТ-04/26-124-П', who: 'ООО «Заря»', about: 'Договор', due_on: '2026-11-02', left: '1 рабочий день', tone: 'warn', mark: 'project_returned', place: 'desk' },
  { ...base, item_id: 'w4', kind: 'assign', number: 'ОТ-04/26-126-А', who: 'Лопухина В. С.', due_on: '2026-11-02', left: '1 рабочий день', tone: 'warn', owner: null, owner_id: null },
  { ...base, item_id: 'w5', kind: 'disagreement', number: 'ОТ-04/26-99-Е', who: 'ИП Щербатов К. Л.', about: 'Договор', due_on: '2026-11-10', left: '5 рабочих дней', tone: 'plain' },
  { ...base, item_id: 'w6', kind: 'action', number: 'ОТ-04/26-80-Р', what: 'Сверить приборы учёта дома 12', due_on: '2026-11-20', left: '14 рабочих дней', tone: 'plain', assignable: false },
  { ...base, item_id: 'w7', number: 'ОТ-04/26-101-В', who: 'Ожегова Т. П.', about: 'Запрос', what: 'копию акта поверки', due_on: '2026-11-30', left: 'ждём клиента', tone: 'idle', mark: 'client_owes' },
  { ...base, item_id: 'w8', kind: 'contract_away', number: 'ОТ-04/26-77-С', who: 'СНТ «Пример»', about: 'Договор', due_on: null, left: 'ждём клиента', tone: 'idle', assignable: false },
  { ...base, item_id: 'w9', kind: 'close', number: 'ОТ-04/26-88-Т', who: 'Дурново И. И.', due_on: null, left: '', tone: 'plain', assignable: false },
]

const today = '2026-10-30'
const nextDay = '2026-11-02'

const holds: Record<WorkView, (line: WorkLine) => boolean> = {
  all: () => true,
  overdue: ({ due_on }) => due_on !== null && due_on < today,
  today: ({ due_on }) => due_on === today,
  next: ({ due_on }) => due_on !== null && due_on > today && due_on <= nextDay,
  waiting: ({ left }) => left === 'ждём клиента',
  back: ({ mark }) => mark === 'project_returned',
}

/** Мои дела of the made-up office. */
export function workAnswers(change: (...tags: string[]) => Record<string, never>): Pick<Answers, 'work.list' | 'work.counts' | 'work.notice_seen'> {
  let isSeen = false
  const own = lines.filter(({ owner_id }) => owner_id !== null)
  const count = (rows: readonly WorkLine[]) => {
    const of = (view: WorkView) => rows.filter(holds[view]).length
    return { all: of('all'), overdue: of('overdue'), today: of('today'), next: of('next'), waiting: of('waiting'), back: of('back') }
  }
  return {
    'work.list': ({ scope, view }) => ({ rows: (scope === 'office' ? lines : own).filter(holds[view]), next: null }),
    'work.counts': () => ({ mine: count(own), office: count(lines), next_day: nextDay, notice: isSeen ? null : { count: 4 } }),
    'work.notice_seen': () => {
      isSeen = true
      return change('work')
    },
  }
}
