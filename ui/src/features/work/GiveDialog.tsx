import { useState } from 'react'
import type { WorkLine } from '../../generated/WorkLine'
import { ActFoot, useDone } from '../../shared/actDialog'
import { useAct, useAsk } from '../../shared/bridge'
import { Dialog } from '../../shared/parts/Dialog'
import { ComboField } from '../../shared/parts/Field'
import { atLarge, Refusal, troubleAt } from '../../shared/refusal'
import { t } from '../../shared/words'

/** The head gives a case to somebody else. */
export function GiveDialog({ row, appealId, onClose }: { row: WorkLine; appealId: string; onClose: () => void }) {
  const users = useAsk('session.users', {}, ['directory'])
  const assign = useAct('appeal.assign')
  const done = useDone(onClose)
  const [executor, setExecutor] = useState(row.owner_id)
  const [missing, setMissing] = useState(false)
  const submit = () => {
    if (executor === null) {
      setMissing(true)
      return
    }
    assign.mutate({ appeal_id: appealId, executor_id: executor }, done(t('assign-done', { number: row.number })))
  }
  return (
    <Dialog title={t('assign-title', { number: row.number })} isOpen onClose={onClose} onSubmit={submit} foot={<ActFoot title={t('assign-submit')} busy={assign.isPending} onSubmit={submit} onClose={onClose} />}>
      <Refusal error={users.error ?? atLarge(assign.error)} />
      <ComboField
        label={t('appeals-executor')}
        name="executor_id"
        choices={(users.data ?? []).map((user) => ({ id: user.id, title: user.short_name, note: user.post }))}
        value={executor}
        onChange={(id) => {
          setExecutor(id)
          setMissing(false)
        }}
        trouble={missing ? t('assign-missing') : troubleAt(assign.error, 'executor_id')}
        autoFocus
        reserve
      />
    </Dialog>
  )
}
