import type { AppealForm } from '../../generated/AppealForm'
import type { AppealRow } from '../../generated/AppealRow'
import type { Draft } from '../../generated/Draft'
import type { Nothing } from '../../generated/Nothing'
import type { SessionState } from '../../generated/SessionState'
import { type FieldTrouble, type Host, RpcError } from '../host'
import type { CommandName, InputOf, OutputOf } from '../table'
import { appealsOf } from './appeals'
import { hallAnswers } from './branch'
import { contractAnswers } from './contract'
import { hubAnswers } from './hub'
import { keyAnswers } from './key'
import { listsAnswers } from './lists'
import { queueAnswers } from './queue'
import { referenceAnswers } from './reference'
import * as seed from './seed'
import { stationAnswers } from './stations'
import { visitAnswers } from './visit'
import { feedbackAnswers } from './feedback'
import { workAnswers } from './work'

export type Answers = { [N in CommandName]?: (input: InputOf<N>) => OutputOf<N> | Promise<OutputOf<N>> }

export interface MemoryHost extends Host {
  /** What was called, in order. */
  readonly calls: readonly { name: string; input: unknown }[]
  /** Puts another answer in place. */
  answer<N extends CommandName>(name: N, answer: (input: InputOf<N>) => OutputOf<N> | Promise<OutputOf<N>>): void
  /** Tells the pages that something has changed. */
  change(...tags: string[]): Nothing
  /** Merges into `session.state` and tells. */
  session(part: Partial<SessionState>): SessionState
}

