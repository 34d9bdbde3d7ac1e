import { type Dispatch, useEffect, useState } from 'react'
import { atRest, type Flow, type Happening, staysMs } from './flow'

/** Asks whoever has gone silent; what has been said to the end is left by itself. */
export function useSilence(flow: Flow, silenceSeconds: number, tell: Dispatch<Happening>): void {
  const [touched, setTouched] = useState(0)
  useEffect(() => {
    const touch = () => setTouched((count) => count + 1)
    window.addEventListener('pointerdown', touch, true)
    window.addEventListener('keydown', touch, true)
    return () => {
      window.removeEventListener('pointerdown', touch, true)
      window.removeEventListener('keydown', touch, true)
    }
  }, [])

  const stays = staysMs(flow.screen)
  useEffect(() => {
    if (flow.busy || flow.asking || atRest(flow)) return
    const timer = stays === null ? window.setTimeout(() => tell({ type: 'silence' }), silenceSeconds * 1000) : window.setTimeout(() => tell({ type: 'rest' }), stays)
    return () => window.clearTimeout(timer)
  }, [flow, stays, touched, silenceSeconds, tell])

}

/** Seconds that are left to answer; at the end the kiosk is ready for the next one. */
export function useCountdown(seconds: number, tell: Dispatch<Happening>): number {
  const [left, setLeft] = useState(seconds)
  useEffect(() => {
    let still = seconds
    const timer = window.setInterval(() => {
      still -= 1
      setLeft(still)
      if (still <= 0) tell({ type: 'rest' })
    }, 1000)
    return () => window.clearInterval(timer)
  }, [seconds, tell])
  return left
}
