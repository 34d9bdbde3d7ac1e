import { useState } from 'react'
import type { HallWindowLine } from '../../generated/HallWindowLine'
import type { QueuedLine } from '../../generated/QueuedLine'
import type { StreamView } from '../../generated/StreamView'
import { ActDialog, useDone } from '../../shared/actDialog'
import { useAct, useAsk } from '../../shared/bridge'
import { Button } from '../../shared/parts/Button'
import { ChecksField } from '../../shared/parts/Check'
import { Dialog } from '../../shared/parts/Dialog'
import { type Choice, Field, SelectField } from '../../shared/parts/Field'
import { Skeleton } from '../../shared/parts/Layout'
import { Refusal, troubleAt } from '../../shared/refusal'
import { t } from '../../shared/words'

interface OfWindow {
  line: HallWindowLine
  onClose: () => void
}

/** Which streams a window serves. */
export function StreamsDialog({ line, streams, onClose }: OfWindow & { streams: readonly StreamView[] }) {
  const set = useAct('hall.window_streams')
  const done = useDone(onClose)
  const [chosen, setChosen] = useState<readonly string[]>(line.streams)
  const [missing, setMissing] = useState(false)
  const submit = () => {
    if (chosen.length === 0) {
      setMissing(true)
      return
    }
    set.mutate({ shift_id: line.shift_id ?? '', streams: [...chosen], pause: '' }, done(t('hall-streams-done', { window: line.title })))
  }
  return (
    <ActDialog title={t('hall-streams-title', { window: line.title })} act={t('hall-streams-submit')} busy={set.isPending} error={set.error} onSubmit={submit} onClose={onClose}>
      <ChecksField
        label={t('hall-streams-label', { name: line.user_name })}
        name="streams"
        choices={streams.map(({ id, title }) => ({ id, title }))}
        value={chosen}
        onChange={(codes) => {
          setChosen(codes)
          setMissing(false)
        }}
        trouble={missing ? t('hall-streams-missing') : troubleAt(set.error, 'streams')}
        autoFocus
      />
    </ActDialog>
  )
}

/** One more window for a stream that waits too long. */
export function GiveDialog({ stream, windows, onClose }: { stream: StreamView; windows: readonly HallWindowLine[]; onClose: () => void }) {
  const set = useAct('hall.window_streams')
  const done = useDone(onClose)
  const could = windows.filter(({ shift_id, streams }) => shift_id !== null && !streams.includes(stream.id))
  const [number, setNumber] = useState<string | null>(could[0] === undefined ? null : String(could[0].number))
  const chosen = could.find((line) => String(line.number) === number)
  if (chosen === undefined) {
    return (
      <Dialog title={t('hall-give-title', { stream: stream.title })} isOpen onClose={onClose} foot={<CloseButton onClose={onClose} />}>
        <p>{t('hall-give-none', { stream: stream.title })}</p>
      </Dialog>
    )
  }
  const submit = () => set.mutate({ shift_id: chosen.shift_id ?? '', streams: [...chosen.streams, stream.id], pause: '' }, done(t('hall-streams-done', { window: chosen.title })))
  return (
    <ActDialog title={t('hall-give-title', { stream: stream.title })} act={t('hall-give-submit')} busy={set.isPending} error={set.error} onSubmit={submit} onClose={onClose}>
      <SelectField
        label={t('hall-give-window')}
        name="window"
        choices={could.map((line) => ({ id: String(line.number), title: `${line.title}, ${line.user_name}`, note: line.state_label }))}
        value={number}
        onChange={setNumber}
        trouble={troubleAt(set.error, 'streams')}
        autoFocus
        hint={t('hall-give-hint')}
      />
    </ActDialog>
  )
}

/** Why a window stands still. */
export function PauseDialog({ line, onClose }: OfWindow) {
  const choices = useAsk('queue.choices', {}, ['directory'])
  const pause = useAct('hall.window_pause')
  const done = useDone(onClose)
  const [kind, setKind] = useState<string | null>(null)
  const kinds = (choices.data?.pauses ?? []).map(({ code, label }) => ({ id: code, title: label }))
  const chosen = kind ?? kinds[0]?.id ?? null
  const submit = () => pause.mutate({ shift_id: line.shift_id ?? '', streams: [], pause: chosen ?? '' }, done(t('hall-pause-done', { window: line.title })))
  return (
    <ActDialog title={t('hall-pause-title', { window: line.title })} act={t('hall-pause-submit')} busy={pause.isPending || chosen === null} error={choices.error ?? pause.error} onSubmit={submit} onClose={onClose}>
      {choices.isPending ? <Skeleton rows={1} /> : <SelectField label={t('hall-pause-kind')} name="pause" choices={kinds} value={chosen} onChange={setKind} trouble={troubleAt(pause.error, 'pause')} autoFocus />}
    </ActDialog>
  )
}

/** The shift of another ends only after a question. */
export function CloseWindowDialog({ line, onClose }: OfWindow) {
  const close = useAct('hall.window_close')
  const done = useDone(onClose)
  const submit = () => close.mutate({ shift_id: line.shift_id ?? '', streams: [], pause: '' }, done(t('hall-close-done', { window: line.title })))
  return (
    <Dialog
      role="alertdialog"
      title={t('hall-close-title', { window: line.title })}
      isOpen
      onClose={onClose}
      foot={
        <>
          <Button kind="main" busy={close.isPending} onPress={submit}>
            {t('hall-close-submit')}
          </Button>
          <Button kind="quiet" caps="Esc" autoFocus onPress={onClose}>
            {t('cancel')}
          </Button>
        </>
      }
    >
      <Refusal error={close.error} />
      <p>{t('hall-close-lead', { name: line.user_name, ticket: line.number_now ?? 'none' })}</p>
    </Dialog>
  )
}

