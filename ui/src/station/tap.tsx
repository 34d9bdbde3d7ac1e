import { type ComponentProps, createContext, type PointerEvent, useContext, useRef } from 'react'

/** From here on a press is a hand that leans on the glass. */
const LONG_MS = 1500
/** Touches that follow faster than this are one hand that hammers: all but the first do nothing. */
const CALM_MS = 350

/** Lets the first touch of a hammering hand through, on every button of the page together. */
export class Quiet {
  private last = Number.NEGATIVE_INFINITY

  /** Whether a touch now is one of its own. Every touch counts, the refused ones too. */
  admits(nowMs: number): boolean {
    const calm = nowMs - this.last >= CALM_MS
    this.last = nowMs
    return calm
  }
}

export const QuietContext = createContext(new Quiet())

interface TapProps extends Omit<ComponentProps<'button'>, 'onClick' | 'type'> {
  onTap: () => void
  /** Digits are typed fast. */
  quick?: boolean
}

/** A button of the hall: one finger, acts on release; a long press and a second finger do nothing. Keys and screen readers press it too. */
export function Tap({ onTap, quick = false, ...rest }: TapProps) {
  const quiet = useContext(QuietContext)
  const pressed = useRef<{ id: number; atMs: number } | null>(null)
  const down = (event: PointerEvent<HTMLButtonElement>) => {
    if (!event.isPrimary || event.button !== 0) return
    pressed.current = { id: event.pointerId, atMs: performance.now() }
    event.currentTarget.dataset.pressed = ''
  }
  const away = (event: PointerEvent<HTMLButtonElement>) => {
    pressed.current = null
    delete event.currentTarget.dataset.pressed
  }
  const up = (event: PointerEvent<HTMLButtonElement>) => {
    const began = pressed.current
    away(event)
    if (began === null || began.id !== event.pointerId) return
    const nowMs = performance.now()
    const short = nowMs - began.atMs < LONG_MS
    if (quick ? short : quiet.admits(nowMs) && short) onTap()
  }
  return (
    <button
      {...rest}
      type="button"
      onPointerDown={down}
      onPointerUp={up}
      onPointerLeave={away}
      onPointerCancel={away}
      onClick={(event) => {
        // A pointer has been heard on its release already; this is a key or a screen reader.
        if (event.detail === 0 && (quick || quiet.admits(performance.now()))) onTap()
      }}
    />
  )
}
