import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { EscalationLine } from '../../generated/EscalationLine'
import { useElapsed } from '../../shared/norm'
import { durationWords } from '../../shared/format'
import { Button } from '../../shared/parts/Button'
import { Count, Status } from '../../shared/parts/Status'
import text from '../../shared/parts/text.module.css'
import { useCommand } from '../../shared/useCommand'
import { t } from '../../shared/words'
import styles from './Hall.module.css'
import type { Hall } from './useHall'

export type Decision = 'take' | 'call' | 'raise' | 'streams'

interface DecisionsProps {
  hall: Hall
  busy: boolean
  onDecide: (decision: Decision, line: EscalationLine) => void
}

/** What can be decided about it, the usual first: the first is one press of «1». */
export function decisionsOf(line: EscalationLine, waiting: ReadonlySet<string>): readonly Decision[] {
  if (line.visit_id === null || !waiting.has(line.visit_id)) return ['take']
  if (line.kind === 'head_wait') return ['call', 'take']
  return line.stream === null ? ['call', 'raise', 'take'] : ['streams', 'raise', 'call', 'take']
}

function since(line: EscalationLine, nowMs: number): string {
  return nowMs - line.since_ms < 60_000 ? t('hall-since', { time: line.since }) : t('hall-since-for', { time: line.since, length: durationWords(nowMs - line.since_ms) })
}

function Item({ line, isFirst, hall, busy, onDecide }: DecisionsProps & { line: EscalationLine; isFirst: boolean }) {
  const waiting = new Set(hall.state.waiting.map(({ visit_id }) => visit_id))
  const decisions = decisionsOf(line, waiting)
  const nowMs = hall.state.now_ms + useElapsed({ clock: { elapsed_ms: 0, runs: true, soon_ms: 0, norm_ms: 0, mark: 'fine' }, toldAt: hall.toldAt }, 60_000)
  const byDigit = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.shiftKey || event.metaKey) return
    const decision = decisions[Number(/^Digit([1-9])$/.exec(event.code)?.[1] ?? 0) - 1]
    if (decision === undefined || busy) return
    event.preventDefault()
    onDecide(decision, line)
  }
  return (
    <li className={styles.decision} onKeyDown={byDigit}>
      <Status tone={line.urgent ? 'bad' : 'warn'} strong>
        {line.title}
      </Status>
      <span className={text.small}>{since(line, nowMs)}</span>
      {line.text !== '' && <p>{line.text}</p>}
      <div className={styles.decide}>
        {decisions.map((decision, index) => (
          <Button key={decision} small kind={index > 0 ? 'quiet' : isFirst ? 'main' : 'second'} caps={String(index + 1)} isDisabled={busy} onPress={() => onDecide(decision, line)}>
            {t(`hall-decide-${decision}`, { kind: line.kind })}
          </Button>
        ))}
      </div>
    </li>
  )
}

/** What waits for the head's decision. It stays until somebody acts. */
export function Decisions(props: DecisionsProps) {
  const { escalations } = props.hall.state
  const list = useRef<HTMLOListElement>(null)
  const title = useRef<HTMLHeadingElement>(null)
  const decided = useRef(false)
  useCommand('decisions', () => list.current?.querySelector<HTMLElement>('button')?.focus(), escalations.length > 0)
  // The keys stay here when the line that they decided has gone.
  useEffect(() => {
    if (!decided.current || document.activeElement !== document.body) return
    decided.current = false
    const next = list.current?.querySelector<HTMLElement>('button') ?? title.current
    next?.focus()
  }, [escalations])
  const decide = (decision: Decision, line: EscalationLine) => {
    decided.current = true
    props.onDecide(decision, line)
  }
  return (
    <section className={styles.decisions} aria-label={t('hall-decisions')}>
      <div className={styles.blockHead}>
        <h2 ref={title} tabIndex={-1}>
          {t('hall-decisions')}
        </h2>
        {escalations.length > 0 && <Count tone="warn" value={escalations.length} label={t('mark-hall', { count: escalations.length })} />}
      </div>
      {escalations.length === 0 ? (
        <p className={styles.quiet}>
          <Status tone="ok">{t('hall-decisions-none')}</Status>
        </p>
      ) : (
        <ol ref={list}>
          {escalations.map((line, index) => (
            <Item key={line.id} {...props} onDecide={decide} line={line} isFirst={index === 0} />
          ))}
        </ol>
      )}
    </section>
  )
}
