import { useInfiniteQuery } from '@tanstack/react-query'
import { ArrowLeft, Printer } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import type { PaperJournal } from '../../generated/PaperJournal'
import type { PaperLine } from '../../generated/PaperLine'
import type { RpcError } from '../../host/host'
import { useCall } from '../../shared/bridge'
import { useClock } from '../../shared/clock'
import { capsOf } from '../../shared/commands'
import { countWords } from '../../shared/format'
import { usePaper } from '../../shared/paper'
import { Button } from '../../shared/parts/Button'
import { type ColumnShape, DataTable } from '../../shared/parts/DataTable'
import { DayField, Field, focusField } from '../../shared/parts/Field'
import { Empty, Skeleton } from '../../shared/parts/Layout'
import text from '../../shared/parts/text.module.css'
import { Way } from '../../shared/parts/Way'
import { Refusal, troubleWords } from '../../shared/refusal'
import { useWidthRem } from '../../shared/rem'
import { amend, go } from '../../shared/route'
import { useSession } from '../../shared/session'
import { useCommand } from '../../shared/useCommand'
import { useSettled } from '../../shared/useSettled'
import { t } from '../../shared/words'
import styles from './Papers.module.css'

const PAGE_ROWS = 100
const FILTER_AFTER_MS = 120

interface Asked {
  from: string
  to: string
  text: string
}

function askedOf(params: URLSearchParams): Asked {
  const of = (name: string) => params.get(name) ?? ''
  return { from: of('from'), to: of('to'), text: of('text') }
}

/** Pages of the journal, newest first. */
function usePapers(asked: Asked) {
  const call = useCall()
  return useInfiniteQuery<PaperJournal, RpcError, PaperJournal[], unknown[], string | null>({
    queryKey: ['paper.journal', 'pages', asked],
    queryFn: ({ pageParam }) => call('paper.journal', { ...asked, after: pageParam, limit: PAGE_ROWS }),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    select: (data) => data.pages,
    meta: { tags: ['link', 'appeals'] },
    placeholderData: (before) => before,
  })
}

const keyOf = (line: PaperLine) => `${line.at_ms} ${line.number} ${line.form_id} ${line.copy_number}`
const nameOf = (line: PaperLine) => `${line.number} ${line.title}`
const noLines: readonly PaperLine[] = []

function columnsOf(moment: (ms: number) => string, widthRem: number): readonly ColumnShape<PaperLine>[] {
  const all: readonly ColumnShape<PaperLine>[] = [
    { id: 'when', title: t('papers-when'), width: 152, cell: (line) => <span>{moment(line.at_ms)}</span> },
    { id: 'number', title: t('papers-number'), width: 184, cell: (line) => <span className={text.strong}>{line.number}</span> },
    { id: 'title', title: t('papers-what'), width: '1fr', minWidth: 170, cell: (line) => <span title={line.title}>{line.title}</span> },
    { id: 'copy', title: t('papers-copy'), width: 132, cell: (line) => <span className={line.copy_number === 1 ? text.mute : undefined}>{t(line.copy_number === 1 ? 'papers-first' : 'papers-repeat', { copy: line.copy_number })}</span> },
    { id: 'reason', title: t('papers-reason'), width: 220, cell: (line) => <span title={line.reason ?? ''}>{line.reason ?? ''}</span> },
    { id: 'by', title: t('papers-by'), width: 150, cell: (line) => <span>{line.by}</span> },
    { id: 'place', title: t('papers-place'), titleHidden: true, width: 48, end: true, cell: (line) => <Way place={line.place} /> },
  ]
  return all.filter(({ id }) => (id !== 'reason' || widthRem >= 75) && (id !== 'by' || widthRem >= 60) && (id !== 'copy' || widthRem >= 46))
}

function troubleIn(error: RpcError | null, field: string): string | null {
  const found = error?.fields.find((trouble) => trouble.field === field)
  return found === undefined ? null : troubleWords(found)
}

