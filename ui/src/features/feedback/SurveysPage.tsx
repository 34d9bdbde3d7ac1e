import { CalendarPlus, PenLine, Printer } from 'lucide-react'
import { useState } from 'react'
import type { QuestionResult } from '../../generated/QuestionResult'
import type { SurveyRow } from '../../generated/SurveyRow'
import { useAsk } from '../../shared/bridge'
import { capsOf } from '../../shared/commands'
import { countWords, dateWords } from '../../shared/format'
import { usePaper } from '../../shared/paper'
import { Button } from '../../shared/parts/Button'
import { cx } from '../../shared/parts/cx'
import { type ColumnShape, DataTable } from '../../shared/parts/DataTable'
import { Empty, Note, Skeleton } from '../../shared/parts/Layout'
import { Status } from '../../shared/parts/Status'
import text from '../../shared/parts/text.module.css'
import { Way } from '../../shared/parts/Way'
import { Refusal } from '../../shared/refusal'
import { useSession } from '../../shared/session'
import { useCommand } from '../../shared/useCommand'
import { t } from '../../shared/words'
import styles from './Feedback.module.css'
import { FeedbackNav } from './FeedbackNav'
import { CancelDialog, EndDialog, FillDialog, PlanDialog } from './surveyDialogs'

const period = ({ from, to }: SurveyRow) => t('survey-period', { from: dateWords(from), to: dateWords(to) })
const columns: readonly ColumnShape<SurveyRow>[] = [
  { id: 'when', title: t('survey-when'), width: '1fr', minWidth: 176, cell: period },
  { id: 'filled', title: t('survey-filled'), width: 104, cell: (row) => t('survey-of', { answered: countWords(row.answered), goal: countWords(row.goal) }) },
  { id: 'state', title: t('survey-state'), width: 176, cell: (row) => <span title={row.state_label}><Status tone={row.tone}>{row.state_label}</Status></span> },
  { id: 'place', title: t('work-place'), titleHidden: true, width: 48, end: true, cell: (row) => <Way place={row.place} /> },
]
const keyOf = (row: SurveyRow) => row.survey_id
const nameOf = (row: SurveyRow) => `${row.title}, ${period(row)}`

