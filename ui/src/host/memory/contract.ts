import type { Choice } from '../../generated/Choice'
import type { ContractChoices } from '../../generated/ContractChoices'
import type { ContractForm } from '../../generated/ContractForm'
import type { ContractView } from '../../generated/ContractView'
import type { Nothing } from '../../generated/Nothing'
import type { PointForm } from '../../generated/PointForm'
import { type FieldTrouble, RpcError } from '../host'
import type { Answers } from './memory'
import * as seed from './seed'

const list = (rows: Record<string, string>): Choice[] => Object.entries(rows).map(([code, label]) => ({ code, label }))

const choices: ContractChoices = {
  matters: list({ conclude: 'Заключить договор', change: 'Изменить договор', change_owner: 'Сменить собственника', terminate: 'Расторгнуть договор', reduce: 'Уменьшить объёмы' }),
  kinds: list({ supply: 'Договор энергоснабжения', purchase: 'Договор купли-продажи (поставки) электроэнергии' }),
  client_kinds: list({ citizen: 'Гражданин-потребитель', legal_entity: 'Юридическое лицо', sole_trader: 'Предприниматель' }),
  voltages: list({ vn: 'ВН', sn1: 'СН-I', sn2: 'СН-II', nn: 'НН' }),
  price_categories: list({ 1: 'Первая: учёт в целом за расчётный период', 2: 'Вторая: учёт по зонам суток', 3: 'Третья: почасовой учёт' }),
  meter_zones: list({ one: 'Одна зона', two: 'Две зоны: день, ночь', three: 'Три зоны: T1–T3', hourly: 'Почасовой' }),
  connections: list({ shown: 'Есть, документ показан', told: 'Есть со слов клиента', missing: 'Нет' }),
  refusal_reasons: list({ no_connection: 'Нет присоединения к сети (Стандарт, п. 3.5)', outside_zone: 'Вне зоны деятельности (Стандарт, п. 3.5)' }),
  channels: list({ office: 'Лично в отделении', post: 'Почтой' }),
  answer_channels: [
    { code: 'office', label: 'Выдать в отделении' },
    { code: 'registered_letter', label: 'Заказным письмом', needs: 'postal' },
  ],
}

const point: PointForm = { object: '', address: '', voltage: '', power_kw: '', reliability: '', price_category: '', meter_model: '', meter_number: '', meter_zones: '', transformer_ratio: '' }

function blank(party_id: string | null, account: string | null): ContractForm {
  return {
    appeal: {
      party_id,
      account,
      applicant_name: '',
      audience: 'citizen',
      representative: '',
      authority: '',
      category: '',
      form: 'written',
      channel: 'office',
      topic: '',
      urgency: '',
      received_on: seed.TODAY,
      text: '',
      answer_channel: '',
      postal_index: '',
      postal_address: '',
      email: '',
      demand: '',
      stub_account: '',
      stub_address: '',
      contract_number: '',
      contract_date: '',
      attachments: [],
      solved: false,
      solution: '',
    },
    matter: 'conclude',
    kind: 'supply',
    client_kind: 'citizen',
    inn: '',
    kpp: '',
    ogrn: '',
    legal_address: '',
    bic: '',
    bank_account: '',
    signatory_name: '',
    signatory_post: '',
    signatory_authority: '',
    born_on: '',
    passport: '',
    ownership: '',
    area_m2: party_id === null ? '' : '54,3',
    registered_persons: party_id === null ? '' : '2',
    residents: '',
    points: [party_id === null ? point : { ...point, object: 'квартира', address: 'г. Отрадный, ул. Первомайская, 12, кв. 48', meter_model: 'Меркурий 201', meter_number: '10234567', meter_zones: 'one' }],
    connection: '',
    connection_paper: '',
    wanted_from: '',
    change: '',
    by_initiative: false,
    own_draft: false,
  }
}

