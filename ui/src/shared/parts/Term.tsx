import { ChevronDown, Mail } from 'lucide-react'
import { DialogTrigger, Popover } from 'react-aria-components'
import type { TermDay } from '../../generated/TermDay'
import type { TermView } from '../../generated/TermView'
import { dateWords, dayMonthWords, weekdayWords } from '../format'
import { t } from '../words'
import { Button } from './Button'
import { cx } from './cx'
import dialog from './Dialog.module.css'
import styles from './Term.module.css'
import text from './text.module.css'

const dayClass: Record<string, string | undefined> = { received: styles.received, counted: styles.counted, off: styles.off, due: styles.due }

/** What a day of the strip is, for those who hear it. */
function dayName(day: TermDay): string {
  const name = t('term-day', { date: dateWords(day.date), weekday: weekdayWords(day.date, 'long'), kind: day.kind, number: day.number ?? 0 })
  return day.note === null ? name : t('term-day-note', { day: name, note: day.note })
}

function Mark({ day }: { day: TermDay }) {
  if (day.kind === 'received') return <Mail aria-hidden />
  return <>{day.number ?? '—'}</>
}

const WEEK = 7

/** Up to a week: a strip, as one counts on the fingers. */
function Strip({ days }: { days: readonly TermDay[] }) {
  return (
    <>
      <ol className={styles.days}>
        {days.map((day) => (
          <li key={day.date} className={cx(styles.day, dayClass[day.kind])} aria-label={dayName(day)}>
            <small>{day.weekday}</small>
            <b>{dayMonthWords(day.date)}</b>
            <span className={styles.number}>
              <Mark day={day} />
            </span>
          </li>
        ))}
      </ol>
      <div className={styles.captions} aria-hidden>
        <span>{t('term-received')}</span>
        {days.slice(1, -1).map((day) => (
          <span key={day.date} />
        ))}
        {days.length > 1 && <span>{t('term-due')}</span>}
      </div>
    </>
  )
}

/** Longer terms: weeks under weeks, Monday first. */
function Weeks({ days }: { days: readonly TermDay[] }) {
  const first = days[0]
  const monday = first === undefined ? 0 : (new Date(`${first.date}T00:00:00Z`).getUTCDay() + 6) % WEEK
  return (
    <ol className={cx(styles.days, styles.weeks)}>
      {Array.from({ length: WEEK }, (_, index) => (
        <li key={index} className={styles.head} aria-hidden>
          {weekdayWords(`2024-01-0${index + 1}`, 'short')}
        </li>
      ))}
      {Array.from({ length: monday }, (_, index) => (
        <li key={`blank ${index}`} aria-hidden />
      ))}
      {days.map((day) => (
        <li key={day.date} className={cx(styles.day, dayClass[day.kind])} aria-label={dayName(day)} title={day.note ?? undefined}>
          <b>{dayMonthWords(day.date)}</b>
          <span className={styles.number}>
            <Mark day={day} />
          </span>
        </li>
      ))}
    </ol>
  )
}

/** «Почему эта дата»: the days counted and skipped, the clause. */
function TermReasons({ term }: { term: TermView }) {
  return (
    <div className={styles.why}>
      <h2>{term.title}</h2>
      <p className={text.small}>{term.start_label}</p>
      {term.days.length <= WEEK ? <Strip days={term.days} /> : <Weeks days={term.days} />}
      <dl className={styles.reasons}>
        {term.reasons.map((reason) => (
          <div key={reason.label}>
            <dt>{t(`term-reason-${reason.label}`)}</dt>
            <dd>
              {reason.lines.map((line) => (
                <span key={line}>{line}</span>
              ))}
              {reason.source !== null && <span className={text.small}>{reason.source}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

/** The control date, read first, and the way to its reasons. */
export function TermHead({ term, title }: { term: TermView; title: string }) {
  return (
    <div className={styles.head}>
      <span className={text.small}>{title}</span>
      <p className={styles.date}>{t('term-date', { date: dateWords(term.limit), weekday: term.limit_weekday })}</p>
      <div className={styles.sub}>
        <span>{term.amount_label}</span>
        <DialogTrigger>
          <Button small kind="quiet">
            {t('term-why')}
            <ChevronDown aria-hidden />
          </Button>
          <Popover className={dialog.popover ?? ''} placement="bottom end" offset={term.outer === null ? 6 : 28} aria-label={t('term-why')}>
            <TermReasons term={term} />
          </Popover>
        </DialogTrigger>
      </div>
      {term.target !== null && <span className={text.small}>{t('term-target', { date: dateWords(term.target) })}</span>}
      {term.outer !== null && <span className={text.small}>{t('term-outer', { date: dateWords(term.outer) })}</span>}
      {term.predicted && <span className={text.small}>{t('term-predicted')}</span>}
    </div>
  )
}
