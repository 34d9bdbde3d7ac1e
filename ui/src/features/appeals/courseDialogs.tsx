import { useState } from 'react'
import { ActFoot, useDone } from '../../shared/actDialog'
import { useAct, useAsk } from '../../shared/bridge'
import { dateWords, weekdayWords } from '../../shared/format'
import { Button } from '../../shared/parts/Button'
import { Dialog } from '../../shared/parts/Dialog'
import { DayField, Field, SelectField } from '../../shared/parts/Field'
import { Facts, Note, Skeleton } from '../../shared/parts/Layout'
import { useSpeaker } from '../../shared/parts/Toast'
import { RpcError } from '../../host/host'
import { atLarge, Refusal, refusalWords, troubleAt } from '../../shared/refusal'
import { useSession } from '../../shared/session'
import { t } from '../../shared/words'
import styles from './Appeals.module.css'
import { groundWords } from './course'
import type { ActDialogProps } from './dialogs'

/** Opens the paper that an act gives rise to. */
export interface PaperDialogProps extends ActDialogProps {
  onPaper: (formId: string) => void
}

function dayWords(iso: string): string {
  return t('term-date', { date: dateWords(iso), weekday: weekdayWords(iso, 'long') })
}

/** Shows what was done; read aloud only when its paper opens at once and shows it. */
function useTell(): (words: string, withPaper: boolean) => void {
  const { say, announce } = useSpeaker()
  return (words, withPaper) => (withPaper ? announce(words) : say({ words }))
}

/** One more term, once: the date it gives is shown before it is given, and the notice follows. */
export function ExtendDialog({ card, onClose, onPaper }: PaperDialogProps) {
  const asked = useAsk('appeal.extension', { appeal_id: card.appeal_id }, [`appeal:${card.appeal_id}`, 'directory'], { fleeting: true })
  const extend = useAct('appeal.extend')
  const tell = useTell()
  const [reason, setReason] = useState('')
  const view = asked.data
  const isPossible = view !== undefined && view.refused === null
  const submit = (withPaper: boolean) => {
    if (!isPossible || extend.isPending) return
    extend.mutate(
      { appeal_id: card.appeal_id, reason },
      {
        onSuccess: () => {
          tell(t('extend-done', { number: card.number, date: dateWords(view.new_due ?? '') }), withPaper)
          onClose()
          if (withPaper) onPaper('extension_notice')
        },
      },
    )
  }
  return (
    <Dialog
      title={t('extend-title', { number: card.number })}
      isOpen
      onClose={onClose}
      onSubmit={() => submit(true)}
      foot={
        <ActFoot
          title={t('extend-submit')}
          busy={extend.isPending}
          disabled={!isPossible}
          onSubmit={() => submit(true)}
          onClose={onClose}
          extra={
            <Button isDisabled={!isPossible} onPress={() => submit(false)}>
              {t('without-paper')}
            </Button>
          }
        />
      }
    >
      <Refusal error={asked.error ?? atLarge(extend.error)} />
      {asked.isPending && <Skeleton rows={2} />}
      {view !== undefined && (
        <Facts
          className={styles.twoFacts}
          facts={[
            { label: t('extend-old'), value: dayWords(view.old_due) },
            ...(view.new_due === null ? [] : [{ label: t('extend-new'), value: dayWords(view.new_due), strong: true }]),
            ...(view.clause === '' ? [] : [{ label: t('extend-clause'), value: view.clause, wide: true }]),
          ]}
        />
      )}
      {view?.refused != null && <Note tone="warn">{refusalWords(new RpcError('appeal-not-extendable', { reason: view.refused }))}</Note>}
      {isPossible && <Field label={t('extend-reason')} name="reason" rows={3} autoFocus hint={t('extend-reason-hint')} value={reason} onChange={setReason} trouble={troubleAt(extend.error, 'reason')} />}
    </Dialog>
  )
}

