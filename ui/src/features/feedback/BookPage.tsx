import { FilePlus, PenLine, Printer } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-aria-components'
import type { BookRow } from '../../generated/BookRow'
import type { BookView } from '../../generated/BookView'
import { WriteDialog } from '../../shared/bookEntry'
import { useAsk } from '../../shared/bridge'
import { capsOf } from '../../shared/commands'
import { countWords, dateWords } from '../../shared/format'
import { usePaper } from '../../shared/paper'
import { Button } from '../../shared/parts/Button'
import { type ColumnShape, DataTable } from '../../shared/parts/DataTable'
import { SegmentField, SelectField } from '../../shared/parts/Field'
import { Empty, Facts, Skeleton } from '../../shared/parts/Layout'
import { Status } from '../../shared/parts/Status'
import text from '../../shared/parts/text.module.css'
import { Way } from '../../shared/parts/Way'
import { Refusal } from '../../shared/refusal'
import { amend, go, hrefTo } from '../../shared/route'
import { useSession } from '../../shared/session'
import { useCommand } from '../../shared/useCommand'
import { t } from '../../shared/words'
import { ActOnDialog } from './bookDialogs'
import styles from './Feedback.module.css'
import { FeedbackNav } from './FeedbackNav'

const ALL_KINDS = 'all'

const columns: readonly ColumnShape<BookRow>[] = [
  { id: 'written', title: t('book-written'), width: 112, cell: (row) => dateWords(row.written_on) },
  { id: 'kind', title: t('book-kind'), width: 144, cell: (row) => row.kind_label },
  { id: 'text', title: t('book-text'), width: '1fr', minWidth: 120, cell: (row) => <span title={row.text}>{row.text}</span> },
  { id: 'left', title: t('book-left'), width: 216, cell: (row) => <Status tone={row.tone}>{row.left}</Status> },
  { id: 'place', title: t('work-place'), titleHidden: true, width: 48, end: true, cell: (row) => <Way place={row.place} /> },
]

const keyOf = (row: BookRow) => row.entry_id
const nameOf = (row: BookRow) => `${row.kind_label}, ${dateWords(row.written_on)}: ${row.text}`

function register({ entry_id, party_id, category }: BookRow) {
  go(['appeals', 'new'], { book: entry_id, party: party_id, category, key: entry_id })
}

/** The entry in focus: what the client wrote, its term, what came of it. */
function Entry({ row, onAct }: { row: BookRow; onAct: () => void }) {
  const { user } = useSession()
  const openPaper = usePaper()
  const isOpen = row.appeal_id === null && row.acted_on === null
  return (
    <>
      <div className={styles.sideBody} tabIndex={-1}>
        <span className={text.small}>{`${row.kind_label} · ${row.book_label}`}</span>
        <h2 className={text.large}>{row.number}</h2>
        <Status tone={row.tone} strong>
          {row.left}
        </Status>
        <p className={styles.words}>{row.text}</p>
        <Facts
          facts={[
            {
              label: t('book-name'),
              value:
                row.party_id === null || row.name === null ? (
                  (row.name ?? t('book-unsigned'))
                ) : (
                  <Link className={text.link ?? ''} href={hrefTo(['reception', 'client', row.party_id])}>
                    {row.name}
                  </Link>
                ),
            },
            { label: t('book-answer-to'), value: row.answer_to ?? t('none') },
            { label: t('book-written'), value: dateWords(row.written_on) },
            ...(row.due_on === null ? [] : [{ label: t('book-due'), value: t('book-due-value', { date: dateWords(row.due_on), clause: row.clause }) }]),
            { label: t('book-entered-by'), value: row.entered_by },
            ...(row.measures === null ? [] : [{ label: t('book-measures'), value: row.measures, wide: true }]),
          ]}
        />
      </div>
      <div className={styles.buttons}>
        {row.appeal_id !== null && (
          <Button
            onPress={() => {
              if (row.appeal_id !== null) go(['appeals', row.appeal_id])
            }}
          >
            {t('book-open-appeal')}
          </Button>
        )}
        {isOpen && (
          <Button icon={<FilePlus aria-hidden />} isDisabled={user.forbidden.includes('appeal.register')} onPress={() => register(row)}>
            {t('book-register')}
          </Button>
        )}
        {isOpen && (
          <Button isDisabled={user.forbidden.includes('book.act')} onPress={onAct}>
            {t('book-act')}
          </Button>
        )}
        <Button icon={<Printer aria-hidden />} caps={capsOf('print')} isDisabled={user.forbidden.includes('paper.print')} onPress={() => openPaper({ of: { about: 'book_entry', id: row.entry_id }, formId: 'book_sheet' })}>
          {t('book-sheet')}
        </Button>
      </div>
    </>
  )
}

