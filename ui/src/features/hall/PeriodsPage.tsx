import { Download } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import type { PeriodLine } from '../../generated/PeriodLine'
import { useAct, useAsk } from '../../shared/bridge'
import { timeWords } from '../../shared/norm'
import { Button } from '../../shared/parts/Button'
import { type ColumnShape, DataTable } from '../../shared/parts/DataTable'
import { Empty, Skeleton } from '../../shared/parts/Layout'
import { useSpeaker } from '../../shared/parts/Toast'
import text from '../../shared/parts/text.module.css'
import { Refusal } from '../../shared/refusal'
import { useWidthRem } from '../../shared/rem'
import { amend } from '../../shared/route'
import { t } from '../../shared/words'
import styles from './Day.module.css'
import { DayPicker } from './DayPicker'
import hall from './Hall.module.css'

interface Row extends PeriodLine {
  key: string
}

const keyOf = (row: Row) => row.key
const nameOf = (row: Row) => `${row.number} ${row.state} ${row.from}`

function columnsOf(widthRem: number): readonly ColumnShape<Row>[] {
  const all: readonly ColumnShape<Row>[] = [
    { id: 'number', title: t('periods-number'), width: 92, cell: (row) => <span className={text.strong}>{row.number}</span> },
    { id: 'service', title: t('periods-service'), width: '1fr', minWidth: 180, cell: (row) => <span title={row.service}>{row.service}</span> },
    { id: 'state', title: t('periods-state'), width: 180, cell: (row) => <span title={row.state}>{row.state}</span> },
    { id: 'from', title: t('periods-from'), width: 88, end: true, cell: (row) => <span>{row.from}</span> },
    { id: 'to', title: t('periods-to'), width: 88, end: true, cell: (row) => <span className={text.mute}>{row.to}</span> },
    { id: 'length', title: t('periods-length'), width: 96, end: true, cell: (row) => <span>{row.seconds === null ? '' : timeWords(row.seconds * 1000)}</span> },
    { id: 'window', title: t('periods-window'), width: 116, cell: (row) => <span>{row.window}</span> },
    { id: 'user', title: t('periods-user'), width: 168, cell: (row) => <span className={text.mute}>{row.user}</span> },
  ]
  return all.filter(({ id }) => (id !== 'service' || widthRem >= 60) && (id !== 'user' || widthRem >= 72) && (id !== 'to' || widthRem >= 46))
}

/** Every period of every ticket: what all figures of the day are counted from. */
export function PeriodsPage({ nav, params }: { nav: ReactNode; params: URLSearchParams }) {
  const on = params.get('on') ?? ''
  const day = useAsk('hall.day', { on }, ['queue', 'directory'], { keep: true })
  const periods = useAsk('hall.periods', { on }, ['queue', 'directory'], { keep: true })
  const save = useAct('hall.export')
  const { say } = useSpeaker()
  const widthRem = useWidthRem()
  const [at, setAt] = useState<string | null>(null)
  const columns = useMemo(() => columnsOf(widthRem), [widthRem])
  const rows = useMemo<readonly Row[]>(() => (periods.data ?? []).map((line, index) => ({ ...line, key: String(index) })), [periods.data])
  const empty = useMemo(() => <Empty title={t('periods-none')}>{t('periods-none-hint')}</Empty>, [])
  return (
    <div className={hall.page}>
      <div className={hall.head}>
        <h1 className={text.hidden}>{t('periods-title')}</h1>
        {nav}
        <span className={hall.lead}>{t('periods-lead')}</span>
      </div>
      <Refusal error={day.error ?? periods.error ?? save.error} />
      <section className={styles.day} aria-label={t('periods-title')}>
        <div className={styles.bar}>
          {day.data !== undefined && <DayPicker on={day.data.on} days={day.data.days} onChange={(chosen) => amend(['hall', 'periods'], { on: chosen })} />}
          <span className={text.mute} role="status">
            {t('periods-count', { count: rows.length })}
          </span>
          <Button icon={<Download aria-hidden />} busy={save.isPending} isDisabled={rows.length === 0} onPress={() => save.mutate({ on }, { onSuccess: ({ file }) => say({ words: t('periods-exported', { file }) }) })}>
            {t('periods-export')}
          </Button>
        </div>
        {periods.isPending ? (
          <Skeleton rows={8} />
        ) : (
          <DataTable label={t('periods-title')} columns={columns} rows={rows} keyOf={keyOf} nameOf={nameOf} rowHeader="number" selected={at} onSelect={setAt} onOpen={setAt} empty={empty} />
        )}
      </section>
    </div>
  )
}
