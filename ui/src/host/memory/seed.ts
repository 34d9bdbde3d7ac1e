import type { AskedDocument } from '../../generated/AskedDocument'
import type { AccountView } from '../../generated/AccountView'
import type { AppealCard } from '../../generated/AppealCard'
import type { AppealChoices } from '../../generated/AppealChoices'
import type { AppealRow } from '../../generated/AppealRow'
import type { AuditList } from '../../generated/AuditList'
import type { AuditListAsked } from '../../generated/AuditListAsked'
import type { AuditRow } from '../../generated/AuditRow'
import type { ClientCard } from '../../generated/ClientCard'
import type { DiscrepancyView } from '../../generated/DiscrepancyView'
import type { LinkState } from '../../generated/LinkState'
import type { PaperLine } from '../../generated/PaperLine'
import type { RedatedLine } from '../../generated/RedatedLine'
import type { SearchHit } from '../../generated/SearchHit'
import type { TermView } from '../../generated/TermView'
import type { UnsentLine } from '../../generated/UnsentLine'
import type { UserChoice } from '../../generated/UserChoice'

/** One invented morning: пятница 30.10.2026, Отрадненское отделение. Tests and `vite --mode memory` only. */
export const NOW_MS = Date.UTC(2026, 9, 30, 6, 42)
export const TODAY = '2026-10-30'

export const desk = { label: 'ОТ-04', office_id: 'otradny', office_name: 'Отрадненское отделение', window: 4, site: null, utc_offset_minutes: 240 }
export const user = { id: 'u1', short_name: 'Самойлова\u00A0Е.\u00A0В.', post: 'специалист', role: 'specialist', forbidden: [] as string[] }

export const users: UserChoice[] = [
  { id: 'u1', login: 'samoilova', short_name: 'Самойлова\u00A0Е.\u00A0В.', post: 'специалист' },
  { id: 'u2', login: 'ermakov', short_name: 'Ермаков\u00A0Д.\u00A0С.', post: 'старший специалист' },
  { id: 'u3', login: 'lapteva', short_name: 'Лаптева\u00A0О.\u00A0И.', post: 'начальник отделения' },
]

export const choices: AppealChoices = {
  categories: [
    { code: 'statement', label: 'Заявление' },
    { code: 'claim', label: 'Претензия' },
    { code: 'request', label: 'Запрос информации' },
    { code: 'proposal', label: 'Предложение' },
  ],
  topics: [
    { code: 'cost', label: 'Расчёты стоимости' },
    { code: 'meter', label: 'Приборы учёта' },
    { code: 'contract', label: 'Договор' },
    { code: 'quality', label: 'Качество обслуживания' },
  ],
  channels: [
    { code: 'office', label: 'Лично в отделении' },
    { code: 'post', label: 'Почтой', forms: ['written'] },
    { code: 'email', label: 'По электронной почте' },
  ],
  answer_channels: [
    { code: 'registered_letter', label: 'Заказным письмом', needs: 'postal', forms: ['written'] },
    { code: 'email', label: 'На e-mail', needs: 'email', forms: ['written'] },
    { code: 'office', label: 'Выдать в отделении', forms: ['written'] },
    { code: 'oral', label: 'Устно на месте', forms: ['oral'] },
    { code: 'phone', label: 'По телефону', needs: 'phone', forms: ['oral'] },
  ],
  outcomes: [
    { code: 'founded', label: 'Обоснованно' },
    { code: 'partly_founded', label: 'Обоснованно частично' },
    { code: 'unfounded', label: 'Не обоснованно' },
    { code: 'explained', label: 'Разъяснено' },
  ],
  urgencies: [
    { code: 'normal', label: 'Обычная' },
    { code: 'urgent', label: 'Срочная' },
  ],
  grounds: [
    { code: 'unreadable', label: 'Текст обращения не поддаётся прочтению', clause: 'Стандарт, п.\u00A07.3', evidence_hint: 'Что именно не читается', needs_former: false },
    { code: 'already_answered', label: 'На вопрос уже дан ответ по существу, новых доводов нет', clause: 'Стандарт, п.\u00A07.3', evidence_hint: 'Номер прежнего обращения, на которое дан ответ', needs_former: true },
    { code: 'no_contact', label: 'Не указаны контактные данные', clause: 'Стандарт, п.\u00A07.3', evidence_hint: '', needs_former: false },
  ],
}

