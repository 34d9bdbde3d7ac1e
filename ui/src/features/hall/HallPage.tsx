import { type ReactNode, useState } from 'react'
import type { EscalationLine } from '../../generated/EscalationLine'
import type { HallWindowLine } from '../../generated/HallWindowLine'
import type { QueuedLine } from '../../generated/QueuedLine'
import { useAct } from '../../shared/bridge'
import { Empty, Skeleton } from '../../shared/parts/Layout'
import { useSpeaker } from '../../shared/parts/Toast'
import text from '../../shared/parts/text.module.css'
import { Refusal } from '../../shared/refusal'
import { useWidthRem } from '../../shared/rem'
import { t } from '../../shared/words'
import { DayInHall } from './DayInHall'
import { Decisions, type Decision } from './Decisions'
import { CloseWindowDialog, DirectDialog, GiveDialog, HowToOpenDialog, PauseDialog, RaiseDialog, SignDialog, StreamsDialog } from './dialogs'
import styles from './Hall.module.css'
import { Norms } from './Norms'
import { SignButtons, StandingSigns } from './Signs'
import { type Hall, useHall } from './useHall'
import { type TicketAct, Waiting } from './Waiting'
import { type WindowAct, Windows } from './Windows'

const WIDE_REM = 90

type Asked =
  | { what: 'streams' | 'pause' | 'close' | 'open'; line: HallWindowLine }
  | { what: 'give'; stream: string }
  | { what: 'raise'; visitId: string; number: string; current: string | null }
  | { what: 'direct'; line: QueuedLine }
  | { what: 'notice' | 'tickets_stopped' }

function Asking({ asked, hall, onClose }: { asked: Asked; hall: Hall; onClose: () => void }) {
  const { streams, windows } = hall.state
  switch (asked.what) {
    case 'streams':
      return <StreamsDialog line={asked.line} streams={streams} onClose={onClose} />
    case 'pause':
      return <PauseDialog line={asked.line} onClose={onClose} />
    case 'close':
      return <CloseWindowDialog line={asked.line} onClose={onClose} />
    case 'open':
      return <HowToOpenDialog line={asked.line} onClose={onClose} />
    case 'give': {
      const stream = streams.find(({ id }) => id === asked.stream)
      return stream === undefined ? null : <GiveDialog stream={stream} windows={windows} onClose={onClose} />
    }
    case 'raise':
      return <RaiseDialog visitId={asked.visitId} number={asked.number} current={asked.current} onClose={onClose} />
    case 'direct':
      return <DirectDialog line={asked.line} windows={windows} onClose={onClose} />
    case 'notice':
    case 'tickets_stopped':
      return <SignDialog kind={asked.what} onClose={onClose} />
  }
}

/** The acts of one press. What needs words opens a dialog. */
function useDecide(hall: Hall | null, ask: (asked: Asked) => void) {
  const take = useAct('hall.escalation_take')
  const call = useAct('queue.call')
  const resume = useAct('hall.window_pause')
  const { say } = useSpeaker()
  const lineOf = (visitId: string) => hall?.state.waiting.find(({ visit_id }) => visit_id === visitId)
  /** What was refused before is no news after another act. */
  const forget = () => {
    for (const one of [take, call, resume]) one.reset()
  }
  const ofTicket = (act: TicketAct, line: QueuedLine) => {
    switch (act) {
      case 'call':
        callToMe(line.visit_id, line.ticket)
        return
      case 'direct':
        forget()
        ask({ what: 'direct', line })
        return
      case 'raise':
        raise(line.visit_id)
    }
  }
  const callToMe = (visit_id: string, ticket: number) => {
    forget()
    call.mutate({ visit_id, ticket, reason: t('hall-call-reason') }, { onSuccess: ({ number }) => say({ words: t('hall-called', { number: number ?? '' }) }) })
  }
  const raise = (visitId: string) => {
    forget()
    const line = lineOf(visitId)
    ask({ what: 'raise', visitId, number: line?.number ?? '', current: line?.class ?? null })
  }
  const decide = (decision: Decision, line: EscalationLine) => {
    const visitId = line.visit_id ?? ''
    switch (decision) {
      case 'take':
        forget()
        take.mutate({ id: line.id, visit_id: visitId }, { onSuccess: () => say({ words: t('hall-taken', { kind: line.kind }) }) })
        return
      case 'call':
        callToMe(visitId, line.ticket)
        return
      case 'raise':
        raise(visitId)
        return
      case 'streams':
        ask({ what: 'give', stream: line.stream ?? '' })
    }
  }
  const ofWindow = (act: WindowAct, line: HallWindowLine) => {
    forget()
    if (act === 'resume') resume.mutate({ shift_id: line.shift_id ?? '', streams: [], pause: '' }, { onSuccess: () => say({ words: t('hall-resume-done', { window: line.title }) }) })
    else ask({ what: act, line })
  }
  return {
    decide,
    ofWindow,
    ofTicket,
    busy: take.isPending || call.isPending,
    error: take.error ?? call.error ?? resume.error,
  }
}

/** «приём до 17:00, обслужены 81 из 102, не подошли 3». */
function leadOf({ state }: Hall): string {
  return t('hall-lead', { hours: state.hours, served: state.served, visits: state.visits, lost: state.no_shows })
}

/** The hall as the head sees it: norms, windows, what waits for a decision, who waits. */
export function HallPage({ nav }: { nav: ReactNode }) {
  const { hall, error, isPending } = useHall()
  const [asked, setAsked] = useState<Asked | null>(null)
  const acts = useDecide(hall, setAsked)
  const enabled = hall?.state.enabled === true
  // Where there is no room on the right for the line and for what is to be decided, the line stands under the windows.
  const isWide = useWidthRem() >= WIDE_REM
  const waiting = enabled && <Waiting hall={hall} onAct={acts.ofTicket} />
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1 className={text.hidden} tabIndex={-1} data-page-focus="">
          {t('hall-title')}
        </h1>
        {nav}
        {enabled && <span className={styles.lead}>{leadOf(hall)}</span>}
        {enabled && <SignButtons hall={hall} onAsk={(what) => setAsked({ what })} />}
      </div>
      <Refusal error={error ?? acts.error} />
      {isPending && <Skeleton rows={8} />}
      {hall !== null && !enabled && <Empty title={t('hall-none')}>{t('hall-none-hint')}</Empty>}
      {enabled && (
        <div className={styles.hall}>
          <StandingSigns hall={hall} />
          <Norms hall={hall} />
          <div className={styles.main}>
            <Windows hall={hall} onAct={acts.ofWindow} />
            {isWide ? <DayInHall /> : waiting}
          </div>
          <div className={styles.right}>
            <Decisions hall={hall} busy={acts.busy} onDecide={acts.decide} />
            {isWide && waiting}
          </div>
        </div>
      )}
      {asked !== null && hall !== null && <Asking asked={asked} hall={hall} onClose={() => setAsked(null)} />}
    </div>
  )
}
