import { ArrowLeft, Check, MessageSquareReply, Printer, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-aria-components'
import type { AppealCard } from '../../generated/AppealCard'
import { useAsk } from '../../shared/bridge'
import { capsOf } from '../../shared/commands'
import { dateWords } from '../../shared/format'
import { usePaper } from '../../shared/paper'
import { Button } from '../../shared/parts/Button'
import { Facts, Skeleton, Timeline } from '../../shared/parts/Layout'
import { Status, Tag } from '../../shared/parts/Status'
import { TermHead } from '../../shared/parts/Term'
import text from '../../shared/parts/text.module.css'
import { Way } from '../../shared/parts/Way'
import { Refusal } from '../../shared/refusal'
import { go, hrefTo } from '../../shared/route'
import { useSession } from '../../shared/session'
import { useCommand } from '../../shared/useCommand'
import { MaskedValue } from '../../shared/unmask'
import { t } from '../../shared/words'
import styles from './Appeals.module.css'
import { stepsOf } from './course'
import { AnswerDialog, AssignDialog, CloseDialog } from './dialogs'

type Open = 'assign' | 'answer' | 'close'

const stateTone = { registered: 'info', assigned: 'info', answered: 'ok', closed: 'idle' } as const

function toneOfState(state: string): 'info' | 'ok' | 'idle' {
  return state in stateTone ? stateTone[state as keyof typeof stateTone] : 'info'
}

function Body({ card }: { card: AppealCard }) {
  return (
    <>
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
          { label: t('appeal-answer-way'), value: card.answer_label.includes('•') ? <MaskedValue masked={card.answer_label} what={{ kind: 'answer', appealId: card.appeal_id }} /> : card.answer_label, wide: true },
          ...(card.representative === null ? [] : [{ label: t('appeal-representative'), value: card.representative }]),
        ]}
      />
      <div className={styles.section}>
        <h2>{t('appeal-words')}</h2>
        <p>{card.text}</p>
      </div>
      {card.answer !== null && (
        <div className={styles.section}>
          <h2>{t('appeal-answer')}</h2>
          <p>{card.answer}</p>
        </div>
      )}
    </>
  )
}

/** Why an act cannot be done now: the button says it. */
function reasonAgainst(card: AppealCard, action: string, command: string, forbidden: readonly string[]): string | null {
  if (forbidden.includes(command)) return t('forbidden')
  return card.actions.includes(action) ? null : t('act-not-now')
}

function Actions({ card, onOpen, onPrint, onBack }: { card: AppealCard; onOpen: (open: Open) => void; onPrint: () => void; onBack: () => void }) {
  const { user } = useSession()
  const against = {
    assign: reasonAgainst(card, 'assign', 'appeal.assign', user.forbidden),
    answer: reasonAgainst(card, 'answer', 'appeal.answer', user.forbidden),
    close: reasonAgainst(card, 'close', 'appeal.close', user.forbidden),
    print: reasonAgainst(card, 'print', 'paper.print', user.forbidden),
  }
  useCommand('assign', () => onOpen('assign'), against.assign === null)
  useCommand('answer', () => onOpen('answer'), against.answer === null)
  useCommand('print', onPrint, against.print === null)
  useCommand('back', onBack)
  const blocked = Object.values(against).find((why) => why === t('forbidden'))
  const main = card.state === 'registered' && against.assign === null ? 'assign' : 'answer'
  return (
    <footer className={styles.cardFoot} aria-label={t('appeal-actions')}>
      <Button kind={main === 'assign' ? 'main' : 'second'} icon={<UserPlus aria-hidden />} caps={capsOf('assign')} isDisabled={against.assign !== null} onPress={() => onOpen('assign')}>
        {t(card.executor === null ? 'appeal-assign' : 'appeal-reassign')}
      </Button>
      <Button kind={main === 'answer' ? 'main' : 'second'} icon={<MessageSquareReply aria-hidden />} caps={capsOf('answer')} isDisabled={against.answer !== null} onPress={() => onOpen('answer')}>
        {t('appeal-answer-act')}
      </Button>
      <Button icon={<Check aria-hidden />} isDisabled={against.close !== null} onPress={() => onOpen('close')}>
        {t('appeal-close')}
      </Button>
      <Button icon={<Printer aria-hidden />} caps={capsOf('print')} isDisabled={against.print !== null} onPress={onPrint}>
        {t('command-print')}
      </Button>
      {blocked !== undefined && <p className={text.small}>{blocked}</p>}
      <Button kind="quiet" caps="Esc" onPress={onBack}>
        {t('close')}
      </Button>
    </footer>
  )
}

/** One appeal: facts, words, course, and what can be done now. */
export function AppealPage({ appealId }: { appealId: string }) {
  const asked = useAsk('appeal.card', { appeal_id: appealId }, [`appeal:${appealId}`, 'link'])
  const openPaper = usePaper()
  const [open, setOpen] = useState<Open | null>(null)
  const back = () => go(['appeals'], { at: appealId })
  if (asked.error !== null)
    return (
      <div className={styles.cardBody}>
        <Refusal error={asked.error} actions={<Button small onPress={() => go(['appeals'])}>{t('appeal-to-list')}</Button>} />
      </div>
    )
  const card = asked.data
  if (card === undefined)
    return (
      <div className={styles.cardBody}>
        <Skeleton rows={8} />
      </div>
    )
  return (
    <div className={styles.card}>
      <section className={styles.cardHead} aria-label={card.number}>
        <Button kind="quiet" label={t('appeal-to-list')} caps="Esc" icon={<ArrowLeft aria-hidden />} onPress={back} />
        <h1 tabIndex={-1} data-page-focus="">
          {card.number}
        </h1>
        <span className={text.mute}>{t('appeal-kind', { category: card.category_label, topic: card.topic_label })}</span>
        <Tag tone={toneOfState(card.state)}>{t(`appeal-state-${card.state}`)}</Tag>
        <Status tone={card.tone}>{card.due_label}</Status>
        <span>
          <Way place={card.place} words />
        </span>
      </section>
      <section className={styles.cardBody} aria-label={t('appeal-body')} tabIndex={0}>
        <Body card={card} />
      </section>
      <aside className={styles.aside} aria-label={t('appeal-aside')}>
        {card.term !== null && <TermHead term={card.term} title={t('term-answer-by')} />}
        <div className={card.term === null ? undefined : styles.asideSection}>
          <h2>{t('course-title')}</h2>
          <Timeline steps={stepsOf(card.timeline, card.tone)} label={t('course-title')} />
        </div>
      </aside>
      <Actions card={card} onOpen={setOpen} onPrint={() => openPaper({ appealId, formId: 'registration_card' })} onBack={back} />
      {open === 'assign' && <AssignDialog card={card} onClose={() => setOpen(null)} />}
      {open === 'answer' && <AnswerDialog card={card} onClose={() => setOpen(null)} />}
      {open === 'close' && <CloseDialog card={card} onClose={() => setOpen(null)} onShow={() => openPaper({ appealId, formId: 'registration_card' })} />}
    </div>
  )
}
