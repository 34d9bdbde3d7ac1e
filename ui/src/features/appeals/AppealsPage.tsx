import { useInfiniteQuery } from '@tanstack/react-query'
import { CircleAlert, Plus, Printer } from 'lucide-react'
import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { Link, type SortDescriptor } from 'react-aria-components'
import type { AppealFilter } from '../../generated/AppealFilter'
import type { AppealList } from '../../generated/AppealList'
import type { AppealListView } from '../../generated/AppealListView'
import type { AppealRow } from '../../generated/AppealRow'
import type { RpcError } from '../../host/host'
import { useCall } from '../../shared/bridge'
import { capsOf } from '../../shared/commands'
import { countWords, dateWords } from '../../shared/format'
import { usePaper } from '../../shared/paper'
import { Button } from '../../shared/parts/Button'
import { cx } from '../../shared/parts/cx'
import { type ColumnShape, DataTable } from '../../shared/parts/DataTable'
import { Empty, Skeleton } from '../../shared/parts/Layout'
import { Count, Status } from '../../shared/parts/Status'
import { type TabShape, Tabs } from '../../shared/parts/Tabs'
import text from '../../shared/parts/text.module.css'
import { Way } from '../../shared/parts/Way'
import { Refusal } from '../../shared/refusal'
import { emptyFilter } from '../../shared/questions'
import { amend, go, hrefTo } from '../../shared/route'
import { useSession } from '../../shared/session'
import { useCommand } from '../../shared/useCommand'
import { useSettled } from '../../shared/useSettled'
import { useWidthRem } from '../../shared/rem'
import { t } from '../../shared/words'
import styles from './Appeals.module.css'
import { type Asked, askedOf, isFiltered, paramsOf, sorts, views } from './asked'
import { FilterBar } from './FilterBar'
import { Preview } from './Preview'
import { Immediate } from './claim/Immediate'
import { Redated } from './Redated'
import { SavedViews } from './SavedViews'

const PAGE_ROWS = 200
const FILTER_AFTER_MS = 120

/** Pages of the list; Rust sorts, filters and pages by key. */
function useAppeals(asked: Asked) {
  const call = useCall()
  return useInfiniteQuery<AppealList, RpcError, AppealList[], unknown[], string | null>({
    queryKey: ['appeal.list', 'pages', asked],
    queryFn: ({ pageParam }) => call('appeal.list', { ...asked, after: pageParam, limit: PAGE_ROWS }),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    select: (data) => data.pages,
    meta: { tags: ['appeals'] },
    placeholderData: (before) => before,
  })
}

const columns: readonly ColumnShape<AppealRow>[] = [
  {
    id: 'number',
    title: t('appeals-number'),
    sortable: true,
    width: 184,
    minWidth: 184,
    cell: (row) => (
      <span className={text.strong}>
        {row.number}
        {row.immediate === true && <CircleAlert className={styles.immediate} role="img" aria-label={t('claim-immediate')} />}
      </span>
    ),
  },
  { id: 'due', title: t('appeals-due'), sortable: true, width: 98, cell: (row) => <span>{dateWords(row.due_on)}</span> },
  { id: 'left', title: t('appeals-left'), width: 184, cell: (row) => <Status tone={row.tone}>{row.left}</Status> },
  { id: 'applicant', title: t('appeals-applicant'), sortable: true, width: '1fr', minWidth: 80, cell: (row) => <span title={row.applicant}>{row.applicant}</span> },
  { id: 'category', title: t('appeals-category'), width: 116, cell: (row) => <span title={row.category_label}>{row.category_label}</span> },
  {
    id: 'executor',
    title: t('appeals-executor'),
    sortable: true,
    width: 104,
    cell: (row) => (row.executor === null ? <span className={text.mute}>{t('executor-none')}</span> : <span>{row.executor}</span>),
  },
  { id: 'place', title: t('appeals-place'), titleHidden: true, width: 48, end: true, cell: (row) => <Way place={row.place} /> },
]

const keyOf = (row: AppealRow) => row.appeal_id
const nameOf = (row: AppealRow) => `${row.number} ${row.applicant}`

/** In a narrow window, or with a large text, what the preview and the card also say is left out. */
function columnsFor(widthRem: number): readonly ColumnShape<AppealRow>[] {
  return columns.filter(({ id }) => (id !== 'category' || widthRem >= 75) && (id !== 'executor' || widthRem >= 56))
}

/** Counts where somebody must act stand out; a decision is the head's. */
function tabsOf(counts: AppealList['counts'] | undefined, decides: boolean): TabShape[] {
  const marks: Partial<Record<AppealListView, 'warn' | 'bad'>> = { overdue: 'bad', today: 'warn', ...(decides ? { proposed: 'warn' } : {}) }
  return views.map((view) => {
    const count = counts?.[view] ?? 0
    const tone = marks[view]
    let aside: ReactNode = null
    if (tone !== undefined && count > 0) aside = <Count tone={tone} value={count} label={String(count)} />
    else if (tone === undefined && counts !== undefined) aside = <span>{countWords(count)}</span>
    return { id: view, title: t(`appeals-view-${view}`), aside }
  })
}

