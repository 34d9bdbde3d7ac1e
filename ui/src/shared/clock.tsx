import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'

/** Instants in the office's zone, whatever the machine's zone is. */
export interface OfficeClock {
  /** The desk's best estimate of the server's time now. */
  nowMs: () => number
  /** `14:05`. */
  time: (instantMs: number) => string
  /** `30.10.2026`. */
  date: (instantMs: number) => string
  /** `30.10.2026, 08:00`. */
  dateTime: (instantMs: number) => string
  /** Today's time alone; another day with its date. */
  moment: (instantMs: number) => string
}

export function officeClock(utcOffsetMinutes: number, nowMs: () => number): OfficeClock {
  const iso = (instantMs: number) => new Date(instantMs + utcOffsetMinutes * 60_000).toISOString()
  const time = (instantMs: number) => iso(instantMs).slice(11, 16)
  const date = (instantMs: number) => iso(instantMs).slice(0, 10).split('-').reverse().join('.')
  const dateTime = (instantMs: number) => `${date(instantMs)}, ${time(instantMs)}`
  return {
    nowMs,
    time,
    date,
    dateTime,
    moment: (instantMs) => (date(instantMs) === date(nowMs()) ? time(instantMs) : dateTime(instantMs)),
  }
}

const ClockContext = createContext<OfficeClock>(officeClock(0, () => 0))

export function useClock(): OfficeClock {
  return useContext(ClockContext)
}

/** Runs on from the moment that was told, on the monotonic clock of the window. */
function runningClock(toldMs: number, utcOffsetMinutes: number): OfficeClock {
  const told = performance.now()
  return officeClock(utcOffsetMinutes, () => toldMs + (performance.now() - told))
}

interface ClockProviderProps {
  /** The server's time as the session last told it. */
  nowMs: number
  utcOffsetMinutes: number
  children: ReactNode
}

/** Runs from the server's time on the monotonic clock: the machine's own may be years off. */
export function ClockProvider({ nowMs, utcOffsetMinutes, children }: ClockProviderProps) {
  const clock = useMemo(() => runningClock(nowMs, utcOffsetMinutes), [nowMs, utcOffsetMinutes])
  return <ClockContext.Provider value={clock}>{children}</ClockContext.Provider>
}

/** Draws again at each new minute. */
export function useMinute(): number {
  const clock = useClock()
  const [minute, setMinute] = useState(() => Math.floor(clock.nowMs() / 60_000))
  useEffect(() => {
    let timer = 0
    const tick = () => {
      const now = clock.nowMs()
      setMinute(Math.floor(now / 60_000))
      timer = window.setTimeout(tick, 60_000 - (now % 60_000) + 20)
    }
    tick()
    return () => window.clearTimeout(timer)
  }, [clock])
  return minute
}
