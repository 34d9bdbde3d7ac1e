import { BookHeart, BookOpen, Building2, CircleQuestionMark, ConciergeBell, Inbox, Keyboard, ListChecks, Lock, Route as RouteIcon, Search, UsersRound } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button as AriaButton, Link } from 'react-aria-components'
import type { Tone } from '../generated/Tone'
import { capsOf, type CommandId, titleKey } from '../shared/commands'
import { useManual } from '../shared/manual'
import { Button } from '../shared/parts/Button'
import { cx } from '../shared/parts/cx'
import { Count, Status } from '../shared/parts/Status'
import { Tip } from '../shared/parts/Tip'
import { go, hrefTo } from '../shared/route'
import { useSession } from '../shared/session'
import { useCommand } from '../shared/useCommand'
import { t } from '../shared/words'
import { KeysSheet } from './KeysSheet'
import { Logo } from '../shared/Logo'
import { useRegions } from './regions'
import styles from './Shell.module.css'

export type Section = 'reception' | 'queue' | 'appeals' | 'work' | 'feedback' | 'reference' | 'hall' | 'link'

/** `asks`: the command without which there is nothing to see in a section. */
const sections: readonly { id: Section; command: CommandId; icon: ReactNode; asks?: string }[] = [
  { id: 'reception', command: 'go-reception', icon: <ConciergeBell aria-hidden /> },
  { id: 'queue', command: 'go-queue', icon: <UsersRound aria-hidden /> },
  { id: 'appeals', command: 'go-appeals', icon: <Inbox aria-hidden /> },
  { id: 'work', command: 'go-work', icon: <ListChecks aria-hidden />, asks: 'work.list' },
  { id: 'feedback', command: 'go-feedback', icon: <BookHeart aria-hidden />, asks: 'book.list' },
  { id: 'reference', command: 'go-reference', icon: <BookOpen aria-hidden /> },
  { id: 'hall', command: 'go-hall', icon: <Building2 aria-hidden />, asks: 'hall.state' },
  { id: 'link', command: 'go-link', icon: <RouteIcon aria-hidden /> },
]

export interface Mark {
  tone: 'warn' | 'bad'
  value: number
  label: string
}

interface ShellProps {
  section: Section
  office: string
  /** The window of this desk, or the menu of it. */
  desk: ReactNode
  /** The office has an electronic queue. */
  hasQueue: boolean
  link: { tone: Tone; words: string; note: string | null }
  day: string
  time: string
  user: string
  marks: Partial<Record<Section, Mark>>
  notes: ReactNode
  onFind: () => void
  onLock: () => void
  onSignOut: () => void
  children: ReactNode
}

function Rail({ section, hasQueue, marks, onKeys, onGuide }: Pick<ShellProps, 'section' | 'hasQueue' | 'marks'> & { onKeys: () => void; onGuide: () => void }) {
  const { forbidden } = useSession().user
  const open = sections.filter(({ id, asks }) => (id !== 'queue' || hasQueue) && (asks === undefined || !forbidden.includes(asks)))
  return (
    <nav className={styles.rail} aria-label={t('rail-name')}>
      {open.map(({ id, command, icon }) => {
        const mark = marks[id]
        return (
          <Tip key={id} placement="right" words={`${t(titleKey(command))}: ${capsOf(command) ?? ''}`}>
            <Link href={hrefTo([id])} aria-current={id === section ? 'page' : undefined}>
              {icon}
              <span className={styles.railName}>{t(`section-${id}`)}</span>
              {mark !== undefined && mark.value > 0 && <Count tone={mark.tone} value={mark.value} label={mark.label} />}
            </Link>
          </Tip>
        )
      })}
      <div className={styles.railEnd}>
        <AriaButton onPress={onGuide}>
          <CircleQuestionMark aria-hidden />
          <span className={styles.railName}>{t('guide-title')}</span>
          <kbd aria-hidden>{capsOf('guide')}</kbd>
        </AriaButton>
        <AriaButton onPress={onKeys}>
          <Keyboard aria-hidden />
          <span className={styles.railName}>{t('keys-title')}</span>
          <kbd aria-hidden>?</kbd>
        </AriaButton>
      </div>
    </nav>
  )
}

function TopBar({ office, desk, link, day, time, user, onFind, onLock }: ShellProps) {
  return (
    <header className={styles.top}>
      <div className={styles.brand}>
        <Logo />
        <span className={styles.brandName}>{t('brand')}</span>
      </div>
      <div className={styles.place}>
        <strong title={office}>{office}</strong>
        <span className={styles.desk}>{desk}</span>
      </div>
      <AriaButton className={styles.find ?? ''} onPress={onFind}>
        <Search aria-hidden />
        <span>{t('find-prompt')}</span>
        <kbd aria-hidden>{capsOf('palette')}</kbd>
      </AriaButton>
      <div className={styles.topEnd}>
        <Tip words={link.note ?? t('link-open')}>
          <AriaButton className={styles.net ?? ''} onPress={() => go(['link'])}>
            <Status tone={link.tone}>{link.words}</Status>
          </AriaButton>
        </Tip>
        <span>
          <span className={cx(styles.day)}>{day}</span> <strong>{time}</strong>
        </span>
        <div className={styles.who}>
          <strong>{user}</strong>
          <Button label={t(titleKey('lock'))} caps={capsOf('lock')} icon={<Lock aria-hidden />} onPress={onLock} kind="quiet" />
        </div>
      </div>
    </header>
  )
}

/** The frame of every page after sign-in: top bar, rail, notes, page. */
export function Shell(props: ShellProps) {
  const [keysOpen, setKeysOpen] = useState(false)
  const openManual = useManual()
  useCommand('keys', () => setKeysOpen(true))
  useCommand('palette', props.onFind)
  useCommand('lock', props.onLock)
  useCommand('sign-out', props.onSignOut)
  useCommand('go-reception', () => go(['reception']))
  useCommand('go-queue', () => go(['queue']), props.hasQueue)
  useCommand('go-appeals', () => go(['appeals']))
  useCommand('go-work', () => go(['work']))
  useCommand('go-reference', () => go(['reference']))
  useCommand('go-link', () => go(['link']))
  const { user } = useSession()
  useCommand('go-feedback', () => go(['feedback']), !user.forbidden.includes('book.list'))
  useCommand('go-hall', () => go(['hall']), !user.forbidden.includes('hall.state'))
  useCommand('go-audit', () => go(['audit']), !user.forbidden.includes('audit.list'))
  useRegions()
  return (
    <div className={styles.app}>
      <TopBar {...props} />
      {props.notes !== null && (
        <section className={styles.notes} aria-label={t('notes-name')}>
          {props.notes}
        </section>
      )}
      <Rail section={props.section} hasQueue={props.hasQueue} marks={props.marks} onKeys={() => setKeysOpen(true)} onGuide={openManual} />
      <main className={styles.main} tabIndex={-1}>
        {props.children}
      </main>
      <KeysSheet
        isOpen={keysOpen}
        hasQueue={props.hasQueue}
        onClose={() => setKeysOpen(false)}
        onGuide={() => {
          setKeysOpen(false)
          openManual()
        }}
      />
    </div>
  )
}