const PASSWORD = '1234'
const layout: Record<string, string> = Object.fromEntries(Array.from("f,dult`;pbqrkvyjghcnea[wxio]sm'.z", (latin, index) => [latin, 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя'.charAt(index)]))

function troublesOf(form: AppealForm): FieldTrouble[] {
  const troubles: FieldTrouble[] = []
  const bad = (field: string, code: string, args = {}) => troubles.push({ field, code, args, warning: false })
  if (form.party_id === null && form.applicant_name.trim() === '') bad('applicant_name', 'required')
  if (form.category === '') bad('category', 'required')
  if (form.topic === '') bad('topic', 'required')
  if (form.text.trim().length < 10) bad('text', 'required')
  if (form.answer_channel === 'registered_letter' && !/^\d{6}$/.test(form.postal_index)) bad('postal_index', 'postal_index_length', { expected: '6', actual: String(form.postal_index.length) })
  if (form.solved && form.solution.trim() === '') bad('solution', 'required')
  form.attachments.forEach((line, at) => {
    if (line.name.trim() === '' && line.sheets.trim() !== '') bad(`attachments.${at}.name`, 'required')
    if (line.sheets.trim() !== '' && !/^[1-9]\d{0,2}$/.test(line.sheets.trim())) bad(`attachments.${at}.sheets`, 'sheets_number', { max: '999' })
  })
  if (form.stub_account.trim() !== '' && form.stub_account.replace(/\D/g, '').length !== 12) bad('stub_account', 'personal_account_length', { expected: '12', actual: String(form.stub_account.replace(/\D/g, '').length) })
  if (form.answer_channel === 'email' && !form.email.includes('@')) bad('email', 'email_format')
  return troubles
}

/** The command table of an invented desk. For tests of the pages; never in the program. */
export function memoryHost(): MemoryHost {
  const listeners = new Set<(tags: readonly string[]) => void>()
  const calls: { name: string; input: unknown }[] = []
  const change = (...tags: string[]): Nothing => {
    for (const listener of listeners) listener(tags)
    return {}
  }
  let state: SessionState = {
    stage: 'open',
    desk: seed.desk,
    user: seed.user,
    today: seed.TODAY,
    now_ms: seed.NOW_MS,
    clock_off_seconds: null,
    auto_lock_minutes: 10,
    problem: null,
    spare_key: null,
    recovered: null,
  }
  const session = (part: Partial<SessionState>) => {
    state = { ...state, ...part }
    change('session')
    return state
  }
  const appeals = appealsOf(change)
  const drafts = new Map<string, Draft>()
  let discrepancies = [...seed.discrepancies]
  let made = 0
  const password = (typed: string) => {
    if (typed !== PASSWORD) throw new RpcError('auth-wrong-password', {}, 't-1')
  }
  const card = structuredClone(seed.client)

  const answers: Answers = {
    ...contractAnswers(change),
    ...visitAnswers(card, seed.flat, change),
    ...workAnswers(change),
    ...feedbackAnswers(change),
    ...listsAnswers,
    ...referenceAnswers,
    ...hubAnswers(change),
    ...stationAnswers(change),
    ...keyAnswers(change, session),
    ...queueAnswers(change),
    ...hallAnswers(change),
    'session.state': () => state,
    'session.users': () => seed.users,
    'session.sign_in': (input) => {
      password(input.password)
      const who = seed.users.find((user) => user.login === input.login)
      return session({ stage: 'open', user: { ...seed.user, ...who } })
    },
    'session.lock': () => session({ stage: 'locked' }),
    'session.unlock': (input) => {
      password(input.password)
      return session({ stage: 'open' })
    },
    'session.sign_out': () => session({ stage: 'sign_in', user: null }),
    'enrolment.enrol': (input) => {
      if (input.code.includes('старый')) throw new RpcError('enrol-code-expired', {}, 't-2')
      return session({ stage: 'first_load', desk: seed.desk })
    },
    'recovery.retry': () => (state.problem === 'disk-full' ? session({ stage: 'sign_in', user: null, problem: null }) : state),
    'recovery.restore': () =>
      session({
        stage: 'recovered',
        user: null,
        problem: null,
        recovered: { set_aside: state.problem === 'store-missing' ? '' : 'replica-20261030-104600.damaged', unsent: 12, lost: 2, drafts: 1, works_offline: true },
      }),
    'recovery.progress': () => ({ percent: 40 }),
    'recovery.begin_anew': () => session({ stage: 'enrolment', desk: null, user: null, problem: null }),
    'recovery.acknowledge': () => session({ stage: 'sign_in', user: null, recovered: null }),
    'load.progress': () => ({ accounts_done: 28_140, accounts_total: 67_000, seconds_left: 170, done: false }),
    'search.find': ({ text, literal }) => {
      const other = Array.from(text.toLowerCase(), (letter) => layout[letter] ?? letter).join('')
      const readAs = !literal && /[a-z]/i.test(text) ? other : null
      const sought = (readAs ?? text).toLowerCase().replaceAll('ё', 'е')
      const hits = seed.hits.filter((hit) => `${hit.title} ${hit.subtitle}`.toLowerCase().replaceAll('ё', 'е').includes(sought))
      return { read_as: readAs, hits, as_of_ms: seed.NOW_MS - 60_000 }
    },
    'client.card': () => structuredClone(card),
    'client.history': () => ({ lines: [{ on: '2025-11-03', what: 'Консультация: поверка счётчика', by: 'окно 2', state: '', tone: 'plain', appeal_id: null }], next: null }),
    'contact.confirm': () => {
      card.contact_question = null
      return change('client:p1')
    },
    'contact.learn': (input) => {
      if (input.kind === 'notification') {
        card.notification = { sms: 'SMS', email: 'Электронная почта', phone: 'Звонок по телефону', post: 'Почтой' }[input.value] ?? 'Не уведомлять'
        return change('client:p1')
      }
      if (input.kind === 'phone' && input.value.replace(/\D/g, '').length !== 11) {
        throw new RpcError('input-invalid', {}, 't-3', [{ field: 'value', code: 'phone_length', args: { expected: '10', actual: '3' }, warning: false }])
      }
      card.contact_question = null
      card.contacts = card.contacts.map((contact) => (contact.kind === input.kind ? { ...contact, masked: '+7\u00A0927\u00A0•••-••-45', learnt_here: true, place: 'desk' } : contact))
      return change('client:p1')
    },
    ...appeals.answers,
    'appeal.choices': () => seed.choices,
    'appeal.check': ({ form }) => ({
      fields: troublesOf(form),
      term: form.category === '' || form.received_on === '' ? null : seed.termOf(form.received_on, form.category === 'claim' ? 3 : 30, form.category === 'claim'),
      similar: form.category === 'claim' && form.party_id !== null ? card.open_appeals : [],
      documents: form.category === 'contract_application' ? seed.askedDocuments.map((asked) => ({ ...asked, handed_in: form.attachments.some(({ name, document }) => document === asked.code || name === asked.title) })) : [],
    }),
    'appeal.register': ({ form, draft_id }) => {
      const troubles = troublesOf(form)
      if (troubles.length > 0) throw new RpcError('input-invalid', {}, 't-4', troubles)
      if (draft_id !== null) drafts.delete(draft_id)
      made += 1
      const term = seed.termOf(form.received_on, form.category === 'claim' ? 3 : 30, form.category === 'claim')
      const row: AppealRow = { appeal_id: `new${made}`, number: `ОТ-04/26-${made + 11}-КМ7`, due_on: term.limit, left: term.amount_label, tone: 'plain', applicant: form.party_id === null ? form.applicant_name : 'Примерова\u00A0А.\u00A0С.', category_label: form.category === 'claim' ? 'Претензия' : 'Заявление', executor: null, place: 'desk' }
      appeals.add(row)
      card.today.push({ at_ms: seed.NOW_MS, what: `Претензия ${row.number} принята`, place: 'desk', appeal_id: row.appeal_id, party_id: form.party_id, party_name: null })
      change('appeals', 'drafts', 'client:p1')
      return { appeal_id: row.appeal_id, number: row.number, due_on: row.due_on }
    },
    'draft.save': ({ draft_id, form }) => {
      made += 1
      const id = draft_id ?? `d${made}`
      drafts.set(id, { draft_id: id, form, saved_ms: seed.NOW_MS })
      change('drafts')
      return { draft_id: id, saved_ms: seed.NOW_MS }
    },
    'day.today': () => card.today.toReversed(),
    'draft.list': () => [...drafts.values()].map(({ draft_id, form, saved_ms }) => ({ draft_id, kind: 'appeal', saved_ms, title: 'Претензия, Примерова\u00A0А.\u00A0С.', excerpt: form.text })),
    'draft.get': ({ draft_id }) => {
      const draft = drafts.get(draft_id)
      if (draft === undefined) throw new RpcError('not-found', {}, 't-6')
      return draft
    },
    'draft.delete': ({ draft_id }) => {
      drafts.delete(draft_id)
      return change('drafts')
    },
    'paper.preview': ({ of, form_id }) => ({ title: { consent: 'Согласие', consent_withdrawal: 'Отзыв согласия', repeat_visit_ticket: 'Талон на повторный приём' }[form_id] ?? 'Регистрационная карточка', pages_svg: [seed.page], copy_number: of.about === 'paper' ? 2 : 1, reason_needed: of.about === 'paper', replaced: '' }),
    'paper.print': ({ printer }) => {
      if (printer === '') throw new RpcError('printer-missing', { printer: '' }, 't-7')
      return { copy_number: 1, path: null }
    },
    'paper.save': () => ({ copy_number: 1, path: '/home/stoika/card-ОТ-04-26-12.pdf' }),
    'printer.list': () => [
      { name: 'Окно 4', default: true },
      { name: 'PDF', default: false },
    ],
    'session.touch': () => ({}),
    'unmask.reasons': () => seed.unmaskReasons,
    'client.unmask': ({ kind }) => ({ value: kind === 'phone' ? '+7\u00A0900\u00A0123-45-12' : 'anna@pochta.example', seconds: 30 }),
    'appeal.unmask': () => ({ value: 'anna@pochta.example', seconds: 30 }),
    'audit.list': (input) => seed.auditOf(input),
    'audit.office': (input) => seed.auditOfOffice(input),
    'link.state': () => ({ ...seed.link, discrepancies: discrepancies.length }),
    'link.unsent': () => [],
    'link.discrepancies': () => discrepancies,
    'link.acknowledge': ({ id }) => {
      discrepancies = discrepancies.filter((one) => one.id !== id)
      return change('link', 'discrepancies')
    },
    'link.try_now': () => change('link'),
  }

  return {
    calls,
    change,
    session,
    answer(name, answer) {
      Object.assign(answers, { [name]: answer })
    },
    async rpc(name, input) {
      calls.push({ name, input })
      const answer = answers[name as CommandName] as ((input: unknown) => unknown) | undefined
      if (answer === undefined) throw new RpcError('command-unknown')
      return await Promise.resolve(answer(input))
    },
    onChanges(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
