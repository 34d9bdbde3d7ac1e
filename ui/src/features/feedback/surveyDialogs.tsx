import { useState } from 'react'
import type { QuestionnaireView } from '../../generated/QuestionnaireView'
import type { SurveyQuestion } from '../../generated/SurveyQuestion'
import { ActDialog, focusRefused, useDone } from '../../shared/actDialog'
import { useAct } from '../../shared/bridge'
import { ChecksField } from '../../shared/parts/Check'
import { DayField, Field, SegmentField, SelectField } from '../../shared/parts/Field'
import text from '../../shared/parts/text.module.css'
import { useSpeaker } from '../../shared/parts/Toast'
import { troubleAt } from '../../shared/refusal'
import { useSession } from '../../shared/session'
import { t } from '../../shared/words'

/** So many short choices stand side by side. */
const SIDE_BY_SIDE = 3

/** The head plans a survey. */
export function PlanDialog({ questionnaires, onClose }: { questionnaires: readonly QuestionnaireView[]; onClose: () => void }) {
  const { today } = useSession()
  const plan = useAct('survey.plan')
  const done = useDone(onClose)
  const [form, setForm] = useState({ questionnaire: questionnaires[0]?.code ?? '', from: today, to: '', goal: '' })
  const set = (part: Partial<typeof form>) => {
    setForm({ ...form, ...part })
    if (plan.error !== null) plan.reset()
  }
  return (
    <ActDialog title={t('survey-plan-title')} act={t('save')} busy={plan.isPending} error={plan.error} onSubmit={() => plan.mutate(form, done(t('survey-planned')))} onClose={onClose}>
      <SelectField
        label={t('survey-questionnaire')}
        name="questionnaire"
        choices={questionnaires.map(({ code, title }) => ({ id: code, title }))}
        value={form.questionnaire}
        onChange={(questionnaire) => set({ questionnaire })}
        trouble={troubleAt(plan.error, 'questionnaire')}
      />
      <DayField label={t('survey-from')} name="from" value={form.from} onChange={(from) => set({ from })} trouble={troubleAt(plan.error, 'from')} />
      <DayField label={t('survey-to')} name="to" autoFocus value={form.to} onChange={(to) => set({ to })} trouble={troubleAt(plan.error, 'to')} />
      <Field label={t('survey-goal')} name="goal" value={form.goal} onChange={(goal) => set({ goal })} trouble={troubleAt(plan.error, 'goal')} />
    </ActDialog>
  )
}

interface Reply {
  chosen: string[]
  words: string
}

const NO_REPLY: Reply = { chosen: [], words: '' }

interface QuestionProps {
  question: SurveyQuestion
  reply: Reply
  onChange: (reply: Reply) => void
  trouble: string | null
}

function Question({ question: { code, text: asked, kind, required, options, hint }, reply, onChange, trouble }: QuestionProps) {
  const label = required ? asked : t('survey-optional', { question: asked })
  const choices = options.map(({ code: id, label: title }) => ({ id, title }))
  const [first] = reply.chosen
  const choose = (id: string) => onChange({ ...NO_REPLY, chosen: [id] })
  if (kind === 'words') return <Field label={label} name={code} rows={2} value={reply.words} onChange={(words) => onChange({ ...NO_REPLY, words })} trouble={trouble} />
  if (kind === 'several') return <ChecksField label={label} name={code} choices={choices} value={reply.chosen} onChange={(chosen) => onChange({ ...NO_REPLY, chosen })} trouble={trouble} />
  if (kind === 'scale' || choices.length <= SIDE_BY_SIDE) return <SegmentField label={label} name={code} {...(hint === '' ? {} : { hint })} choices={choices} value={first ?? null} onChange={choose} trouble={trouble} />
  return <SelectField label={label} name={code} placeholder={t('form-choose')} choices={choices} value={first ?? null} onChange={choose} trouble={trouble} />
}