const dayNames = ['вс', 'пн', 'вт', 'ср', 'чт', 'пт', 'сб']
const dayNamesLong = ['воскресенье', 'понедельник', 'вторник', 'среда', 'четверг', 'пятница', 'суббота']

function iso(day: Date): string {
  return day.toISOString().slice(0, 10)
}

/** A term as the program would tell it: counted days, days off, the day it ends. */
export function termOf(received: string, amount: number, working: boolean): TermView {
  const days: TermView['days'] = []
  const start = new Date(`${received}T00:00:00Z`)
  let counted = 0
  for (let shift = 0; counted < amount; shift += 1) {
    const day = new Date(start.getTime() + shift * 86_400_000)
    const weekday = day.getUTCDay()
    const holiday = iso(day).endsWith('-11-04')
    const off = working && (weekday === 0 || weekday === 6 || holiday)
    if (shift > 0 && !off) counted += 1
    days.push({
      date: iso(day),
      weekday: dayNames[weekday] ?? '',
      kind: shift === 0 ? 'received' : off ? 'off' : counted === amount ? 'due' : 'counted',
      number: shift === 0 || off ? null : counted,
      note: shift === 0 || !off ? null : holiday ? 'День народного единства' : 'выходной',
    })
  }
  const limit = days.at(-1)?.date ?? received
  const words = received.split('-').reverse().join('.')
  const amountLabel = working ? `${amount}\u00A0рабочих дня` : `${amount}\u00A0дней`
  return {
    norm: working ? 'claim.citizen' : 'statement.citizen',
    norm_label: working ? 'Претензия гражданина' : 'Обращение гражданина',
    target: null,
    limit,
    limit_weekday: dayNamesLong[new Date(`${limit}T00:00:00Z`).getUTCDay()] ?? '',
    outer: working ? '2026-11-30' : null,
    amount_label: amountLabel,
    title: `${amountLabel} от ${words}`,
    start_label: 'Считаем со дня после получения: ГК\u00A0РФ, ст.\u00A0191',
    days,
    reasons: [
      { label: 'term', lines: [working ? 'Претензия гражданина' : 'Обращение гражданина'], source: 'Стандарт, п.\u00A07.4, строка\u00A02' },
      ...(working ? [{ label: 'skipped', lines: ['31.10 и 01.11: выходные', '04.11: День народного единства'], source: 'ПП\u00A0РФ от 24.09.2025 №\u00A01466' }] : []),
      ...(working ? [{ label: 'outer', lines: ['30.11.2026, 30\u00A0дней'], source: '29.11 выходной: ГК\u00A0РФ, ст.\u00A0193; 59-ФЗ' }] : []),
    ],
    predicted: false,
  }
}

