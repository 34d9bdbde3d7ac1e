import type { BoardCall } from '../generated/BoardCall'

/** How long a call holds the field. */
export const HOLD_MS = 15_000
/** When more than this many wait to be announced, each gives way sooner, but never before it has been spoken. */
const CROWD = 2
const HOLD_IN_A_CROWD_MS = 8000
/** A board that has just come up, or come back, announces what is younger; older calls stand in the list only. */
export const YOUNG_MS = 30_000

export interface Announced {
  call: BoardCall
  sinceMs: number
  spoken: boolean
}

export interface Announcements {
  /** Ids that need no announcement any more; `null` before the first answer of the desk. */
  known: ReadonlySet<string> | null
  waiting: readonly BoardCall[]
  now: Announced | null
}

export const SILENT: Announcements = { known: null, waiting: [], now: null }

export type News =
  /** What the desk says; `nowMs` is the desk's time, `again` after a cut. */
  | { type: 'calls'; calls: readonly BoardCall[]; nowMs: number; again: boolean; clockMs: number }
  /** The voice has ended its sentence. */
  | { type: 'spoken'; id: string; clockMs: number }
  /** Time has passed. */
  | { type: 'tick'; clockMs: number }

function holdMs(waiting: readonly BoardCall[]): number {
  return waiting.length > CROWD ? HOLD_IN_A_CROWD_MS : HOLD_MS
}

/** Takes the next one when nothing holds the field any more. */
function turn(state: Announcements, clockMs: number): Announcements {
  const { now, waiting } = state
  if (now !== null && (!now.spoken || clockMs - now.sinceMs < holdMs(waiting))) return state
  const [next, ...rest] = waiting
  if (next === undefined) return now === null ? state : { ...state, now: null }
  return { ...state, waiting: rest, now: { call: next, sinceMs: clockMs, spoken: false } }
}

/** The queue of announcements: each call once, in the order of the calls, none over another, none lost. */
export function announce(state: Announcements, news: News): Announcements {
  switch (news.type) {
    case 'calls': {
      const fresh = (state.known === null || news.again ? news.calls.filter(({ at_ms }) => news.nowMs - at_ms < YOUNG_MS) : news.calls).filter(({ id }) => state.known?.has(id) !== true)
      // What is announced or waits is kept in mind even when the desk no longer shows it.
      const known = new Set([...news.calls, ...state.waiting].map(({ id }) => id))
      if (state.now !== null) known.add(state.now.call.id)
      const waiting = [...state.waiting, ...fresh.toSorted((a, b) => a.at_ms - b.at_ms || a.id.localeCompare(b.id, 'en', { numeric: true }))]
      return turn({ ...state, known, waiting }, news.clockMs)
    }
    case 'spoken':
      if (state.now?.call.id !== news.id) return state
      return turn({ ...state, now: { ...state.now, spoken: true } }, news.clockMs)
    case 'tick':
      return turn(state, news.clockMs)
  }
}

/** When to look again, on the page's clock; `null` when nothing waits for time. */
export function nextTickMs(state: Announcements): number | null {
  return state.now === null ? null : state.now.sinceMs + holdMs(state.waiting)
}
