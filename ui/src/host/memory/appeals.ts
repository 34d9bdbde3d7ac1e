import type { AppealCard } from '../../generated/AppealCard'
import type { AppealRow } from '../../generated/AppealRow'
import type { Nothing } from '../../generated/Nothing'
import type { RedatedLine } from '../../generated/RedatedLine'
import type { SavedView } from '../../generated/SavedView'
import { type FieldTrouble, RpcError } from '../host'
import type { CommandName, InputOf, OutputOf } from '../table'
import { claimAnswers, newClaim } from './claims'
import { answerAnswers } from './answer'
import * as seed from './seed'

type Answers = { [N in CommandName]?: (input: InputOf<N>) => OutputOf<N> }

/** An invented appeal: its row, its card, and what the conditions of the list ask. */
interface Kept {
  row: AppealRow
  card: AppealCard
  category: string
  topic: string
  channel: string
}

const topics = seed.choices.topics
const channels = seed.choices.channels

function keptOf(row: AppealRow, index: number): Kept {
  const category = seed.choices.categories.find(({ label }) => label === row.category_label)?.code ?? 'claim'
  const topic = topics[index % topics.length]
  const channel = channels[index % channels.length]
  const executor = seed.users.find((user) => user.short_name.startsWith(row.executor ?? '-'))
  const card: AppealCard = { ...seed.cardOf(row), ...(category === 'claim' ? { claim: newClaim() } : {}), topic_label: topic?.label ?? '', executor: executor?.short_name ?? null, executor_id: executor?.id ?? null }
  return { row, card, category, topic: topic?.code ?? '', channel: channel?.code ?? '' }
}

/** Some of the morning's appeals are on their way already. */
function stories(all: Kept[]): void {
  const tell = (id: string, row: Partial<AppealRow>, card: Partial<AppealCard>) => {
    const kept = all.find((one) => one.row.appeal_id === id)
    if (kept === undefined) return
    Object.assign(kept.row, row)
    Object.assign(kept.card, card)
  }
  tell('a2', {}, { zone_office: 'Кинель-Черкасское отделение', representative: 'Примеров Илья Олегович, доверенность 63 АА 1234567 от 12.03.2026', attachments: ['Квитанция за август, копия, 2\u00A0листа', 'Акт проверки счётчика, оригинал, 1\u00A0лист'], forms: [...seed.appealForms, { form_id: 'documents_receipt', title: 'Расписка о приёме документов', copies: 1 }] })
  tell('a5', { left: 'отвечено', tone: 'ok' }, { state: 'answered', answer: 'Обоснованно. Сентябрь пересчитан по показаниям.', tone: 'ok', due_label: 'Отвечено 30.10.2026' })
  tell('a6', { left: 'ждём сведений', tone: 'idle' }, { awaited: 'копия акта проверки счётчика', awaited_since: '2026-10-29', tone: 'idle', due_label: 'Ждём сведений' })
  tell('a9', {}, { proposal: { ground_label: 'На вопрос уже дан ответ по существу, новых доводов нет', clause: 'Стандарт, п.\u00A07.3', evidence: 'Довод тот же, что в обращении от 12.08.2026', former_number: 'ОТ-02/26-1690-Ф', former_id: 'c1', by: 'Ермаков\u00A0Д.\u00A0С.' } })
}

function closedRows(): AppealRow[] {
  return seed.rowsOf(6).map((row, index) => ({ ...row, appeal_id: `c${index + 1}`, number: index === 0 ? 'ОТ-02/26-1690-Ф' : `ОТ-0${index}/26-${900 + index}-К`, due_on: '2026-09-11', left: 'закрыто', tone: 'plain', executor: 'Ермаков', place: 'centre' }))
}

/** What the way of the answer and a hand-over allow. */
function wayOf({ state, answering, hand_over }: AppealCard): string[] {
  const review = answering.project?.state
  const open = ['draft_answer', ...(review === 'awaited' ? ['approve_answer', 'return_answer'] : []), ...(review === 'approved' ? ['send_answer'] : []), 'ask']
  const over = hand_over === null ? ['hand_over'] : [...(hand_over.is_here ? ['take_over'] : []), 'hand_back']
  return state === 'closed' ? [] : state === 'answered' ? over : [...open, ...over]
}

function actionsOf(card: AppealCard): string[] {
  return [...courseOf(card), ...wayOf(card)]
}