export function SuspendDialog({ card, onClose }: ActDialogProps) {
  const suspend = useAct('appeal.suspend')
  const done = useDone(onClose)
  const lacking = card.claim?.lacking ?? []
  const [awaited, setAwaited] = useState(lacking.length === 0 ? '' : t('claim-lacking-asked', { what: lacking.join(', ') }))
  const submit = () => suspend.mutate({ appeal_id: card.appeal_id, awaited }, done(t('suspend-done', { number: card.number })))
  return (
    <Dialog title={t('suspend-title', { number: card.number })} isOpen onClose={onClose} onSubmit={submit} foot={<ActFoot title={t('suspend-submit')} busy={suspend.isPending} onSubmit={submit} onClose={onClose} />}>
      <p>{t('suspend-lead')}</p>
      <Refusal error={atLarge(suspend.error)} />
      <Field label={t('suspend-awaited')} name="awaited" rows={2} autoFocus hint={t('suspend-awaited-hint')} value={awaited} onChange={setAwaited} trouble={troubleAt(suspend.error, 'awaited')} />
    </Dialog>
  )
}

export function ResumeDialog({ card, onClose }: ActDialogProps) {
  const resume = useAct('appeal.resume')
  const done = useDone(onClose)
  const [note, setNote] = useState('')
  const submit = () => resume.mutate({ appeal_id: card.appeal_id, note }, done(t('resume-done', { number: card.number })))
  return (
    <Dialog title={t('resume-title', { number: card.number })} isOpen onClose={onClose} onSubmit={submit} foot={<ActFoot title={t('resume-submit')} busy={resume.isPending} onSubmit={submit} onClose={onClose} />}>
      {card.awaited !== null && <p>{t('resume-lead', { awaited: card.awaited })}</p>}
      <Refusal error={atLarge(resume.error)} />
      <Field label={t('resume-note')} name="note" rows={2} autoFocus hint={t('resume-note-hint')} value={note} onChange={setNote} trouble={troubleAt(resume.error, 'note')} />
    </Dialog>
  )
}

/** What is proposed here is decided by the head: nothing is closed yet. */
export function ProposeDialog({ card, onClose }: ActDialogProps) {
  const choices = useAsk('appeal.choices', {}, ['directory'])
  const propose = useAct('appeal.propose')
  const done = useDone(onClose)
  const [code, setCode] = useState<string | null>(null)
  const [evidence, setEvidence] = useState('')
  const [former, setFormer] = useState('')
  const grounds = choices.data?.grounds ?? []
  const ground = grounds.find((one) => one.code === code)
  const submit = () => propose.mutate({ appeal_id: card.appeal_id, ground: code ?? '', evidence: ground?.evidence_hint === '' ? '' : evidence, former_number: ground?.needs_former === true ? former : '' }, done(t('propose-done', { number: card.number })))
  return (
    <Dialog title={t('propose-title', { number: card.number })} isOpen onClose={onClose} onSubmit={submit} foot={<ActFoot title={t('propose-submit')} busy={propose.isPending} onSubmit={submit} onClose={onClose} />}>
      <p>{t('propose-lead')}</p>
      <Refusal error={choices.error ?? atLarge(propose.error)} />
      <SelectField
        label={t('propose-ground')}
        name="ground"
        choices={grounds.map(({ code: id, label, clause }) => ({ id, title: label, note: clause }))}
        value={code}
        onChange={setCode}
        placeholder={t('form-choose')}
        autoFocus
        hint={ground?.clause ?? ''}
        trouble={troubleAt(propose.error, 'ground')}
      />
      {ground?.needs_former === true && (
        <Field label={t('propose-former')} name="former_number" hint={ground.evidence_hint} value={former} onChange={setFormer} trouble={troubleAt(propose.error, 'former_number')} autoComplete="off" />
      )}
      {ground !== undefined && ground.evidence_hint !== '' && (
        <Field
          label={t(ground.needs_former ? 'propose-note' : 'propose-evidence')}
          name="evidence"
          rows={3}
          {...(ground.needs_former ? {} : { hint: ground.evidence_hint })}
          value={evidence}
          onChange={setEvidence}
          trouble={troubleAt(propose.error, 'evidence')}
        />
      )}
    </Dialog>
  )
}