/** Журнал печати: what was given out on paper at this office, found again and printed as a copy. */
export function PapersPage({ params }: { params: URLSearchParams }) {
  const asked = useMemo(() => askedOf(params), [params])
  const { user } = useSession()
  const clock = useClock()
  const openPaper = usePaper()
  const widthRem = useWidthRem()
  const [typed, setTyped] = useState(asked.text)
  const number = useSettled(typed, FILTER_AFTER_MS)
  const effective = useMemo(() => ({ ...asked, text: number.trim() }), [asked, number])
  const journal = usePapers(effective)
  const lines = useMemo(() => journal.data?.flatMap((page) => page.rows) ?? noLines, [journal.data])
  const columns = useMemo(() => columnsOf(clock.moment, widthRem), [clock, widthRem])
  const [at, setAt] = useState<string | null>(null)
  const selected = lines.find((line) => keyOf(line) === at) ?? lines[0]
  const show = useCallback((part: Partial<Asked>) => amend(['papers'], { ...asked, ...part }), [asked])
  const isAsked = Object.values(effective).some((value) => value !== '')
  const reset = useCallback(() => {
    setTyped('')
    amend(['papers'])
  }, [])
  const more = useCallback(() => {
    if (journal.hasNextPage && !journal.isFetchingNextPage) void journal.fetchNextPage()
  }, [journal])
  const mayPrint = !user.forbidden.includes('paper.print')
  const print = (line: PaperLine | undefined) => {
    if (line !== undefined && mayPrint) openPaper({ of: line.of, formId: line.form_id })
  }
  const back = () => go(['appeals'])
  useCommand('print', () => print(selected), selected !== undefined && mayPrint)
  useCommand('filter', () => focusField('papers-text'))
  useCommand('back', back)
  const empty = useMemo(
    () =>
      isAsked ? (
        <Empty title={t('papers-nothing')} actions={<Button onPress={reset}>{t('appeals-reset')}</Button>}>
          {t('papers-nothing-hint')}
        </Empty>
      ) : (
        <Empty title={t('papers-none')}>{t('papers-none-hint')}</Empty>
      ),
    [isAsked, reset],
  )
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <Button kind="quiet" label={t('appeal-to-list')} caps="Esc" icon={<ArrowLeft aria-hidden />} onPress={back} />
        <h1 tabIndex={-1}>{t('papers-title')}</h1>
        <span className={text.mute}>{t('papers-lead')}</span>
        <Button icon={<Printer aria-hidden />} caps={capsOf('print')} isDisabled={selected === undefined || !mayPrint} onPress={() => print(selected)}>
          {t('papers-again')}
        </Button>
      </div>
      <section className={styles.filters} aria-label={t('papers-filters')}>
        <Field
          label={t('papers-find')}
          name="papers-text"
          autoComplete="off"
          value={typed}
          onChange={(next) => {
            setTyped(next)
            show({ text: next })
          }}
        />
        <DayField label={t('papers-from')} name="from" value={asked.from} onChange={(from) => show({ from })} trouble={troubleIn(journal.error, 'from')} />
        <DayField label={t('papers-to')} name="to" value={asked.to} onChange={(to) => show({ to })} trouble={troubleIn(journal.error, 'to')} />
        {isAsked && (
          <Button kind="quiet" onPress={reset}>
            {t('filter-reset')}
          </Button>
        )}
      </section>
      <Refusal error={journal.error === null || journal.error.fields.length > 0 ? null : journal.error} />
      <section className={styles.list} aria-label={t('papers-title')}>
        {journal.isPending ? (
          <div className={styles.filters}>
            <Skeleton rows={8} />
          </div>
        ) : (
          <DataTable
            label={t('papers-title')}
            columns={columns}
            rows={lines}
            keyOf={keyOf}
            nameOf={nameOf}
            rowHeader="number"
            selected={selected === undefined ? null : keyOf(selected)}
            onSelect={setAt}
            onOpen={(key) => print(lines.find((line) => keyOf(line) === key))}
            empty={empty}
            onEnd={more}
          />
        )}
      </section>
      <footer className={styles.foot} aria-label={t('papers-title')}>
        <span role="status">{journal.hasNextPage ? t('papers-shown-more', { count: countWords(lines.length) }) : t('papers-shown', { count: lines.length })}</span>
        {asked.text === '' && asked.from === '' && asked.to === '' && <span>{t('papers-week')}</span>}
        {!mayPrint && <span>{t('forbidden')}</span>}
      </footer>
    </div>
  )
}
