import { useState } from 'react'
import type { AppealCard } from '../../generated/AppealCard'
import { ActFoot, useDone } from '../../shared/actDialog'
import { useAct, useAsk } from '../../shared/bridge'
import { Button } from '../../shared/parts/Button'
import { Dialog } from '../../shared/parts/Dialog'
import { ComboField, Field, SelectField } from '../../shared/parts/Field'
import { atLarge, Refusal, troubleAt } from '../../shared/refusal'
import { t } from '../../shared/words'

export interface ActDialogProps {
  card: AppealCard
  onClose: () => void
}

export function AssignDialog({ card, onClose }: ActDialogProps) {
  const users = useAsk('session.users', {}, ['directory'])
  const assign = useAct('appeal.assign')
  const done = useDone(onClose)
  const [executor, setExecutor] = useState(card.executor_id)
  const [missing, setMissing] = useState(false)
  const submit = () => {
    if (executor === null) {
      setMissing(true)
      return
    }
    assign.mutate({ appeal_id: card.appeal_id, executor_id: executor }, done(t('assign-done', { number: card.number })))
  }
  return (
    <Dialog title={t('assign-title', { number: card.number })} isOpen onClose={onClose} onSubmit={submit} foot={<ActFoot title={t('assign-submit')} busy={assign.isPending} onSubmit={submit} onClose={onClose} />}>
      <Refusal error={users.error ?? atLarge(assign.error)} />
      <ComboField
        label={t('appeals-executor')}
        name="executor_id"
        choices={(users.data ?? []).map((user) => ({ id: user.id, title: user.short_name, note: user.post }))}
        value={executor}
        onChange={(id) => {
          setExecutor(id)
          setMissing(false)
        }}
        trouble={missing ? t('assign-missing') : troubleAt(assign.error, 'executor_id')}
        autoFocus
        reserve
      />
    </Dialog>
  )
}

export function AnswerDialog({ card, onClose }: ActDialogProps) {
  const choices = useAsk('appeal.choices', {}, ['directory'])
  const answer = useAct('appeal.answer')
  const done = useDone(onClose)
  const [words, setWords] = useState('')
  const [channel, setChannel] = useState<string | null>(null)
  const [outcome, setOutcome] = useState<string | null>(null)
  const [conclusion, setConclusion] = useState('')
  const [settlement, setSettlement] = useState('')
  const isClaim = card.claim !== undefined
  // What needs the head's signature goes by a project.
  const ways = (choices.data?.answer_channels ?? []).filter(({ code }) => !card.answering.signed_channels.includes(code))
  const submit = () => answer.mutate({ appeal_id: card.appeal_id, text: words, answer_channel: channel ?? '', outcome: outcome ?? '', conclusion, settlement }, done(t('answer-done', { number: card.number })))
  return (
    <Dialog title={t('answer-title', { number: card.number })} isOpen onClose={onClose} onSubmit={submit} foot={<ActFoot title={t('answer-submit')} busy={answer.isPending} onSubmit={submit} onClose={onClose} />}>
      <Refusal error={choices.error ?? atLarge(answer.error)} />
      <Field label={t('answer-text')} name="text" rows={6} autoFocus value={words} onChange={setWords} trouble={troubleAt(answer.error, 'text')} reserve />
      <SelectField
        label={t('answer-outcome')}
        name="outcome"
        choices={(choices.data?.outcomes ?? []).map(({ code, label }) => ({ id: code, title: label }))}
        value={outcome}
        onChange={setOutcome}
        placeholder={t('form-choose')}
        trouble={troubleAt(answer.error, 'outcome')}
      />
      {isClaim && (outcome === 'unfounded' || outcome === 'partly_founded') && (
        <Field label={t('claim-conclusion')} name="conclusion" rows={3} hint={t(outcome === 'unfounded' ? 'claim-conclusion-hint' : 'claim-conclusion-partly-hint')} value={conclusion} onChange={setConclusion} trouble={troubleAt(answer.error, 'conclusion')} />
      )}
      {isClaim && (outcome === 'founded' || outcome === 'partly_founded') && (
        <Field label={t('claim-settlement')} name="settlement" rows={3} hint={t('claim-settlement-hint')} value={settlement} onChange={setSettlement} trouble={troubleAt(answer.error, 'settlement')} />
      )}
      <SelectField
        label={t('answer-channel')}
        name="answer_channel"
        choices={ways.map(({ code, label }) => ({ id: code, title: label }))}
        value={channel}
        onChange={setChannel}
        placeholder={t('form-choose')}
        trouble={troubleAt(answer.error, 'answer_channel')}
        reserve
      />
    </Dialog>
  )
}

/** A closed appeal is not opened again: the question stands first, on «Показать документ». */
export function CloseDialog({ card, onClose, onShow }: ActDialogProps & { onShow: () => void }) {
  const close = useAct('appeal.close')
  const done = useDone(onClose)
  const [note, setNote] = useState('')
  const submit = () => close.mutate({ appeal_id: card.appeal_id, note }, done(t('close-done', { number: card.number })))
  return (
    <Dialog
      role="alertdialog"
      title={t('close-title', { number: card.number })}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      foot={
        <ActFoot
          title={t('close-submit')}
          busy={close.isPending}
          onSubmit={submit}
          onClose={onClose}
          extra={
            <Button autoFocus onPress={onShow}>
              {t('show-paper')}
            </Button>
          }
        />
      }
    >
      <p>{t('close-lead')}</p>
      <Refusal error={atLarge(close.error)} />
      <Field label={t('close-note')} name="note" rows={2} value={note} onChange={setNote} trouble={troubleAt(close.error, 'note')} reserve />
    </Dialog>
  )
}
