import type { AppealCard } from '../../../generated/AppealCard'
import type { DispatchView } from '../../../generated/DispatchView'
import { dateWords } from '../../../shared/format'
import { Button } from '../../../shared/parts/Button'
import { Note } from '../../../shared/parts/Layout'
import { useSession } from '../../../shared/session'
import { t } from '../../../shared/words'
import type { Act } from '../acts'
import styles from '../Appeals.module.css'
import type { LetterAct } from './answerDialogs'

/** Who has the appeal meanwhile, and what this office can do about it. */
export function HandOver({ card, onAct }: { card: AppealCard; onAct: (act: Act) => void }) {
  const { user } = useSession()
  const offered = card.hand_over
  if (offered === null) return null
  const may = (act: Act, command: string) => card.actions.includes(act) && !user.forbidden.includes(command)
  return (
    <Note
      tone={offered.late ? 'warn' : 'info'}
      actions={
        <>
          {may('take_over', 'appeal.take_over') && (
            <Button small onPress={() => onAct('take_over')}>
              {t('command-take-over')}
            </Button>
          )}
          {may('hand_back', 'appeal.hand_back') && (
            <Button small onPress={() => onAct('hand_back')}>
              {t(offered.is_here ? 'command-hand-back' : 'hand-over-recall')}
            </Button>
          )}
        </>
      }
    >
      <strong>{t(offered.is_here ? 'hand-over-here' : 'hand-over-away', { from: offered.from_label, to: offered.to_label, date: dateWords(offered.since) })}</strong>
      <span className={styles.noteLine}>{t('hand-over-comment', { comment: offered.comment, by: offered.by })}</span>
    </Note>
  )
}

/** «Заказным письмом 23.11.2026, 44631012345670, вручено 30.11.2026». */
export function letterWords(letter: DispatchView): string {
  const fate = letter.delivery === null ? null : t(`delivery-${letter.delivery}`, { date: letter.told_on === null ? '' : dateWords(letter.told_on) })
  return [`${letter.channel_label} ${dateWords(letter.sent_on)}`, letter.track, fate].filter((part) => part !== null).join(', ')
}

/** The project and what stands against it, what others were asked, and where the letters are. */
export function Answering({ card, onAct, onLetter }: { card: AppealCard; onAct: (act: Act) => void; onLetter: (act: LetterAct) => void }) {
  const { user } = useSession()
  const { project, dispatches, questions } = card.answering
  const may = (act: Act, command: string) => card.actions.includes(act) && !user.forbidden.includes(command)
  const writes = !user.forbidden.includes('answer.delivered')
  return (
    <>
      {project !== null && card.answer === null && (
        <div className={styles.section}>
          <h2>{t('project-title')}</h2>
          <Note
            tone={project.state === 'returned' ? 'warn' : 'info'}
            actions={
              <>
                {may('approve_answer', 'answer.approve') && (
                  <Button small onPress={() => onAct('approve_answer')}>
                    {t('command-approve-answer')}
                  </Button>
                )}
                {may('return_answer', 'answer.return') && (
                  <Button small onPress={() => onAct('return_answer')}>
                    {t('command-return-answer')}
                  </Button>
                )}
              </>
            }
          >
            <strong>{t(`project-${project.state}`, { by: project.reviewed_by ?? '', date: project.approved_on === null ? '' : dateWords(project.approved_on) })}</strong>
            <span className={styles.noteLine}>{project.reason ?? t('project-by', { by: project.by, outcome: project.outcome_label, channel: project.channel_label })}</span>
          </Note>
          <p>{project.text}</p>
        </div>
      )}
      {questions.length > 0 && (
        <div className={styles.section}>
          <h2>{t('questions-title')}</h2>
          <ul className={styles.plainList}>
            {questions.map((question) => (
              <li key={question.question_id}>
                <span>
                  {t(question.late ? 'question-late' : 'question-line', { whom: question.whom, question: question.question, date: dateWords(question.due_on) })}
                  {question.reply !== null && <span className={styles.noteLine}>{t('question-reply', { date: question.replied_on === null ? '' : dateWords(question.replied_on), reply: question.reply })}</span>}
                </span>
                {question.reply === null && writes && (
                  <Button small onPress={() => onLetter({ act: 'reply', id: question.question_id, title: question.whom })}>
                    {t('reply-open')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
      {dispatches.length > 0 && (
        <div className={styles.section}>
          <h2>{t('letters-sent')}</h2>
          <ul className={styles.plainList}>
            {dispatches.map((letter) => (
              <li key={letter.dispatch_id}>
                <span>{letterWords(letter)}</span>
                {letter.answer_channel === 'registered_letter' && writes && (
                  <>
                    <Button small onPress={() => onLetter({ act: 'track', id: letter.dispatch_id, title: letter.title })}>
                      {t('track-open')}
                    </Button>
                    <Button small onPress={() => onLetter({ act: 'delivered', id: letter.dispatch_id, title: letter.title })}>
                      {t('delivered-open')}
                    </Button>
                  </>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}
