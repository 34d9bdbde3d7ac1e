import { Paperclip } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-aria-components'
import type { AppealCard } from '../../generated/AppealCard'
import { dateWords } from '../../shared/format'
import { Button } from '../../shared/parts/Button'
import { Facts, Note } from '../../shared/parts/Layout'
import text from '../../shared/parts/text.module.css'
import { hrefTo } from '../../shared/route'
import { MaskedValue } from '../../shared/unmask'
import { useSession } from '../../shared/session'
import { t } from '../../shared/words'
import type { Act } from './acts'
import { Answering, HandOver } from './answer/Answering'
import type { LetterAct } from './answer/answerDialogs'
import styles from './Appeals.module.css'
import { ClaimNotes, ClaimSection } from './claim/Claim'
import { ContractSection } from './contract/ContractSection'
import { groundWords } from './course'

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={styles.section}>
      <h2>{title}</h2>
      {children}
    </div>
  )
}

/** What the head is asked, and by whom; buttons for him alone. */
function Proposal({ card, onAct }: { card: AppealCard; onAct: (act: Act) => void }) {
  const { user } = useSession()
  const proposal = card.proposal
  if (proposal === null) return null
  const decides = card.actions.includes('approve') && !user.forbidden.includes('appeal.approve')
  return (
    <Note
      tone="warn"
      actions={
        decides ? (
          <>
            <Button small onPress={() => onAct('approve')}>
              {t('command-approve')}
            </Button>
            <Button small onPress={() => onAct('decline')}>
              {t('command-decline')}
            </Button>
          </>
        ) : undefined
      }
    >
      <strong>{t('proposal-title')}</strong> {groundWords(proposal)}
      <span className={styles.noteLine}>
        {t('proposal-evidence', { evidence: proposal.evidence, by: proposal.by })}{' '}
        {proposal.former_number !== null && proposal.former_id !== null && (
          <Link className={text.link ?? ''} href={hrefTo(['appeals', proposal.former_id])}>
            {t('proposal-former', { number: proposal.former_number })}
          </Link>
        )}
      </span>
      {!decides && <span className={styles.noteLine}>{t('proposal-waits')}</span>}
    </Note>
  )
}

/** Why the term stands, and the act that starts it again. */
function Awaited({ card, onAct }: { card: AppealCard; onAct: (act: Act) => void }) {
  const { user } = useSession()
  if (card.awaited === null) return null
  const may = card.actions.includes('resume') && !user.forbidden.includes('appeal.resume')
  return (
    <Note
      tone="info"
      actions={
        may ? (
          <Button small onPress={() => onAct('resume')}>
            {t('command-resume')}
          </Button>
        ) : undefined
      }
    >
      <strong>{card.awaited_since === null ? t('awaited-title') : t('awaited-title-since', { date: dateWords(card.awaited_since) })}</strong> {t('awaited-what', { awaited: card.awaited })}
    </Note>
  )
}

/** The matter of an appeal: who, what he says and asks, what he gave, what was answered. */
export function Body({ card, onAct, onLetter }: { card: AppealCard; onAct: (act: Act) => void; onLetter: (act: LetterAct) => void }) {
  const masked = card.answer_label.includes('•')
  return (
    <>
      <div className={styles.cardNotes}>
        <Proposal card={card} onAct={onAct} />
        <Awaited card={card} onAct={onAct} />
        <HandOver card={card} onAct={onAct} />
        {card.claim !== undefined && <ClaimNotes card={card} claim={card.claim} onAct={onAct} />}
        {card.zone_office !== null && <Note tone="info">{t('appeal-zone', { office: card.zone_office })}</Note>}
      </div>
      <Facts
        className={styles.cardFacts}
        facts={[
          {
            label: t('appeals-applicant'),
            value:
              card.party_id === null ? (
                card.applicant
              ) : (
                <Link className={text.link ?? ''} href={hrefTo(['reception', 'client', card.party_id])}>
                  {card.applicant}
                </Link>
              ),
          },
          { label: t('appeal-account'), value: card.account ?? t('none') },
          { label: t('appeals-executor'), value: card.executor ?? t('executor-none') },
          { label: t('appeal-channel'), value: card.channel_label },
          { label: t('appeal-received'), value: dateWords(card.received_on) },
          { label: t('appeal-urgency'), value: card.urgency_label },
          ...(card.representative === null ? [] : [{ label: t('appeal-representative'), value: card.representative, wide: true }]),
          { label: t('appeal-answer-way'), value: masked ? <MaskedValue masked={card.answer_label} what={{ kind: 'answer', appealId: card.appeal_id }} /> : card.answer_label, wide: true },
          ...(card.closed_label === null ? [] : [{ label: t('appeal-state-closed'), value: card.closed_label, wide: true }]),
        ]}
      />
      {card.contract !== undefined && <ContractSection card={card} contract={card.contract} />}
      <Section title={t('appeal-words')}>
        <p>{card.text}</p>
      </Section>
      {card.demand !== null && (
        <Section title={t('appeal-demand')}>
          <p>{card.demand}</p>
        </Section>
      )}
      {card.attachments.length > 0 && (
        <Section title={t('appeal-attachments')}>
          <ul className={styles.plainList}>
            {card.attachments.map((attachment, index) => (
              <li key={`${index} ${attachment}`}>
                <Paperclip aria-hidden />
                {attachment}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {card.missing.length > 0 && card.contract === undefined && (
        <Section title={t('appeal-missing')}>
          <ul className={styles.plainList}>
            {card.missing.map((document) => (
              <li key={document}>{document}</li>
            ))}
          </ul>
        </Section>
      )}
      {card.answer !== null && (
        <Section title={t('appeal-answer')}>
          <p>{card.answer}</p>
        </Section>
      )}
      {card.claim !== undefined && <ClaimSection card={card} claim={card.claim} />}
      <Answering card={card} onAct={onAct} onLetter={onLetter} />
      {card.former_rounds.length > 0 && (
        <Section title={t('appeal-rounds')}>
          <ol className={styles.plainList}>
            {card.former_rounds.map((round, index) => (
              <li key={`${index} ${round}`}>{round}</li>
            ))}
          </ol>
        </Section>
      )}
    </>
  )
}
