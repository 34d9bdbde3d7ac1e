import { useEffect, useRef, useState } from 'react'
import type { AnswerForm } from '../../../generated/AnswerForm'
import type { AppealCard } from '../../../generated/AppealCard'
import { ActDialog, useDone } from '../../../shared/actDialog'
import { useAct, useAsk } from '../../../shared/bridge'
import { dateWords } from '../../../shared/format'
import { ComboField, DayField, Field, SelectField } from '../../../shared/parts/Field'
import { Facts, Skeleton } from '../../../shared/parts/Layout'
import { useSpeaker } from '../../../shared/parts/Toast'
import { atLarge, Refusal, troubleAt } from '../../../shared/refusal'
import { useSession } from '../../../shared/session'
import { t } from '../../../shared/words'

interface Props {
  card: AppealCard
  onClose: () => void
}

/** What is done with one letter or one question of the card. */
export interface LetterAct {
  act: 'track' | 'delivered' | 'reply'
  id: string
  title: string
}

/** So long after the last key the project is kept at this desk. */
const SAVE_AFTER_MS = 500

/** The project of a written answer: kept while one types, then given to the head. */
export function DraftAnswerDialog(props: Props) {
  const asked = useAsk('answer.start', { appeal_id: props.card.appeal_id }, [], { fleeting: true })
  if (asked.data === undefined)
    return (
      <ActDialog title={t('project-edit-title', { number: props.card.number })} act={t('project-submit')} busy error={asked.error} onSubmit={() => undefined} onClose={props.onClose}>
        {asked.error === null && <Skeleton rows={4} />}
      </ActDialog>
    )
  return <ProjectForm {...props} begun={asked.data.form} />
}

function ProjectForm({ card, onClose, begun }: Props & { begun: AnswerForm }) {
  const choices = useAsk('appeal.choices', {}, ['directory'])
  const save = useAct('answer.save')
  const draft = useAct('answer.draft')
  const done = useDone(onClose)
  const [form, setForm] = useState(begun)
  const typed = useRef(false)
  const keep = save.mutate
  useEffect(() => {
    if (!typed.current || draft.isPending) return undefined
    const later = window.setTimeout(() => keep({ appeal_id: card.appeal_id, form }), SAVE_AFTER_MS)
    return () => window.clearTimeout(later)
  }, [form, keep, card.appeal_id, draft.isPending])
  const put = (part: Partial<AnswerForm>) => {
    typed.current = true
    setForm((old) => ({ ...old, ...part }))
  }
  const submit = () => draft.mutate({ appeal_id: card.appeal_id, form }, done(t('project-done', { number: card.number })))
  return (
    <ActDialog title={t('project-edit-title', { number: card.number })} act={t('project-submit')} busy={draft.isPending} error={draft.error} onSubmit={submit} onClose={onClose}>
      <Refusal error={choices.error ?? atLarge(save.error)} />
      <Field label={t('project-text')} name="text" rows={8} autoFocus value={form.text} onChange={(text) => put({ text })} trouble={troubleAt(draft.error, 'text')} reserve />
      <SelectField
        label={t('answer-outcome')}
        name="outcome"
        choices={(choices.data?.outcomes ?? []).map(({ code, label }) => ({ id: code, title: label }))}
        value={form.outcome === '' ? null : form.outcome}
        onChange={(outcome) => put({ outcome })}
        placeholder={t('form-choose')}
        trouble={troubleAt(draft.error, 'outcome')}
      />
      {card.claim !== undefined && form.outcome === 'unfounded' && (
        <Field label={t('project-conclusion')} name="conclusion" rows={3} value={form.conclusion} onChange={(conclusion) => put({ conclusion })} trouble={troubleAt(draft.error, 'conclusion')} />
      )}
      {card.claim !== undefined && (form.outcome === 'founded' || form.outcome === 'partly_founded') && (
        <Field label={t('project-settlement')} name="settlement" rows={3} value={form.settlement} onChange={(settlement) => put({ settlement })} trouble={troubleAt(draft.error, 'settlement')} />
      )}
      <SelectField
        label={t('project-channel')}
        name="answer_channel"
        choices={(choices.data?.answer_channels ?? []).map(({ code, label }) => ({ id: code, title: label }))}
        value={form.answer_channel === '' ? null : form.answer_channel}
        onChange={(channel) => put({ answer_channel: channel })}
        placeholder={t('form-choose')}
        trouble={troubleAt(draft.error, 'answer_channel')}
        reserve
      />
    </ActDialog>
  )
}

export function ApproveAnswerDialog({ card, onClose }: Props) {
  const approve = useAct('answer.approve')
  const done = useDone(onClose)
  const project = card.answering.project
  const submit = () => approve.mutate({ appeal_id: card.appeal_id }, done(t('project-approved-done', { number: card.number })))
  return (
    <ActDialog title={t('project-approve-title', { number: card.number })} act={t('command-approve-answer')} busy={approve.isPending} error={approve.error} onSubmit={submit} onClose={onClose}>
      {project !== null && (
        <Facts
          facts={[
            { label: t('project-text'), value: project.text, wide: true },
            { label: t('answer-outcome'), value: project.outcome_label },
            { label: t('project-channel'), value: project.channel_label },
          ]}
        />
      )}
    </ActDialog>
  )
}

