import { useEffect, useState } from 'react'
import type { Choice as ApiChoice } from '../../generated/Choice'
import type { QueueChoices } from '../../generated/QueueChoices'
import type { QueuedLine } from '../../generated/QueuedLine'
import type { TicketGiven } from '../../generated/TicketGiven'
import { ActDialog, focusRefused, useDone } from '../../shared/actDialog'
import { useAct, useAsk } from '../../shared/bridge'
import { Button } from '../../shared/parts/Button'
import { CheckField, ChecksField } from '../../shared/parts/Check'
import { Dialog } from '../../shared/parts/Dialog'
import { type Choice, ComboField, Field, SelectField } from '../../shared/parts/Field'
import { Note, Skeleton } from '../../shared/parts/Layout'
import text from '../../shared/parts/text.module.css'
import { useSpeaker } from '../../shared/parts/Toast'
import { atLarge, Refusal, troubleAt } from '../../shared/refusal'
import { go } from '../../shared/route'
import { useSession } from '../../shared/session'
import { t } from '../../shared/words'
import styles from './Queue.module.css'
import { TicketPrinterDialog } from './TicketPrinter'
import { type Opened, useQueueInside } from './useQueue'

const choicesOf = (choices: readonly ApiChoice[]): Choice[] => choices.map(({ code, label }) => ({ id: code, title: label }))

function servicesOf({ services, streams }: QueueChoices): Choice[] {
  const streamOf = (id: string) => streams.find(({ code }) => code === id)?.label ?? null
  return services.map(({ id, title, stream }) => ({ id, title, note: streamOf(stream) }))
}

/** What there is to choose from. Who sits where is asked anew when a dialog opens. */
export function useChoices() {
  return useAsk('queue.choices', {}, ['directory'])
}

/** A choice of its own for «nothing of the list». */
const NONE = 'none'

/** Opens this desk's window. What was chosen before stands there already. */
export function OpenWindowDialog({ choices, onClose }: { choices: QueueChoices; onClose: () => void }) {
  const { desk } = useSession()
  const openNow = useAct('window.open')
  const { say } = useSpeaker()
  const { setTrouble } = useQueueInside()
  const windows = choices.windows.filter(({ streams: own }) => own.length > 0)
  const free = windows.filter(({ taken_by }) => taken_by === '')
  const usual = free.find(({ number }) => number === choices.last?.number) ?? free.find(({ number }) => number === desk.window) ?? free[0]
  const [picked, setPicked] = useState<number | null>(null)
  const [chosen, setChosen] = useState<string[] | null>(null)
  const window = windows.find(({ number }) => number === picked) ?? usual
  const before = window !== undefined && window.number === choices.last?.number ? choices.last.streams : null
  const streams = chosen ?? before ?? window?.streams ?? []
  const titleOf = (code: string) => choices.streams.find((stream) => stream.code === code)?.label ?? code
  const submit = () =>
    openNow.mutate(
      { number: window?.number ?? 0, streams: [...streams] },
      {
        onSuccess: () => {
          setTrouble(null)
          say({ words: t('said-window-open', { window: window?.title ?? '' }) })
          onClose()
        },
        onError: focusRefused,
      },
    )
  return (
    <ActDialog title={t('command-open-window')} act={t('window-open-act')} busy={openNow.isPending} error={openNow.error} onSubmit={submit} onClose={onClose}>
      <SelectField
        label={t('window-which')}
        name="number"
        autoFocus
        choices={windows.map(({ number, title, streams: own, taken_by }) => ({ id: String(number), title, note: taken_by === '' ? own.map(titleOf).join(', ') : t('window-taken', { user: taken_by }) }))}
        value={window === undefined ? null : String(window.number)}
        onChange={(id) => {
          setPicked(Number(id))
          setChosen(null)
          if (openNow.error !== null) openNow.reset()
        }}
        trouble={troubleAt(openNow.error, 'number')}
      />
      <ChecksField label={t('window-streams')} name="streams" choices={choicesOf(choices.streams)} value={streams} onChange={setChosen} trouble={troubleAt(openNow.error, 'streams')} />
    </ActDialog>
  )
}