/** One questionnaire after another: asked at the desk, or from the sheets in the box. */
export function FillDialog({ surveyId, form, onClose }: { surveyId: string; form: QuestionnaireView; onClose: () => void }) {
  const { today } = useSession()
  const { say } = useSpeaker()
  const answer = useAct('survey.answer')
  const [way, setWay] = useState('paper')
  const [on, setOn] = useState(today)
  const [replies, setReplies] = useState<Readonly<Record<string, Reply>>>({})
  const [entered, setEntered] = useState(0)
  const amended = () => {
    if (answer.error !== null) answer.reset()
  }
  const submit = () =>
    answer.mutate(
      { survey_id: surveyId, way, on, replies: form.questions.map(({ code }) => ({ question: code, ...(replies[code] ?? NO_REPLY) })) },
      {
        onSuccess: () => {
          say({ words: t('survey-entered') })
          setReplies({})
          setEntered(entered + 1)
        },
        onError: focusRefused,
      },
    )
  return (
    <ActDialog title={form.title} act={t('survey-fill-next')} busy={answer.isPending} error={answer.error} onSubmit={submit} onClose={onClose}>
      <span className={text.mute} role="status">
        {t('survey-entered-now', { count: entered })}
      </span>
      <SegmentField
        label={t('survey-way')}
        name="way"
        choices={['paper', 'desk', 'email'].map((id) => ({ id, title: t(`survey-way-${id}`) }))}
        value={way}
        onChange={(next) => {
          setWay(next)
          amended()
        }}
        trouble={troubleAt(answer.error, 'way')}
      />
      <DayField
        label={t('survey-on')}
        name="on"
        value={on}
        onChange={(day) => {
          setOn(day)
          amended()
        }}
        trouble={troubleAt(answer.error, 'on')}
      />
      {form.questions.map((question) => (
        <Question
          key={`${entered}-${question.code}`}
          question={question}
          reply={replies[question.code] ?? NO_REPLY}
          onChange={(reply) => {
            setReplies({ ...replies, [question.code]: reply })
            amended()
          }}
          trouble={troubleAt(answer.error, question.code)}
        />
      ))}
    </ActDialog>
  )
}

/** What the survey has shown and what is done about it. */
export function EndDialog({ surveyId, onClose }: { surveyId: string; onClose: () => void }) {
  const end = useAct('survey.end')
  const done = useDone(onClose)
  const [conclusions, setConclusions] = useState('')
  const [measures, setMeasures] = useState('')
  const amended = (set: (words: string) => void) => (words: string) => {
    set(words)
    if (end.error !== null) end.reset()
  }
  return (
    <ActDialog title={t('survey-end')} act={t('save')} busy={end.isPending} error={end.error} onSubmit={() => end.mutate({ survey_id: surveyId, conclusions, measures }, done(t('survey-ended')))} onClose={onClose}>
      <Field label={t('survey-conclusions')} name="conclusions" rows={4} autoFocus value={conclusions} onChange={amended(setConclusions)} trouble={troubleAt(end.error, 'conclusions')} />
      <Field label={t('survey-measures')} name="measures" hint={t('survey-measures-hint')} rows={4} value={measures} onChange={amended(setMeasures)} trouble={troubleAt(end.error, 'measures')} />
    </ActDialog>
  )
}

/** The survey does not take place. */
export function CancelDialog({ surveyId, onClose }: { surveyId: string; onClose: () => void }) {
  const cancel = useAct('survey.cancel')
  const done = useDone(onClose)
  const [reason, setReason] = useState('')
  return (
    <ActDialog title={t('survey-cancel')} act={t('survey-cancel')} busy={cancel.isPending} error={cancel.error} onSubmit={() => cancel.mutate({ survey_id: surveyId, reason }, done(t('survey-cancelled')))} onClose={onClose}>
      <Field
        label={t('survey-reason')}
        name="reason"
        autoFocus
        value={reason}
        onChange={(words) => {
          setReason(words)
          if (cancel.error !== null) cancel.reset()
        }}
        trouble={troubleAt(cancel.error, 'reason')}
      />
    </ActDialog>
  )
}
