import { CalendarClock, FileCheck, FileSignature, Landmark, Mail, MessageCircleQuestionMark, MessageSquareWarning, PenLine, Quote, TriangleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { ClientCard } from '../../generated/ClientCard'
import { WriteDialog } from '../../shared/bookEntry'
import { useAsk } from '../../shared/bridge'
import { capsOf, type CommandId, titleKey } from '../../shared/commands'
import { ForeignDialog, useTold } from '../../shared/foreign'
import { Button } from '../../shared/parts/Button'
import { Dialog } from '../../shared/parts/Dialog'
import { Skeleton } from '../../shared/parts/Layout'
import text from '../../shared/parts/text.module.css'
import { Refusal } from '../../shared/refusal'
import { amend, go } from '../../shared/route'
import { useSession } from '../../shared/session'
import { useAvailableCommands, useCommand } from '../../shared/useCommand'
import { t } from '../../shared/words'
import { AgreeDialog } from './AgreeDialog'
import { ConsentDialog } from './ConsentDialog'
import { ConsultationDialog } from './ConsultationDialog'
import { IncidentDialog } from './IncidentDialog'
import styles from './Reception.module.css'

function Act({ command, icon, allowed }: { command: CommandId; icon: ReactNode; allowed: boolean }) {
  const { run } = useAvailableCommands()
  return (
    <AriaButton className={styles.act ?? ''} isDisabled={!allowed} onPress={() => run(command)}>
      {icon}
      <span>{t(titleKey(command))}</span>
      <kbd aria-hidden>{capsOf(command)}</kbd>
    </AriaButton>
  )
}

/** The prompt card: what to do and what to say, with the names in place (R194). */
function ScriptDialog({ onClose }: { onClose: () => void }) {
  const choices = useAsk('visit.choices', {}, ['directory'])
  return (
    <Dialog
      title={t('script-title')}
      isOpen
      onClose={onClose}
      foot={
        <Button kind="main" autoFocus caps="Esc" onPress={onClose}>
          {t('close')}
        </Button>
      }
    >
      <Refusal error={choices.error} />
      {choices.isPending && <Skeleton rows={6} />}
      <ol className={styles.script}>
        {choices.data?.script.map((line) => (
          <li key={line.step}>
            <span className={text.mute}>{line.step}</span>
            {line.say !== '' && <span>{t('quoted', { text: line.say })}</span>}
          </li>
        ))}
      </ol>
    </Dialog>
  )
}

type Opened = 'consult' | 'agree' | 'incident' | 'book' | 'consent' | 'ask-centre' | 'script'

interface ActsProps {
  card: ClientCard | null
  account: string | null
  /** A number that the search did not find: asked of the centre at once. */
  ask: string | null
}

/** What can be done next, each with its key. */
export function Acts({ card, account, ask }: ActsProps) {
  const { user } = useSession()
  const { keep } = useTold()
  const [opened, setOpened] = useState<Opened | null>(null)
  const may = (command: string) => !user.forbidden.includes(command)
  const partyId = card?.party_id ?? null
  const start = (category: string | null) => go(['appeals', 'new'], { party: partyId, account, category, key: `${partyId ?? 'new'}-${category ?? ''}` })
  const contract = () => go(['appeals', 'contract'], { party: partyId, account, key: partyId ?? 'new' })
  const register = may('appeal.register')
  const contracts = may('contract.register')
  const consents = may('consent.give') && card !== null
  useCommand('new-appeal', () => start(null), register)
  useCommand('new-claim', () => start('claim'), register)
  useCommand('new-contract', contract, contracts)
  useCommand('consult', () => setOpened('consult'), may('consultation.give'))
  useCommand('agree', () => setOpened('agree'), may('follow_up.agree'))
  useCommand('incident', () => setOpened('incident'), may('incident.note'))
  useCommand('book-write', () => setOpened('book'), may('book.write'))
  useCommand('consent', () => setOpened('consent'), consents)
  useCommand('ask-centre', () => setOpened('ask-centre'), may('account.lookup'))
  useCommand('script', () => setOpened('script'), may('visit.choices'))
  const close = () => {
    setOpened(null)
    if (ask !== null) amend(['reception'])
  }
  const visit = { partyId, account, onClose: close }
  return (
    <>
      <h2>{t('next-title')}</h2>
      <div className={styles.acts}>
        <Act command="new-appeal" icon={<Mail aria-hidden />} allowed={register} />
        <Act command="new-claim" icon={<MessageSquareWarning aria-hidden />} allowed={register} />
        <Act command="new-contract" icon={<FileSignature aria-hidden />} allowed={contracts} />
        <Act command="consult" icon={<MessageCircleQuestionMark aria-hidden />} allowed={may('consultation.give')} />
        <Act command="agree" icon={<CalendarClock aria-hidden />} allowed={may('follow_up.agree')} />
        <Act command="incident" icon={<TriangleAlert aria-hidden />} allowed={may('incident.note')} />
        <Act command="book-write" icon={<PenLine aria-hidden />} allowed={may('book.write')} />
        {card !== null && <Act command="consent" icon={<FileCheck aria-hidden />} allowed={consents} />}
        <Act command="ask-centre" icon={<Landmark aria-hidden />} allowed={may('account.lookup')} />
        <Act command="script" icon={<Quote aria-hidden />} allowed={may('visit.choices')} />
      </div>
      {!register && <p className={text.small}>{t('forbidden')}</p>}
      {card === null && register && <p className={text.small}>{t('next-without-card')}</p>}
      {opened === 'consult' && <ConsultationDialog {...visit} />}
      {opened === 'agree' && <AgreeDialog {...visit} />}
      {opened === 'incident' && <IncidentDialog {...visit} />}
      {opened === 'book' && <WriteDialog partyId={partyId} onClose={close} />}
      {opened === 'consent' && card !== null && <ConsentDialog card={card} onClose={close} />}
      {opened === 'script' && <ScriptDialog onClose={close} />}
      {(opened === 'ask-centre' || ask !== null) && (
        <ForeignDialog
          number={ask ?? ''}
          onTake={(number, found) => {
            if (found !== null) keep(number, found)
            setOpened(null)
            go(['appeals', 'new'], { stub: number, key: number })
          }}
          onClose={close}
        />
      )}
    </>
  )
}