/** The head's yes: the appeal is closed, and the applicant is told on paper. */
export function ApproveDialog({ card, onClose, onPaper }: PaperDialogProps) {
  const approve = useAct('appeal.approve')
  const tell = useTell()
  const submit = (withPaper: boolean) => {
    if (approve.isPending) return
    approve.mutate(
      { appeal_id: card.appeal_id },
      {
        onSuccess: () => {
          tell(t('approve-done', { number: card.number }), withPaper)
          onClose()
          if (withPaper) onPaper('unconsidered_notice')
        },
      },
    )
  }
  return (
    <Dialog
      role="alertdialog"
      title={t('approve-title', { number: card.number })}
      isOpen
      onClose={onClose}
      onSubmit={() => submit(true)}
      foot={
        <ActFoot
          title={t('approve-submit')}
          busy={approve.isPending}
          onSubmit={() => submit(true)}
          onClose={onClose}
          extra={
            <Button autoFocus onPress={() => submit(false)}>
              {t('without-paper')}
            </Button>
          }
        />
      }
    >
      <p>{t('approve-lead')}</p>
      <Refusal error={atLarge(approve.error)} />
      {card.proposal !== null && (
        <Facts
          facts={[
            { label: t('propose-ground'), value: groundWords(card.proposal), wide: true },
            { label: t('propose-evidence'), value: card.proposal.evidence, wide: true },
            ...(card.proposal.former_number === null ? [] : [{ label: t('propose-former'), value: card.proposal.former_number }]),
          ]}
        />
      )}
    </Dialog>
  )
}

export function DeclineDialog({ card, onClose }: ActDialogProps) {
  const decline = useAct('appeal.decline')
  const done = useDone(onClose)
  const [reason, setReason] = useState('')
  const submit = () => decline.mutate({ appeal_id: card.appeal_id, reason }, done(t('decline-done', { number: card.number })))
  return (
    <Dialog title={t('decline-title', { number: card.number })} isOpen onClose={onClose} onSubmit={submit} foot={<ActFoot title={t('decline-submit')} busy={decline.isPending} onSubmit={submit} onClose={onClose} />}>
      <Refusal error={atLarge(decline.error)} />
      <Field label={t('decline-reason')} name="reason" rows={3} autoFocus hint={t('decline-reason-hint')} value={reason} onChange={setReason} trouble={troubleAt(decline.error, 'reason')} />
    </Dialog>
  )
}

/** The same number and the whole course; a new term from the day of the new argument. */
export function ReopenDialog({ card, onClose }: ActDialogProps) {
  const { today } = useSession()
  const reopen = useAct('appeal.reopen')
  const done = useDone(onClose)
  const [argument, setArgument] = useState('')
  const [receivedOn, setReceivedOn] = useState(today)
  const submit = () => reopen.mutate({ appeal_id: card.appeal_id, received_on: receivedOn, argument }, done(t('reopen-done', { number: card.number })))
  return (
    <Dialog title={t('reopen-title', { number: card.number })} isOpen onClose={onClose} onSubmit={submit} foot={<ActFoot title={t('reopen-submit')} busy={reopen.isPending} onSubmit={submit} onClose={onClose} />}>
      <p>{t('reopen-lead')}</p>
      <Refusal error={atLarge(reopen.error)} />
      <Field label={t('reopen-argument')} name="argument" rows={4} autoFocus value={argument} onChange={setArgument} trouble={troubleAt(reopen.error, 'argument')} reserve />
      <DayField label={t('reopen-received')} name="received_on" value={receivedOn} onChange={setReceivedOn} trouble={troubleAt(reopen.error, 'received_on')} />
    </Dialog>
  )
}

