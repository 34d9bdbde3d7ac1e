import { X } from 'lucide-react'
import Markdown from 'markdown-to-jsx/react'
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import { Button as AriaButton, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { Button } from '../../shared/parts/Button'
import { Field } from '../../shared/parts/Field'
import { Empty } from '../../shared/parts/Layout'
import text from '../../shared/parts/text.module.css'
import { useRoute } from '../../shared/route'
import { CommandLayer } from '../../shared/useCommand'
import { t } from '../../shared/words'
import styles from './Guide.module.css'
import { findPages, type GuidePage, pageFor, pageOfLink, pages } from './pages'

interface TurnProps {
  /** Opens a page by its id. */
  onTurn: (id: string) => void
}

const TurnContext = createContext<TurnProps['onTurn']>(() => undefined)

/** A link leads to a page and nowhere else. */
function PageLink({ href = '', children }: { href?: string; children?: ReactNode }) {
  const turn = useContext(TurnContext)
  const target = pageOfLink(href)
  if (target === undefined) return <span>{children}</span>
  return (
    <AriaButton className={text.link ?? ''} onPress={() => turn(target.id)}>
      {children}
    </AriaButton>
  )
}

/** Raw HTML in a text stays text. */
const drawing = { disableParsingRawHTML: true, overrides: { a: PageLink }, slugify: (title: string) => `guide-${title.toLowerCase().replace(/\s+/g, '-')}` }

function Page({ page, onTurn }: { page: GuidePage } & TurnProps) {
  const top = useRef<HTMLElement>(null)
  useEffect(() => {
    top.current?.focus()
  }, [])
  return (
    <article ref={top} className={styles.page} tabIndex={0} aria-label={page.title}>
      <TurnContext value={onTurn}>
        <Markdown options={drawing}>{page.text}</Markdown>
      </TurnContext>
    </article>
  )
}

function Contents({ open, onTurn }: { open: string } & TurnProps) {
  return (
    <ol className={styles.contents}>
      {pages.map((page) => (
        <li key={page.id}>
          <AriaButton aria-current={page.id === open ? 'page' : undefined} onPress={() => onTurn(page.id)}>
            {page.title}
          </AriaButton>
        </li>
      ))}
    </ol>
  )
}

function Hits({ typed, onTurn }: { typed: string } & TurnProps) {
  const hits = findPages(typed)
  if (hits.length === 0) return <Empty title={t('guide-nothing')}>{t('guide-nothing-hint')}</Empty>
  return (
    <ul className={styles.contents}>
      {hits.map(({ page, around: [before, place, after] }) => (
        <li key={page.id}>
          <AriaButton onPress={() => onTurn(page.id)}>
            <strong>{page.title}</strong>
            <small>
              {before}
              <mark>{place}</mark>
              {after}
            </small>
          </AriaButton>
        </li>
      ))}
    </ul>
  )
}

function Book({ opened, onClose }: { opened: string; onClose: () => void }) {
  const [id, setId] = useState(opened)
  const [typed, setTyped] = useState('')
  const page = pages.find((one) => one.id === id) ?? pages[0]
  return (
    <>
      <header className={styles.head}>
        <Heading slot="title" level={2}>
          {t('guide-title')}
        </Heading>
        <Button label={t('close')} caps="Esc" kind="quiet" icon={<X aria-hidden />} onPress={onClose} />
      </header>
      <nav className={styles.side} aria-label={t('guide-contents')}>
        <Field label={t('guide-find')} name="guide" value={typed} onChange={setTyped} placeholder={t('guide-find-prompt')} autoComplete="off" />
        {typed.trim() === '' ? <Contents open={id} onTurn={setId} /> : <Hits typed={typed} onTurn={setId} />}
      </nav>
      {page !== undefined && <Page key={page.id} page={page} onTurn={setId} />}
    </>
  )
}

/** The manual at the page that was asked for, or at that of the section where one stands. */
export default function Guide({ page, onClose }: { page: string | null; onClose: () => void }) {
  const { parts } = useRoute()
  return (
    <ModalOverlay className={styles.scrim ?? ''} isOpen isDismissable onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal className={styles.modal ?? ''}>
        <Dialog className={styles.book ?? ''}>
          <CommandLayer>
            <Book opened={page ?? pageFor(parts)} onClose={onClose} />
          </CommandLayer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
