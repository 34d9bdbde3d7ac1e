import { Check, Ellipsis, MessageSquare, Pause, Play, Undo2, Volume2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Link } from 'react-aria-components'
import type { CurrentTicket } from '../../generated/CurrentTicket'
import type { QueuedLine } from '../../generated/QueuedLine'
import type { WindowView } from '../../generated/WindowView'
import { useAct, useAsk } from '../../shared/bridge'
import { capsOf } from '../../shared/commands'
import { Button } from '../../shared/parts/Button'
import { cx } from '../../shared/parts/cx'
import { Note } from '../../shared/parts/Layout'
import { Menu } from '../../shared/parts/Menu'
import { Countdown, NormClock, Wait } from '../../shared/parts/NormClock'
import { Status, Tag } from '../../shared/parts/Status'
import text from '../../shared/parts/text.module.css'
import { markAt, markTone, timeWords, useElapsed } from '../../shared/norm'
import { Refusal } from '../../shared/refusal'
import { hrefTo } from '../../shared/route'
import { t } from '../../shared/words'
import { useChoices } from './dialogs'
import styles from './Queue.module.css'
import { againstAgain, againstNext, againstNotCome, type TicketActs, useSince, useTicketActs, WRAP_UP } from './useActs'
import { useQueueInside } from './useQueue'

/** The main act of the state, and under it why another cannot be done. */
function Act({ children, icon, caps, kind = 'second', against, onPress }: { children: ReactNode; icon?: ReactNode; caps?: string | null; kind?: 'main' | 'second'; against: string | null; onPress: () => void }) {
  return (
    <Button wide kind={kind} icon={icon} caps={caps ?? null} isDisabled={against !== null} onPress={onPress}>
      {children}
    </Button>
  )
}

function Whole({ ticket }: { ticket: CurrentTicket }) {
  const { toldAt } = useQueueInside()
  const elapsedMs = useElapsed({ clock: ticket.total, toldAt }, 60_000)
  const mark = markAt(elapsedMs, ticket.total)
  const words = t('visit-of-norm', { minutes: Math.floor(elapsedMs / 60_000), norm: Math.round(ticket.total.norm_ms / 60_000) })
  return (
    <div className={styles.whole}>
      <span className={text.mute}>{t('visit-whole')}</span>
      {mark === 'fine' ? <strong>{words}</strong> : <Status tone={markTone[mark]} strong>{words}</Status>}
    </div>
  )
}

/** How to end it otherwise than usual: another outcome, or with time to write it up. */
function FinishMenu({ acts }: { acts: TicketActs }) {
  const [open, setOpen] = useState(false)
  const choices = useChoices()
  if (choices.data === undefined) return null
  const { outcomes, wrap_up_minutes } = choices.data
  const wrapUp = { id: WRAP_UP, title: t('finish-wrap-up'), note: t('duration-minutes', { count: wrap_up_minutes }), run: () => acts.finish({ outcome: '', wrap_up: true }) }
  return (
    <Menu
      label={t('finish-otherwise')}
      isOpen={open}
      onOpenChange={setOpen}
      trigger={<Button label={t('finish-otherwise')} icon={<Ellipsis aria-hidden />} />}
      sections={[wrap_up_minutes > 0 ? [wrapUp] : [], outcomes.map(({ code, label }) => ({ id: code, title: label, run: () => acts.finish({ outcome: code, wrap_up: false }) }))]}
    />
  )
}

function Serving({ acts }: { acts: TicketActs }) {
  const { open, may } = useQueueInside()
  return (
    <div className={styles.buttons}>
      <div className={styles.mainRow}>
        <Act kind="main" icon={<Check aria-hidden />} caps={capsOf('finish-serving')} against={may('queue.finish') ? null : t('forbidden')} onPress={() => acts.finish({ outcome: '', wrap_up: false })}>
          {t('command-finish-serving')}
        </Act>
        <FinishMenu acts={acts} />
      </div>
      <div className={styles.pair}>
        <Button onPress={() => open({ act: 'hold' })}>{t('act-hold')}</Button>
        <Button onPress={() => open({ act: 'transfer' })}>{t('act-transfer')}</Button>
      </div>
      <Button small kind="quiet" onPress={() => open({ act: 'add-service' })}>
        {t('act-add-service')}
      </Button>
    </div>
  )
}

