import type { ArticleView } from '../../generated/ArticleView'
import type { CalendarDay } from '../../generated/CalendarDay'
import type { DocumentView } from '../../generated/DocumentView'
import type { NormView } from '../../generated/NormView'
import type { OfficeHit } from '../../generated/OfficeHit'
import type { TariffView } from '../../generated/TariffView'
import { RpcError } from '../host'
import type { Answers } from './memory'
import { termOf } from './seed'

const office: OfficeHit = {
  office_id: 'otradnoe',
  name: 'Отрадненское отделение',
  kind_label: 'Отделение',
  place: '',
  address: '446305, Самарская обл., г.\u00A0Отрадный, ул.\u00A0Ленина, 102',
  more_addresses: ['446303, Самарская обл., г.\u00A0Отрадный, ул.\u00A0Молодогвардейская, 22'],
  phones: ['8(84661)\u00A02-34-13'],
  hours: 'в рабочие дни с 8.00 до 17.00 (настройка: Стандарт часов не даёт)',
  parent: null,
  citizens_only: false,
  own: true,
}

/** Offices, each with the places that it serves. */
const offices: { serves: string[]; hit: OfficeHit }[] = [
  { serves: ['г. Отрадный', 'с. Кротовка, Кинель-Черкасский район'], hit: office },
  {
    serves: ['с. Кротовка, Кинель-Черкасский район'],
    hit: {
      ...office,
      office_id: 'krotovka-rp',
      name: 'Дополнительный пункт приёма граждан-потребителей в с.\u00A0Кротовка',
      kind_label: 'Пункт приёма граждан',
      address: '446320, Самарская обл., Кинель-Черкасский район, с.\u00A0Кротовка, ул.\u00A0Пролетарская, 42А',
      more_addresses: [],
      phones: ['8(84660)\u00A02-25-05'],
      hours: 'вторник, четверг с 9.00 до 15.30',
      parent: 'Отрадненское отделение',
      citizens_only: true,
      own: false,
    },
  },
  {
    serves: ['с. Колывань, Красноармейский район'],
    hit: { ...office, office_id: 'bezenchuk', name: 'Безенчукское отделение', address: '446250, Самарская обл., п.г.т.\u00A0Безенчук, ул.\u00A0Тимирязева, 80', more_addresses: [], phones: ['8(84676)\u00A02-40-10'], own: false },
  },
]

const norm: NormView = {
  id: 'claim.citizen',
  title: 'Претензия гражданина',
  audience: 'граждане',
  amount: '3 рабочих дня',
  start: 'со дня поступления',
  clause: 'Стандарт, п. 7.4, строка 2',
  rule_set: 'Стандарт качества обслуживания клиентов',
  due_on: null,
  extendable: true,
}

/** Norms, each with its working days; null where nothing is counted from the day of receipt. */
const norms: { days: number | null; view: NormView }[] = [
  { days: 1, view: { ...norm, id: 'contract.register', title: 'Регистрация заявления о заключении договора', audience: 'все', amount: '1 рабочий день', clause: 'Стандарт, п. 5.1, строка 1.1', extendable: false } },
  { days: 3, view: norm },
  { days: 30, view: { ...norm, id: 'claim.other', title: 'Претензия организации', audience: 'прочие', amount: '30 дней', clause: 'Стандарт, п. 7.4, строка 3', extendable: false } },
  { days: null, view: { ...norm, id: 'queue.total', title: 'Всего времени в отделении', audience: 'все', amount: '30 мин, не более', start: 'от талона', clause: 'Стандарт, п. 6.3', rule_set: '', extendable: false } },
]

