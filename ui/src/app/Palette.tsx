import { Building2, Command as CommandIcon, FilePlus2, FileText, Keyboard, Landmark, Printer, User } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import type { Found } from '../generated/Found'
import type { SearchHit } from '../generated/SearchHit'
import { useAsk } from '../shared/bridge'
import { useClock } from '../shared/clock'
import { capsOf, commandOf, titleKey } from '../shared/commands'
import { countWords } from '../shared/format'
import { Button } from '../shared/parts/Button'
import { Empty } from '../shared/parts/Layout'
import { Refusal } from '../shared/refusal'
import { go } from '../shared/route'
import { useSession } from '../shared/session'
import { CommandLayer, useAvailableCommands } from '../shared/useCommand'
import { t } from '../shared/words'
import styles from './Palette.module.css'
import { type PaletteGroup, PaletteList, type PaletteOption } from './PaletteList'

const LIMIT = 20

/** The letters that matched, marked. Ranges are in UTF-16 units, as JavaScript counts. */
function marked(text: string, marks: readonly (readonly [number, number])[]): ReactNode {
  const parts: ReactNode[] = []
  let from = 0
  for (const [start, end] of [...marks].sort((a, b) => a[0] - b[0])) {
    if (start < from) continue
    parts.push(text.slice(from, start), <mark key={start}>{text.slice(start, end)}</mark>)
    from = end
  }
  return [...parts, text.slice(from)]
}

const hitIcon: Record<SearchHit['kind'], ReactNode> = {
  person: <User aria-hidden />,
  organisation: <Building2 aria-hidden />,
  appeal: <FileText aria-hidden />,
  paper: <Printer aria-hidden />,
}

function openHit(hit: SearchHit): void {
  if (hit.kind === 'appeal') go(['appeals', hit.id])
  else if (hit.kind === 'paper') go(['papers'], { text: hit.title })
  else go(['reception', 'client', hit.id], { account: hit.account })
}

function hitOption(hit: SearchHit, close: () => void): PaletteOption {
  return {
    key: `${hit.kind}-${hit.id}-${hit.account ?? ''}`,
    icon: hitIcon[hit.kind],
    title: marked(hit.title, hit.title_marks),
    sub: marked(hit.subtitle, hit.subtitle_marks),
    why: t(`reason-${hit.reason}`),
    run: () => {
      close()
      openHit(hit)
    },
  }
}

function hitGroups(found: Found | undefined, close: () => void): PaletteGroup[] {
  const clients = (found?.hits ?? []).filter(({ kind }) => kind !== 'appeal' && kind !== 'paper')
  const papers = (found?.hits ?? []).filter(({ kind }) => kind === 'appeal' || kind === 'paper')
  return [
    { key: 'clients', title: t('palette-clients', { count: clients.length }), options: clients.map((hit) => hitOption(hit, close)) },
    { key: 'papers', title: t('palette-papers', { count: papers.length }), options: papers.map((hit) => hitOption(hit, close)) },
  ]
}

/** A whole account number that nobody here has: it may be of another office. */
function foreignGroup(text: string, found: Found | undefined, forbidden: readonly string[], close: () => void): PaletteGroup {
  const number = text.replace(/\s/g, '')
  const foreign = found !== undefined && found.hits.length === 0 && /^\d{12}$/.test(number)
  const options: PaletteOption[] = []
  const offer = (key: string, icon: ReactNode, sub: string, open: () => void) =>
    options.push({
      key,
      icon,
      title: t(`palette-${key}`),
      sub,
      why: null,
      run: () => {
        close()
        open()
      },
    })
  if (foreign && !forbidden.includes('account.lookup')) offer('ask-centre', <Landmark aria-hidden />, t('palette-ask-centre-hint'), () => go(['reception'], { ask: number }))
  if (foreign && !forbidden.includes('appeal.register')) offer('without-card', <FilePlus2 aria-hidden />, t('palette-without-card-hint'), () => go(['appeals', 'new'], { stub: number, key: number }))
  return { key: 'foreign', title: t('palette-foreign'), options }
}

function useCommandGroup(query: string, readAs: string | null, close: () => void): PaletteGroup {
  const { available, run } = useAvailableCommands()
  const sought = [query, readAs ?? ''].map((text) => text.trim().toLowerCase()).filter((text) => text !== '')
  const options = available
    .map(commandOf)
    .filter((command) => command.palette)
    .filter((command) => sought.length === 0 || sought.some((text) => t(titleKey(command.id)).toLowerCase().includes(text)))
    .map((command) => ({
      key: `command-${command.id}`,
      icon: <CommandIcon aria-hidden />,
      title: t(titleKey(command.id)),
      why: capsOf(command.id) === null ? null : <kbd>{capsOf(command.id)}</kbd>,
      run: () => {
        close()
        run(command.id)
      },
    }))
  return { key: 'commands', title: t('palette-commands', { count: options.length }), options }
}

function LayoutNote({ query, readAs, onLiteral }: { query: string; readAs: string; onLiteral: () => void }) {
  return (
    <div className={styles.note}>
      <Keyboard aria-hidden />
      <span>
        {t('palette-read-as')} <strong>{t('quoted', { text: readAs })}</strong>
      </span>
      <Button small kind="quiet" onPress={onLiteral}>
        {t('palette-literal', { text: query })}
      </Button>
    </div>
  )
}

function Search({ close }: { close: () => void }) {
  const clock = useClock()
  const { user } = useSession()
  const [query, setQuery] = useState('')
  const [literal, setLiteral] = useState(false)
  const text = query.trim()
  const asked = text.length > 0
  const found = useAsk('search.find', { text, literal, limit: LIMIT }, ['directory', 'appeals'], { enabled: asked, keep: asked, fleeting: true })
  const answer = asked ? found.data : undefined
  const readAs = answer?.read_as ?? null
  const commands = useCommandGroup(query, readAs, close)
  const groups = [...hitGroups(answer, close), foreignGroup(text, found.isFetching ? undefined : answer, user.forbidden, close), commands].filter((group) => group.options.length > 0)
  return (
    <PaletteList
      query={query}
      onQuery={(next) => {
        setQuery(next)
        setLiteral(false)
      }}
      placeholder={t('palette-placeholder')}
      note={
        <>
          {readAs !== null && <LayoutNote query={text} readAs={readAs} onLiteral={() => setLiteral(true)} />}
          <Refusal error={asked ? found.error : null} />
        </>
      }
      groups={groups}
      empty={asked && answer !== undefined && !found.isFetching ? <Empty title={t('palette-nothing')}>{t('palette-nothing-hint')}</Empty> : null}
      summary={answer === undefined ? t('palette-hint') : t('palette-summary', { count: answer.hits.length, shown: countWords(answer.hits.length), time: clock.moment(answer.as_of_ms) })}
    />
  )
}

/** Ctrl+K: clients, papers and commands in one line of typing. */
export function Palette({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <ModalOverlay className={styles.scrim ?? ''} isOpen={isOpen} onOpenChange={(open) => (open ? undefined : onClose())} isDismissable>
      <Modal className={styles.modal ?? ''}>
        <Dialog className={styles.dialog ?? ''} aria-label={t('palette-label')}>
          <CommandLayer>
            <Search close={onClose} />
          </CommandLayer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