export const flat: AccountView = {
  number: '630000123456',
  number_grouped: '6300\u00A00012\u00A03456',
  object: 'квартира',
  address: 'Отрадный, ул.\u00A0Примерная, 12, кв.\u00A048',
  postal_index: '446300',
  contract: '№\u00A063-Э-0012345',
  tariff: 'день 8,20\u00A0₽, ночь 4,17\u00A0₽',
  tariff_since: '2026-10-01',
  housing: '54,3\u00A0м², живут 3, прописаны 4',
  consumer_category: 'городское население, электроплиты',
  contract_terms: null,
  supply: 'ограничено с 12.10.2026: задолженность',
  supply_tone: 'warn',
  gis_zhkh: '71ВК341276',
  delivery: 'в личном кабинете',
  payments: [
    { on: '2026-10-14', amount_kopecks: 90_000, way: 'личный кабинет' },
    { on: '2026-09-12', amount_kopecks: 141_754, way: 'банк' },
  ],
  zone_office: null,
  balance_kopecks: 123_456,
  balance_as_of_ms: Date.UTC(2026, 9, 30, 4, 0),
  balance_note: '15\u00A0дней, пени нет',
  balance_tone: 'warn',
  meters: [
    {
      model: 'ПР-206',
      serial: '00012345',
      readings: [
        { zone_label: 'Т1, день', value_kwh: 18_432, read_on: '2026-09-24', source_label: 'личный кабинет' },
        { zone_label: 'Т2, ночь', value_kwh: 7_120, read_on: '2026-09-24', source_label: 'личный кабинет' },
      ],
      check_label: 'поверка до 12.2026',
      check_tone: 'warn',
      control_label: 'проверен 12.05.2026, следующий осмотр до 12.11.2026',
    },
  ],
  months: [
    { month: '2026-10-01', used_kwh: 0, charged_kopecks: 0, recalculated_kopecks: 0, penalty_kopecks: 0, paid_kopecks: 90_000, balance_kopecks: 123_456 },
    { month: '2026-09-01', used_kwh: 273, charged_kopecks: 184_210, recalculated_kopecks: -2_840, penalty_kopecks: 1_120, paid_kopecks: 141_754, balance_kopecks: 213_456 },
    { month: '2026-08-01', used_kwh: 260, charged_kopecks: 171_000, recalculated_kopecks: 0, penalty_kopecks: 0, paid_kopecks: 168_340, balance_kopecks: 172_720 },
    { month: '2026-07-01', used_kwh: 251, charged_kopecks: 168_340, recalculated_kopecks: 0, penalty_kopecks: 1_720, paid_kopecks: 165_000, balance_kopecks: 170_060 },
  ],
}

export const client: ClientCard = {
  party_id: 'p1',
  name: 'Примерова Анна Сергеевна',
  kind_label: 'Гражданин-потребитель',
  audience: 'citizen',
  contacts: [
    { kind: 'phone', masked: '+7\u00A0900\u00A0•••-••-12', learnt_here: false, place: null },
    { kind: 'email', masked: 'п•••@почта.example', learnt_here: false, place: null },
  ],
  contact_question: { kind: 'phone', months: 14, missing: false },
  representatives: [
    { name: 'Примеров Олег Иванович', authority: 'доверенность от 01.02.2026 №\u00A05', valid_to: '2027-02-01', expired: false },
    { name: 'Вымыслова Тамара Юрьевна', authority: 'доверенность от 10.09.2023 №\u00A018', valid_to: '2026-09-10', expired: true },
  ],
  notification: null,
  consent: { state: 'none', on: null, consent_id: null, place: null },
  follow_ups: [
    {
      follow_up_id: 'f1',
      number: 'ОТ-04/26-8-Т',
      step: 'we_call',
      step_label: 'Перезвонить',
      on: '2026-10-30',
      at: '16:00',
      when_label: 'сегодня в 16:00',
      tone: 'warn',
      name: 'Примерова Анна Сергеевна',
      party_id: 'p1',
      phone_masked: '+7\u00A0900\u00A0•••-••-12',
      user_name: 'Самойлова\u00A0Е.\u00A0В.',
      question: 'Чем закончилась проверка счётчика',
      appeal_id: null,
      place: 'centre',
    },
  ],
  accounts: [flat, { ...flat, number: '630000789012', number_grouped: '6300\u00A00078\u00A09012', object: 'гараж', address: 'Отрадный, ГСК-4, бокс 12', housing: null, balance_kopecks: -5_000, balance_note: 'аванс', balance_tone: 'plain', meters: [] }],
  open_appeals: [{ appeal_id: 'a4', number: 'ОТ-02/26-1842-М', category_label: 'Претензия', due_on: '2026-11-02', left: '1\u00A0рабочий день', tone: 'warn' }],
  history: [
    { on: '2026-10-28', what: 'Претензия: расчёты стоимости', by: 'окно 2', state: 'ждёт ответа', tone: 'warn', appeal_id: 'a4' },
    { on: '2026-10-14', what: 'Оплата 900,00\u00A0₽', by: 'личный кабинет', state: 'зачтена', tone: 'plain', appeal_id: null },
    { on: '2026-09-24', what: 'Показания 18\u00A0432 и 7\u00A0120', by: 'личный кабинет', state: 'приняты', tone: 'plain', appeal_id: null },
    { on: '2026-08-11', what: 'Консультация: тарифы', by: 'телефон', state: 'ответ дан', tone: 'plain', appeal_id: null },
    { on: '2026-05-26', what: 'Показания 17\u00A0203 и 6\u00A0688', by: 'окно 1', state: 'приняты', tone: 'plain', appeal_id: null },
  ],
  history_next: 'a4.',
  today: [
    { at_ms: Date.UTC(2026, 9, 30, 6, 25), what: 'Карточка открыта', place: 'centre', appeal_id: null, party_id: 'p1', party_name: null },
    { at_ms: Date.UTC(2026, 9, 30, 6, 38), what: 'Телефон записан: новый номер', place: 'centre', appeal_id: null, party_id: 'p1', party_name: null },
    { at_ms: Date.UTC(2026, 9, 30, 6, 41), what: 'Справка о задолженности напечатана, экземпляр 1', place: 'desk', appeal_id: null, party_id: 'p1', party_name: null },
  ],
}