/** The book of complaints and suggestions (10.2): what is open first, by the nearest term. */
export function BookPage({ params }: { params: URLSearchParams }) {
  const { user } = useSession()
  const openPaper = usePaper()
  const view: BookView = params.get('view') === 'all' ? 'all' : 'open'
  const kind = params.get('kind') ?? ''
  const choices = useAsk('book.choices', {}, ['directory'])
  const list = useAsk('book.list', { view, kind }, ['records', 'directory'], { keep: true })
  const [wanted, setWanted] = useState<string | null>(null)
  const [opened, setOpened] = useState<'write' | 'act' | null>(null)
  const rows = list.data?.rows
  const selected = rows?.find(({ entry_id }) => entry_id === wanted) ?? rows?.[0] ?? null
  const mayWrite = !user.forbidden.includes('book.write')
  const write = () => setOpened('write')
  const show = (next: { view?: string; kind?: string }) => {
    const to = { view, kind, ...next }
    amend(['feedback'], { view: to.view === 'all' ? 'all' : null, kind: to.kind === '' ? null : to.kind })
  }
  useCommand('book-write', write, mayWrite)
  useCommand(
    'print',
    () => {
      if (selected !== null) openPaper({ of: { about: 'book_entry', id: selected.entry_id }, formId: 'book_sheet' })
    },
    selected !== null && !user.forbidden.includes('paper.print'),
  )
  const kinds = [{ id: ALL_KINDS, title: t('book-kind-all') }, ...(choices.data?.kinds ?? []).map(({ code, label }) => ({ id: code, title: label }))]
  return (
    <section className={styles.page} aria-label={t('book-title')}>
      <header className={styles.head}>
        <h1 className={text.hidden} tabIndex={-1} data-page-focus="">
          {t('book-title')}
        </h1>
        <FeedbackNav at="book" />
        <Button kind="main" icon={<PenLine aria-hidden />} caps={capsOf('book-write')} isDisabled={!mayWrite} onPress={write}>
          {t('book-write')}
        </Button>
      </header>
      <div className={styles.filters}>
        <SegmentField
          label={t('book-which')}
          labelHidden
          name="view"
          choices={[
            { id: 'open', title: t('book-view-open', { shown: countWords(list.data?.open ?? 0) }) },
            { id: 'all', title: t('book-view-all', { shown: countWords(list.data?.all ?? 0) }) },
          ]}
          value={view}
          onChange={(next) => show({ view: next })}
        />
        <SelectField label={t('book-kind')} name="kind" choices={kinds} value={kind === '' ? ALL_KINDS : kind} onChange={(next) => show({ kind: next === ALL_KINDS ? '' : next })} />
      </div>
      <Refusal error={list.error ?? choices.error} />
      <div className={styles.split}>
        <div className={styles.list}>
          {rows === undefined ? (
            <div className={styles.loading}>
              <Skeleton rows={8} />
            </div>
          ) : (
            <DataTable
              label={t('book-title')}
              columns={columns}
              rows={rows}
              keyOf={keyOf}
              nameOf={nameOf}
              rowHeader="text"
              selected={selected?.entry_id ?? null}
              onSelect={setWanted}
              onOpen={() => {
                if (selected?.appeal_id != null) go(['appeals', selected.appeal_id])
              }}
              empty={<Empty title={t(`book-none-${view}`)}>{t('book-none-hint')}</Empty>}
            />
          )}
        </div>
        <aside className={styles.side} aria-label={t('book-entry')}>
          {selected === null ? null : <Entry row={selected} onAct={() => setOpened('act')} />}
        </aside>
      </div>
      {opened === 'write' && <WriteDialog partyId={null} onClose={() => setOpened(null)} />}
      {opened === 'act' && selected !== null && <ActOnDialog row={selected} onClose={() => setOpened(null)} />}
    </section>
  )
}
