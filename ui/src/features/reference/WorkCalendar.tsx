import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { CalendarDay } from '../../generated/CalendarDay'
import type { CalendarYear } from '../../generated/CalendarYear'
import { useAsk } from '../../shared/bridge'
import { dateWords, dayMonthWords, monthWords, weekdayWords } from '../../shared/format'
import { Button } from '../../shared/parts/Button'
import { Note, Skeleton } from '../../shared/parts/Layout'
import text from '../../shared/parts/text.module.css'
import { Refusal } from '../../shared/refusal'
import { useSession } from '../../shared/session'
import { t } from '../../shared/words'
import styles from './Reference.module.css'

const FIRST_YEAR = 2000
const LAST_YEAR = 2100
const kinds = ['holiday', 'moved_off', 'moved_working', 'shortened'] as const

function isoOf(year: number, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** Weeks of a month from Monday on; null where another month's day would stand. */
function weeksOf(year: number, month: number): (number | null)[][] {
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const before = (new Date(Date.UTC(year, month - 1, 1)).getUTCDay() + 6) % 7
  const days: (number | null)[] = [...Array.from({ length: before }, () => null), ...Array.from({ length }, (_, index) => index + 1)]
  while (days.length % 7 !== 0) days.push(null)
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7))
}

/** What a cell says to somebody who hears it. */
function dayWords(iso: string, day: CalendarDay | undefined): string {
  if (day === undefined) return dateWords(iso)
  return `${dateWords(iso)}, ${day.note ?? t(`calendar-${day.kind}`)}`
}

function Month({ year, month, days, today }: { year: number; month: number; days: ReadonlyMap<string, CalendarDay>; today: string }) {
  const first = isoOf(year, month, 1)
  return (
    <div className={styles.month}>
      <table aria-label={monthWords(first)}>
        <caption className={text.strong}>{monthWords(first).split(' ')[0]}</caption>
        <thead>
          <tr>
            {Array.from({ length: 7 }, (_, index) => (
              // 1 January 2024 was a Monday.
              <th key={index} scope="col">
                {weekdayWords(isoOf(2024, 1, index + 1), 'short')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(year, month).map((week, row) => (
            <tr key={row}>
              {week.map((day, column) => {
                if (day === null) return <td key={column} />
                const iso = isoOf(year, month, day)
                const kind = days.get(iso)
                return (
                  <td key={column} data-kind={kind?.kind} data-today={iso === today ? '' : undefined} title={dayWords(iso, kind)}>
                    {day}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Year({ year, today }: { year: CalendarYear; today: string }) {
  const days = useMemo(() => new Map(year.days.map((day) => [day.date, day])), [year])
  const named = year.days.filter((day) => day.kind !== 'weekend' && (day.note !== null || day.kind === 'shortened'))
  return (
    <>
      {year.predicted && <Note tone="warn">{t('calendar-predicted')}</Note>}
      <div className={styles.months}>
        {Array.from({ length: 12 }, (_, index) => (
          <Month key={index} year={year.year} month={index + 1} days={days} today={today} />
        ))}
      </div>
      <h2 className={styles.notesTitle}>{t('calendar-notes')}</h2>
      <ul className={styles.notes} aria-label={t('calendar-notes')}>
        {kinds.flatMap((kind) =>
          named.filter((day) => day.kind === kind).map((day) => (
            <li key={day.date}>
              <i data-kind={day.kind}>{dayMonthWords(day.date)}</i>
              {day.note ?? t(`calendar-${day.kind}`)}
            </li>
          )),
        )}
      </ul>
    </>
  )
}

/** The production calendar of a year. */
export function WorkCalendar() {
  const { today } = useSession()
  const [year, setYear] = useState(Number(today.slice(0, 4)))
  const asked = useAsk('reference.calendar', { year }, ['directory'], { keep: true })
  return (
    <div className={styles.body}>
      <div className={styles.year}>
        <Button label={t('calendar-before')} icon={<ChevronLeft aria-hidden />} isDisabled={year <= FIRST_YEAR} onPress={() => setYear(year - 1)} />
        <strong role="status">{year}</strong>
        <Button label={t('calendar-after')} icon={<ChevronRight aria-hidden />} isDisabled={year >= LAST_YEAR} onPress={() => setYear(year + 1)} />
        {asked.data !== undefined && (
          <p className={styles.legend}>
            <span>{t('calendar-working', { count: asked.data.working_days })}</span>
            <span>{asked.data.source}</span>
          </p>
        )}
      </div>
      <Refusal error={asked.error} />
      {asked.data === undefined ? <Skeleton rows={8} /> : <Year year={asked.data} today={today} />}
    </div>
  )
}
