import { useState } from 'react'
import { useAct, useAsk } from '../../shared/bridge'
import { Field, SelectField } from '../../shared/parts/Field'
import { troubleAt } from '../../shared/refusal'
import { t } from '../../shared/words'
import { ActDialog, useDone } from '../../shared/actDialog'
import { choicesOf, type VisitOf } from './visit'

/** What happened in the hall and what was done about it (R197). */
export function IncidentDialog({ partyId, onClose }: VisitOf) {
  const choices = useAsk('visit.choices', {}, ['directory'])
  const note = useAct('incident.note')
  const done = useDone(onClose)
  const [kind, setKind] = useState('')
  const [measure, setMeasure] = useState('')
  const [words, setWords] = useState('')
  const submit = () => note.mutate({ kind, measure, text: words, party_id: partyId }, done(t('incident-done')))
  const amended = <T,>(set: (value: T) => void) => (value: T) => {
    set(value)
    if (note.error !== null) note.reset()
  }
  return (
    <ActDialog title={t('incident-title')} act={t('save')} busy={note.isPending} error={note.error ?? choices.error} onSubmit={submit} onClose={onClose}>
      <SelectField label={t('incident-kind')} name="kind" autoFocus placeholder={t('form-choose')} choices={choicesOf(choices.data?.incidents ?? [])} value={kind === '' ? null : kind} onChange={amended(setKind)} trouble={troubleAt(note.error, 'kind')} />
      <SelectField label={t('incident-measure')} name="measure" placeholder={t('form-choose')} choices={choicesOf(choices.data?.measures ?? [])} value={measure === '' ? null : measure} onChange={amended(setMeasure)} trouble={troubleAt(note.error, 'measure')} />
      <Field label={t('incident-text')} name="text" rows={4} value={words} onChange={amended(setWords)} trouble={troubleAt(note.error, 'text')} />
    </ActDialog>
  )
}