function Foot({ total, shown }: { total: number; shown: number }) {
  return (
    <footer className={styles.foot}>
      <span role="status">{shown < total ? t('appeals-shown', { shown: countWords(shown), total: countWords(total) }) : t('appeals-total', { shown: countWords(total), total })}</span>
      <Link className={cx(text.link, text.small)} href={hrefTo(['papers'])}>
        {t('command-go-papers')}
      </Link>
      <Link className={cx(text.link, text.small)} href={hrefTo(['appeals', 'letters'])}>
        {t('command-go-letters')}
      </Link>
      <Link className={cx(text.link, text.small)} href={hrefTo(['appeals', 'claims'])}>
        {t('command-go-claims')}
      </Link>
      {(['desk', 'branch', 'centre'] as const).map((place) => (
        <span key={place}>
          <Way place={place} words />
        </span>
      ))}
    </footer>
  )
}

function Nothing({ asked, onReset }: { asked: Asked; onReset: () => void }) {
  if (asked.text !== '' || isFiltered(asked))
    return (
      <Empty title={t('appeals-nothing')} actions={<Button onPress={onReset}>{t('appeals-reset')}</Button>}>
        {asked.text === '' ? t('appeals-nothing-filtered') : t('appeals-nothing-hint', { text: asked.text })}
      </Empty>
    )
  return (
    <Empty title={t(`appeals-none-${asked.view}`)} actions={asked.view === 'open' ? <Button onPress={() => go(['appeals', 'new'])}>{t('command-appeal-new')}</Button> : undefined}>
      {t(`appeals-none-hint-${asked.view}`)}
    </Empty>
  )
}

/** The list of appeals: dense, by keyboard, with the card of the focused row beside it. */
export function AppealsPage({ params }: { params: URLSearchParams }) {
  const asked = useMemo(() => askedOf(params), [params])
  const { user } = useSession()
  const openPaper = usePaper()
  const widthRem = useWidthRem()
  const shown = useMemo(() => columnsFor(widthRem), [widthRem])
  const [typed, setTyped] = useState(asked.text)
  const filter = useSettled(typed, FILTER_AFTER_MS)
  const effective = useMemo(() => ({ ...asked, text: filter.trim() }), [asked, filter])
  const list = useAppeals(effective)
  const rows = useMemo(() => (list.data ?? []).flatMap((page) => page.rows), [list.data])
  const first = list.data?.[0]
  const [wanted, setWanted] = useState(params.get('at'))
  const selected = rows.find((row) => row.appeal_id === wanted)?.appeal_id ?? rows[0]?.appeal_id ?? null
  const show = useCallback((part: Partial<Asked>, at: string | null = null) => amend(['appeals'], { ...paramsOf({ ...asked, ...part }), at }), [asked])
  const type = (text: string) => {
    setTyped(text)
    show({ text })
  }
  const restrict = (part: Partial<AppealFilter>) => show({ filter: { ...asked.filter, ...part } })
  const reset = useCallback(() => {
    setTyped('')
    show({ text: '', filter: emptyFilter })
  }, [show])
  const empty = useMemo(() => <Nothing asked={effective} onReset={reset} />, [effective, reset])
  const apply = (view: Asked) => {
    setTyped(view.text)
    amend(['appeals'], paramsOf(view))
  }
  const more = useCallback(() => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage()
  }, [list])
  const print = () => {
    if (selected !== null) openPaper({ of: { about: 'appeal', id: selected }, formId: 'registration_card' })
  }
  const mayPrint = !user.forbidden.includes('paper.print')
  useCommand('print', print, selected !== null && mayPrint)

  const sort: SortDescriptor = { column: asked.sort, direction: asked.descending ? 'descending' : 'ascending' }
  return (
    <div className={styles.page}>
      <section className={styles.left} aria-label={t('appeals-list')}>
        <div className={styles.head}>
          <div className={styles.title}>
            <h1>{t('section-appeals')}</h1>
            <span>{first === undefined ? null : t('appeals-lead', { count: first.counts.open, shown: countWords(first.counts.open) })}</span>
            <Button icon={<Printer aria-hidden />} caps={capsOf('print')} isDisabled={selected === null || !mayPrint} onPress={print}>
              {t('command-print')}
            </Button>
            <Button kind="main" icon={<Plus aria-hidden />} caps={capsOf('appeal-new')} isDisabled={user.forbidden.includes('appeal.register')} onPress={() => go(['appeals', 'new'])}>
              {t('command-appeal-new')}
            </Button>
          </div>
          <Immediate />
          <Redated />
        </div>
        <Tabs
          label={t('appeals-views')}
          tabs={tabsOf(first?.counts, !user.forbidden.includes('appeal.approve'))}
          selected={asked.view}
          onSelect={(id) => show({ view: views.find((view) => view === id) ?? 'open' })}
          className={styles.tabs}
          listClassName={styles.tabLine}
          panelClassName={styles.panel}
        >
          <FilterBar asked={asked} error={list.error} typed={typed} onType={type} onFilter={restrict} onReset={() => show({ filter: emptyFilter })}>
            <SavedViews asked={asked} onApply={apply} />
          </FilterBar>
          <Refusal error={list.error} />
          {list.isPending ? (
            <div className={styles.filters}>
              <Skeleton rows={8} />
            </div>
          ) : (
            <DataTable
              label={t('section-appeals')}
              columns={shown}
              rows={rows}
              keyOf={keyOf}
              nameOf={nameOf}
              rowHeader="number"
              selected={selected}
              onSelect={setWanted}
              onOpen={(id) => {
                show({}, id)
                go(['appeals', id])
              }}
              sort={sort}
              onSort={({ column, direction }) => show({ sort: sorts.find((one) => one === column) ?? 'due', descending: direction === 'descending' })}
              empty={empty}
              onEnd={more}
            />
          )}
          <Foot total={first?.total ?? 0} shown={rows.length} />
        </Tabs>
      </section>
      <Preview appealId={selected} />
    </div>
  )
}
