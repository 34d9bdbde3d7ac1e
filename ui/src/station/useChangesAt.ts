import { useEffect, useRef } from 'react'

/** A timer of the browser holds no longer than this. */
const TIMER_MS_MAX = 2 ** 31 - 1

/** Asks again at the moment from which the answer will be another one with nobody doing anything: the office opens, a break begins. */
export function useChangesAt(told: { now_ms: number; changes_at_ms: number | null } | undefined, ask: () => void): void {
  const asked = useRef(ask)
  useEffect(() => {
    asked.current = ask
  })
  useEffect(() => {
    if (told === undefined || told.changes_at_ms === null) return
    const timer = window.setTimeout(() => asked.current(), Math.min(TIMER_MS_MAX, Math.max(1000, told.changes_at_ms - told.now_ms + 250)))
    return () => window.clearTimeout(timer)
  }, [told])
}