export const hits: SearchHit[] = [
  { kind: 'person', id: 'p1', account: flat.number, title: client.name, subtitle: `${flat.number_grouped}, ${flat.address}`, title_marks: [[0, 6]], subtitle_marks: [], reason: 'name_and_address' },
  { kind: 'person', id: 'p2', account: null, title: 'Примеров Илья Олегович', subtitle: '6300\u00A00045\u00A06789, Отрадный, б-р Условный, 3, кв.\u00A07', title_marks: [[0, 6]], subtitle_marks: [], reason: 'surname' },
  { kind: 'person', id: 'p3', account: null, title: 'Примёрзлова Дарья Игоревна', subtitle: '6300\u00A00091\u00A02345, с.\u00A0Подстёпки, ул.\u00A0Новая, 5', title_marks: [[0, 6]], subtitle_marks: [], reason: 'surname_yo' },
  { kind: 'person', id: 'p4', account: null, title: 'Вымыслова Тамара Юрьевна', subtitle: '6300\u00A00023\u00A04567, Отрадный, ул.\u00A0Примерная, 14, кв.\u00A02', title_marks: [], subtitle_marks: [[30, 36]], reason: 'address' },
  { kind: 'organisation', id: 'p5', account: null, title: 'СНТ «Пример»', subtitle: 'Договор №\u00A063-Ю-000418', title_marks: [[5, 11]], subtitle_marks: [], reason: 'name' },
  { kind: 'appeal', id: 'a4', account: null, title: 'Претензия ОТ-02/26-1842-М', subtitle: 'Примерова\u00A0А.\u00A0С., принята 28.10.2026, ответ до 02.11.2026', title_marks: [], subtitle_marks: [[0, 6]], reason: 'applicant' },
]

const applicants = ['Небылицын\u00A0А.\u00A0Д.', 'Вымыслова\u00A0Т.\u00A0Ю.', 'Шаблонов\u00A0К.\u00A0П.', 'Примерова\u00A0А.\u00A0С.', 'Черновикова\u00A0Н.\u00A0В.', 'ООО «Отрадненский комбинат строительных материалов и образцов»', 'Условная\u00A0Г.\u00A0П.', 'Макетов\u00A0В.\u00A0И.', 'Образцов\u00A0П.\u00A0И.', 'ИП\u00A0Выдумкин\u00A0С.\u00A0С.']
const executors = ['Лаптева', 'Самойлова', 'Ермаков', null]
const kinds = ['Претензия', 'Заявление', 'Запрос информации']

