import { useState } from 'react'
import type { AppealCard } from '../../../generated/AppealCard'
import type { ClaimActionLine } from '../../../generated/ClaimActionLine'
import { ActDialog, useDone } from '../../../shared/actDialog'
import { useAct, useAsk } from '../../../shared/bridge'
import { CheckField, ChecksField } from '../../../shared/parts/Check'
import { ComboField, DayField, Field, SegmentField } from '../../../shared/parts/Field'
import { Note } from '../../../shared/parts/Layout'
import { useSpeaker } from '../../../shared/parts/Toast'
import { Refusal, troubleAt } from '../../../shared/refusal'
import { t } from '../../../shared/words'

interface Props {
  card: AppealCard
  onClose: () => void
}

function scores() {
  return ['low', 'middle', 'high'].map((id) => ({ id, title: t(`claim-score-${id}`) }))
}

/** The assessment after registration (§9). */
export function AssessDialog({ card, onClose }: Props) {
  const assess = useAct('claim.assess')
  const done = useDone(onClose)
  const former = card.claim?.assessed ?? null
  const [formRight, setFormRight] = useState(former?.form_right ?? card.claim?.lacking.length === 0)
  const [sufficient, setSufficient] = useState(former?.sufficient ?? false)
  const [valid, setValid] = useState(former?.valid ?? false)
  const [importance, setImportance] = useState<string | null>(former?.importance ?? null)
  const [complexity, setComplexity] = useState<string | null>(former?.complexity ?? null)
  const [immediate, setImmediate] = useState(former?.immediate ?? false)
  const [note, setNote] = useState(former?.note ?? '')
  const submit = () =>
    assess.mutate(
      { appeal_id: card.appeal_id, form_right: formRight, sufficient, valid, importance: importance ?? '', complexity: complexity ?? '', immediate, note },
      done(t(immediate ? 'claim-assess-done-immediate' : 'claim-assess-done', { number: card.number })),
    )
  return (
    <ActDialog title={t('claim-assess-title', { number: card.number })} act={t('claim-assess-submit')} busy={assess.isPending} error={assess.error} onSubmit={submit} onClose={onClose}>
      {card.claim !== undefined && card.claim.lacking.length > 0 && <Note tone="warn">{t('claim-lacking', { what: card.claim.lacking.join(', ') })}</Note>}
      <CheckField name="form_right" value={formRight} onChange={setFormRight}>
        {t('claim-form-right-check')}
      </CheckField>
      <CheckField name="sufficient" value={sufficient} onChange={setSufficient}>
        {t('claim-sufficient-check')}
      </CheckField>
      <CheckField name="valid" value={valid} onChange={setValid}>
        {t('claim-valid-check')}
      </CheckField>
      <SegmentField label={t('claim-importance')} name="importance" choices={scores()} value={importance} onChange={setImportance} trouble={troubleAt(assess.error, 'importance')} />
      <SegmentField label={t('claim-complexity')} name="complexity" choices={scores()} value={complexity} onChange={setComplexity} trouble={troubleAt(assess.error, 'complexity')} />
      <CheckField name="immediate" value={immediate} onChange={setImmediate}>
        {t('claim-immediate-check')}
      </CheckField>
      <Field label={t('claim-note')} name="note" rows={2} value={note} onChange={setNote} trouble={troubleAt(assess.error, 'note')} reserve />
    </ActDialog>
  )
}

export function AcceptDialog({ card, onClose }: Props) {
  const accept = useAct('claim.accept_settlement')
  const done = useDone(onClose)
  const [note, setNote] = useState('')
  const submit = () => accept.mutate({ appeal_id: card.appeal_id, note }, done(t('claim-accept-done', { number: card.number })))
  return (
    <ActDialog title={t('claim-accept-title', { number: card.number })} act={t('claim-accept-submit')} busy={accept.isPending} error={accept.error} onSubmit={submit} onClose={onClose}>
      {card.claim?.settlement != null && <p>{card.claim.settlement}</p>}
      <Field label={t('claim-note')} name="note" rows={2} autoFocus value={note} onChange={setNote} trouble={troubleAt(accept.error, 'note')} reserve />
    </ActDialog>
  )
}

/** The claim stays open; the applicant is told where else to apply, and the notice follows (R163). */
export function RejectDialog({ card, onClose, onPaper }: Props & { onPaper: (formId: string) => void }) {
  const reject = useAct('claim.reject_settlement')
  const { announce } = useSpeaker()
  const [on, setOn] = useState('')
  const [words, setWords] = useState('')
  const [bodies, setBodies] = useState<string[]>([])
  const submit = () =>
    reject.mutate(
      { appeal_id: card.appeal_id, rejected_on: on, words, bodies },
      {
        onSuccess: () => {
          announce(t('claim-reject-done', { number: card.number }))
          onClose()
          onPaper('open_claim_notice')
        },
      },
    )
  return (
    <ActDialog title={t('claim-reject-title', { number: card.number })} act={t('claim-reject-submit')} busy={reject.isPending} error={reject.error} onSubmit={submit} onClose={onClose}>
      <p>{t('claim-reject-lead')}</p>
      <Field label={t('claim-reject-words')} name="words" rows={3} autoFocus value={words} onChange={setWords} trouble={troubleAt(reject.error, 'words')} reserve />
      <ChecksField
        label={t('claim-reject-bodies')}
        name="bodies"
        choices={(card.claim?.bodies ?? []).map(({ code, label }) => ({ id: code, title: label }))}
        value={bodies}
        onChange={setBodies}
        trouble={troubleAt(reject.error, 'bodies')}
      />
      <DayField label={t('claim-reject-on')} name="rejected_on" hint={t('claim-today-hint')} value={on} onChange={setOn} trouble={troubleAt(reject.error, 'rejected_on')} />
    </ActDialog>
  )
}