export function UrgencyDialog({ card, onClose }: ActDialogProps) {
  const choices = useAsk('appeal.choices', {}, ['directory'])
  const set = useAct('appeal.set_urgency')
  const done = useDone(onClose)
  const [urgency, setUrgency] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const submit = () => set.mutate({ appeal_id: card.appeal_id, urgency: urgency ?? '', reason }, done(t('urgency-done', { number: card.number })))
  return (
    <Dialog title={t('urgency-title', { number: card.number })} isOpen onClose={onClose} onSubmit={submit} foot={<ActFoot title={t('urgency-submit')} busy={set.isPending} onSubmit={submit} onClose={onClose} />}>
      <Refusal error={choices.error ?? atLarge(set.error)} />
      <SelectField
        label={t('appeal-urgency')}
        name="urgency"
        choices={(choices.data?.urgencies ?? []).filter(({ code }) => code !== card.urgency).map(({ code, label }) => ({ id: code, title: label }))}
        value={urgency}
        onChange={setUrgency}
        placeholder={t('form-choose')}
        autoFocus
        hint={t('urgency-now', { urgency: card.urgency_label })}
        trouble={troubleAt(set.error, 'urgency')}
      />
      <Field label={t('act-reason')} name="reason" rows={2} value={reason} onChange={setReason} trouble={troubleAt(set.error, 'reason')} reserve />
    </Dialog>
  )
}

/** The answer needs study, or a word from another organisation: the term runs by another norm, and the notice follows (A3). */
export function NormDialog({ card, onClose, onPaper }: PaperDialogProps) {
  const change = useAct('appeal.change_norm')
  const tell = useTell()
  const [norm, setNorm] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const chosen = card.norms.find(({ key }) => key === norm)
  // Back to the norm of the registration there is nothing to give notice of.
  const hasPaper = chosen?.notice !== false
  const submit = (withPaper: boolean) => {
    if (change.isPending) return
    change.mutate(
      { appeal_id: card.appeal_id, norm: norm ?? '', reason },
      {
        onSuccess: () => {
          const paper = withPaper && hasPaper
          tell(t('move-done', { number: card.number, date: chosen === undefined ? '' : dateWords(chosen.due_on) }), paper)
          onClose()
          if (paper) onPaper('extension_notice')
        },
      },
    )
  }
  return (
    <Dialog
      title={t('move-title', { number: card.number })}
      isOpen
      onClose={onClose}
      onSubmit={() => submit(true)}
      foot={
        <ActFoot
          title={t('move-submit')}
          busy={change.isPending}
          onSubmit={() => submit(true)}
          onClose={onClose}
          extra={hasPaper ? <Button onPress={() => submit(false)}>{t('without-paper')}</Button> : undefined}
        />
      }
    >
      <p>{t('move-lead')}</p>
      <Refusal error={atLarge(change.error)} />
      <SelectField
        label={t('move-norm')}
        name="norm"
        choices={card.norms.map(({ key, label, due_on }) => ({ id: key, title: label, note: t('move-due', { date: dateWords(due_on) }) }))}
        value={norm}
        onChange={setNorm}
        placeholder={t('form-choose')}
        autoFocus
        hint={t('move-now', { due: card.due_label })}
        trouble={troubleAt(change.error, 'norm')}
      />
      <Field label={t('act-reason')} name="reason" rows={3} hint={t('extend-reason-hint')} value={reason} onChange={setReason} trouble={troubleAt(change.error, 'reason')} reserve />
    </Dialog>
  )
}

export function RedateDialog({ card, onClose }: ActDialogProps) {
  const redate = useAct('appeal.redate')
  const done = useDone(onClose)
  const [receivedOn, setReceivedOn] = useState(card.received_on)
  const [reason, setReason] = useState('')
  const submit = () => redate.mutate({ appeal_id: card.appeal_id, received_on: receivedOn, reason }, done(t('redate-done', { number: card.number })))
  return (
    <Dialog title={t('redate-title', { number: card.number })} isOpen onClose={onClose} onSubmit={submit} foot={<ActFoot title={t('redate-submit')} busy={redate.isPending} onSubmit={submit} onClose={onClose} />}>
      <p>{t('redate-lead')}</p>
      <Refusal error={atLarge(redate.error)} />
      <DayField label={t('appeal-received')} name="received_on" autoFocus value={receivedOn} onChange={setReceivedOn} trouble={troubleAt(redate.error, 'received_on')} />
      <Field label={t('act-reason')} name="reason" rows={2} value={reason} onChange={setReason} trouble={troubleAt(redate.error, 'reason')} reserve />
    </Dialog>
  )
}
