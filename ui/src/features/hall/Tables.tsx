import type { ReactNode } from 'react'
import type { HallDay } from '../../generated/HallDay'
import { timeWords } from '../../shared/norm'
import { t } from '../../shared/words'
import styles from './Day.module.css'

interface TwinProps {
  label: string
  head: readonly string[]
  rows: readonly { key: string; cells: readonly ReactNode[] }[]
}

/** The table that says what a picture shows, figure by figure. */
function Twin({ label, head, rows }: TwinProps) {
  return (
    <table className={styles.twin} aria-label={label}>
      <thead>
        <tr>
          {head.map((title, index) => (
            <th key={title} scope="col" className={index === 0 ? undefined : styles.end}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells: [name, ...cells] }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            {cells.map((cell, index) => (
              <td key={head[index + 1]} className={styles.end}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function WaitsTable({ day }: { day: HallDay }) {
  return (
    <Twin
      label={t('day-waits-name')}
      head={[t('day-slot'), ...day.streams.map(({ title, wait }) => (wait.norm_ms > 0 ? t('day-stream-norm', { stream: title, minutes: Math.round(wait.norm_ms / 60_000) }) : title))]}
      rows={day.slots.map((slot) => ({ key: slot.from, cells: [slot.from, ...slot.waits_ms.map((wait) => (wait === null ? t('day-none') : timeWords(wait)))] }))}
    />
  )
}

export function FlowTable({ day }: { day: HallDay }) {
  return <Twin label={t('day-flow')} head={[t('day-slot'), t('day-came'), t('day-served')]} rows={day.slots.map(({ from, came, served }) => ({ key: from, cells: [from, came, served] }))} />
}

export function LoadTable({ day }: { day: HallDay }) {
  return (
    <Twin
      label={t('day-load-name')}
      head={[t('day-window'), t('day-receptions'), t('day-serving'), t('day-calling'), t('day-paused'), t('day-idle')]}
      rows={day.windows.map((window) => ({
        key: window.title,
        cells: [window.title, window.served, timeWords(window.serving_ms), timeWords(window.calling_ms), timeWords(window.paused_ms), timeWords(window.idle_ms)],
      }))}
    />
  )
}
