import { useMemo, useState } from 'react'
import type { NormView } from '../../generated/NormView'
import { useAsk } from '../../shared/bridge'
import { dateWords } from '../../shared/format'
import { type ColumnShape, DataTable } from '../../shared/parts/DataTable'
import { DayField, Field } from '../../shared/parts/Field'
import { Empty, Skeleton } from '../../shared/parts/Layout'
import text from '../../shared/parts/text.module.css'
import { atLarge, Refusal, troubleAt } from '../../shared/refusal'
import { useWidthRem } from '../../shared/rem'
import { useSession } from '../../shared/session'
import { useSettled } from '../../shared/useSettled'
import { t } from '../../shared/words'
import styles from './Reference.module.css'
import { useOpening } from './opening'

const FIND_AFTER_MS = 120
const noRows: readonly NormView[] = []
const keyOf = (row: NormView) => row.id
const nameOf = (row: NormView) => `${row.title} ${row.clause}`
const nothing = <Empty title={t('norm-none')}>{t('norm-none-hint')}</Empty>

const columns: readonly ColumnShape<NormView>[] = [
  { id: 'title', title: t('norm-title'), width: '1.4fr', minWidth: 200, cell: (row) => <span className={text.strong} title={row.title}>{row.title}</span> },
  { id: 'audience', title: t('norm-audience'), width: 92, cell: (row) => <span>{row.audience}</span> },
  { id: 'amount', title: t('norm-amount'), width: 172, cell: (row) => <span title={row.start}>{row.amount}</span> },
  { id: 'due', title: t('norm-due'), width: 200, cell: (row) => (row.due_on === null ? <span className={text.mute} title={row.start}>{row.start}</span> : <span>{dateWords(row.due_on)}</span>) },
  { id: 'clause', title: t('norm-clause'), width: '1fr', minWidth: 170, cell: (row) => <span className={text.mute} title={row.rule_set}>{row.clause}</span> },
]

/** Norms in force with their clauses, and what comes of each for a day of receipt. */
export function Norms() {
  const { today } = useSession()
  const [typed, setTyped] = useState('')
  const [on, setOn] = useState(today)
  const [at, setAt] = useState<string | null>(null)
  const widthRem = useWidthRem()
  const asked = { on, text: useSettled(typed, FIND_AFTER_MS) }
  const norms = useAsk('reference.norms', asked, ['directory'], { keep: true })
  const shown = useMemo(() => columns.filter(({ id }) => id !== 'audience' || widthRem >= 60), [widthRem])
  return (
    <>
      <div className={styles.bar}>
        <Field label={t('norm-find')} name="norm" value={typed} onChange={setTyped} placeholder={t('norm-find-prompt')} autoFocus={useOpening()} autoComplete="off" />
        <DayField label={t('norm-on')} name="on" value={on} onChange={setOn} trouble={troubleAt(norms.error, 'on')} />
        <p role="status">{t('norm-count', { count: norms.data?.length ?? 0 })}</p>
      </div>
      <div className={styles.list}>
        <Refusal error={atLarge(norms.error)} />
        {norms.isPending ? (
          <Skeleton rows={8} />
        ) : (
          <DataTable label={t('reference-tab-norms')} columns={shown} rows={norms.data ?? noRows} keyOf={keyOf} nameOf={nameOf} rowHeader="title" empty={nothing} selected={at} onSelect={setAt} onOpen={setAt} />
        )}
      </div>
    </>
  )
}