export function rowsOf(count: number): AppealRow[] {
  return Array.from({ length: count }, (_, index) => {
    const late = index === 0
    const soon = index < 8
    return {
      appeal_id: `a${index + 1}`,
      number: index === 3 ? 'ОТ-02/26-1842-М' : `ОТ-0${(index % 6) + 1}/26-${1700 + index * 7}-${'РВКМСТАНЕДЛЦПГУ'[index % 15] ?? 'Р'}`,
      due_on: iso(new Date(Date.UTC(2026, 9, late ? 29 : index < 3 ? 30 : 33 + Math.floor(index / 5)))),
      left: late ? 'просрочено 1\u00A0день' : index < 3 ? 'сегодня' : soon ? '1\u00A0рабочий день' : `${2 + Math.floor(index / 9)}\u00A0рабочих дня`,
      tone: late ? 'bad' : soon ? 'warn' : 'plain',
      applicant: applicants[index % applicants.length] ?? '',
      category_label: kinds[index % kinds.length] ?? '',
      executor: executors[index % executors.length] ?? null,
      place: index === 13 ? 'desk' : 'centre',
    }
  })
}

export const appealForms = [{ form_id: 'registration_card', title: 'Регистрационная карточка', copies: 0 }]

export function cardOf(row: AppealRow): AppealCard {
  return {
    appeal_id: row.appeal_id,
    number: row.number,
    state: row.executor === null ? 'registered' : 'assigned',
    category_label: row.category_label,
    topic_label: 'Расчёты стоимости',
    channel_label: 'Письменно, лично',
    urgency_label: 'обычная',
    applicant: row.applicant,
    party_id: 'p1',
    account: '6300\u00A00012\u00A03456',
    representative: null,
    text: 'Начислено за 230 кВт·ч, а по счётчику 176. Прошу пересчитать сентябрь.',
    answer_label: 'Заказным письмом: 446300, г.\u00A0Отрадный, ул.\u00A0Примерная, д.\u00A012, кв.\u00A048',
    received_on: '2026-10-28',
    due_label: `Ответить до ${row.due_on.split('-').reverse().join('.')}, ${row.left}`,
    tone: row.tone,
    term: termOf('2026-10-28', 3, true),
    executor: row.executor,
    executor_id: row.executor === null ? null : 'u2',
    answer: null,
    timeline: [
      { title: 'Принята в окне 2, расписка напечатана', meta: '28.10.2026, 11:20, Ермаков\u00A0Д.\u00A0С.', state: 'done', void_reason: null, place: 'centre' },
      { title: 'Исполнитель назначен', meta: '29.10.2026, 09:05, Лаптева\u00A0О.\u00A0И.', state: 'done', void_reason: null, place: 'centre' },
      { title: 'Продление срока', meta: '30.10.2026, 10:12, Лаптева\u00A0О.\u00A0И.', state: 'void', void_reason: 'already_answered', place: 'centre' },
      { title: 'Подготовить ответ', meta: row.executor ?? 'исполнитель не назначен', state: 'next', void_reason: null, place: null },
      { title: `Отправить ответ до ${row.due_on.split('-').reverse().join('.')}`, meta: 'Стандарт, п.\u00A07.4, строка\u00A02', state: 'due', void_reason: null, place: null },
    ],
    actions: ['assign', 'answer', 'close', 'print'],
    demand: 'Пересчитать сентябрь по показаниям',
    attachments: [],
    missing: [],
    norms: [
      { key: 'appeal.detailed', label: 'Ответ, который требует изучения', due_on: '2026-12-11', notice: true },
      { key: 'appeal.third_party', label: 'Ответ с запросом в стороннюю организацию', due_on: '2026-11-13', notice: true },
    ],
    urgency: 'normal',
    zone_office: null,
    awaited: null,
    awaited_since: null,
    closed_label: null,
    proposal: null,
    answering: { project: null, dispatches: [], questions: [], signed_channels: ['registered_letter', 'email'] },
    hand_over: null,
    former_rounds: [],
    forms: appealForms,
    place: row.place,
  }
}

