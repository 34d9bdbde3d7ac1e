import { CircleAlert } from 'lucide-react'
import { useState } from 'react'
import type { AppealCard } from '../../../generated/AppealCard'
import type { ClaimActionLine } from '../../../generated/ClaimActionLine'
import type { ClaimView } from '../../../generated/ClaimView'
import { dateWords } from '../../../shared/format'
import { Button } from '../../../shared/parts/Button'
import { Facts, Note } from '../../../shared/parts/Layout'
import { Status } from '../../../shared/parts/Status'
import { useSession } from '../../../shared/session'
import { t } from '../../../shared/words'
import type { Act } from '../acts'
import styles from '../Appeals.module.css'
import { EndActionDialog } from './dialogs'

/** What the head must see at once, and what acceptance lacks. */
export function ClaimNotes({ card, claim, onAct }: { card: AppealCard; claim: ClaimView; onAct: (act: Act) => void }) {
  const { user } = useSession()
  const isInWork = card.state === 'registered' || card.state === 'assigned'
  const may = (act: Act, asks: string) => card.actions.includes(act) && !user.forbidden.includes(asks)
  return (
    <>
      {isInWork && claim.assessed?.immediate === true && (
        <Note tone="bad" icon={<CircleAlert aria-hidden />}>
          <strong>{t('claim-immediate')}</strong> {claim.assessed.note}
        </Note>
      )}
      {isInWork && claim.lacking.length > 0 && card.awaited === null && (
        <Note
          tone="warn"
          actions={
            may('suspend', 'appeal.suspend') ? (
              <Button small onPress={() => onAct('suspend')}>
                {t('command-suspend')}
              </Button>
            ) : undefined
          }
        >
          {t('claim-lacking', { what: claim.lacking.join(', ') })}
        </Note>
      )}
      {isInWork && claim.assessed === null && (
        <Note
          tone="info"
          actions={
            may('assess', 'claim.assess') ? (
              <Button small onPress={() => onAct('assess')}>
                {t('command-assess')}
              </Button>
            ) : undefined
          }
        >
          {t('claim-not-assessed')}
        </Note>
      )}
    </>
  )
}

function ActionItem({ line, onEnd }: { line: ClaimActionLine; onEnd: (() => void) | undefined }) {
  return (
    <li className={styles.action}>
      <span>
        {line.what}
        <small>{t('claim-action-line', { kind: t(`claim-action-${line.kind}`), owner: line.owner, date: dateWords(line.due_on) })}</small>
        {line.note !== null && <small>{line.note}</small>}
      </span>
      <Status tone={line.tone}>{line.left}</Status>
      {!line.ended && onEnd !== undefined && (
        <Button small onPress={onEnd}>
          {t('claim-action-end')}
        </Button>
      )}
    </li>
  )
}

/** The claim: assessment, what was proposed, what became of it, why it came and what is done against that. */
export function ClaimSection({ card, claim }: { card: AppealCard; claim: ClaimView }) {
  const { user } = useSession()
  const [ending, setEnding] = useState<ClaimActionLine | null>(null)
  const assessed = claim.assessed
  const yes = (value: boolean) => t(value ? 'claim-yes' : 'claim-no')
  const facts = [
    ...(assessed === null
      ? []
      : [
          { label: t('claim-form-right'), value: yes(assessed.form_right) },
          { label: t('claim-sufficient'), value: yes(assessed.sufficient) },
          { label: t('claim-valid'), value: yes(assessed.valid) },
          { label: t('claim-importance'), value: t(`claim-score-${assessed.importance}`) },
          { label: t('claim-complexity'), value: t(`claim-score-${assessed.complexity}`) },
        ]),
    ...(claim.conclusion === null ? [] : [{ label: t('claim-conclusion'), value: claim.conclusion, wide: true }]),
    ...(claim.settlement === null ? [] : [{ label: t('claim-settlement'), value: claim.settlement, wide: true }]),
    ...(claim.accepted === null ? [] : [{ label: t('claim-accepted'), value: claim.accepted, wide: true }]),
    ...(claim.responsibility === null ? [] : [{ label: t('claim-responsibility'), value: claim.responsibility, wide: true }]),
    ...(claim.cause === null ? [] : [{ label: t('claim-cause'), value: claim.cause, wide: true }]),
  ]
  if (facts.length === 0 && claim.rejected.length === 0 && claim.actions.length === 0) return null
  const mayEnd = !user.forbidden.includes('claim.end_action')
  return (
    <div className={styles.section}>
      <h2>{t('claim-title')}</h2>
      {facts.length > 0 && <Facts className={styles.cardFacts} facts={facts} />}
      {claim.rejected.map((round, index) => (
        <Note key={`${index} ${round.on}`} tone="warn">
          <strong>{t('claim-rejected', { date: dateWords(round.on) })}</strong> {round.words}
          <span className={styles.noteLine}>{t('claim-rejected-answer', { answer: round.answer })}</span>
          {round.bodies.length > 0 && <span className={styles.noteLine}>{t('claim-rejected-bodies', { bodies: round.bodies.join(', ') })}</span>}
        </Note>
      ))}
      {claim.actions.length > 0 && (
        <>
          <h3>{t('claim-actions')}</h3>
          <ul className={styles.plainList}>
            {claim.actions.map((line) => (
              <ActionItem key={line.action_id} line={line} onEnd={mayEnd ? () => setEnding(line) : undefined} />
            ))}
          </ul>
        </>
      )}
      {ending !== null && <EndActionDialog number={card.number} line={ending} onClose={() => setEnding(null)} />}
    </div>
  )
}