function courseOf({ state, awaited, proposal, claim }: AppealCard): string[] {
  const always = claim === undefined ? [] : ['confirm_responsibility', 'cause', 'set_action']
  if (state === 'closed') return ['reopen', 'print', ...always]
  if (state === 'answered') return ['close', 'print', ...(claim === undefined ? [] : ['reject_settlement', ...(claim.settlement === null || claim.accepted !== null ? [] : ['accept_settlement'])]), ...always]
  return [...(claim === undefined ? [] : ['assess']), ...always, 'assign', 'answer', 'print', 'set_urgency', 'change_norm', 'redate', 'extend', awaited === null ? 'suspend' : 'resume', ...(proposal === null ? ['propose'] : ['approve', 'decline'])]
}

function trouble(field: string, code = 'required'): RpcError {
  return new RpcError('input-invalid', {}, 't-9', [{ field, code, args: {}, warning: false } satisfies FieldTrouble])
}

function need(field: string, words: string): void {
  if (words.trim() === '') throw trouble(field)
}

function dateWords(iso: string): string {
  return iso.split('-').reverse().join('.')
}

/** The appeals of an invented desk: each act moves its card as the program would. */
export function appealsOf(change: (...tags: string[]) => Nothing): { add: (row: AppealRow) => void; answers: Answers } {
  const all = [...seed.rowsOf(38), ...closedRows()].map(keptOf)
  for (const { row, card } of all) if (row.left === 'закрыто') Object.assign(card, { state: 'closed', closed_label: '10.09.2026', answer: 'Разъяснено. Показания приняты в расчёт.', due_label: 'Закрыто', timeline: card.timeline.filter(({ state }) => state === 'done'), former_rounds: ['Ответ 12.08.2026: не обоснована; закрыто 13.08.2026'] })
  stories(all)
  let views: SavedView[] = []
  let moved: RedatedLine[] = [...seed.redated]
  let made = 0
  const find = (id: string): Kept => {
    const found = all.find(({ row }) => row.appeal_id === id)
    if (found === undefined) throw new RpcError('not-found', {}, 't-5')
    return found
  }
  const move = (id: string, title: string, card: Partial<AppealCard>, row: Partial<AppealRow> = {}): Nothing => {
    const kept = find(id)
    Object.assign(kept.row, row)
    const past = kept.card.timeline.filter(({ state }) => state === 'done' || state === 'void')
    const ahead = kept.card.timeline.filter(({ state }) => state === 'next' || state === 'due')
    const step = { title, meta: '30.10.2026, 10:42, Самойлова\u00A0Е.\u00A0В.', state: 'done', void_reason: null, place: 'desk' as const }
    Object.assign(kept.card, { place: 'desk', timeline: [...past, step, ...ahead] }, card)
    return change('appeals', `appeal:${id}`)
  }
  const isOpen = ({ card }: Kept) => card.state !== 'closed'
  const inView: Record<InputOf<'appeal.list'>['view'], (kept: Kept) => boolean> = {
    open: isOpen,
    mine: (kept) => isOpen(kept) && kept.card.executor_id === seed.user.id,
    overdue: (kept) => isOpen(kept) && kept.row.tone === 'bad',
    today: (kept) => isOpen(kept) && kept.row.left === 'сегодня',
    waiting: (kept) => isOpen(kept) && kept.card.awaited !== null,
    proposed: (kept) => isOpen(kept) && kept.card.proposal !== null,
    closed: (kept) => !isOpen(kept),
  }
  const count = (view: keyof typeof inView) => all.filter(inView[view]).length

  const claims = claimAnswers(
    (id, title, change_, state) => {
      const claim = find(id).card.claim ?? newClaim()
      const immediate = change_(claim).assessed?.immediate
      return move(id, title, { claim: { ...claim, ...change_(claim) }, ...state }, immediate === undefined ? {} : { immediate })
    },
    () => all.flatMap(({ row, card }) => (card.claim === undefined ? [] : [{ id: row.appeal_id, number: row.number, applicant: row.applicant, claim: card.claim, inWork: card.state === 'registered' || card.state === 'assigned' }])),
  )
  const answers: Answers = {
    ...claims,
    ...answerAnswers(find, move),
    'appeal.list': ({ view, text, filter, sort, descending, after, limit }) => {
      const asks = (asked: string, value: string) => asked === '' || asked === value
      const fits = (kept: Kept) =>
        inView[view](kept) &&
        `${kept.row.number} ${kept.row.applicant} ${kept.row.category_label}`.toLowerCase().includes(text.toLowerCase()) &&
        asks(filter.category, kept.category) &&
        asks(filter.topic, kept.topic) &&
        asks(filter.channel, kept.channel) &&
        asks(filter.executor, kept.card.executor_id ?? '-') &&
        (filter.received_from === '' || kept.card.received_on >= filter.received_from) &&
        (filter.received_to === '' || kept.card.received_on <= filter.received_to)
      const key = ({ row }: Kept) => ({ due: row.due_on, number: row.number, applicant: row.applicant, executor: row.executor ?? '' })[sort]
      const sorted = all.filter(fits).sort((a, b) => key(a).localeCompare(key(b)) * (descending ? -1 : 1))
      const from = after === null ? 0 : Number(after)
      return {
        rows: sorted.slice(from, from + limit).map(({ row }) => ({ ...row })),
        next: from + limit < sorted.length ? String(from + limit) : null,
        total: sorted.length,
        counts: { open: count('open'), mine: count('mine'), overdue: count('overdue'), today: count('today'), waiting: count('waiting'), proposed: count('proposed'), closed: count('closed') },
      }
    },
    'appeal.card': ({ appeal_id }) => {
      const { card } = find(appeal_id)
      return structuredClone({ ...card, actions: actionsOf(card) })
    },
    'appeal.assign': ({ appeal_id, executor_id }) => {
      const name = seed.users.find((user) => user.id === executor_id)?.short_name ?? ''
      return move(appeal_id, `Исполнитель: ${name}`, { state: 'assigned', executor: name, executor_id }, { executor: name.split('\u00A0')[0] ?? null })
    },
    'appeal.answer': ({ appeal_id, text, outcome, conclusion, settlement }) => {
      need('text', text)
      const { card } = find(appeal_id)
      if (card.claim !== undefined) {
        if (outcome === 'unfounded') need('conclusion', conclusion)
        if (outcome === 'founded' || outcome === 'partly_founded') need('settlement', settlement)
        card.claim = { ...card.claim, conclusion: conclusion === '' ? null : conclusion, settlement: settlement === '' ? null : settlement }
      }
      return move(appeal_id, 'Ответ', { state: 'answered', answer: text, tone: 'ok', due_label: 'Отвечено', awaited: null, awaited_since: null, proposal: null }, { left: 'отвечено', tone: 'ok' })
    },
    'appeal.close': ({ appeal_id }) => move(appeal_id, 'Закрыто', { state: 'closed', closed_label: dateWords(seed.TODAY) }, { left: 'закрыто', tone: 'plain' }),
    'appeal.extension': ({ appeal_id }) => {
      const { card } = find(appeal_id)
      const refused = card.answer !== null ? 'answered' : card.forms.some(({ form_id }) => form_id === 'extension_notice') ? 'already_extended' : card.tone === 'bad' ? 'too_late' : null
      return { old_due: card.term?.limit ?? seed.TODAY, new_due: refused === null ? '2026-12-02' : null, clause: 'Стандарт, приложение\u00A01, п.\u00A01.7', refused }
    },
    'appeal.extend': ({ appeal_id, reason }) => {
      need('reason', reason)
      const { card, row } = find(appeal_id)
      const left = '22\u00A0рабочих дня'
      return move(appeal_id, `Срок продлён: ${reason}`, { tone: 'plain', due_label: `Ответить до 02.12.2026, ${left}`, term: card.term === null ? null : { ...card.term, limit: '2026-12-02', limit_weekday: 'среда' }, forms: [...card.forms, { form_id: 'extension_notice', title: 'Уведомление о продлении срока', copies: 0 }] }, { due_on: row.due_on === '' ? '' : '2026-12-02', left, tone: 'plain' })
    },
    'appeal.suspend': ({ appeal_id, awaited }) => {
      need('awaited', awaited)
      return move(appeal_id, `Ждём от заявителя: ${awaited}`, { awaited, awaited_since: seed.TODAY, tone: 'idle', due_label: 'Ждём сведений' }, { left: 'ждём сведений', tone: 'idle' })
    },
    'appeal.resume': ({ appeal_id }) => move(appeal_id, 'Сведения получены', { awaited: null, awaited_since: null, tone: 'plain', due_label: 'Ответить до 05.11.2026, 3\u00A0рабочих дня' }, { left: '3\u00A0рабочих дня', tone: 'plain' }),
    'appeal.propose': ({ appeal_id, ground, evidence, former_number }) => {
      const row = seed.choices.grounds.find(({ code }) => code === ground)
      if (row === undefined) throw trouble('ground')
      if (row.needs_former && former_number.trim() === '') throw trouble('former_number')
      if (row.evidence_hint !== '' && !row.needs_former) need('evidence', evidence)
      const words = evidence === '' ? row.label : evidence
      return move(appeal_id, `Предложено оставить без рассмотрения: ${words}`, { proposal: { ground_label: row.label, clause: row.clause, evidence: words, former_number: former_number === '' ? null : former_number, former_id: former_number === '' ? null : 'c1', by: seed.user.short_name } })
    },
    'appeal.approve': ({ appeal_id }) => {
      const { card } = find(appeal_id)
      return move(appeal_id, 'Закрыто', { state: 'closed', proposal: null, due_label: 'Закрыто', tone: 'plain', closed_label: `${dateWords(seed.TODAY)}: без рассмотрения, ${card.proposal?.ground_label ?? ''} (${card.proposal?.clause ?? ''})`, forms: [...card.forms, { form_id: 'unconsidered_notice', title: 'Уведомление об оставлении без рассмотрения', copies: 0 }] }, { left: 'закрыто', tone: 'plain' })
    },
    'appeal.decline': ({ appeal_id, reason }) => {
      need('reason', reason)
      return move(appeal_id, `Начальник не согласился: ${reason}`, { proposal: null })
    },
    'appeal.reopen': ({ appeal_id, argument, received_on }) => {
      need('argument', argument)
      const { card } = find(appeal_id)
      return move(appeal_id, `Открыто снова: ${argument}`, { state: card.executor_id === null ? 'registered' : 'assigned', answer: null, closed_label: null, received_on, former_rounds: [...card.former_rounds, `Ответ ${dateWords(seed.TODAY)}: разъяснено; закрыто ${dateWords(seed.TODAY)}`] }, { left: '3\u00A0рабочих дня', tone: 'plain' })
    },
    'appeal.set_urgency': ({ appeal_id, urgency, reason }) => {
      if (urgency === '') throw trouble('urgency')
      need('reason', reason)
      const label = (seed.choices.urgencies.find(({ code }) => code === urgency)?.label ?? '').toLowerCase()
      return move(appeal_id, `Срочность: ${label}, ${reason}`, { urgency, urgency_label: label })
    },
    'appeal.change_norm': ({ appeal_id, norm, reason }) => {
      const { card } = find(appeal_id)
      const chosen = card.norms.find(({ key }) => key === norm)
      if (chosen === undefined) throw trouble('norm')
      need('reason', reason)
      return move(appeal_id, `Срок по другой норме: ${chosen.label}. ${reason}`, { due_label: `Ответить до ${dateWords(chosen.due_on)}`, forms: [...card.forms, { form_id: 'extension_notice', title: 'Уведомление о продлении', copies: 0 }] })
    },
    'appeal.redate': ({ appeal_id, received_on, reason }) => {
      if (received_on > seed.TODAY) throw trouble('received_on', 'received_in_future')
      need('reason', reason)
      return move(appeal_id, `Дата поступления исправлена на ${dateWords(received_on)}`, { received_on, term: seed.termOf(received_on, 3, true) })
    },
    'appeal.redated': () => moved,
    'appeal.redated_seen': ({ ids }) => {
      moved = moved.filter(({ id }) => !ids.includes(id))
      return change('appeals')
    },
    'paper.journal': ({ from, to, text }) => ({
      rows: seed.papers.filter((line) => {
        const day = new Date(line.at_ms).toISOString().slice(0, 10)
        return line.number.toLowerCase().startsWith(text.toLowerCase()) && (from === '' || day >= from) && (to === '' || day <= to)
      }),
      next: null,
    }),
    'view.list': () => views,
    'view.save': (asked) => {
      need('name', asked.name)
      made += 1
      const known = views.find(({ name }) => name === asked.name)
      const view: SavedView = { ...asked, view_id: known?.view_id ?? `v${made}` }
      views = [...views.filter((one) => one !== known), view].sort((a, b) => a.name.localeCompare(b.name))
      change('drafts')
      return view
    },
    'view.delete': ({ view_id }) => {
      views = views.filter((view) => view.view_id !== view_id)
      return change('drafts')
    },
  }
  return { add: (row) => all.push(keptOf(row, all.length)), answers }
}