const tariffs: TariffView[] = [
  { category: 'Городское население, газовые плиты', title: 'Одна ставка', prices: '6,87\u00A0₽', since: '2026-10-01', until: '2026-12-31', source: 'Приказ о тарифах' },
  { category: 'Городское население, газовые плиты', title: 'Две зоны суток', prices: 'день (7–23) 8,02\u00A0₽, ночь (23–7) 4,14\u00A0₽', since: '2026-10-01', until: '2026-12-31', source: 'Приказ о тарифах' },
  { category: 'Городское население, электроплиты', title: 'Одна ставка', prices: '4,81\u00A0₽', since: '2026-10-01', until: null, source: 'Приказ о тарифах' },
]

const articles: ArticleView[] = [
  {
    article_id: 'prices',
    title: 'Из чего складывается плата',
    topic_label: 'Размер оплаты услуг (тарифы)',
    blocks: [
      { kind: 'paragraph', text: 'Плата за месяц: расход по счётчику, умноженный на тариф. Тариф зависит от места, плиты и числа зон.' },
      { kind: 'heading', text: 'Расход' },
      { kind: 'list', items: ['разность двух последних показаний', 'если показаний нет: среднее за полгода, три месяца подряд', 'дальше: норматив на человека'] },
    ],
    next_time: 'По телефону контакт-центра в будни с 8.00 до 17.00; на сайте, раздел «Потребителям».',
    version_on: '2026-07-01',
    owner: 'Начальник отдела расчётов',
    clause: 'Стандарт, п. 8.1',
  },
  {
    article_id: 'prices-zones',
    title: 'Двухзонный тариф',
    topic_label: 'Размер оплаты услуг (тарифы)',
    blocks: [{ kind: 'paragraph', text: 'Ночью, с 23 до 7 часов, киловатт-час дешевле. Нужен счётчик, который считает зоны отдельно.' }],
    next_time: 'На сайте есть расчёт: сколько вышло бы по двум зонам.',
    version_on: '2026-07-01',
    owner: 'Начальник отдела расчётов',
    clause: null,
  },
  {
    article_id: 'documents',
    title: 'Какие документы нужны',
    topic_label: 'Перечень документов',
    blocks: [{ kind: 'paragraph', text: 'Договор с гражданином считается заключённым с первого подключения; письменный заключают по его просьбе.' }],
    next_time: 'Перечень висит на стенде отделения и есть на сайте.',
    version_on: '2026-11-01',
    owner: 'Начальник отдела договоров',
    clause: 'Стандарт, п. 5.1',
  },
]

const documents: Record<string, DocumentView[]> = {
  'contract:citizen': [
    { title: 'Паспорт или иной документ, удостоверяющий личность', needed: 'required', condition: null, form: 'shown', where_to_get: 'МВД России', clause: null },
    { title: 'Документ о праве собственности или пользования помещением', needed: 'required', condition: null, form: 'copy', where_to_get: 'Росреестр, МФЦ', clause: 'Стандарт, п. 5.1, строка 1.1' },
    { title: 'Документ о полномочиях представителя (доверенность)', needed: 'conditional', condition: 'Если обращается представитель', form: 'copy', where_to_get: 'Нотариус или доверитель', clause: 'Стандарт, п. 3.22' },
    { title: 'Сведения о приборе учёта', needed: 'optional', condition: null, form: 'copy', where_to_get: 'Паспорт прибора', clause: null },
  ],
  'claim:citizen': [{ title: 'Претензия в письменной форме с основаниями', needed: 'required', condition: null, form: 'original', where_to_get: 'Заполняется в отделении', clause: 'Стандарт, п. 9' }],
}

