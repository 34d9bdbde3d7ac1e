import { Check, ChevronUp, Ellipsis, MessageSquareReply, Printer, RotateCcw, UserPlus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { AppealCard } from '../../generated/AppealCard'
import { capsOf } from '../../shared/commands'
import { usePaper } from '../../shared/paper'
import { Button } from '../../shared/parts/Button'
import { Menu } from '../../shared/parts/Menu'
import text from '../../shared/parts/text.module.css'
import { useSession } from '../../shared/session'
import { useCommand } from '../../shared/useCommand'
import { t } from '../../shared/words'
import { type Act, type OpenAct, actsOf, buttonsOf } from './acts'
import styles from './Appeals.module.css'

const icons: Partial<Record<Act, ReactNode>> = {
  assign: <UserPlus aria-hidden />,
  answer: <MessageSquareReply aria-hidden />,
  close: <Check aria-hidden />,
  reopen: <RotateCcw aria-hidden />,
}

/** One command of the registry, answered while its act is open. */
function ActKey({ one, onAct }: { one: OpenAct; onAct: (act: Act) => void }) {
  useCommand(one.command, () => onAct(one.act), one.against === null)
  return null
}

/** F9: the one form there is, or the list of them with how often each was given out. */
function PrintMenu({ card }: { card: AppealCard }) {
  const { user } = useSession()
  const openPaper = usePaper()
  const [open, setOpen] = useState(false)
  const forbidden = user.forbidden.includes('paper.print')
  const isOff = forbidden || card.forms.length === 0
  const show = (formId: string) => openPaper({ of: { about: 'appeal', id: card.appeal_id }, formId })
  const only = card.forms.length === 1 ? card.forms[0] : undefined
  const start = () => (only === undefined ? setOpen(true) : show(only.form_id))
  useCommand('print', start, !isOff)
  const face = { icon: <Printer aria-hidden />, caps: capsOf('print'), isDisabled: isOff }
  if (only !== undefined || isOff)
    return (
      <Button {...face} onPress={start}>
        {t('command-print')}
      </Button>
    )
  return (
    <Menu
      label={t('print-menu')}
      isOpen={open}
      onOpenChange={setOpen}
      placement="top start"
      trigger={
        <Button {...face}>
          {t('command-print')}
          <ChevronUp aria-hidden />
        </Button>
      }
      sections={[card.forms.map(({ form_id, title, copies }) => ({ id: form_id, title, note: t('print-copies', { count: copies }), run: () => show(form_id) }))]}
    />
  )
}

/** What can be done now: two buttons, the menu of the rest, the papers, the way back. */
export function Actions({ card, onAct, onBack }: { card: AppealCard; onAct: (act: Act) => void; onBack: () => void }) {
  const { user } = useSession()
  const [open, setOpen] = useState(false)
  const all = actsOf(card, user.forbidden)
  const { buttons, rest } = buttonsOf(card.state, all)
  const main = buttons.find((one) => one.against === null)
  const blocked = buttons.find((one) => one.against !== null)?.against
  useCommand('acts', () => setOpen(true), rest.length > 0)
  useCommand('back', onBack)
  return (
    <footer className={styles.cardFoot} aria-label={t('appeal-actions')}>
      {all.map((one) => (
        <ActKey key={one.act} one={one} onAct={onAct} />
      ))}
      {buttons.map((one) => (
        <Button key={one.act} kind={one === main ? 'main' : 'second'} icon={icons[one.act]} caps={capsOf(one.command)} isDisabled={one.against !== null} onPress={() => onAct(one.act)}>
          {one.title}
        </Button>
      ))}
      {rest.length > 0 && (
        <Menu
          label={t('command-acts')}
          isOpen={open}
          onOpenChange={setOpen}
          placement="top start"
          trigger={
            <Button icon={<Ellipsis aria-hidden />} caps={capsOf('acts')}>
              {t('acts-more')}
            </Button>
          }
          sections={[rest.map((one) => ({ id: one.act, title: one.title, note: one.against, isDisabled: one.against !== null, caps: capsOf(one.command), run: () => onAct(one.act) }))]}
        />
      )}
      <PrintMenu card={card} />
      {blocked != null && <p className={text.small}>{blocked}</p>}
      <Button kind="quiet" caps="Esc" onPress={onBack}>
        {t('close')}
      </Button>
    </footer>
  )
}
