import { useQueryClient } from '@tanstack/react-query'
import { ArrowRight, CalendarDays, VolumeX, WifiOff } from 'lucide-react'
import { useEffect, useMemo, useReducer, useRef, useState, useSyncExternalStore } from 'react'
import type { BoardCall } from '../generated/BoardCall'
import type { BoardState } from '../generated/BoardState'
import type { Host } from '../host/host'
import { useAsk } from '../shared/bridge'
import { ClockProvider, useClock, useMinute } from '../shared/clock'
import { weekdayWords } from '../shared/format'
import { Logo } from '../shared/Logo'
import { spokenCall } from '../shared/voice'
import { t } from '../shared/words'
import { useLinked } from '../station/root'
import { pageSound, type Sound } from '../station/sound'
import { useChangesAt } from '../station/useChangesAt'
import { announce, type Announcements, nextTickMs, SILENT } from './announcements'
import styles from './Board.module.css'

/** What fits beside the call. */
const CALLS_SHOWN = 5
const SOON_SHOWN = 8
const STREAMS_SHOWN = 4
/** Each notice stands so long when there are several. */
const NOTICE_MS = 12_000
/** A voice that has begun and never ends (a sound card pulled out) holds the field no longer. */
const SPEECH_MS_MAX = 20_000

/** Announces what is new: the field and the voice, one call at a time. */
function useAnnouncements(state: BoardState, cuts: number, sound: Sound): Announcements {
  const [announcements, tell] = useReducer(announce, SILENT)
  const heardCuts = useRef(cuts)
  useEffect(() => {
    const again = heardCuts.current !== cuts
    heardCuts.current = cuts
    tell({ type: 'calls', calls: state.calls, nowMs: state.now_ms, again, clockMs: performance.now() })
    // The answer after a cut is the one that counts, not the cut.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [state])

  const tickMs = nextTickMs(announcements)
  useEffect(() => {
    if (tickMs === null) return
    const timer = window.setTimeout(() => tell({ type: 'tick', clockMs: performance.now() }), Math.max(0, tickMs - performance.now()) + 10)
    return () => window.clearTimeout(timer)
  }, [tickMs, announcements])

  const current = announcements.now?.call ?? null
  useEffect(() => {
    if (current === null) return
    let told = false
    const done = () => {
      if (told) return
      told = true
      tell({ type: 'spoken', id: current.id, clockMs: performance.now() })
    }
    const limit = window.setTimeout(done, SPEECH_MS_MAX)
    sound.say(spokenCall(current), true).then(done, done)
    return () => window.clearTimeout(limit)
    // The same call under another object is no new sentence.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [current?.id, sound])
  return announcements
}

function Field({ call, loud }: { call: BoardCall; loud: boolean }) {
  return (
    <div className={styles.field} data-loud={loud ? '' : undefined} role="status">
      <span className={styles.fieldNumber}>{call.number}</span>
      <ArrowRight aria-hidden />
      <span className={styles.fieldWindow}>
        {call.window_word}
        <b>{call.window}</b>
      </span>
    </div>
  )
}

function Calls({ state, announcements }: { state: BoardState; announcements: Announcements }) {
  const [latest] = state.calls
  const call = announcements.now?.call ?? latest
  const rest = state.calls.filter(({ number, window }) => call === undefined || number !== call.number || window !== call.window).slice(0, CALLS_SHOWN)
  if (call === undefined) {
    return (
      <main className={styles.calls} aria-label={t('board-calls')}>
        <p className={styles.quiet}>{state.open ? t('board-nobody') : state.shut_text === '' ? t('board-away') : state.shut_text}</p>
      </main>
    )
  }
  return (
    <main className={styles.calls} aria-label={t('board-calls')}>
      <Field call={call} loud={announcements.now !== null} />
      <ol>
        {rest.map((one) => (
          <li key={one.id}>
            <span>{one.number}</span>
            <ArrowRight aria-hidden />
            <span className={styles.window}>
              <small>{one.window_word}</small>
              {one.window}
            </span>
            <time>{t('board-called', { time: one.at })}</time>
          </li>
        ))}
      </ol>
    </main>
  )
}

function Side({ state }: { state: BoardState }) {
  const soon = state.soon.slice(0, SOON_SHOWN)
  return (
    <aside className={styles.side} aria-label={t('board-waiting')}>
      <table className={styles.waiting}>
        <thead>
          <tr>
            <th scope="col">{t('board-waiting')}</th>
            <th scope="col">{t('board-people')}</th>
            <th scope="col">{t('board-minutes')}</th>
          </tr>
        </thead>
        <tbody>
          {state.streams.slice(0, STREAMS_SHOWN).map(({ letter, title, waiting, expected }) => (
            <tr key={letter}>
              <th scope="row">{t('board-stream', { letter, title })}</th>
              <td>{waiting}</td>
              <td>{expected === null ? '—' : expected[0] === expected[1] ? expected[1] : t('board-range', { from: expected[0], to: expected[1] })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {soon.length > 0 && (
        <>
          <h2>{t('board-soon')}</h2>
          <ol className={styles.soon}>
            {soon.map((number) => (
              <li key={number}>{number}</li>
            ))}
          </ol>
        </>
      )}
    </aside>
  )
}

function Foot({ state }: { state: BoardState }) {
  const [turn, setTurn] = useState(0)
  const count = state.notices.length
  useEffect(() => {
    if (count < 2) return
    const timer = window.setInterval(() => setTurn((at) => at + 1), NOTICE_MS)
    return () => window.clearInterval(timer)
  }, [count])
  const notice = count === 0 ? (state.open || state.calls.length === 0 ? null : state.shut_text) : state.notices[turn % count]
  return (
    <footer className={styles.foot}>
      {notice !== null && notice !== undefined && (
        <>
          <CalendarDays aria-hidden />
          <span>{notice}</span>
        </>
      )}
      {state.phone !== '' && <span className={styles.phone}>{t('board-phone', { phone: state.phone })}</span>}
    </footer>
  )
}

function BoardPage({ state, linked, cuts, sound }: { state: BoardState; linked: boolean; cuts: number; sound: Sound }) {
  const clock = useClock()
  useMinute()
  const announcements = useAnnouncements(state, cuts, sound)
  const audible = useSyncExternalStore(sound.listen, sound.audible)
  useEffect(() => {
    const wake = () => sound.wake()
    window.addEventListener('pointerdown', wake)
    window.addEventListener('keydown', wake)
    return () => {
      window.removeEventListener('pointerdown', wake)
      window.removeEventListener('keydown', wake)
    }
  }, [sound])
  const now = clock.nowMs()
  const date = clock.date(now)
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Logo />
        <h1>{state.office}</h1>
        {!linked && (
          <span className={styles.sign} role="alert">
            <WifiOff aria-hidden />
            {t('board-stale')}
          </span>
        )}
        {linked && !audible && (
          <span className={styles.sign}>
            <VolumeX aria-hidden />
            {t('board-mute')}
          </span>
        )}
        <span className={styles.date}>{t('board-day', { weekday: weekdayWords(date.split('.').reverse().join('-'), 'long'), date })}</span>
        <time>{clock.time(now)}</time>
      </header>
      <Calls state={state} announcements={announcements} />
      <Side state={state} />
      <Foot state={state} />
    </div>
  )
}

/** How often the wire has come back. */
function useCuts(linked: boolean): number {
  const [cuts, setCuts] = useState(0)
  const was = useRef(linked)
  useEffect(() => {
    if (linked && !was.current) setCuts((count) => count + 1)
    was.current = linked
  }, [linked])
  return cuts
}

export function Board({ host, sound: given }: { host: Host; sound?: Sound }) {
  const linked = useLinked(host)
  const cuts = useCuts(linked)
  const client = useQueryClient()
  const state = useAsk('board.state', {}, ['queue', 'directory', 'load'], { keep: true })
  const sound = useMemo(() => given ?? pageSound(), [given])
  useChangesAt(state.data, () => void client.invalidateQueries({ queryKey: ['board.state'] }))
  if (state.data === undefined) {
    if (state.error === null && linked) return null
    return (
      <div className={styles.page}>
        <main className={styles.calls}>
          <p className={styles.quiet}>{t('board-away')}</p>
        </main>
      </div>
    )
  }
  return (
    <ClockProvider nowMs={state.data.now_ms} utcOffsetMinutes={state.data.utc_offset_minutes}>
      <BoardPage state={state.data} linked={linked} cuts={cuts} sound={sound} />
    </ClockProvider>
  )
}