function troublesOf(form: ContractForm): FieldTrouble[] {
  const troubles: FieldTrouble[] = []
  const bad = (field: string, code: string, args = {}) => troubles.push({ field, code, args, warning: false })
  const isCitizen = form.client_kind === 'citizen'
  if (isCitizen && form.matter === 'conclude' && !form.by_initiative) bad('by_initiative', 'initiative_wanted')
  if (!isCitizen && form.inn === '') bad('inn', 'required')
  if (!isCitizen && form.connection === '') bad('connection', 'required')
  if (form.appeal.party_id === null && form.appeal.applicant_name.trim() === '') bad('applicant_name', 'required')
  form.points.forEach(({ address }, at) => {
    if (address.trim() === '') bad(`points.${at}.address`, 'required')
  })
  return troubles
}

/** An application of a company that a paper is missing of. */
export const companyContract: ContractView = {
  matter_label: 'Заявление о заключении договора',
  kind_label: 'Договор энергоснабжения, юридическое лицо',
  stage: 'disagreement',
  stage_label: 'Рассматриваем протокол разногласий от 27.10.2026',
  facts: [
    { label: 'ИНН / КПП', value: '7830002293 / 783001001' },
    { label: 'ОГРН', value: '1027700132195' },
    { label: 'Подписывает', value: 'Образцов Пётр Ильич, директор, устав' },
    { label: 'Присоединение', value: 'акт об осуществлении ТП от 12.03.2024 № 7' },
  ],
  points: [{ place: 'Магазин: г. Отрадный, ул. Советская, 5', power: 'НН, 25,5 кВт, категория надёжности 3', price_category: '1 ЦК', meter: 'Меркурий 230 № 0123, одна зона, Ктт 20' }],
  checklist: [
    { code: 'charter', title: 'Устав', needed: 'required', condition: null, brought: 'копия, 12 листов', missing: false, where_to_get: 'У заявителя' },
    { code: 'object_right', title: 'Документ о праве на объект', needed: 'required', condition: null, brought: null, missing: true, where_to_get: 'Росреестр; договор аренды' },
    { code: 'transmission_contract', title: 'Договор оказания услуг по передаче', needed: 'conditional', condition: 'для договора купли-продажи', brought: null, missing: false, where_to_get: 'Сетевая организация' },
  ],
  disagreements: [
    {
      received_on: '2026-10-27',
      answered_on: null,
      clauses: [{ clause: '4.2', ours: 'Оплата до 18-го числа', theirs: 'Оплата до 25-го числа', reply: null }],
    },
  ],
  actions: ['bring', 'notify', 'refuse', 'send', 'disagree', 'reply', 'returned'],
}

/** Answers about contract applications. */
export function contractAnswers(change: (...tags: string[]) => Nothing): Answers {
  const drafts = new Map<string, ContractForm>()
  let made = 0
  const done = ({ appeal_id }: { appeal_id: string }) => change('appeals', `appeal:${appeal_id}`)
  return {
    'contract.choices': () => choices,
    'contract.prefill': ({ party_id, account }) => blank(party_id, account),
    'contract.check': ({ form }) => ({
      fields: troublesOf(form),
      term: seed.termOf(form.appeal.received_on, 30, false),
      documents: seed.askedDocuments.map((asked) => ({ ...asked, handed_in: form.appeal.attachments.some(({ document }) => document === asked.code) })),
      similar: [],
      zone: form.points[0]?.address === '' ? null : { offices: ['Отрадненское отделение'], own: true },
    }),
    'contract.register': ({ form, draft_id }) => {
      const troubles = troublesOf(form)
      if (troubles.length > 0) throw new RpcError('input-invalid', {}, 't-4', troubles)
      if (draft_id !== null) drafts.delete(draft_id)
      change('appeals', 'drafts')
      return { appeal_id: 'a1', number: 'ОТ-04/26-21-КМ7', due_on: seed.termOf(form.appeal.received_on, 30, false).limit }
    },
    'contract.draft': ({ draft_id }) => {
      const form = drafts.get(draft_id)
      if (form === undefined) throw new RpcError('not-found', {}, 't-6')
      return { draft_id, form }
    },
    'contract.draft_save': ({ draft_id, form }) => {
      made += 1
      const id = draft_id ?? `c${made}`
      drafts.set(id, form)
      change('drafts')
      return { draft_id: id, saved_ms: seed.NOW_MS }
    },
    'contract.bring': done,
    'contract.notify': done,
    'contract.refuse': done,
    'contract.send': done,
    'contract.disagree': done,
    'contract.reply': done,
    'contract.returned': done,
  }
}
