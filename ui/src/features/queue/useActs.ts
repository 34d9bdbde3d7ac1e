import { useMemo, useRef } from 'react'
import type { CallDone } from '../../generated/CallDone'
import type { QueueState } from '../../generated/QueueState'
import type { TicketFinish } from '../../generated/TicketFinish'
import type { RpcError } from '../../host/host'
import { useAct } from '../../shared/bridge'
import { timeWords } from '../../shared/norm'
import { useSpeaker } from '../../shared/parts/Toast'
import { go, parseRoute } from '../../shared/route'
import { t } from '../../shared/words'
import { useQueueInside } from './useQueue'

/** The pause in which one writes up what was done: the next may be called out of it. */
export const WRAP_UP = 'wrap_up'

/** Why the next cannot be called now; `null` when he can. */
export function againstNext({ window, current, line }: QueueState): string | null {
  if (window === null) return t('against-closed')
  if (current !== null) return t(current.state === 'serving' ? 'against-serving' : 'against-called', { number: current.number })
  if (window.others) return t('against-others')
  if (window.pause !== null && window.pause !== WRAP_UP) return t('against-paused', { pause: window.pause_label ?? '' })
  return line.length === 0 ? t('against-nobody') : null
}

/** Why a ticket other than the next cannot be called now. */
export function againstCall(state: QueueState): string | null {
  const against = againstNext(state)
  return against === null || state.line.length > 0 ? against : againstNext({ ...state, line: [...state.elsewhere, ...state.held, ...state.no_shows] })
}

/** Why the client cannot be called once more. */
export function againstAgain({ current, now_ms }: QueueState, sinceToldMs: number): string | null {
  if (current?.state !== 'called') return t('against-not-called')
  const leftMs = current.call_again_at_ms - now_ms - sinceToldMs
  return leftMs > 0 ? t('against-too-soon', { time: timeWords(leftMs + 999) }) : null
}

export function againstStart({ current }: QueueState): string | null {
  return current?.state === 'called' ? null : t('against-not-called')
}

export function againstFinish({ current }: QueueState): string | null {
  return current?.state === 'serving' ? null : t('against-not-serving')
}

/** Why the client cannot be marked as one who did not come. */
export function againstNotCome({ current }: QueueState): string | null {
  if (current?.state !== 'called') return t('against-not-called')
  return current.calls < current.calls_before_no_show ? t('against-few-calls', { calls: current.calls, needed: current.calls_before_no_show }) : null
}

/** The acts of one press: at the buttons of the ticket and at the keys alike. */
export function useTicketActs() {
  const { state, setTrouble } = useQueueInside()
  const { say, settle } = useSpeaker()
  const callNext = useAct('queue.call_next')
  const callOne = useAct('queue.call')
  const callAgain = useAct('queue.call_again')
  const startNow = useAct('queue.start')
  const finishNow = useAct('queue.finish')
  const notComeNow = useAct('queue.not_come')
  const resumeNow = useAct('window.resume')
  const going = useRef(new Set<string>())
  /** Each act waits for itself alone: the ticket may stand here before its call has been answered, and its next key is pressed. */
  const once = (name: string, run: (settled: () => void) => void) => {
    if (going.current.has(name)) return
    going.current.add(name)
    run(() => going.current.delete(name))
  }
  const { current, window } = state
  const number = current?.number ?? ''
  const onError = (error: RpcError) => setTrouble(error)
  const done = (words: string | null) => ({
    onSuccess: () => {
      setTrouble(null)
      if (words !== null) say({ words })
    },
    onError,
  })
  /**
   * The card of the one before does not stay open beside the next one's ticket. It is put away with the key: the answer may
   * come after the next key already, when the card of the one who was called lies there.
   */
  const putAway = () => go(['reception'])
  const called = {
    onSuccess: (answer: CallDone) => {
      setTrouble(null)
      if (answer.number === null) say({ words: t(answer.alone ? 'against-nobody-alone' : 'against-nobody') })
      else {
        settle()
        if (answer.alone) say({ words: t('queue-called-alone', { number: answer.number }) })
      }
    },
    onError,
  }
  const started = () => {
    setTrouble(null)
    if (current?.party_id != null) go(['reception', 'client', current.party_id], { account: current.account })
    else if ((parseRoute(globalThis.location.hash).parts[0] ?? 'reception') !== 'reception') go(['reception'])
  }
  return {
    next: () =>
      once('next', (onSettled) => {
        putAway()
        const call = () => callNext.mutate({}, { ...called, onSettled })
        if (window?.pause !== WRAP_UP) call()
        else
          resumeNow.mutate(
            {},
            {
              onSuccess: call,
              onError: (error) => {
                onSettled()
                onError(error)
              },
            },
          )
      }),
    call: (visit_id: string, ticket: number) =>
      once('call', (onSettled) => {
        putAway()
        callOne.mutate({ visit_id, ticket, reason: '' }, { ...called, onSettled })
      }),
    again: () => once('again', (onSettled) => callAgain.mutate({}, { ...done(t('said-again', { number })), onSettled })),
    start: () => once('start', (onSettled) => startNow.mutate({}, { onSuccess: started, onError, onSettled })),
    finish: (how: TicketFinish) =>
      once('finish', (onSettled) => finishNow.mutate(how, { ...done(current?.back_to == null ? t('said-finished', { number }) : t('said-finished-back', { number })), onSettled })),
    notCome: () => once('not-come', (onSettled) => notComeNow.mutate({}, { ...done(t('said-not-come', { number })), onSettled })),
    resume: () => once('resume', (onSettled) => resumeNow.mutate({}, { ...done(null), onSettled })),
  }
}

export type TicketActs = ReturnType<typeof useTicketActs>

/** A clock that runs from the given instant, against nothing or against a time that is given. */
export function useSince(sinceMs: number, givenMs = 0) {
  const { state, toldAt } = useQueueInside()
  const elapsed_ms = Math.max(0, state.now_ms - sinceMs)
  return useMemo(() => ({ clock: { elapsed_ms, runs: true, soon_ms: givenMs, norm_ms: givenMs, mark: 'fine' as const }, toldAt }), [elapsed_ms, givenMs, toldAt])
}
