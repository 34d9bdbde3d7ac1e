import { lazy, type ReactNode, Suspense, useCallback } from 'react'
import type { HallDay } from '../../generated/HallDay'
import { Empty, Skeleton } from '../../shared/parts/Layout'
import { cx } from '../../shared/parts/cx'
import { t } from '../../shared/words'
import styles from './Day.module.css'
import { flowOption, lineLook, loadOption, waitsOption } from './options'
import type { Look } from './palette'
import { flowAlt, loadKinds, waitsAlt } from './plots'
import { FlowTable, LoadTable, WaitsTable } from './Tables'

/** The drawing library comes when a picture is looked at, not with the program. */
const Plot = lazy(() => import('./Plot'))

export type DayView = 'plot' | 'table'

interface FigureProps {
  title: string
  legend?: ReactNode
  view: DayView
  picture: ReactNode
  twin: ReactNode
  className?: string | undefined
}

function Figure({ title, legend, view, picture, twin, className }: FigureProps) {
  return (
    <figure className={cx(styles.figure, className)} aria-label={title}>
      <div className={styles.figureHead}>
        <h2>{title}</h2>
        {view === 'plot' && legend}
      </div>
      {view === 'plot' ? <Suspense fallback={<Skeleton rows={4} />}>{picture}</Suspense> : <div className={styles.twinBox}>{twin}</div>}
    </figure>
  )
}

const dashes: Record<string, string> = { solid: '', dotted: '2 4', dashed: '7 4' }

function LineSample({ index }: { index: number }) {
  const { dash, symbol } = lineLook(index)
  return (
    <svg viewBox="0 0 30 10" className={cx(styles.sample, styles[`line${index % 3}`])} aria-hidden>
      <path d="M0 5h30" stroke="currentColor" strokeWidth="2" strokeDasharray={dashes[dash]} />
      {symbol === 'circle' && <circle cx="15" cy="5" r="4" fill="currentColor" />}
      {symbol === 'rect' && <path d="M11 1h8v8h-8z" fill="currentColor" />}
      {symbol === 'triangle' && <path d="M15 .5 19.5 9.5h-9z" fill="currentColor" />}
    </svg>
  )
}

function WaitsLegend({ day }: { day: HallDay }) {
  return (
    <ul className={styles.legend}>
      {day.streams.map(({ id, title, wait }, index) => (
        <li key={id}>
          <LineSample index={index} />
          {wait.norm_ms > 0 ? t('day-stream-norm', { stream: title, minutes: Math.round(wait.norm_ms / 60_000) }) : title}
        </li>
      ))}
    </ul>
  )
}

function BlockLegend({ kinds }: { kinds: readonly string[] }) {
  return (
    <ul className={styles.legend}>
      {kinds.map((kind) => (
        <li key={kind}>
          <i className={cx(styles.block, styles[kind])} aria-hidden />
          {t(`day-${kind}`)}
        </li>
      ))}
    </ul>
  )
}

function Waits({ day, view }: { day: HallDay; view: DayView }) {
  const draw = useCallback((look: Look) => waitsOption(day, look), [day])
  return <Figure title={t(view === 'plot' ? 'day-waits' : 'day-waits-name')} legend={<WaitsLegend day={day} />} view={view} picture={<Plot label={waitsAlt(day)} draw={draw} />} twin={<WaitsTable day={day} />} className={styles.waits} />
}

function Flow({ day, view }: { day: HallDay; view: DayView }) {
  const draw = useCallback((look: Look) => flowOption(day, look), [day])
  return <Figure title={t('day-flow')} legend={<BlockLegend kinds={['came', 'served']} />} view={view} picture={<Plot label={flowAlt(day)} draw={draw} />} twin={<FlowTable day={day} />} className={styles.flow} />
}

function Load({ day, view }: { day: HallDay; view: DayView }) {
  const draw = useCallback((look: Look) => loadOption(day, look), [day])
  return (
    <Figure
      title={t(view === 'plot' ? 'day-load' : 'day-load-name')}
      legend={<BlockLegend kinds={loadKinds} />}
      view={view}
      picture={<Plot label={t('day-load-alt', { count: day.windows.length })} draw={draw} rows={day.windows.length} />}
      twin={<LoadTable day={day} />}
      className={styles.load}
    />
  )
}

/** Waits against norms, clients, load: pictures, or the tables that say the same. `brief`: what the hall has room for. */
export function DayFigures({ day, view, brief }: { day: HallDay; view: DayView; brief?: boolean }) {
  if (day.slots.length === 0) return <Empty title={t('day-empty')}>{t('day-empty-hint')}</Empty>
  return (
    <div className={cx(styles.figures, view === 'table' && styles.tables, brief && styles.brief)} role="group" aria-label={t('day-title')} {...(brief === true ? {} : { tabIndex: 0 })}>
      <Waits day={day} view={view} />
      <Flow day={day} view={view} />
      {brief !== true && <Load day={day} view={view} />}
    </div>
  )
}
