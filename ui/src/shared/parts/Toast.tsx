import { Check, CircleAlert, X } from 'lucide-react'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { capsOf } from '../commands'
import { useCommand, useCovered } from '../useCommand'
import { t } from '../words'
import { Button } from './Button'
import { cx } from './cx'
import styles from './Toast.module.css'
import text from './text.module.css'

export interface ToastShape {
  words: string
  /** One act that belongs to the news: undo it, open it. Alt+Enter does it, wherever the focus is. */
  action?: { title: string; run: () => void }
  /** Nothing was done: a key that has nothing to do here says why. */
  refused?: boolean
}

interface Speaker {
  /** What was done, shown and read. */
  say: (toast: ToastShape) => void
  /** Read aloud, not shown. */
  announce: (words: string, urgency?: 'polite' | 'assertive') => void
  /** Takes back what is shown: who is here now may not be who it was said to. */
  hush: () => void
  /** Takes back what was done a moment ago and offers nothing: what came since has made it old. */
  settle: () => void
}

const NewsContext = createContext<string | null>(null)

/** What was done a moment ago. A dialog that comes in its wake says it itself: no toast lies over a dialog. */
export function useNews(): string | null {
  return useContext(NewsContext)
}

const SpeakerContext = createContext<Speaker | null>(null)

export function useSpeaker(): Speaker {
  const speaker = useContext(SpeakerContext)
  if (speaker === null) throw new Error('no ToastProvider above')
  return speaker
}

const STAY_MS = 8000

/** Live regions stand from the start: a reader hears only what changes in them. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<(ToastShape & { at: number }) | null>(null)
  const [polite, setPolite] = useState('')
  const [assertive, setAssertive] = useState('')
  const count = useRef(0)
  // A dialog's buttons may stand where the toast would.
  const covered = useCovered()

  const say = useCallback((next: ToastShape) => {
    count.current += 1
    setToast({ ...next, at: count.current })
  }, [])
  const announce = useCallback((words: string, urgency: 'polite' | 'assertive' = 'polite') => {
    if (urgency === 'polite') setPolite(words)
    else setAssertive(words)
  }, [])

  const hush = useCallback(() => {
    setToast(null)
    setPolite('')
    setAssertive('')
  }, [])

  const settle = useCallback(() => setToast((shown) => (shown?.action === undefined ? null : shown)), [])

  useEffect(() => {
    if (toast === null) return undefined
    const timer = window.setTimeout(() => setToast(null), STAY_MS)
    return () => window.clearTimeout(timer)
  }, [toast])

  const act = () => {
    toast?.action?.run()
    setToast(null)
  }
  useCommand('news', act, toast?.action !== undefined)

  const speaker = useMemo(() => ({ say, announce, hush, settle }), [say, announce, hush, settle])
  return (
    <SpeakerContext.Provider value={speaker}>
      <NewsContext value={toast?.words ?? null}>{children}</NewsContext>
      <div className={cx(text.hidden, styles.live)} role="status" aria-live="polite">
        {polite}
      </div>
      <div className={cx(text.hidden, styles.live)} role="alert" aria-live="assertive">
        {assertive}
      </div>
      <div className={styles.region} role="status" aria-live="polite">
        {toast !== null && !covered && (
          <div className={styles.toast} key={toast.at}>
            {toast.refused === true ? <CircleAlert aria-hidden /> : <Check aria-hidden />}
            <span>{toast.words}</span>
            {toast.action !== undefined && (
              <Button small caps={capsOf('news')} onPress={act}>
                {toast.action.title}
              </Button>
            )}
            <Button small kind="quiet" label={t('close')} icon={<X aria-hidden />} onPress={() => setToast(null)} />
          </div>
        )}
      </div>
    </SpeakerContext.Provider>
  )
}
