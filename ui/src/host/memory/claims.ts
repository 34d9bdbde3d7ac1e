import type { ClaimActionLine } from '../../generated/ClaimActionLine'
import type { ClaimView } from '../../generated/ClaimView'
import type { IndicatorNumbers } from '../../generated/IndicatorNumbers'
import type { Nothing } from '../../generated/Nothing'
import { type FieldTrouble, RpcError } from '../host'
import type { CommandName, InputOf, OutputOf } from '../table'
import * as seed from './seed'

type Answers = { [N in CommandName]?: (input: InputOf<N>) => OutputOf<N> }

/** What an act on a claim does to its card. */
type Tell = (id: string, title: string, change: (claim: ClaimView) => Partial<ClaimView>, state?: { state: string; answer?: string | null }) => Nothing

const BODIES = [
  { code: 'court', label: 'Суд: Защита нарушенных прав' },
  { code: 'ufas', label: 'УФАС по Самарской области: Нарушения антимонопольного законодательства' },
  { code: 'housing_inspection', label: 'Государственная жилищная инспекция Самарской области: Начисления и качество коммунальных услуг' },
]

export function newClaim(): ClaimView {
  return { lacking: [], assessed: null, conclusion: null, settlement: null, accepted: null, rejected: [], responsibility: null, cause: null, actions: [], bodies: BODIES }
}

function need(words: string, field: string, code = 'required'): void {
  if (words.trim() === '') throw new RpcError('input-invalid', {}, 't-9', [{ field, code, args: {}, warning: false } satisfies FieldTrouble])
}

const numbers = (received: number, repeated: number, unfounded: number, recognised_later: number, decision_rejected: number, late_answer: number, late_action: number): IndicatorNumbers => ({ received, repeated, unfounded, recognised_later, decision_rejected, late_answer, late_action })

/** Acts on the claims of an invented desk. */
export function claimAnswers(tell: Tell, claims: () => { id: string; number: string; applicant: string; claim: ClaimView; inWork: boolean }[]): Answers {
  let made = 0
  const lines = (): ClaimActionLine[] => claims().flatMap(({ claim }) => claim.actions)
  return {
    'claim.assess': ({ appeal_id, importance, complexity, ...rest }) => {
      need(importance, 'importance')
      need(complexity, 'complexity')
      return tell(appeal_id, 'Претензия оценена', () => ({ assessed: { form_right: rest.form_right, sufficient: rest.sufficient, valid: rest.valid, importance, complexity, immediate: rest.immediate, note: rest.note === '' ? null : rest.note } }))
    },
    'claim.accept_settlement': ({ appeal_id }) => tell(appeal_id, 'Предложение принято заявителем', () => ({ accepted: 'Принято 30.10.2026' })),
    'claim.reject_settlement': ({ appeal_id, words, bodies }) => {
      need(words, 'words')
      if (bodies.length === 0) need('', 'bodies')
      const named = BODIES.filter(({ code }) => bodies.includes(code)).map(({ label }) => label.split(':')[0] ?? label)
      return tell(appeal_id, `Решение отклонено заявителем: ${words}`, (claim) => ({ settlement: null, conclusion: null, accepted: null, rejected: [...claim.rejected, { on: seed.TODAY, words, answer: 'Ответ 30.10.2026: обоснована', bodies: named }] }), { state: 'registered', answer: null })
    },
    'claim.confirm_responsibility': ({ appeal_id, how, basis }) => {
      need(how, 'how')
      need(basis, 'basis')
      return tell(appeal_id, 'Ответственность подтверждена', () => ({ responsibility: `Подтверждена ${how === 'by_court' ? 'судом' : 'во внесудебном порядке'} 30.10.2026: ${basis}` }))
    },
    'claim.cause': ({ appeal_id, cause }) => {
      need(cause, 'cause')
      return tell(appeal_id, `Причина: ${cause}`, () => ({ cause }))
    },
    'claim.set_action': ({ appeal_id, kind, what, owner_id, due_on }) => {
      need(what, 'what')
      need(owner_id, 'owner_id')
      need(due_on, 'due_on')
      made += 1
      const owner = seed.users.find(({ id }) => id === owner_id)?.short_name ?? ''
      const number = claims().find(({ id }) => id === appeal_id)?.number ?? ''
      return tell(appeal_id, `Мероприятие: ${what}`, (claim) => ({ actions: [...claim.actions, { appeal_id, number, action_id: `m${made}`, kind, what, owner, due_on, left: '5 рабочих дней', tone: 'plain', ended: false, note: null }] }))
    },
    'claim.end_action': ({ appeal_id, action_id, note }) => {
      need(note, 'note')
      return tell(appeal_id, `Мероприятие выполнено: ${note}`, (claim) => ({ actions: claim.actions.map((line) => (line.action_id === action_id ? { ...line, ended: true, note, left: 'выполнено 30.10.2026', tone: 'ok' } : line)) }))
    },
    'claim.immediate': () =>
      claims()
        .filter(({ claim, inWork }) => inWork && claim.assessed?.immediate === true)
        .map(({ id, number, applicant, claim }) => ({ appeal_id: id, number, applicant, note: claim.assessed?.note ?? null })),
    'claim.actions': () => lines(),
    'claim.indicators': ({ from, to, office }) => ({
      from: from === '' ? '2026-01-01' : from,
      to: to === '' ? seed.TODAY : to,
      offices: [{ code: 'otradny', label: 'Отрадненское отделение' }],
      office,
      threshold: 'от 3 с одной темой по одному объекту за 12 мес. или от 2 одного клиента за 6 мес.',
      total: numbers(38, 4, 9, 1, 2, 1, 1),
      months: [
        { month: '2026-08', label: 'август 2026', numbers: numbers(11, 1, 3, 0, 0, 1, 0) },
        { month: '2026-09', label: 'сентябрь 2026', numbers: numbers(14, 2, 4, 1, 1, 0, 1) },
        { month: '2026-10', label: 'октябрь 2026', numbers: numbers(13, 1, 2, 0, 1, 0, 0) },
      ],
      cases: [
        { indicator: 'decision_rejected', on: '2026-10-21', appeal_id: 'a5', number: 'ОТ-04/26-1873-К', applicant: 'Примерова А. С.' },
        { indicator: 'repeated', on: '2026-09-14', appeal_id: 'a2', number: 'ОТ-04/26-1702-М', applicant: 'Небылицын А. Д.' },
      ],
      cases_cut: false,
    }),
  }
}