export function ReturnAnswerDialog({ card, onClose }: Props) {
  const back = useAct('answer.return')
  const done = useDone(onClose)
  const [reason, setReason] = useState('')
  const submit = () => back.mutate({ appeal_id: card.appeal_id, reason }, done(t('project-returned-done', { number: card.number })))
  return (
    <ActDialog title={t('project-return-title', { number: card.number })} act={t('command-return-answer')} busy={back.isPending} error={back.error} onSubmit={submit} onClose={onClose}>
      <Field label={t('project-return-reason')} name="reason" rows={3} autoFocus value={reason} onChange={setReason} trouble={troubleAt(back.error, 'reason')} reserve />
    </ActDialog>
  )
}

/** The signed answer goes: the post's number may come later, an e-mail becomes a file. */
export function SendAnswerDialog({ card, onClose }: Props) {
  const send = useAct('answer.send')
  const { say } = useSpeaker()
  const [track, setTrack] = useState('')
  const project = card.answering.project
  const channel = project?.answer_channel ?? ''
  const submit = () =>
    send.mutate(
      { appeal_id: card.appeal_id, track },
      {
        onSuccess: ({ path }) => {
          say({ words: path === null ? t('send-done', { number: card.number }) : t('send-saved', { path }) })
          onClose()
        },
      },
    )
  return (
    <ActDialog title={t('send-title', { number: card.number })} act={t('command-send-answer')} busy={send.isPending} error={send.error} onSubmit={submit} onClose={onClose}>
      <p>{t(channel === 'registered_letter' ? 'send-lead-post' : channel === 'email' ? 'send-lead-email' : 'send-lead-other')}</p>
      <Refusal error={troubleAt(send.error, 'answer_channel') === null ? null : send.error} />
      <Facts facts={[{ label: t('appeal-answer-way'), value: card.answer_label, wide: true }]} />
      {channel === 'registered_letter' && <Field label={t('track-number')} name="track" autoFocus hint={t('track-hint')} value={track} onChange={setTrack} trouble={troubleAt(send.error, 'track')} autoComplete="off" reserve />}
    </ActDialog>
  )
}

/** Another organisation, or an expert of the house. */
export function AskDialog({ card, onClose }: Props) {
  const users = useAsk('session.users', {}, ['directory'])
  const ask = useAct('answer.ask')
  const done = useDone(onClose)
  const [kind, setKind] = useState<string | null>('organisation')
  const [organisation, setOrganisation] = useState('')
  const [expert, setExpert] = useState<string | null>(null)
  const [question, setQuestion] = useState('')
  const [dueOn, setDueOn] = useState(card.term?.limit ?? '')
  const inside = kind === 'expert'
  const submit = () => ask.mutate({ appeal_id: card.appeal_id, organisation: inside ? '' : organisation, expert_id: inside ? (expert ?? '-') : '', question, due_on: dueOn }, done(t('ask-done', { number: card.number })))
  return (
    <ActDialog title={t('ask-title', { number: card.number })} act={t('ask-submit')} busy={ask.isPending} error={ask.error} onSubmit={submit} onClose={onClose}>
      <Refusal error={users.error} />
      <SelectField
        label={t('ask-kind')}
        name="kind"
        choices={[
          { id: 'organisation', title: t('ask-organisation') },
          { id: 'expert', title: t('ask-expert') },
        ]}
        value={kind}
        onChange={setKind}
        autoFocus
      />
      {inside ? (
        <ComboField label={t('ask-expert')} name="expert_id" choices={(users.data ?? []).map((user) => ({ id: user.id, title: user.short_name, note: user.post }))} value={expert} onChange={setExpert} trouble={troubleAt(ask.error, 'expert_id')} />
      ) : (
        <Field label={t('ask-organisation-name')} name="organisation" value={organisation} onChange={setOrganisation} trouble={troubleAt(ask.error, 'organisation')} autoComplete="off" />
      )}
      <Field label={t('ask-question')} name="question" rows={3} value={question} onChange={setQuestion} trouble={troubleAt(ask.error, 'question')} />
      <DayField label={t('ask-due')} name="due_on" value={dueOn} onChange={setDueOn} trouble={troubleAt(ask.error, 'due_on')} />
    </ActDialog>
  )
}