export function ConfirmDialog({ card, onClose }: Props) {
  const confirm = useAct('claim.confirm_responsibility')
  const done = useDone(onClose)
  const [how, setHow] = useState<string | null>(null)
  const [on, setOn] = useState('')
  const [basis, setBasis] = useState('')
  const submit = () => confirm.mutate({ appeal_id: card.appeal_id, how: how ?? '', confirmed_on: on, basis }, done(t('claim-confirm-done', { number: card.number })))
  return (
    <ActDialog title={t('claim-confirm-title', { number: card.number })} act={t('claim-confirm-submit')} busy={confirm.isPending} error={confirm.error} onSubmit={submit} onClose={onClose}>
      <SegmentField
        label={t('claim-confirm-how')}
        name="how"
        choices={['out_of_court', 'by_court'].map((id) => ({ id, title: t(`claim-confirm-${id}`) }))}
        value={how}
        onChange={setHow}
        autoFocus
        trouble={troubleAt(confirm.error, 'how')}
      />
      <Field label={t('claim-confirm-basis')} name="basis" rows={2} hint={t('claim-confirm-basis-hint')} value={basis} onChange={setBasis} trouble={troubleAt(confirm.error, 'basis')} reserve />
      <DayField label={t('claim-confirm-on')} name="confirmed_on" hint={t('claim-today-hint')} value={on} onChange={setOn} trouble={troubleAt(confirm.error, 'confirmed_on')} />
    </ActDialog>
  )
}

export function CauseDialog({ card, onClose }: Props) {
  const find = useAct('claim.cause')
  const done = useDone(onClose)
  const [cause, setCause] = useState(card.claim?.cause ?? '')
  const submit = () => find.mutate({ appeal_id: card.appeal_id, cause }, done(t('claim-cause-done', { number: card.number })))
  return (
    <ActDialog title={t('claim-cause-title', { number: card.number })} act={t('claim-cause-submit')} busy={find.isPending} error={find.error} onSubmit={submit} onClose={onClose}>
      <Field label={t('claim-cause')} name="cause" rows={3} autoFocus hint={t('claim-cause-hint')} value={cause} onChange={setCause} trouble={troubleAt(find.error, 'cause')} reserve />
    </ActDialog>
  )
}

export function SetActionDialog({ card, onClose }: Props) {
  const users = useAsk('session.users', {}, ['directory'])
  const set = useAct('claim.set_action')
  const done = useDone(onClose)
  const [kind, setKind] = useState<string | null>('corrective')
  const [what, setWhat] = useState('')
  const [owner, setOwner] = useState<string | null>(null)
  const [due, setDue] = useState('')
  const submit = () => set.mutate({ appeal_id: card.appeal_id, kind: kind ?? '', what, owner_id: owner ?? '', due_on: due }, done(t('claim-set-action-done', { number: card.number })))
  return (
    <ActDialog title={t('claim-set-action-title', { number: card.number })} act={t('claim-set-action-submit')} busy={set.isPending} error={set.error} onSubmit={submit} onClose={onClose}>
      <Refusal error={users.error} />
      <SegmentField
        label={t('claim-action-kind')}
        name="kind"
        choices={['corrective', 'preventive'].map((id) => ({ id, title: t(`claim-action-${id}`) }))}
        value={kind}
        onChange={setKind}
        trouble={troubleAt(set.error, 'kind')}
      />
      <Field label={t('claim-action-what')} name="what" rows={2} autoFocus value={what} onChange={setWhat} trouble={troubleAt(set.error, 'what')} reserve />
      <ComboField
        label={t('claim-action-owner')}
        name="owner_id"
        choices={(users.data ?? []).map((user) => ({ id: user.id, title: user.short_name, note: user.post }))}
        value={owner}
        onChange={setOwner}
        trouble={troubleAt(set.error, 'owner_id')}
        reserve
      />
      <DayField label={t('claim-action-due')} name="due_on" value={due} onChange={setDue} trouble={troubleAt(set.error, 'due_on')} />
    </ActDialog>
  )
}

export function EndActionDialog({ number, line, onClose }: { number: string; line: ClaimActionLine; onClose: () => void }) {
  const end = useAct('claim.end_action')
  const done = useDone(onClose)
  const [dropped, setDropped] = useState(false)
  const [note, setNote] = useState('')
  const submit = () => end.mutate({ appeal_id: line.appeal_id, action_id: line.action_id, dropped, note }, done(t('claim-end-action-done', { number })))
  return (
    <ActDialog title={t('claim-end-action-title', { number })} act={t('claim-end-action-submit')} busy={end.isPending} error={end.error} onSubmit={submit} onClose={onClose}>
      <p>{line.what}</p>
      <Field label={t('claim-end-action-note')} name="note" rows={2} autoFocus value={note} onChange={setNote} trouble={troubleAt(end.error, 'note')} reserve />
      <CheckField name="dropped" value={dropped} onChange={setDropped}>
        {t('claim-end-action-dropped')}
      </CheckField>
    </ActDialog>
  )
}
