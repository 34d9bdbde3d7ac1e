import { useState } from 'react'
import type { BookRow } from '../../generated/BookRow'
import { ActDialog, useDone } from '../../shared/actDialog'
import { useAct } from '../../shared/bridge'
import { Field } from '../../shared/parts/Field'
import { troubleAt } from '../../shared/refusal'
import { t } from '../../shared/words'

/** What was done about an entry and answered to its author. */
export function ActOnDialog({ row, onClose }: { row: BookRow; onClose: () => void }) {
  const act = useAct('book.act')
  const done = useDone(onClose)
  const [measures, setMeasures] = useState('')
  const submit = () => act.mutate({ entry_id: row.entry_id, measures }, done(t('book-acted')))
  return (
    <ActDialog title={t('book-act-title', { number: row.number })} act={t('save')} busy={act.isPending} error={act.error} onSubmit={submit} onClose={onClose}>
      <p>{t('quoted', { text: row.text })}</p>
      <Field
        label={t('book-measures')}
        name="measures"
        hint={t('book-measures-hint')}
        rows={4}
        autoFocus
        value={measures}
        onChange={(words) => {
          setMeasures(words)
          if (act.error !== null) act.reset()
        }}
        trouble={troubleAt(act.error, 'measures')}
      />
    </ActDialog>
  )
}