/** Which streams the window serves from now on. */
export function StreamsDialog({ choices, onClose }: { choices: QueueChoices; onClose: () => void }) {
  const { state } = useQueueInside()
  const setNow = useAct('window.streams')
  const done = useDone(onClose)
  const [streams, setStreams] = useState<string[]>(state.window?.streams ?? [])
  const submit = () => setNow.mutate({ streams }, done(t('said-streams')))
  return (
    <ActDialog title={t('streams-title', { window: state.window?.title ?? '' })} act={t('save')} busy={setNow.isPending} error={setNow.error} onSubmit={submit} onClose={onClose}>
      <ChecksField label={t('window-streams')} name="streams" autoFocus choices={choicesOf(choices.streams)} value={streams} onChange={setStreams} trouble={troubleAt(setNow.error, 'streams')} />
    </ActDialog>
  )
}

export function HoldDialog({ choices, onClose }: { choices: QueueChoices; onClose: () => void }) {
  const { state } = useQueueInside()
  const hold = useAct('queue.hold')
  const done = useDone(onClose)
  const [number] = useState(state.current?.number ?? '')
  const [reason, setReason] = useState('')
  const [note, setNote] = useState('')
  const submit = () => hold.mutate({ reason, note }, done(t('said-held', { number })))
  return (
    <ActDialog title={t('hold-title', { number })} act={t('hold-act')} busy={hold.isPending} error={hold.error} onSubmit={submit} onClose={onClose}>
      <p className={text.mute}>{t('hold-lead')}</p>
      <SelectField
        label={t('hold-reason')}
        name="reason"
        autoFocus
        placeholder={t('form-choose')}
        choices={choicesOf(choices.holds)}
        value={reason === '' ? null : reason}
        onChange={(next) => {
          setReason(next)
          if (hold.error !== null) hold.reset()
        }}
        trouble={troubleAt(hold.error, 'reason')}
      />
      <Field label={t('hold-note')} name="note" autoComplete="off" reserve value={note} onChange={setNote} trouble={troubleAt(hold.error, 'note')} />
    </ActDialog>
  )
}

/** To another service or window; the client may come back here afterwards. */
export function TransferDialog({ choices, onClose }: { choices: QueueChoices; onClose: () => void }) {
  const { state } = useQueueInside()
  const transfer = useAct('queue.transfer')
  const done = useDone(onClose)
  const [number] = useState(state.current?.number ?? '')
  const [service, setService] = useState('')
  const [window, setWindow] = useState<number | null>(null)
  const [comment, setComment] = useState('')
  const [back, setBack] = useState(false)
  const others = choices.windows.filter((one) => one.number !== state.window?.number)
  const submit = () => transfer.mutate({ service, window, comment, back }, done(t(back ? 'said-transferred-back' : 'said-transferred', { number })))
  const clear = () => {
    if (transfer.error !== null) transfer.reset()
  }
  return (
    <ActDialog title={t('transfer-title', { number })} act={t('transfer-act')} busy={transfer.isPending} error={transfer.error} onSubmit={submit} onClose={onClose}>
      <ComboField
        label={t('transfer-service')}
        name="service"
        autoFocus
        reserve
        choices={servicesOf(choices)}
        value={service === '' ? null : service}
        onChange={(next) => {
          setService(next)
          clear()
        }}
        trouble={troubleAt(transfer.error, 'service')}
      />
      <SelectField
        label={t('transfer-window')}
        name="window"
        choices={[{ id: NONE, title: t('transfer-any') }, ...others.map((one) => ({ id: String(one.number), title: one.title, note: one.taken_by === '' ? t('window-is-closed') : one.taken_by }))]}
        value={window === null ? NONE : String(window)}
        onChange={(id) => {
          setWindow(id === NONE ? null : Number(id))
          clear()
        }}
        trouble={troubleAt(transfer.error, 'window')}
      />
      <Field label={t('transfer-comment')} name="comment" rows={2} value={comment} onChange={setComment} trouble={troubleAt(transfer.error, 'comment')} />
      <CheckField name="back" value={back} onChange={setBack}>
        {t('transfer-back')}
      </CheckField>
    </ActDialog>
  )
}

