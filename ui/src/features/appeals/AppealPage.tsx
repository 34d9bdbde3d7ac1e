import { ArrowLeft } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { AppealCard } from '../../generated/AppealCard'
import { useAsk } from '../../shared/bridge'
import { dateWords } from '../../shared/format'
import { usePaper } from '../../shared/paper'
import { Button } from '../../shared/parts/Button'
import { Skeleton, Timeline } from '../../shared/parts/Layout'
import { Status, Tag } from '../../shared/parts/Status'
import { TermHead } from '../../shared/parts/Term'
import text from '../../shared/parts/text.module.css'
import { Way } from '../../shared/parts/Way'
import { Refusal } from '../../shared/refusal'
import { go } from '../../shared/route'
import { t } from '../../shared/words'
import { Actions } from './Actions'
import type { Act } from './acts'
import styles from './Appeals.module.css'
import { AskDialog, ApproveAnswerDialog, DraftAnswerDialog, HandBackDialog, HandOverDialog, type LetterAct, LetterDialog, ReturnAnswerDialog, SendAnswerDialog, TakeOverDialog } from './answer/answerDialogs'
import { Body } from './Body'
import { AcceptDialog, AssessDialog, CauseDialog, ConfirmDialog, RejectDialog, SetActionDialog } from './claim/dialogs'
import { ApproveDialog, DeclineDialog, ExtendDialog, NormDialog, ProposeDialog, RedateDialog, ReopenDialog, ResumeDialog, SuspendDialog, UrgencyDialog } from './courseDialogs'
import { stepsOf } from './course'
import { AnswerDialog, AssignDialog, CloseDialog } from './dialogs'

const stateTone = { registered: 'info', assigned: 'info', answered: 'ok', closed: 'idle' } as const

function toneOfState(state: string): 'info' | 'ok' | 'idle' {
  return state in stateTone ? stateTone[state as keyof typeof stateTone] : 'info'
}

function ActDialog({ act, card, onClose, onPaper }: { act: Act; card: AppealCard; onClose: () => void; onPaper: (formId: string) => void }) {
  const plain = { card, onClose }
  switch (act) {
    case 'assign':
      return <AssignDialog {...plain} />
    case 'answer':
      return <AnswerDialog {...plain} />
    case 'close':
      return <CloseDialog {...plain} onShow={() => onPaper('registration_card')} />
    case 'extend':
      return <ExtendDialog {...plain} onPaper={onPaper} />
    case 'suspend':
      return <SuspendDialog {...plain} />
    case 'resume':
      return <ResumeDialog {...plain} />
    case 'propose':
      return <ProposeDialog {...plain} />
    case 'approve':
      return <ApproveDialog {...plain} onPaper={onPaper} />
    case 'decline':
      return <DeclineDialog {...plain} />
    case 'reopen':
      return <ReopenDialog {...plain} />
    case 'set_urgency':
      return <UrgencyDialog {...plain} />
    case 'change_norm':
      return <NormDialog {...plain} onPaper={onPaper} />
    case 'redate':
      return <RedateDialog {...plain} />
    case 'draft_answer':
      return <DraftAnswerDialog {...plain} />
    case 'approve_answer':
      return <ApproveAnswerDialog {...plain} />
    case 'return_answer':
      return <ReturnAnswerDialog {...plain} />
    case 'send_answer':
      return <SendAnswerDialog {...plain} />
    case 'ask':
      return <AskDialog {...plain} />
    case 'hand_over':
      return <HandOverDialog {...plain} />
    case 'take_over':
      return <TakeOverDialog {...plain} />
    case 'hand_back':
      return <HandBackDialog {...plain} />
    case 'assess':
      return <AssessDialog {...plain} />
    case 'accept_settlement':
      return <AcceptDialog {...plain} />
    case 'reject_settlement':
      return <RejectDialog {...plain} onPaper={onPaper} />
    case 'confirm_responsibility':
      return <ConfirmDialog {...plain} />
    case 'cause':
      return <CauseDialog {...plain} />
    case 'set_action':
      return <SetActionDialog {...plain} />
  }
}

/** One appeal: facts, words, course, and what can be done now. */
export function AppealPage({ appealId }: { appealId: string }) {
  const asked = useAsk('appeal.card', { appeal_id: appealId }, [`appeal:${appealId}`, 'link'])
  const openPaper = usePaper()
  const [act, setAct] = useState<Act | null>(null)
  const [letter, setLetter] = useState<LetterAct | null>(null)
  const back = () => go(['appeals'], { at: appealId })
  const onPaper = useCallback((formId: string) => openPaper({ of: { about: 'appeal', id: appealId }, formId }), [openPaper, appealId])
  if (asked.error !== null)
    return (
      <div className={styles.lone}>
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
        {card.state !== 'closed' && <Status tone={card.tone}>{card.due_label}</Status>}
        <span>
          <Way place={card.place} words />
        </span>
      </section>
      <section className={styles.cardBody} aria-label={t('appeal-body')} tabIndex={0}>
        <Body card={card} onAct={setAct} onLetter={setLetter} />
      </section>
      <aside className={styles.aside} aria-label={t('appeal-aside')}>
        {card.term !== null && <TermHead term={card.term} title={t('term-answer-by')} />}
        {card.awaited_since !== null && <Status tone="idle">{t('awaited-title-since', { date: dateWords(card.awaited_since) })}</Status>}
        <div className={card.term === null ? undefined : styles.asideSection}>
          <h2>{t('course-title')}</h2>
          <Timeline steps={stepsOf(card.timeline, card.tone)} label={t('course-title')} />
        </div>
      </aside>
      <Actions card={card} onAct={setAct} onBack={back} />
      {letter !== null && <LetterDialog card={card} letter={letter} onClose={() => setLetter(null)} />}
      {act !== null && <ActDialog act={act} card={card} onClose={() => setAct(null)} onPaper={onPaper} />}
    </div>
  )
}