export const redated: RedatedLine[] = [
  { id: 1, appeal_id: 'a14', number: 'ОТ-02/26-1791-Г', applicant: 'Примерова\u00A0А.\u00A0С.', old_due: '2026-11-03', new_due: '2026-11-04', documents: ['calendar'], at_ms: NOW_MS - 3_600_000 },
  { id: 2, appeal_id: 'a16', number: 'ОТ-04/26-1805-Р', applicant: 'ООО «Отрадненский комбинат строительных материалов и образцов»', old_due: '2026-11-09', new_due: '2026-11-05', documents: ['norms', 'calendar'], at_ms: NOW_MS - 3_600_000 },
]

const paper = (minutes: number, part: Partial<PaperLine>): PaperLine => ({
  at_ms: NOW_MS - minutes * 60_000,
  number: 'ОТ-04/26-1763-Д',
  title: 'Регистрационная карточка',
  copy_number: 1,
  reason: null,
  by: 'Самойлова\u00A0Е.\u00A0В.',
  of: { about: 'appeal', id: 'a10' },
  form_id: 'registration_card',
  place: 'centre',
  ...part,
})

export const papers: readonly PaperLine[] = [
  paper(3, { number: 'ОТ-04/26-48-Р3Т', title: 'Талон на повторный приём', form_id: 'repeat_visit_ticket', of: { about: 'paper', id: 'f1' }, place: 'desk' }),
  paper(9, {}),
  paper(41, { number: 'ОТ-02/26-1707-В', title: 'Расписка о приёме документов', form_id: 'documents_receipt', copy_number: 2, reason: 'Первый экземпляр потерян', of: { about: 'appeal', id: 'a2' } }),
  paper(130, { number: 'ОТ-02/26-1707-В', title: 'Расписка о приёме документов', form_id: 'documents_receipt', by: 'Ермаков\u00A0Д.\u00A0С.', of: { about: 'appeal', id: 'a2' } }),
  paper(1500, { number: 'ОТ-04/26-47-ЛК1', title: 'Лист перенаправления', form_id: 'redirect_sheet', of: { about: 'paper', id: 'f2' } }),
  paper(1510, { number: 'ОТ-04/26-46-Е9А', title: 'Информационный лист', form_id: 'information_sheet', of: { about: 'paper', id: 'f3' }, by: 'Ермаков\u00A0Д.\u00A0С.' }),
]

export const link: LinkState = {
  mode: 'online',
  cause: null,
  since_ms: null,
  last_exchange_ms: NOW_MS - 60_000,
  next_try_ms: null,
  entries_today: 214,
  entries_total: 8_214,
  entries_acked: 8_214,
  unsent: 0,
  unsent_bytes: 0,
  directory_as_of_ms: NOW_MS - 60_000,
  checked_ms: Date.UTC(2026, 9, 30, 4, 2),
  discrepancies: 1,
  server: 'https://center.example',
}

export const cutLink: LinkState = {
  ...link,
  mode: 'offline',
  cause: 'server-unreachable',
  since_ms: NOW_MS - 8_040_000,
  last_exchange_ms: NOW_MS - 8_040_000,
  next_try_ms: NOW_MS + 40_000,
  entries_acked: 8_202,
  unsent: 12,
  unsent_bytes: 5_400,
  directory_as_of_ms: NOW_MS - 8_100_000,
}

export const unsent: UnsentLine[] = Array.from({ length: 12 }, (_, index) => ({
  seq: 8_214 - index,
  what: ['Претензия принята', 'Регистрационная карточка напечатана', 'Телефон записан', 'Исполнитель назначен'][index % 4] ?? '',
  about: `ОТ-04/26-${12 + index}-КМ7`,
  at_ms: NOW_MS - index * 400_000,
  place: 'desk',
  size_bytes: 300 + index * 90,
}))

export const discrepancies: DiscrepancyView[] = [
  { id: 1, code: 'void-already-answered', args: { number: 'ОТ-02/26-1690-Ф', what: 'Исполнитель назначен', author: 'Лаптева\u00A0О.\u00A0И.', desk: 'ОТ-02', at: '30.10.2026, 08:40', own: 'true', count: '1' }, at_ms: NOW_MS - 7_000_000, appeal_id: 'a17' },
]

