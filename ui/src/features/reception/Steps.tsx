import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { FollowUpScope } from '../../generated/FollowUpScope'
import type { FollowUpView } from '../../generated/FollowUpView'
import { useAct, useAsk } from '../../shared/bridge'
import { usePaper } from '../../shared/paper'
import { Button } from '../../shared/parts/Button'
import { cx } from '../../shared/parts/cx'
import { DayField, Field, SegmentField } from '../../shared/parts/Field'
import { Facts } from '../../shared/parts/Layout'
import { Status } from '../../shared/parts/Status'
import text from '../../shared/parts/text.module.css'
import { useSpeaker } from '../../shared/parts/Toast'
import { Refusal, troubleAt } from '../../shared/refusal'
import { go } from '../../shared/route'
import { t } from '../../shared/words'
import { ActDialog, focusRefused } from '../../shared/actDialog'
import styles from './Reception.module.css'

type Course = 'done' | 'move' | 'cancel'

/** What came of an agreed step: it is done, put off, or needed no more. */
export function StepDialog({ step, onClose }: { step: FollowUpView; onClose: () => void }) {
  const acts = { done: useAct('follow_up.done'), move: useAct('follow_up.move'), cancel: useAct('follow_up.cancel') }
  const { say } = useSpeaker()
  const openPaper = usePaper()
  const [course, setCourse] = useState<Course>('done')
  const [words, setWords] = useState('')
  const [on, setOn] = useState(step.on)
  const [at, setAt] = useState(step.at ?? '')
  const error = acts[course].error
  const wordsField = course === 'done' ? 'result' : 'reason'
  const settled = {
    onSuccess: () => {
      say({ words: t(`step-${course}-said`) })
      onClose()
    },
    onError: focusRefused,
  }
  const submit = () => {
    const follow_up_id = step.follow_up_id
    if (course === 'done') acts.done.mutate({ follow_up_id, result: words }, settled)
    else if (course === 'move') acts.move.mutate({ follow_up_id, on, at, reason: words }, settled)
    else acts.cancel.mutate({ follow_up_id, reason: words }, settled)
  }
  return (
    <ActDialog
      title={t('step-title', { step: step.step_label, number: step.number })}
      act={t(`step-${course}-act`)}
      busy={acts[course].isPending}
      error={error}
      onSubmit={submit}
      onClose={onClose}
      extra={
        <>
          <Button
            onPress={() => {
              onClose()
              openPaper({ of: { about: 'follow_up', id: step.follow_up_id }, formId: 'repeat_visit_ticket' })
            }}
          >
            {t('agree-print')}
          </Button>
          {step.party_id !== null && (
            <Button
              kind="quiet"
              onPress={() => {
                onClose()
                go(['reception', 'client', step.party_id ?? ''])
              }}
            >
              {t('step-card')}
            </Button>
          )}
        </>
      }
    >
      <Facts
        className={styles.stepFacts}
        facts={[
          { label: t('step-who'), value: step.name, strong: true },
          { label: t('step-when'), value: <Status tone={step.tone}>{step.when_label}</Status> },
          { label: t('agree-phone'), value: step.phone_masked ?? t('none') },
          { label: t('agree-user_id'), value: step.user_name },
          { label: t('agree-question'), value: step.question, wide: true },
        ]}
      />
      <SegmentField
        label={t('step-course')}
        name="course"
        choices={(['done', 'move', 'cancel'] as const).map((id) => ({ id, title: t(`step-${id}`) }))}
        value={course}
        onChange={(id) => setCourse(id as Course)}
      />
      {course === 'move' && (
        <div className={styles.pair}>
          <DayField label={t('agree-on')} name="on" value={on} onChange={setOn} trouble={troubleAt(error, 'on')} />
          <Field label={t('agree-at')} name="at" autoComplete="off" placeholder="14:30" hint={t('agree-at-hint')} value={at} onChange={setAt} trouble={troubleAt(error, 'at')} />
        </div>
      )}
      <Field
        label={t(`step-${wordsField}`)}
        name={wordsField}
        autoFocus
        autoComplete="off"
        reserve
        value={words}
        onChange={(next) => {
          setWords(next)
          if (error !== null) acts[course].reset()
        }}
        trouble={troubleAt(error, wordsField)}
      />
    </ActDialog>
  )
}

const SHOWN = 6

/** What was agreed and is still to come, the overdue first. */
export function Steps() {
  const [scope, setScope] = useState<FollowUpScope>('mine')
  const [all, setAll] = useState(false)
  const [open, setOpen] = useState<FollowUpView | null>(null)
  const steps = useAsk('follow_up.list', { scope }, ['records', 'link'], { keep: true })
  const rows = steps.data ?? []
  const shown = all ? rows : rows.slice(0, SHOWN)
  return (
    <div className={styles.steps}>
      <div className={styles.secHead}>
        <h2>{t('steps-title')}</h2>
        <Button small kind="quiet" onPress={() => setScope(scope === 'mine' ? 'office' : 'mine')}>
          {t(scope === 'mine' ? 'steps-office' : 'steps-mine')}
        </Button>
      </div>
      <Refusal error={steps.error} />
      {steps.data?.length === 0 && <p className={text.mute}>{t(scope === 'mine' ? 'steps-none' : 'steps-none-office')}</p>}
      <ul className={styles.lines}>
        {shown.map((step) => (
          <li key={step.follow_up_id}>
            <AriaButton className={cx(styles.line, styles.stepLine)} onPress={() => setOpen(step)}>
              <span className={text.cut}>
                <span className={text.strong}>{step.name}</span> <span className={text.mute}>{step.step_label.toLowerCase()}</span>
              </span>
              <Status tone={step.tone}>{step.when_label}</Status>
              <span className={cx(text.small, text.cut)}>{scope === 'mine' ? step.question : t('steps-by', { question: step.question, user: step.user_name })}</span>
            </AriaButton>
          </li>
        ))}
      </ul>
      {rows.length > shown.length && (
        <Button small kind="quiet" onPress={() => setAll(true)}>
          {t('steps-all', { count: rows.length })}
        </Button>
      )}
      {open !== null && <StepDialog step={open} onClose={() => setOpen(null)} />}
    </div>
  )
}
