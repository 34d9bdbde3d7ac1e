import { useEffect, useRef } from 'react'
import { useSpeaker } from '../../shared/parts/Toast'
import { go } from '../../shared/route'
import { t } from '../../shared/words'
import type { Hall } from './useHall'

/** Tells the head of what has come to wait for a decision since the last look; on the hall's own page it is only read aloud. */
export function useEscalationNews(hall: Hall | null, isThere: boolean): void {
  const { say, announce } = useSpeaker()
  const known = useRef<ReadonlySet<string> | null>(null)
  const escalations = hall?.state.escalations
  useEffect(() => {
    if (escalations === undefined) return
    const before = known.current
    known.current = new Set(escalations.map(({ id }) => id))
    const fresh = before === null ? undefined : escalations.find(({ id }) => !before.has(id))
    if (fresh === undefined) return
    if (isThere) announce(fresh.title, fresh.urgent ? 'assertive' : 'polite')
    else say({ words: fresh.title, action: { title: t('hall-news-open'), run: () => go(['hall']) } })
  }, [escalations, isThere, say, announce])
}