/** How often each answer was given: a picture that says its figures itself. */
function Result({ question }: { question: QuestionResult }) {
  return (
    <section className={styles.result} aria-label={question.text}>
      <h3>
        {question.text}
        {question.mean_label !== null && <strong>{t('survey-mean', { mean: question.mean_label })}</strong>}
      </h3>
      {question.bars.length > 0 && (
        <table className={styles.bars}>
          <tbody>
            {question.bars.map(({ label, count, percent }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>
                  <svg className={styles.bar} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden>
                    <rect width={percent} height="10" />
                  </svg>
                </td>
                <td>{countWords(count)}</td>
                <td>{t('survey-percent', { percent })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {question.words.length > 0 && (
        <ul className={styles.said}>
          {question.words.map((words, index) => (
            <li key={index}>{t('quoted', { text: words })}</li>
          ))}
        </ul>
      )}
      {question.answered === 0 && <span className={text.mute}>{t('survey-nobody')}</span>}
    </section>
  )
}

type Opened = 'plan' | 'fill' | 'end' | 'cancel'

function Survey({ row, onOpen }: { row: SurveyRow; onOpen: (opened: Opened) => void }) {
  const { user } = useSession()
  const openPaper = usePaper()
  const results = useAsk('survey.results', { survey_id: row.survey_id }, ['records', 'directory'], { keep: true })
  const print = (formId: string) => openPaper({ of: { about: 'survey', id: row.survey_id }, formId })
  const mayPrint = !user.forbidden.includes('paper.print')
  const { data } = results
  return (
    <>
      <div className={styles.sideBody} tabIndex={0} role="group" aria-label={t('survey-results')}>
        <span className={text.small}>{row.title}</span>
        <h2 className={text.large}>{period(row)}</h2>
        <Status tone={row.tone} strong>
          {row.state_label}
        </Status>
        <span>
          {t('survey-filled-of', { answered: countWords(row.answered), goal: countWords(row.goal) })}
          {data !== undefined && data.ways_label !== '' && `: ${data.ways_label}`}
        </span>
        <Refusal error={results.error} />
        {results.isPending && <Skeleton rows={6} />}
        {data?.conclusions != null && (
          <section className={styles.result}>
            <h3>{t('survey-conclusions')}</h3>
            <p className={styles.words}>{data.conclusions}</p>
            <h3>{t('survey-measures')}</h3>
            <p className={styles.words}>{data.measures}</p>
          </section>
        )}
        {row.answered > 0 && data?.questions.map((question) => <Result key={question.code} question={question} />)}
      </div>
      <div className={styles.buttons}>
        {row.may_answer && (
          <Button kind="main" icon={<PenLine aria-hidden />} isDisabled={user.forbidden.includes('survey.answer')} onPress={() => onOpen('fill')}>
            {t('survey-fill')}
          </Button>
        )}
        {row.open && (
          <Button icon={<Printer aria-hidden />} isDisabled={!mayPrint} onPress={() => print('questionnaire')}>
            {t('survey-blank')}
          </Button>
        )}
        <Button icon={<Printer aria-hidden />} caps={capsOf('print')} isDisabled={!mayPrint} onPress={() => print('survey_report')}>
          {t('survey-report')}
        </Button>
        {row.open && row.answered > 0 && (
          <Button isDisabled={user.forbidden.includes('survey.end')} onPress={() => onOpen('end')}>
            {t('survey-end')}
          </Button>
        )}
        {row.open && row.answered === 0 && (
          <Button isDisabled={user.forbidden.includes('survey.cancel')} onPress={() => onOpen('cancel')}>
            {t('survey-cancel')}
          </Button>
        )}
      </div>
    </>
  )
}

/** Surveys of visitors (10.3): the plan of the year, questionnaires, results. */
export function SurveysPage() {
  const { user } = useSession()
  const openPaper = usePaper()
  const plan = useAsk('survey.list', {}, ['records', 'directory'])
  const [wanted, setWanted] = useState<string | null>(null)
  const [opened, setOpened] = useState<Opened | null>(null)
  const rows = plan.data?.rows
  const selected = rows?.find(({ survey_id }) => survey_id === wanted) ?? rows?.[0] ?? null
  const form = plan.data?.questionnaires.find(({ code }) => code === selected?.questionnaire)
  const mayPlan = !user.forbidden.includes('survey.plan')
  const close = () => setOpened(null)
  useCommand(
    'print',
    () => {
      if (selected !== null) openPaper({ of: { about: 'survey', id: selected.survey_id }, formId: 'survey_report' })
    },
    selected !== null && !user.forbidden.includes('paper.print'),
  )
  return (
    <section className={styles.page} aria-label={t('feedback-surveys')}>
      <header className={styles.head}>
        <h1 className={text.hidden} tabIndex={-1} data-page-focus="">
          {t('feedback-surveys')}
        </h1>
        <FeedbackNav at="surveys" />
        <span className={text.mute}>{plan.data?.year_label}</span>
        <Button icon={<CalendarPlus aria-hidden />} isDisabled={!mayPlan || plan.data === undefined} onPress={() => setOpened('plan')}>
          {t('survey-plan')}
        </Button>
      </header>
      <div className={styles.notices}>
        {plan.data?.notice != null && <Note tone={plan.data.notice.tone === 'bad' ? 'bad' : 'warn'}>{plan.data.notice.words}</Note>}
        <Refusal error={plan.error} />
      </div>
      <div className={cx(styles.split, styles.splitWide)}>
        <div className={styles.list}>
          {rows === undefined ? (
            <div className={styles.loading}>
              <Skeleton rows={4} />
            </div>
          ) : (
            <DataTable
              label={t('feedback-surveys')}
              columns={columns}
              rows={rows}
              keyOf={keyOf}
              nameOf={nameOf}
              rowHeader="when"
              selected={selected?.survey_id ?? null}
              onSelect={setWanted}
              onOpen={(id) => {
                if (selected?.survey_id === id && selected.may_answer && !user.forbidden.includes('survey.answer')) setOpened('fill')
              }}
              empty={<Empty title={t('survey-none')}>{t('survey-none-hint')}</Empty>}
            />
          )}
        </div>
        <aside className={styles.side} aria-label={t('survey-results')}>
          {selected === null ? null : <Survey key={selected.survey_id} row={selected} onOpen={setOpened} />}
        </aside>
      </div>
      {opened === 'plan' && plan.data !== undefined && <PlanDialog questionnaires={plan.data.questionnaires} onClose={close} />}
      {opened === 'fill' && selected !== null && form !== undefined && <FillDialog surveyId={selected.survey_id} form={form} onClose={close} />}
      {opened === 'end' && selected !== null && <EndDialog surveyId={selected.survey_id} onClose={close} />}
      {opened === 'cancel' && selected !== null && <CancelDialog surveyId={selected.survey_id} onClose={close} />}
    </section>
  )
}