export function HandOverDialog({ card, onClose }: Props) {
  const offices = useAsk('appeal.hand_over_offices', {}, ['directory'])
  const give = useAct('appeal.hand_over')
  const done = useDone(onClose)
  const [office, setOffice] = useState<string | null>(null)
  const [comment, setComment] = useState('')
  const submit = () => give.mutate({ appeal_id: card.appeal_id, office_id: office ?? '', comment }, done(t('hand-over-done', { number: card.number })))
  return (
    <ActDialog title={t('hand-over-title', { number: card.number })} act={t('hand-over-submit')} busy={give.isPending} error={give.error} onSubmit={submit} onClose={onClose}>
      <p>{t('hand-over-lead')}</p>
      <Refusal error={offices.error} />
      <ComboField label={t('hand-over-office')} name="office_id" choices={(offices.data ?? []).map(({ code, label }) => ({ id: code, title: label }))} value={office} onChange={setOffice} trouble={troubleAt(give.error, 'office_id')} autoFocus />
      <Field label={t('hand-over-why')} name="comment" rows={3} value={comment} onChange={setComment} trouble={troubleAt(give.error, 'comment')} reserve />
    </ActDialog>
  )
}

export function TakeOverDialog({ card, onClose }: Props) {
  const take = useAct('appeal.take_over')
  const done = useDone(onClose)
  const submit = () => take.mutate({ appeal_id: card.appeal_id, executor_id: '' }, done(t('take-over-done', { number: card.number })))
  return (
    <ActDialog title={t('take-over-title', { number: card.number })} act={t('command-take-over')} busy={take.isPending} error={take.error} onSubmit={submit} onClose={onClose}>
      <p>{t('take-over-lead')}</p>
    </ActDialog>
  )
}

export function HandBackDialog({ card, onClose }: Props) {
  const back = useAct('appeal.hand_back')
  const done = useDone(onClose)
  const [reason, setReason] = useState('')
  const submit = () => back.mutate({ appeal_id: card.appeal_id, reason }, done(t('hand-back-done', { number: card.number })))
  return (
    <ActDialog title={t('hand-back-title', { number: card.number })} act={t('hand-back-submit')} busy={back.isPending} error={back.error} onSubmit={submit} onClose={onClose}>
      <Field label={t('act-reason')} name="reason" rows={3} autoFocus value={reason} onChange={setReason} trouble={troubleAt(back.error, 'reason')} reserve />
    </ActDialog>
  )
}

function TrackDialog({ card, letter, onClose }: Props & { letter: LetterAct }) {
  const track = useAct('answer.track')
  const done = useDone(onClose)
  const [number, setNumber] = useState('')
  const submit = () => track.mutate({ appeal_id: card.appeal_id, dispatch_id: letter.id, track: number }, done(t('track-done')))
  return (
    <ActDialog title={t('track-title', { number: card.number })} act={t('track-submit')} busy={track.isPending} error={track.error} onSubmit={submit} onClose={onClose}>
      <Field label={t('track-number')} name="track" autoFocus hint={t('track-hint')} value={number} onChange={setNumber} trouble={troubleAt(track.error, 'track')} autoComplete="off" reserve />
    </ActDialog>
  )
}

function DeliveredDialog({ card, letter, onClose }: Props & { letter: LetterAct }) {
  const { today } = useSession()
  const told = useAct('answer.delivered')
  const done = useDone(onClose)
  const [delivery, setDelivery] = useState<string | null>('delivered')
  const [on, setOn] = useState(today)
  const submit = () => told.mutate({ appeal_id: card.appeal_id, dispatch_id: letter.id, delivery: delivery ?? '', told_on: on }, done(t('delivered-done', { number: card.number })))
  return (
    <ActDialog title={t('delivered-title', { number: card.number })} act={t('delivered-submit')} busy={told.isPending} error={told.error} onSubmit={submit} onClose={onClose}>
      <SelectField
        label={t('delivered-what')}
        name="delivery"
        choices={['delivered', 'came_back', 'declined'].map((id) => ({ id, title: t(`delivery-${id}`, { date: dateWords(on) }) }))}
        value={delivery}
        onChange={setDelivery}
        autoFocus
        trouble={troubleAt(told.error, 'delivery')}
      />
      <DayField label={t('delivered-on')} name="told_on" value={on} onChange={setOn} trouble={troubleAt(told.error, 'told_on')} />
    </ActDialog>
  )
}

function ReplyDialog({ card, letter, onClose }: Props & { letter: LetterAct }) {
  const reply = useAct('answer.reply')
  const done = useDone(onClose)
  const [words, setWords] = useState('')
  const submit = () => reply.mutate({ appeal_id: card.appeal_id, question_id: letter.id, text: words }, done(t('reply-done')))
  return (
    <ActDialog title={t('reply-title', { whom: letter.title })} act={t('reply-submit')} busy={reply.isPending} error={reply.error} onSubmit={submit} onClose={onClose}>
      <Field label={t('reply-text')} name="text" rows={4} autoFocus value={words} onChange={setWords} trouble={troubleAt(reply.error, 'text')} reserve />
    </ActDialog>
  )
}

export function LetterDialog(props: Props & { letter: LetterAct }) {
  switch (props.letter.act) {
    case 'track':
      return <TrackDialog {...props} />
    case 'delivered':
      return <DeliveredDialog {...props} />
    case 'reply':
      return <ReplyDialog {...props} />
  }
}