export const page = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 595 842" font-family="Golos Text" font-size="11"><rect width="595" height="842" fill="#fff"/><text x="40" y="60" font-size="18">Регистрационная карточка обращения</text><text x="40" y="90">№ ОТ-04/26-12-КМ7 от 30.10.2026</text><text x="40" y="120">Заявитель: Примерова Анна Сергеевна</text><text x="40" y="140">Ответить до 05.11.2026</text></svg>`

export const unmaskReasons = [
  { code: 'reach', label: 'Позвонить или написать клиенту' },
  { code: 'verify', label: 'Сверить с клиентом' },
]

const access = (key: number, part: Partial<AuditRow>): AuditRow => ({
  key: String(key),
  desk: null,
  at_ms: NOW_MS - (100 - key) * 60_000,
  user_id: 'u1',
  user_name: 'Самойлова\u00A0Е.\u00A0В.',
  action: 'viewed',
  what: 'Открыта карточка клиента',
  reason_label: null,
  client: 'Примерова\u00A0А.\u00A0С.',
  party_id: 'p1',
  number: null,
  at_centre: true,
  ...part,
})

export const accesses: readonly AuditRow[] = [
  access(99, { user_id: 'u2', user_name: 'Ермаков\u00A0Д.\u00A0С.', action: 'printed', what: 'Напечатан документ обращения', number: 'ОТ-04/26-12-КМ7', at_centre: false }),
  access(98, { action: 'unmasked', what: 'Показан телефон', reason_label: 'Сверить с клиентом' }),
  access(97, { client: 'Образцов\u00A0П.\u00A0И.', party_id: 'p2' }),
  access(96, {}),
]

/** The journal of accesses, as the filters ask. */
export function auditOf(asked: AuditListAsked): AuditList {
  const fits = (row: AuditRow) => (asked.user_id === '' || row.user_id === asked.user_id) && (asked.action === '' || row.action === asked.action) && (asked.party_id === '' || row.party_id === asked.party_id)
  return {
    rows: accesses.filter(fits),
    next: null,
    users: users.map(({ id, short_name }) => ({ code: id, label: short_name })),
    actions: [
      { code: 'viewed', label: 'Открытие карточки' },
      { code: 'unmasked', label: 'Показ скрытого' },
      { code: 'printed', label: 'Печать' },
    ],
    unsent: 1,
  }
}

/** What the centre knows of the office beside this desk. */
export function auditOfOffice(asked: AuditListAsked): AuditList {
  const list = auditOf(asked)
  return { ...list, rows: list.rows.map((row, index) => ({ ...row, desk: index === 0 ? 'ОТ-02' : 'ОТ-04', at_centre: true })) }
}

export const askedDocuments: AskedDocument[] = [
  { code: 'passport', title: 'Паспорт или иной документ, удостоверяющий личность', needed: 'required', condition: null, form: 'shown', handed_in: false },
  { code: 'ownership', title: 'Документ о праве собственности или пользования помещением', needed: 'required', condition: null, form: 'copy', handed_in: false },
  { code: 'area', title: 'Сведения о площади помещения', needed: 'required', condition: null, form: 'copy', handed_in: false },
  { code: 'meter_citizen', title: 'Сведения о приборе учёта: тип, номер, дата установки, показания', needed: 'required', condition: null, form: 'copy', handed_in: false },
  { code: 'benefits', title: 'Документ о мерах социальной поддержки', needed: 'conditional', condition: 'если есть льготы', form: 'copy', handed_in: false },
  { code: 'signed_draft', title: 'Подписанный проект договора', needed: 'optional', condition: null, form: 'original', handed_in: false },
]

export const PASSPHRASE = 'свет в окне горит'
export const SPARE_KEY = '/home/otradny/.local/share/stoika/desk/replica.key.recovery'
export const RECOVERY_TEXT = '04G2R-5T8XK-Q0M7N-A9BCD-3EFGH-JK1MN-PQRST-VW6YZ'