function Called({ ticket, acts }: { ticket: CurrentTicket; acts: TicketActs }) {
  const { state, toldAt, open } = useQueueInside()
  // The clock is drawn for its beat: each second may open the way to another call.
  const sinceToldMs = useElapsed({ clock: { elapsed_ms: 0, runs: true, soon_ms: 0, norm_ms: 0, mark: 'fine' }, toldAt })
  const again = againstAgain(state, sinceToldMs)
  const notCome = againstNotCome(state)
  return (
    <div className={styles.buttons}>
      <Act kind="main" icon={<Play aria-hidden />} caps={capsOf('start-serving')} against={null} onPress={acts.start}>
        {t('command-start-serving')}
      </Act>
      <Act icon={<Volume2 aria-hidden />} caps={capsOf('call-again')} against={again} onPress={acts.again}>
        {t('command-call-again')}
      </Act>
      <div className={styles.pair}>
        <Button isDisabled={notCome !== null} onPress={acts.notCome}>
          {t('act-not-come')}
        </Button>
        <Button onPress={() => open({ act: 'hold' })}>{t('act-hold')}</Button>
      </div>
      <p className={styles.reason}>
        {t('calls-made', { calls: ticket.calls, needed: ticket.calls_before_no_show })}
        {again !== null && <>. {again}</>}
      </p>
    </div>
  )
}

function Current({ ticket, acts }: { ticket: CurrentTicket; acts: TicketActs }) {
  const { state, toldAt } = useQueueInside()
  const isServing = ticket.state === 'serving'
  return (
    <>
      <span className={text.small}>{t('ticket-current')}</span>
      <div className={styles.ticket}>
        <h2 className={text.large}>{ticket.number}</h2>
        <Tag tone="info">{t(isServing ? 'ticket-serving' : 'ticket-called')}</Tag>
      </div>
      <p className={text.mute}>{ticket.service}</p>
      {ticket.class !== null && (
        <p className={styles.ground}>
          <strong>{ticket.class}</strong> {ticket.class_proof !== null && <span className={text.small}>{ticket.class_proof}</span>}
        </p>
      )}
      {ticket.back_to !== null && (
        <p className={styles.aside}>
          <Undo2 aria-hidden />
          {ticket.back_to}
        </p>
      )}
      {ticket.comment !== null && (
        <div className={styles.visitNote}>
          <Note tone="info" icon={<MessageSquare aria-hidden />}>
            {ticket.comment}
          </Note>
        </div>
      )}
      <div className={styles.clocks}>
        <NormClock label={t('clock-wait')} running={{ clock: ticket.wait, toldAt }} />
        {ticket.reception !== null && <NormClock label={t('clock-reception')} running={{ clock: ticket.reception, toldAt }} />}
      </div>
      <Whole ticket={ticket} />
      {/* The clock of the reception stands while the window does. */}
      {state.window?.pause != null && !state.window.others && (
        <Note
          tone="warn"
          icon={<Pause aria-hidden />}
          actions={
            <Button small onPress={acts.resume}>
              {t('pause-resume')}
            </Button>
          }
        >
          {state.window.pause_label}
        </Note>
      )}
      {isServing ? <Serving acts={acts} /> : <Called ticket={ticket} acts={acts} />}
    </>
  )
}

function Paused({ window, acts }: { window: WindowView; acts: TicketActs }) {
  const choices = useChoices()
  const isWrapUp = window.pause === WRAP_UP
  const running = useSince(window.since_ms, isWrapUp ? (choices.data?.wrap_up_minutes ?? 0) * 60_000 : 0)
  const elapsedMs = useElapsed(running)
  return (
    <>
      <span className={text.small}>{window.title}</span>
      <div className={styles.paused}>
        <h2 className={text.large}>{window.pause_label}</h2>
        <span className={text.large}>{isWrapUp && running.clock.norm_ms > 0 ? <Countdown running={running} /> : timeWords(elapsedMs)}</span>
      </div>
      <p className={text.mute}>{t(isWrapUp ? 'pause-wrap-up' : 'pause-idle')}</p>
      <div className={styles.buttons}>
        <Act kind="main" icon={<Play aria-hidden />} against={null} onPress={acts.resume}>
          {t(isWrapUp ? 'pause-ready' : 'pause-resume')}
        </Act>
      </div>
    </>
  )
}

/** A window that somebody left open: taken over or closed, never forgotten. */
function LeftOver({ window }: { window: WindowView }) {
  const { setTrouble } = useQueueInside()
  const take = useAct('window.open')
  const close = useAct('window.close')
  const settled = { onSuccess: () => setTrouble(null), onError: setTrouble }
  return (
    <>
      <span className={text.small}>{window.title}</span>
      <h2 className={text.large}>{t('window-left-over')}</h2>
      <p className={text.mute}>{t('window-left-over-by', { user: window.user_name })}</p>
      <div className={styles.buttons}>
        <Act kind="main" against={null} onPress={() => take.mutate({ number: window.number, streams: window.streams }, settled)}>
          {t('window-take-over')}
        </Act>
        <Button busy={close.isPending} onPress={() => close.mutate({}, settled)}>
          {t('window-close')}
        </Button>
      </div>
    </>
  )
}

