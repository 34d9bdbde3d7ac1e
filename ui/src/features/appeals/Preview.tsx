import { Link } from 'react-aria-components'
import { useAsk } from '../../shared/bridge'
import { Button } from '../../shared/parts/Button'
import { Empty, Facts, Skeleton, Timeline } from '../../shared/parts/Layout'
import { Status } from '../../shared/parts/Status'
import text from '../../shared/parts/text.module.css'
import { Refusal } from '../../shared/refusal'
import { go, hrefTo } from '../../shared/route'
import { useSettled } from '../../shared/useSettled'
import { t } from '../../shared/words'
import styles from './Appeals.module.css'
import { groundWords, stepsOf } from './course'

const FOLLOW_AFTER_MS = 60

/** The focused appeal beside the list. It waits for the arrow keys to rest. */
export function Preview({ appealId }: { appealId: string | null }) {
  const settled = useSettled(appealId, FOLLOW_AFTER_MS)
  const card = useAsk('appeal.card', { appeal_id: settled ?? '' }, [`appeal:${settled ?? ''}`, 'link'], { enabled: settled !== null, keep: true })
  const shown = settled === null ? undefined : card.data
  return (
    <aside className={styles.side} aria-label={t('preview-name')}>
      <Refusal error={settled === null ? null : card.error} />
      {appealId === null && settled === null && <Empty title={t('preview-none')}>{t('preview-none-hint')}</Empty>}
      {settled !== null && card.isPending && <Skeleton rows={8} />}
      {shown !== undefined && (
        <>
          <div className={styles.sideBody} tabIndex={-1}>
            <span className={text.small}>{t('appeal-kind', { category: shown.category_label, topic: shown.topic_label })}</span>
            <h2 className={text.large}>{shown.number}</h2>
            <Status tone={shown.state === 'closed' ? 'idle' : shown.tone} strong>
              {shown.state === 'closed' ? t('appeal-state-closed') : shown.due_label}
            </Status>
            <Facts
              className={styles.facts}
              facts={[
                {
                  label: t('appeals-applicant'),
                  value:
                    shown.party_id === null ? (
                      shown.applicant
                    ) : (
                      <Link className={text.link ?? ''} href={hrefTo(['reception', 'client', shown.party_id])}>
                        {shown.applicant}
                      </Link>
                    ),
                },
                { label: t('appeal-account'), value: shown.account ?? t('none') },
                { label: t('appeals-executor'), value: shown.executor ?? t('executor-none') },
                { label: t('appeal-answer-way'), value: shown.answer_label, wide: true },
                ...(shown.awaited === null ? [] : [{ label: t('suspend-awaited'), value: shown.awaited, wide: true }]),
                ...(shown.proposal === null ? [] : [{ label: t('appeals-view-proposed'), value: groundWords(shown.proposal), wide: true }]),
                ...(shown.closed_label === null ? [] : [{ label: t('appeal-state-closed'), value: shown.closed_label, wide: true }]),
              ]}
            />
            <p className={styles.words}>{shown.text}</p>
            <h2 className={styles.course}>{t('course-title')}</h2>
            <Timeline steps={stepsOf(shown.timeline, shown.tone)} label={t('course-title')} />
          </div>
          <div className={styles.buttons}>
            <Button kind="main" caps="Enter" onPress={() => go(['appeals', shown.appeal_id])}>
              {t('open')}
            </Button>
          </div>
        </>
      )}
    </aside>
  )
}
