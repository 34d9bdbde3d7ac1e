import { useEffect, useRef } from 'react'

/** What must be saved before the page goes away: a draft before the lock. */
const errands = new Set<() => Promise<void>>()

export function useBeforeLeave(errand: () => Promise<void>): void {
  const latest = useRef(errand)
  useEffect(() => {
    latest.current = errand
  })
  useEffect(() => {
    const run = () => latest.current()
    errands.add(run)
    return () => {
      errands.delete(run)
    }
  }, [])
}

export async function settleBeforeLeave(): Promise<void> {
  await Promise.allSettled([...errands].map((run) => run()))
}
