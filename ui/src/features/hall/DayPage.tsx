import type { ReactNode } from 'react'
import type { HallDay } from '../../generated/HallDay'
import { useAsk } from '../../shared/bridge'
import { SegmentField } from '../../shared/parts/Field'
import { Skeleton } from '../../shared/parts/Layout'
import text from '../../shared/parts/text.module.css'
import { Refusal } from '../../shared/refusal'
import { amend } from '../../shared/route'
import { t } from '../../shared/words'
import { DayFigures, type DayView } from './Day'
import styles from './Day.module.css'
import { DayPicker } from './DayPicker'
import hall from './Hall.module.css'

/** «пришли 102, обслужены 81, не подошли 3; весь визит до 30 мин: 95 %». */
export function dayLead({ visits, served, no_shows, left, total }: HallDay): string {
  const counts = [t('day-lead', { visits, served }), ...(no_shows > 0 ? [t('day-lead-lost', { count: no_shows })] : []), ...(left > 0 ? [t('day-lead-left', { count: left })] : [])].join(', ')
  return total.percent === null ? counts : `${counts}; ${t('day-total', { minutes: total.norm_minutes, percent: total.percent })}`
}

export function ViewChoice({ view, onChange }: { view: DayView; onChange: (view: DayView) => void }) {
  return (
    <SegmentField
      label={t('day-view')}
      name="view"
      labelHidden
      choices={[
        { id: 'plot', title: t('day-view-plot') },
        { id: 'table', title: t('day-view-table') },
      ]}
      value={view}
      onChange={(id) => onChange(id === 'table' ? 'table' : 'plot')}
    />
  )
}

/** A day of the queue in figures. */
export function DayPage({ nav, params }: { nav: ReactNode; params: URLSearchParams }) {
  const on = params.get('on') ?? ''
  const view: DayView = params.get('view') === 'table' ? 'table' : 'plot'
  const { data, error, isPending } = useAsk('hall.day', { on }, ['queue', 'directory'], { keep: true })
  const show = (part: Record<string, string | null>) => amend(['hall', 'day'], { ...Object.fromEntries(params), ...part })
  return (
    <div className={hall.page}>
      <div className={hall.head}>
        <h1 className={text.hidden} tabIndex={-1} data-page-focus="">
          {t('day-title')}
        </h1>
        {nav}
        <span className={hall.lead}>{data === undefined ? '' : dayLead(data)}</span>
      </div>
      <Refusal error={error} />
      {isPending && <Skeleton rows={8} />}
      {data !== undefined && (
        <section className={styles.day} aria-label={t('day-title')}>
          <div className={styles.bar}>
            <DayPicker on={data.on} days={data.days} onChange={(chosen) => show({ on: chosen })} />
            <ViewChoice view={view} onChange={(next) => show({ view: next === 'plot' ? null : next })} />
          </div>
          <DayFigures day={data} view={view} />
        </section>
      )}
    </div>
  )
}
