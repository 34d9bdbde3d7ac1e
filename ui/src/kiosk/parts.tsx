import { BellRing, BriefcaseBusiness, CircleQuestionMark, Ellipsis, FilePenLine, Gauge, type LucideIcon, MessageSquareWarning, ReceiptText, Scale } from 'lucide-react'
import type { ReactNode } from 'react'
import type { KioskState } from '../generated/KioskState'
import { useClock, useMinute } from '../shared/clock'
import { weekdayWords } from '../shared/format'
import { Logo } from '../shared/Logo'
import { t } from '../shared/words'
import { Tap } from '../station/tap'
import styles from './Kiosk.module.css'
import { rangeWords } from './waits'

const ICONS: Record<string, LucideIcon> = {
  bill: ReceiptText,
  meter: Gauge,
  contract: FilePenLine,
  certificate: Scale,
  claim: MessageSquareWarning,
  other: CircleQuestionMark,
  head: BriefcaseBusiness,
}

export function LineIcon({ line }: { line: string }) {
  const Icon = ICONS[line] ?? Ellipsis
  return <Icon aria-hidden />
}

export function Head({ state }: { state: KioskState }) {
  const clock = useClock()
  useMinute()
  const now = clock.nowMs()
  const date = clock.date(now)
  const iso = date.split('.').reverse().join('-')
  return (
    <header className={styles.head}>
      <Logo />
      <div className={styles.office}>
        <b>{state.office}</b>
        <span>{t('kiosk-day', { weekday: weekdayWords(iso, 'long'), date, hours: state.hours })}</span>
      </div>
      <time className={styles.clock}>{clock.time(now)}</time>
    </header>
  )
}

/** «ждать 10–15 мин», or why it cannot be had. */
export function Expected({ expected, ahead }: { expected: [number, number] | null; ahead: number }) {
  return (
    <span className={styles.expected}>
      {expected === null ? (
        <small>{t('kiosk-wait-unknown')}</small>
      ) : (
        <>
          <small>{t('kiosk-wait')}</small>
          <b>{rangeWords(expected)}</b>
        </>
      )}
      <small>{t('kiosk-line', { count: ahead })}</small>
    </span>
  )
}

/** What a screen asks, and what there is to know for the answer. */
export function Question({ title, hint }: { title: string; hint: string }) {
  return (
    <div className={styles.question}>
      <h1>{title}</h1>
      <p>{hint}</p>
    </div>
  )
}

/** What a choice is called, and what it means. */
export function Words({ title, hint }: { title: string; hint?: string }) {
  return (
    <span className={styles.words}>
      <b>{title}</b>
      {hint !== undefined && <small>{hint}</small>}
    </span>
  )
}

export function HelpTap({ onTap }: { onTap: () => void }) {
  return (
    <Tap className={styles.footTap} onTap={onTap}>
      <BellRing aria-hidden />
      {t('kiosk-help')}
    </Tap>
  )
}

/** One thing said in large letters, and what can be done with it. */
export function Saying({ title, children, icon, foot }: { title: string; children?: ReactNode; icon?: ReactNode; foot?: ReactNode }) {
  return (
    <>
      <main className={styles.saying}>
        {icon}
        <h1>{title}</h1>
        {children}
      </main>
      {foot !== undefined && <footer className={styles.foot}>{foot}</footer>}
    </>
  )
}
