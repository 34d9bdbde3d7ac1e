import { useInfiniteQuery } from '@tanstack/react-query'
import { Building2, UserRound, UserRoundPen } from 'lucide-react'
import { type ReactNode, useCallback, useMemo, useState } from 'react'
import type { WorkCounts } from '../../generated/WorkCounts'
import type { WorkLine } from '../../generated/WorkLine'
import type { WorkList } from '../../generated/WorkList'
import type { WorkScope } from '../../generated/WorkScope'
import type { WorkView } from '../../generated/WorkView'
import type { RpcError } from '../../host/host'
import { useAct, useAsk, useCall } from '../../shared/bridge'
import { capsOf } from '../../shared/commands'
import { countWords, dateWords } from '../../shared/format'
import { Button } from '../../shared/parts/Button'
import { type ColumnShape, DataTable } from '../../shared/parts/DataTable'
import { Empty, Note, Skeleton } from '../../shared/parts/Layout'
import { Count, Status } from '../../shared/parts/Status'
import { type TabShape, Tabs } from '../../shared/parts/Tabs'
import text from '../../shared/parts/text.module.css'
import { Way } from '../../shared/parts/Way'
import { Refusal } from '../../shared/refusal'
import { useWidthRem } from '../../shared/rem'
import { amend, go } from '../../shared/route'
import { useSession } from '../../shared/session'
import { useCommand } from '../../shared/useCommand'
import { t } from '../../shared/words'
import { GiveDialog } from './GiveDialog'
import styles from './Work.module.css'

const PAGE_ROWS = 200
const views = ['all', 'overdue', 'today', 'next', 'waiting', 'back'] as const satisfies readonly WorkView[]
/** Everything that moves a row of the list. */
const tags = ['appeals', 'records', 'work', 'directory']

function useWork(scope: WorkScope, view: WorkView) {
  const call = useCall()
  return useInfiniteQuery<WorkList, RpcError, WorkList[], unknown[], string | null>({
    queryKey: ['work.list', 'pages', scope, view],
    queryFn: ({ pageParam }) => call('work.list', { scope, view, after: pageParam, limit: PAGE_ROWS }),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    select: (data) => data.pages,
    meta: { tags },
    placeholderData: (before) => before,
  })
}

function What({ row }: { row: WorkLine }) {
  const words = t(`work-kind-${row.kind}`)
  const whole = row.what === '' ? words : `${words}: ${row.what}`
  return (
    <span title={whole}>
      {words}
      {row.what !== '' && <span className={styles.what}>: {row.what}</span>}
    </span>
  )
}

/** What is left of the term; what came back says so instead. */
function Left({ row }: { row: WorkLine }) {
  if (row.mark !== null && row.mark !== 'client_owes') {
    const back = row.mark === 'project_returned' || row.mark === 'settlement_rejected' || row.mark === 'letter_returned'
    const late = row.tone === 'bad'
    return <Status tone={late ? 'bad' : back ? 'warn' : 'info'}>{late ? row.left : t(`work-mark-${row.mark}`)}</Status>
  }
  return row.left === '' ? <span className={text.mute}>{t('work-undated')}</span> : <Status tone={row.tone}>{row.left}</Status>
}

const columns: readonly ColumnShape<WorkLine>[] = [
  {
    id: 'due',
    title: t('work-due'),
    width: 152,
    cell: (row) => (row.due_on === null ? <span className={text.mute}>–</span> : <span>{row.due_at === null ? dateWords(row.due_on) : t('work-due-at', { date: dateWords(row.due_on), time: row.due_at })}</span>),
  },
  { id: 'left', title: t('work-left'), width: 184, cell: (row) => <Left row={row} /> },
  { id: 'what', title: t('work-what'), width: '2fr', minWidth: 144, cell: (row) => <What row={row} /> },
  { id: 'who', title: t('work-who'), width: '1fr', minWidth: 96, cell: (row) => <span title={row.who}>{row.who}</span> },
  { id: 'about', title: t('work-about'), width: 124, cell: (row) => <span title={row.about}>{row.about}</span> },
  { id: 'number', title: t('work-number'), width: 176, cell: (row) => <span className={text.strong}>{row.number}</span> },
  { id: 'owner', title: t('work-owner'), width: 128, cell: (row) => (row.owner === null ? <span className={text.mute}>{t('work-owner-none')}</span> : <span>{row.owner}</span>) },
  { id: 'place', title: t('work-place'), titleHidden: true, width: 48, end: true, cell: (row) => <Way place={row.place} /> },
]

function columnsFor(scope: WorkScope, widthRem: number): readonly ColumnShape<WorkLine>[] {
  return columns.filter(({ id }) => (id !== 'owner' || scope === 'office') && (id !== 'about' || widthRem >= 70) && (id !== 'number' || widthRem >= 56))
}

function tabsOf(counts: WorkCounts | undefined, nextDay: string | undefined): TabShape[] {
  const marks: Partial<Record<WorkView, 'warn' | 'bad'>> = { overdue: 'bad', today: 'warn', back: 'warn' }
  return views.map((view) => {
    const count = counts?.[view] ?? 0
    const tone = marks[view]
    let aside: ReactNode = null
    if (tone !== undefined && count > 0) aside = <Count tone={tone} value={count} label={String(count)} />
    else if (tone === undefined && counts !== undefined) aside = <span>{countWords(count)}</span>
    const title = view === 'next' && nextDay !== undefined ? t('work-view-next', { date: dateWords(nextDay).slice(0, 5) }) : t(`work-view-${view}`)
    return { id: view, title, aside }
  })
}

