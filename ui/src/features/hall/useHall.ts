import { useEffect, useMemo, useRef } from 'react'
import type { ClockView } from '../../generated/ClockView'
import type { HallState } from '../../generated/HallState'
import { useAsk } from '../../shared/bridge'
import type { Running } from '../../shared/norm'

export interface Hall {
  state: HallState
  /** The moment at which it was told, on the monotonic clock of the window. */
  toldAt: number
  running: (clock: ClockView) => Running
}

const heard = (state: HallState | undefined): Hall | null => {
  if (state === undefined) return null
  const toldAt = performance.now()
  return { state, toldAt, running: (clock) => ({ clock, toldAt }) }
}

function useAnswer(enabled: boolean) {
  return useAsk('hall.state', {}, ['queue', 'directory'], { enabled, keep: true })
}

/** The hall as the head sees it. */
export function useHall() {
  const { data, error, isPending } = useAnswer(true)
  const hall = useMemo(() => heard(data), [data])
  return { hall, error, isPending }
}

/** The same for whoever watches it from any page. A norm passes by time alone: the answer says when, and is asked for again then. */
export function useHallWatch(enabled: boolean): Hall | null {
  const { data, refetch } = useAnswer(enabled)
  const again = useRef(refetch)
  useEffect(() => {
    again.current = refetch
  })
  useEffect(() => {
    if (data === undefined || data.changes_at_ms === null) return undefined
    const timer = window.setTimeout(() => void again.current(), Math.max(1000, data.changes_at_ms - data.now_ms))
    return () => window.clearTimeout(timer)
  }, [data])
  return useMemo(() => heard(data), [data])
}