export function AddServiceDialog({ choices, onClose }: { choices: QueueChoices; onClose: () => void }) {
  const { state } = useQueueInside()
  const add = useAct('queue.add_service')
  const done = useDone(onClose)
  const [number] = useState(state.current?.number ?? '')
  const [service, setService] = useState('')
  const [here, setHere] = useState(true)
  const submit = () => add.mutate({ service, here }, done(t('said-added', { number })))
  return (
    <ActDialog title={t('add-service-title', { number })} act={t('add-service-act')} busy={add.isPending} error={add.error} onSubmit={submit} onClose={onClose}>
      <p className={text.mute}>{t('add-service-lead')}</p>
      <ComboField
        label={t('issue-service')}
        name="service"
        autoFocus
        reserve
        choices={servicesOf(choices)}
        value={service === '' ? null : service}
        onChange={(next) => {
          setService(next)
          if (add.error !== null) add.reset()
        }}
        trouble={troubleAt(add.error, 'service')}
      />
      <CheckField name="here" value={here} onChange={setHere}>
        {t('add-service-here')}
      </CheckField>
    </ActDialog>
  )
}

/** By number, out of the order: the reason stays with the call. */
export function CallDialog({ choices, line, onClose }: { choices: QueueChoices; line: QueuedLine; onClose: () => void }) {
  const call = useAct('queue.call')
  const [reason, setReason] = useState('')
  const pick = (next: string) => {
    setReason(next)
    if (call.error !== null) call.reset()
  }
  const submit = () =>
    call.mutate(
      { visit_id: line.visit_id, ticket: line.ticket, reason },
      {
        onSuccess: () => {
          onClose()
          go(['reception'])
        },
        onError: focusRefused,
      },
    )
  return (
    <ActDialog title={t('call-title', { number: line.number })} act={t('call-act')} busy={call.isPending} error={call.error} onSubmit={submit} onClose={onClose}>
      <p className={text.mute}>{t('call-lead')}</p>
      <Field label={t('call-reason')} name="reason" autoFocus autoComplete="off" reserve value={reason} onChange={pick} trouble={troubleAt(call.error, 'reason')} />
      <div className={styles.suggestions}>
        {choices.direct_reasons.map((words) => (
          <Button key={words} small onPress={() => pick(words)}>
            {words}
          </Button>
        ))}
      </div>
    </ActDialog>
  )
}

/** Before others by a ground, or in turn again. */
export function ClassDialog({ choices, line, onClose }: { choices: QueueChoices; line: QueuedLine; onClose: () => void }) {
  const set = useAct('queue.set_class')
  const done = useDone(onClose)
  const [ground, setGround] = useState(choices.classes.find(({ label }) => label === line.class)?.code ?? '')
  const [reason, setReason] = useState('')
  const submit = () => set.mutate({ visit_id: line.visit_id, class: ground, reason }, done(t('said-class', { number: line.number })))
  return (
    <ActDialog title={t('class-title', { number: line.number })} act={t('save')} busy={set.isPending} error={set.error} onSubmit={submit} onClose={onClose}>
      <SelectField
        label={t('class-ground')}
        name="class"
        autoFocus
        choices={[{ id: NONE, title: t('class-in-turn') }, ...choicesOf(choices.classes)]}
        value={ground === '' ? NONE : ground}
        onChange={(next) => setGround(next === NONE ? '' : next)}
        trouble={troubleAt(set.error, 'class')}
      />
      <Field
        label={t('class-reason')}
        name="reason"
        autoComplete="off"
        reserve
        hint={t('class-reason-hint')}
        value={reason}
        onChange={(next) => {
          setReason(next)
          if (set.error !== null) set.reset()
        }}
        trouble={troubleAt(set.error, 'reason')}
      />
    </ActDialog>
  )
}

/** The whole visit ends: asked before, it cannot be taken back. */
export function LeftDialog({ line, onClose }: { line: QueuedLine; onClose: () => void }) {
  const left = useAct('queue.left')
  const done = useDone(onClose)
  const submit = () => {
    if (left.isPending) return
    left.mutate({ visit_id: line.visit_id, ticket: line.ticket }, done(t('said-left', { number: line.number })))
  }
  return (
    <Dialog
      title={t('left-title', { number: line.number })}
      role="alertdialog"
      isOpen
      onClose={onClose}
      onSubmit={submit}
      foot={
        <>
          <Button kind="main" caps="Ctrl Enter" busy={left.isPending} onPress={submit}>
            {t('left-act')}
          </Button>
          <Button autoFocus caps="Esc" onPress={onClose}>
            {t('left-not')}
          </Button>
        </>
      }
    >
      <Refusal error={left.error} />
      <p>{t('left-lead')}</p>
    </Dialog>
  )
}