const keyOf = (row: WorkLine) => row.item_id
const nameOf = (row: WorkLine) => `${t(`work-kind-${row.kind}`)}: ${row.who}, ${row.number}`

function open(row: WorkLine) {
  if (row.appeal_id !== null) go(['appeals', row.appeal_id])
  else if (row.party_id !== null) go(['reception', 'client', row.party_id])
  else go(['reception'])
}

/** What the head has not been told yet: due today or on the next working day. */
function Notice({ count, nextDay, onShow }: { count: number; nextDay: string; onShow: () => void }) {
  const seen = useAct('work.notice_seen')
  return (
    <div className={styles.notice}>
      <Note
        tone="warn"
        actions={
          <Button
            busy={seen.isPending}
            onPress={() => {
              seen.mutate({})
              onShow()
            }}
          >
            {t('work-notice-show')}
          </Button>
        }
      >
        {t('work-notice', { count, date: dateWords(nextDay) })}
      </Note>
    </div>
  )
}

/** Мои дела: everything that waits for me, the nearest date first; the head sees the office. */
export function WorkPage({ params }: { params: URLSearchParams }) {
  const { user } = useSession()
  const seesOffice = !user.forbidden.includes('appeal.assign')
  const scope: WorkScope = seesOffice && params.get('of') === 'office' ? 'office' : 'mine'
  const view = views.find((one) => one === params.get('view')) ?? 'all'
  const state = useAsk('work.counts', {}, tags)
  const list = useWork(scope, view)
  const rows = useMemo(() => (list.data ?? []).flatMap((page) => page.rows), [list.data])
  const widthRem = useWidthRem()
  const shown = useMemo(() => columnsFor(scope, widthRem), [scope, widthRem])
  const [wanted, setWanted] = useState<string | null>(null)
  const [giving, setGiving] = useState<WorkLine | null>(null)
  const selected = rows.find((row) => row.item_id === wanted) ?? rows[0] ?? null
  const show = useCallback((of: WorkScope, at: WorkView) => amend(['work'], { of: of === 'mine' ? null : of, view: at === 'all' ? null : at }), [])
  const counts = scope === 'office' ? (state.data?.office ?? undefined) : state.data?.mine
  const assignable = seesOffice && selected?.assignable === true
  useCommand('assign', () => setGiving(selected), assignable)
  const more = useCallback(() => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage()
  }, [list])
  const empty = useMemo(() => <Empty title={t(`work-none-${view}`)}>{t(`work-none-hint-${view}`)}</Empty>, [view])
  const notice = state.data?.notice ?? null
  return (
    <section className={styles.page} aria-label={t('section-work')}>
      <div className={styles.head}>
        <div className={styles.title}>
          <h1>{t(scope === 'office' ? 'work-title-office' : 'section-work')}</h1>
          <span>{counts === undefined ? null : t('work-lead', { count: counts.all, shown: countWords(counts.all) })}</span>
          {seesOffice && (
            <>
              <Button icon={<UserRoundPen aria-hidden />} caps={capsOf('assign')} isDisabled={!assignable} onPress={() => setGiving(selected)}>
                {t('work-give')}
              </Button>
              <Button icon={scope === 'office' ? <UserRound aria-hidden /> : <Building2 aria-hidden />} onPress={() => show(scope === 'office' ? 'mine' : 'office', view)}>
                {t(scope === 'office' ? 'work-show-mine' : 'work-show-office')}
              </Button>
            </>
          )}
        </div>
        {notice !== null && state.data !== undefined && <Notice count={notice.count} nextDay={state.data.next_day} onShow={() => show('office', 'next')} />}
      </div>
      <Tabs
        label={t('work-views')}
        tabs={tabsOf(counts, state.data?.next_day)}
        selected={view}
        onSelect={(id) => show(scope, views.find((one) => one === id) ?? 'all')}
        className={styles.tabs}
        listClassName={styles.tabLine}
        panelClassName={styles.panel}
      >
        <Refusal error={list.error ?? state.error} />
        {list.isPending ? (
          <div className={styles.loading}>
            <Skeleton rows={8} />
          </div>
        ) : (
          <DataTable
            label={t('section-work')}
            columns={shown}
            rows={rows}
            keyOf={keyOf}
            nameOf={nameOf}
            rowHeader="what"
            selected={selected?.item_id ?? null}
            onSelect={setWanted}
            onOpen={(id) => {
              const row = rows.find((one) => one.item_id === id)
              if (row !== undefined) open(row)
            }}
            empty={empty}
            onEnd={more}
          />
        )}
        <footer className={styles.foot}>
          <span role="status">{t('work-shown', { shown: countWords(rows.length), total: countWords(counts?.[view] ?? rows.length) })}</span>
        </footer>
      </Tabs>
      {giving?.appeal_id != null && <GiveDialog row={giving} appealId={giving.appeal_id} onClose={() => setGiving(null)} />}
    </section>
  )
}