function Closed() {
  const { state, open, may } = useQueueInside()
  return (
    <>
      <span className={cx(text.small, text.capital)}>{state.hours}</span>
      <h2 className={text.large}>{t('window-closed')}</h2>
      <p className={text.mute}>{t('window-closed-hint')}</p>
      <div className={styles.buttons}>
        <Act kind="main" against={may('window.open') ? null : t('forbidden')} onPress={() => open({ act: 'open-window' })}>
          {t('command-open-window')}
        </Act>
      </div>
    </>
  )
}

function Free({ window }: { window: WindowView }) {
  const { state } = useQueueInside()
  return (
    <>
      <span className={cx(text.small, text.capital)}>{window.title}</span>
      <h2 className={text.large}>{t('window-free')}</h2>
      <p className={cx(text.mute, text.capital)}>{state.hours}</p>
    </>
  )
}

function whyWords(line: QueuedLine): string | null {
  switch (line.why) {
    case 'returned':
      return t('why-returned')
    case 'appointment':
      return line.appointment === null ? t('why-appointment') : t('why-appointment-at', { time: line.appointment })
    default:
      return line.class
  }
}

const SHOWN = 8

/** Who is next here, in the order in which the window calls; while it is closed, who waits in the office. */
function Next() {
  const { state, toldAt } = useQueueInside()
  const isClosed = state.window === null
  const line = isClosed ? state.elsewhere : state.line
  const rest = line.length - SHOWN
  return (
    <div className={styles.next}>
      <div className={styles.head}>
        <h2>{t(isClosed ? 'next-in-office' : 'next-to-you')}</h2>
        <span className={text.small}>{t('next-waiting', { count: line.length })}</span>
      </div>
      {line.length === 0 && <p className={text.mute}>{state.waiting === 0 ? t('next-none') : t('next-none-here', { count: state.waiting })}</p>}
      <ol className={styles.line}>
        {line.slice(0, SHOWN).map((one) => (
          <li key={`${one.visit_id} ${one.ticket}`}>
            <strong>{one.number}</strong>
            <span className={text.cut} title={one.service}>{one.service}</span>
            <Wait running={{ clock: one.wait, toldAt }} />
            {whyWords(one) !== null && <span className={cx(text.small, text.cut)}>{whyWords(one)}</span>}
          </li>
        ))}
      </ol>
      {(rest > 0 || state.held.length > 0) && (
        <Link className={cx(text.link, text.small)} href={hrefTo(['queue'])}>
          {rest > 0 ? t('next-more', { count: rest }) : t('next-held', { count: state.held.length })}
        </Link>
      )}
    </div>
  )
}

/** Two windows may call one client while the hub is silent: whoever calls knows it. */
function HubAway() {
  const branch = useAsk('branch.state', {}, ['branch', 'link'])
  if (branch.data?.mode !== 'away') return null
  return <Status tone="warn">{t('queue-alone')}</Status>
}

/** The left column of Приём: the ticket at this window with its clocks and acts, and who is next. */
export function TicketColumn() {
  const { state, trouble } = useQueueInside()
  const acts = useTicketActs()
  const { window, current } = state
  return (
    <div className={styles.column}>
      <Refusal error={trouble} />
      {window !== null && <HubAway />}
      {window === null && <Closed />}
      {window?.others === true && <LeftOver window={window} />}
      {current !== null && <Current ticket={current} acts={acts} />}
      {window !== null && !window.others && current === null && (window.pause === null ? <Free window={window} /> : <Paused window={window} acts={acts} />)}
      <Next />
    </div>
  )
}

/** Stays at the foot of the column: the next client is one key away, or it says what stands before him. */
export function CallNext() {
  const { state } = useQueueInside()
  const acts = useTicketActs()
  const against = againstNext(state)
  const { current, window } = state
  const isMain = current === null && window !== null && !window.others && window.pause === null
  return (
    <div className={styles.pin} data-blocked={current === null ? undefined : ''}>
      <Act kind={isMain ? 'main' : 'second'} caps={capsOf('call-next')} against={against} onPress={acts.next}>
        {t('command-call-next')}
      </Act>
      <p className={styles.reason}>{against}</p>
    </div>
  )
}