/** A ticket that came out: its number, the wait, what to prepare; and whether there is paper. */
export function Given({ given }: { given: TicketGiven }) {
  return (
    <div className={styles.given} role="status">
      {/* The number is told first: without paper the client leaves with it in his head. */}
      <strong className={text.large}>{given.number}</strong>
      <p>{given.service}</p>
      <p className={text.mute}>
        {t('given-ahead', { count: given.ahead })}
        {given.expected !== null && <>, {t('given-expected', { from: given.expected[0], to: given.expected[1] })}</>}
      </p>
      {given.documents.length > 0 && (
        <>
          <h3>{t('given-documents')}</h3>
          <ul>
            {given.documents.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </>
      )}
      {given.printed ? <p className={text.small}>{t('given-printed')}</p> : <Note tone="warn">{given.printer_trouble ?? t('given-no-printer')}</Note>}
    </div>
  )
}

/** For a client without the kiosk. */
export function IssueDialog({ choices, onClose }: { choices: QueueChoices; onClose: () => void }) {
  const issue = useAct('queue.issue')
  const [service, setService] = useState('')
  const [ground, setGround] = useState('')
  const submit = () => {
    if (!issue.isPending) issue.mutate({ service, class: ground }, { onError: focusRefused })
  }
  if (issue.data !== undefined) return <GivenDialog title={t('issue-done')} given={issue.data} onClose={onClose} />
  return (
    <ActDialog title={t('command-issue-ticket')} act={t('issue-act')} busy={issue.isPending} error={issue.error} onSubmit={submit} onClose={onClose}>
      <ComboField
        label={t('issue-service')}
        name="service"
        autoFocus
        reserve
        choices={servicesOf(choices)}
        value={service === '' ? null : service}
        onChange={(next) => {
          setService(next)
          if (issue.error !== null) issue.reset()
        }}
        trouble={troubleAt(issue.error, 'service')}
      />
      <SelectField
        label={t('class-ground')}
        name="class"
        choices={[{ id: NONE, title: t('class-in-turn') }, ...choicesOf(choices.classes)]}
        value={ground === '' ? NONE : ground}
        onChange={(next) => setGround(next === NONE ? '' : next)}
        trouble={troubleAt(issue.error, 'class')}
      />
    </ActDialog>
  )
}

export function GivenDialog({ title, given, onClose }: { title: string; given: TicketGiven; onClose: () => void }) {
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      onSubmit={onClose}
      foot={
        <Button kind="main" autoFocus caps="Esc" onPress={onClose}>
          {t('close')}
        </Button>
      }
    >
      <Given given={given} />
    </Dialog>
  )
}

/** What lies open for the queue, over whatever page. */
export function QueueDialogs() {
  const { opened, close } = useQueueInside()
  return opened === null ? null : <OpenedDialog key={opened.act} opened={opened} close={close} />
}

function OpenedDialog({ opened, close }: { opened: Opened; close: () => void }) {
  const choices = useChoices()
  const { refetch } = choices
  useEffect(() => {
    void refetch()
  }, [refetch])
  if (opened.act === 'ticket-printer') return <TicketPrinterDialog onClose={close} />
  if (opened.act === 'left') return <LeftDialog line={opened.line} onClose={close} />
  if (choices.data === undefined)
    return (
      <Dialog title={t('section-queue')} isOpen onClose={close} foot={<Button autoFocus caps="Esc" onPress={close}>{t('close')}</Button>}>
        {choices.error === null ? <Skeleton rows={3} /> : <Refusal error={atLarge(choices.error)} />}
      </Dialog>
    )
  const every = { choices: choices.data, onClose: close }
  switch (opened.act) {
    case 'open-window':
      return <OpenWindowDialog {...every} />
    case 'streams':
      return <StreamsDialog {...every} />
    case 'hold':
      return <HoldDialog {...every} />
    case 'transfer':
      return <TransferDialog {...every} />
    case 'add-service':
      return <AddServiceDialog {...every} />
    case 'issue':
      return <IssueDialog {...every} />
    case 'call':
      return <CallDialog {...every} line={opened.line} />
    case 'class':
      return <ClassDialog {...every} line={opened.line} />
  }
}
