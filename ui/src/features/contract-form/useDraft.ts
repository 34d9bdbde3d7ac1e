import { useCallback, useEffect, useRef, useState } from 'react'
import type { ContractForm } from '../../generated/ContractForm'
import { type RpcError, toRpcError } from '../../host/host'
import { useCall } from '../../shared/bridge'
import { useBeforeLeave } from '../../shared/leave'

const SAVE_AFTER_MS = 400

export interface DraftKeeper {
  draftId: string | null
  savedMs: number | null
  error: RpcError | null
  /** Saves now what has not been saved yet. */
  flush: () => Promise<void>
  /** Saves what has not been saved yet; then, under which id the draft stands. */
  settle: () => Promise<string | null>
  /** Saves what is left while the page goes away: the address is no longer the form's. */
  leave: () => void
  /** Saves no more: the form was registered or its draft deleted. */
  stop: () => void
  /** Saves again with the next key: it was not deleted after all. */
  resume: () => void
}

/** Saves the form by itself 400 ms after the last key, one save at a time; survives a crash between two keys. */
export function useDraft(form: ContractForm, changed: boolean, known: { draftId: string | null; savedMs: number | null }, onNew: (draftId: string) => void): DraftKeeper {
  const call = useCall()
  const [draftId, setDraftId] = useState(known.draftId)
  const [savedMs, setSavedMs] = useState(known.savedMs)
  const [error, setError] = useState<RpcError | null>(null)
  const ids = useRef(known.draftId)
  const waiting = useRef<ContractForm | null>(null)
  const running = useRef<Promise<void>>(Promise.resolve())
  const stopped = useRef(false)
  const left = useRef(false)
  const tellNew = useRef(onNew)
  useEffect(() => {
    tellNew.current = onNew
  })

  const flush = useCallback(() => {
    running.current = running.current.then(async () => {
      const next = waiting.current
      if (next === null || stopped.current) return
      waiting.current = null
      try {
        const saved = await call('contract.draft_save', { draft_id: ids.current, form: next })
        if (ids.current === null) {
          ids.current = saved.draft_id
          setDraftId(saved.draft_id)
          if (!left.current) tellNew.current(saved.draft_id)
        }
        setSavedMs(saved.saved_ms)
        setError(null)
      } catch (thrown) {
        // What was typed stays on the screen and is tried again with the next key.
        waiting.current ??= next
        setError(toRpcError(thrown))
      }
    })
    return running.current
  }, [call])

  useEffect(() => {
    if (!changed || stopped.current) return undefined
    waiting.current = form
    const timer = window.setTimeout(() => void flush(), SAVE_AFTER_MS)
    return () => window.clearTimeout(timer)
  }, [form, changed, flush])

  // By the reference: a save that is under way gives the id only when it is done.
  const settle = useCallback(() => flush().then(() => ids.current), [flush])

  useBeforeLeave(flush)
  const leave = useCallback(() => {
    left.current = true
    void flush()
  }, [flush])
  useEffect(() => leave, [leave])

  const stop = useCallback(() => {
    stopped.current = true
    waiting.current = null
  }, [])
  const resume = useCallback(() => {
    stopped.current = false
  }, [])
  return { draftId, savedMs, error, flush, settle, leave, stop, resume }
}