/** Holidays and moved days of 2026; another year has only those that the law names. */
const special: CalendarDay[] = [
  ...Array.from({ length: 8 }, (_, at): CalendarDay => ({ date: `2026-01-0${at + 1}`, kind: 'holiday', note: at === 6 ? 'Рождество Христово' : 'Новогодние каникулы' })),
  { date: '2026-01-09', kind: 'moved_off', note: 'перенесённый выходной' },
  { date: '2026-02-23', kind: 'holiday', note: 'День защитника Отечества' },
  { date: '2026-03-08', kind: 'holiday', note: 'Международный женский день' },
  { date: '2026-03-09', kind: 'moved_off', note: 'перенесённый выходной' },
  { date: '2026-04-30', kind: 'shortened', note: null },
  { date: '2026-05-01', kind: 'holiday', note: 'Праздник Весны и Труда' },
  { date: '2026-05-09', kind: 'holiday', note: 'День Победы' },
  { date: '2026-05-11', kind: 'moved_off', note: 'перенесённый выходной' },
  { date: '2026-06-12', kind: 'holiday', note: 'День России' },
  { date: '2026-11-03', kind: 'shortened', note: null },
  { date: '2026-11-04', kind: 'holiday', note: 'День народного единства' },
  { date: '2026-12-31', kind: 'moved_off', note: 'перенесённый выходной' },
]

function daysOf(year: number): CalendarDay[] {
  const known = new Map(special.filter(({ kind }) => year === 2026 || kind === 'holiday').map((day) => [`${year}${day.date.slice(4)}`, day]))
  const days: CalendarDay[] = []
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86_400_000) {
    const date = new Date(at).toISOString().slice(0, 10)
    const named = known.get(date)
    if (named !== undefined) days.push({ ...named, date })
    else if ([0, 6].includes(new Date(at).getUTCDay())) days.push({ date, kind: 'weekend', note: null })
  }
  return days
}

const has = (words: string, sought: string) => words.toLowerCase().includes(sought.trim().toLowerCase())

/** The reference book of an invented centre. */
export const referenceAnswers: Answers = {
  'reference.offices': ({ text, audience }) => ({
    read_as: null,
    hits: offices
      .filter(({ hit }) => audience !== 'other' || !hit.citizens_only)
      .flatMap(({ serves, hit }) => {
        if (text.trim() === '') return [hit]
        const place = serves.find((one) => has(one, text))
        return place === undefined ? [] : [{ ...hit, place }]
      }),
  }),
  'reference.norms': ({ on, text }) => {
    if (on.startsWith('0')) throw new RpcError('input-invalid', {}, 't-r', [{ field: 'on', code: 'date_year', args: {}, warning: false }])
    return norms.filter(({ view }) => has(`${view.title} ${view.clause}`, text)).map(({ days, view }) => ({ ...view, due_on: days === null ? null : termOf(on, days, days === 3).limit }))
  },
  'reference.calendar': ({ year }) => {
    const days = daysOf(year)
    const off = days.filter(({ kind }) => kind === 'weekend' || kind === 'holiday' || kind === 'moved_off').length
    const length = (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / 86_400_000
    return { year, predicted: year !== 2026, source: year === 2026 ? 'ПП РФ от 24.09.2025 №\u00A01466' : 'ТК РФ, ст. 112: постановления о переносе ещё нет, дни могут измениться', working_days: length - off, days }
  },
  'reference.tariffs': ({ on }) => tariffs.filter(({ since, until }) => since <= on && (until === null || on <= until)),
  'reference.articles': ({ topic, text }) =>
    articles
      .filter(({ article_id, title }) => (topic === '' || article_id.startsWith(topic)) && has(title, text))
      .map(({ article_id, title, topic_label, blocks, version_on }) => {
        const first = blocks[0]
        return { article_id, title, topic_label, excerpt: first?.kind === 'paragraph' ? first.text : '', version_on }
      }),
  'reference.article': ({ article_id }) => {
    const found = articles.find((article) => article.article_id === article_id)
    if (found === undefined) throw new RpcError('not-found', {}, 't-r')
    return found
  },
  'reference.document_sets': () => ({
    sets: [
      { code: 'contract:citizen', label: 'Заключение договора: гражданин' },
      { code: 'claim:citizen', label: 'Претензия: гражданин' },
    ],
  }),
  'reference.documents': ({ set }) => documents[set] ?? [],
}
