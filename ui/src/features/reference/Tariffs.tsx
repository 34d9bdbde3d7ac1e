import { useMemo, useState } from 'react'
import type { TariffView } from '../../generated/TariffView'
import { useAsk } from '../../shared/bridge'
import { dateWords } from '../../shared/format'
import { type ColumnShape, DataTable } from '../../shared/parts/DataTable'
import { DayField } from '../../shared/parts/Field'
import { Empty, Skeleton } from '../../shared/parts/Layout'
import text from '../../shared/parts/text.module.css'
import { atLarge, Refusal, troubleAt } from '../../shared/refusal'
import { useSession } from '../../shared/session'
import { t } from '../../shared/words'
import styles from './Reference.module.css'

const noRows: readonly TariffView[] = []
const keyOf = (row: TariffView) => `${row.category} ${row.title} ${row.since}`
const nothing = <Empty title={t('tariff-none')}>{t('tariff-none-hint')}</Empty>

const columns: readonly ColumnShape<TariffView>[] = [
  { id: 'category', title: t('tariff-category'), width: '1fr', minWidth: 180, cell: (row) => <span className={text.strong} title={row.category}>{row.category}</span> },
  { id: 'title', title: t('tariff-title'), width: 124, cell: (row) => <span>{row.title}</span> },
  { id: 'prices', title: t('tariff-prices'), width: '1.55fr', minWidth: 220, cell: (row) => <span title={row.prices}>{row.prices}</span> },
  { id: 'since', title: t('tariff-since'), width: 112, cell: (row) => <span>{dateWords(row.since)}</span> },
  { id: 'until', title: t('tariff-until'), width: 112, cell: (row) => <span className={text.mute}>{row.until === null ? '' : dateWords(row.until)}</span> },
]

/** Tariffs in force on a day. */
export function Tariffs() {
  const { today } = useSession()
  const [on, setOn] = useState(today)
  const [at, setAt] = useState<string | null>(null)
  const tariffs = useAsk('reference.tariffs', { on }, ['directory'], { keep: true })
  const ends = tariffs.data?.some((row) => row.until !== null) === true
  const shown = useMemo(() => columns.filter(({ id }) => id !== 'until' || ends), [ends])
  return (
    <>
      <div className={styles.bar}>
        <DayField label={t('tariff-on')} name="on" value={on} onChange={setOn} trouble={troubleAt(tariffs.error, 'on')} />
      </div>
      <div className={styles.list}>
        <Refusal error={atLarge(tariffs.error)} />
        {tariffs.isPending ? (
          <Skeleton rows={6} />
        ) : (
          <DataTable label={t('reference-tab-tariffs')} columns={shown} rows={tariffs.data ?? noRows} keyOf={keyOf} nameOf={keyOf} rowHeader="category" empty={nothing} selected={at} onSelect={setAt} onOpen={setAt} />
        )}
      </div>
    </>
  )
}