function CloseButton({ onClose }: { onClose: () => void }) {
  return (
    <Button caps="Esc" autoFocus onPress={onClose}>
      {t('close')}
    </Button>
  )
}

/** A window is opened by the person who sits down at it: what to tell him. */
export function HowToOpenDialog({ line, onClose }: OfWindow) {
  return (
    <Dialog title={t('hall-open-title', { window: line.title })} isOpen onClose={onClose} foot={<CloseButton onClose={onClose} />}>
      <p>{t('hall-open-how', { window: line.title })}</p>
    </Dialog>
  )
}

/** A ground to be served before others, given by the head. */
export function RaiseDialog({ visitId, number, current, onClose }: { visitId: string; number: string; current: string | null; onClose: () => void }) {
  const choices = useAsk('queue.choices', {}, ['directory'])
  const set = useAct('queue.set_class')
  const done = useDone(onClose)
  const [ground, setGround] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const grounds: Choice[] = (choices.data?.classes ?? []).map(({ code, label }) => ({ id: code, title: label }))
  const submit = () => {
    if (ground === null) {
      setMissing(true)
      return
    }
    set.mutate({ visit_id: visitId, class: ground, reason }, done(t('said-class', { number })))
  }
  return (
    <ActDialog title={t('class-title', { number })} act={t('hall-raise-submit')} busy={set.isPending} error={choices.error ?? set.error} onSubmit={submit} onClose={onClose}>
      {current !== null && <p>{t('hall-raise-current', { ground: current })}</p>}
      {choices.isPending ? (
        <Skeleton rows={1} />
      ) : (
        <SelectField
          label={t('class-ground')}
          name="class"
          choices={grounds}
          value={ground}
          onChange={(id) => {
            setGround(id)
            setMissing(false)
          }}
          placeholder={t('form-choose')}
          trouble={missing ? t('hall-raise-missing') : troubleAt(set.error, 'class')}
          autoFocus
        />
      )}
      <Field label={t('class-reason')} name="reason" value={reason} onChange={setReason} trouble={troubleAt(set.error, 'reason')} hint={t('class-reason-hint')} />
    </ActDialog>
  )
}

/** To a window that is open, whatever it calls for as a rule. */
export function DirectDialog({ line, windows, onClose }: { line: QueuedLine; windows: readonly HallWindowLine[]; onClose: () => void }) {
  const direct = useAct('hall.direct')
  const done = useDone(onClose)
  const open = windows.filter(({ shift_id, number }) => shift_id !== null && number !== line.window)
  const [number, setNumber] = useState<string | null>(open[0] === undefined ? null : String(open[0].number))
  const [reason, setReason] = useState('')
  const chosen = open.find((window) => String(window.number) === number)
  const title = t('hall-direct-title', { number: line.number })
  if (chosen === undefined) {
    return (
      <Dialog title={title} isOpen onClose={onClose} foot={<CloseButton onClose={onClose} />}>
        <p>{t('hall-direct-none')}</p>
      </Dialog>
    )
  }
  const submit = () => direct.mutate({ visit_id: line.visit_id, ticket: line.ticket, window: chosen.number, reason }, done(t('hall-direct-done', { number: line.number, window: chosen.title })))
  return (
    <ActDialog title={title} act={t('hall-direct-submit')} busy={direct.isPending} error={direct.error} onSubmit={submit} onClose={onClose}>
      <p>{t('hall-direct-lead')}</p>
      <SelectField
        label={t('hall-direct-window')}
        name="window"
        choices={open.map((window) => ({ id: String(window.number), title: `${window.title}, ${window.user_name}`, note: window.state_label }))}
        value={number}
        onChange={setNumber}
        trouble={troubleAt(direct.error, 'window')}
        autoFocus
      />
      <Field label={t('hall-direct-reason')} name="reason" value={reason} onChange={setReason} trouble={troubleAt(direct.error, 'reason')} hint={t('hall-direct-reason-hint')} />
    </ActDialog>
  )
}

/** A sign of the hall with words: a notice on the board, or why no tickets are given. */
export function SignDialog({ kind, onClose }: { kind: 'notice' | 'tickets_stopped'; onClose: () => void }) {
  const raise = useAct('hall.sign_raise')
  const done = useDone(onClose)
  const [words, setWords] = useState('')
  const [until, setUntil] = useState('')
  const submit = () => raise.mutate({ kind, text: words, until: until.trim() }, done(t(`hall-sign-done-${kind}`)))
  return (
    <ActDialog title={t(`hall-sign-title-${kind}`)} act={t(`hall-sign-submit-${kind}`)} busy={raise.isPending} error={raise.error} onSubmit={submit} onClose={onClose}>
      <Field label={t(`hall-sign-text-${kind}`)} name="text" rows={2} value={words} onChange={setWords} trouble={troubleAt(raise.error, 'text')} hint={t(`hall-sign-hint-${kind}`)} autoFocus />
      <Field label={t('hall-sign-until')} name="until" value={until} onChange={setUntil} trouble={troubleAt(raise.error, 'until')} hint={t('hall-sign-until-hint')} />
    </ActDialog>
  )
}
