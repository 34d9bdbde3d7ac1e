import { useInfiniteQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { type ReactNode, useCallback, useMemo, useState } from 'react'
import type { AuditChoice } from '../../generated/AuditChoice'
import type { AuditList } from '../../generated/AuditList'
import type { AuditRow } from '../../generated/AuditRow'
import type { RpcError } from '../../host/host'
import { useCall } from '../../shared/bridge'
import { useClock } from '../../shared/clock'
import { countWords } from '../../shared/format'
import { Button } from '../../shared/parts/Button'
import { type ColumnShape, DataTable } from '../../shared/parts/DataTable'
import { type Choice, DayField, SegmentField, SelectField } from '../../shared/parts/Field'
import { Empty, Skeleton } from '../../shared/parts/Layout'
import { Status } from '../../shared/parts/Status'
import text from '../../shared/parts/text.module.css'
import { Way } from '../../shared/parts/Way'
import { Refusal } from '../../shared/refusal'
import { amend, go } from '../../shared/route'
import { useWidthRem } from '../../shared/rem'
import { t } from '../../shared/words'
import styles from './Audit.module.css'

const PAGE_ROWS = 200
/** A list of choices needs an id for «all»; no user and no action has this one. */
const ALL = '*'

interface Asked {
  user_id: string
  action: string
  party_id: string
  from: string
  to: string
}

function askedOf(params: URLSearchParams): Asked {
  const of = (name: string) => params.get(name) ?? ''
  return { user_id: of('user'), action: of('action'), party_id: of('client'), from: of('from'), to: of('to') }
}

/** Whose journal: of this desk from its own disk, or of the office by the link. */
type Whose = 'desk' | 'office'

/**
 * Pages of the journal, newest first; Rust filters and pages by key. What the centre has told of the
 * office is forgotten with the screen, and is not asked again by itself: each question is written down.
 */
function useAudit(whose: Whose, asked: Asked) {
  const call = useCall()
  const command = whose === 'office' ? 'audit.office' : 'audit.list'
  return useInfiniteQuery<AuditList, RpcError, AuditList[], unknown[], string | null>({
    queryKey: [command, 'pages', asked],
    queryFn: ({ pageParam }) => call(command, { ...asked, after: pageParam, limit: PAGE_ROWS }),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    select: (data) => data.pages,
    ...(whose === 'office' ? { gcTime: 0 } : { meta: { tags: ['audit'] }, placeholderData: (before) => before }),
  })
}

const keyOf = (row: AuditRow) => row.key
const nameOf = (row: AuditRow) => `${row.user_name} ${row.what} ${row.client ?? ''}`
const noRows: readonly AuditRow[] = []

function columnsOf(whose: Whose, moment: (ms: number) => string, widthRem: number): readonly ColumnShape<AuditRow>[] {
  const all: readonly ColumnShape<AuditRow>[] = [
    { id: 'when', title: t('audit-when'), width: 132, cell: (row) => <span>{moment(row.at_ms)}</span> },
    { id: 'desk', title: t('audit-desk'), width: 84, cell: (row) => <span>{row.desk ?? ''}</span> },
    { id: 'who', title: t('audit-who'), width: 140, cell: (row) => <span className={text.strong}>{row.user_name}</span> },
    { id: 'what', title: t('audit-what'), width: '1fr', minWidth: 170, cell: (row) => <span title={row.what}>{row.what}</span> },
    { id: 'about', title: t('audit-about'), width: 150, cell: (row) => <span>{row.client ?? ''}</span> },
    { id: 'number', title: t('audit-number'), width: 176, cell: (row) => <span className={text.mute}>{row.number ?? ''}</span> },
    { id: 'reason', title: t('audit-reason'), width: 170, cell: (row) => <span title={row.reason_label ?? ''}>{row.reason_label ?? ''}</span> },
    {
      id: 'place',
      title: t('audit-place'),
      width: 168,
      cell: (row) => <Way place={row.at_centre ? 'centre' : 'desk'} words />,
    },
  ]
  return all.filter(({ id }) => (id !== 'number' || widthRem >= 80) && (id !== 'place' || (whose === 'desk' && widthRem >= 60)) && (id !== 'desk' || whose === 'office') && (id !== 'reason' || widthRem >= 46))
}

function withAll(title: string, choices: readonly AuditChoice[]): Choice[] {
  return [{ id: ALL, title }, ...choices.map(({ code, label }) => ({ id: code, title: label }))]
}

interface FiltersProps {
  whose: Whose
  asked: Asked
  list: AuditList | undefined
  clientName: string
  show: (part: Record<string, string | null>) => void
}

function Filters({ whose, asked, list, clientName, show }: FiltersProps) {
  const pick = (name: string) => (id: string) => show({ [name]: id === ALL ? null : id })
  const isEmpty = Object.values(asked).every((value) => value === '')
  return (
    <section className={styles.filters} aria-label={t('audit-filters')}>
      <SegmentField
        label={t('audit-whose')}
        name="whose"
        choices={[
          { id: 'desk', title: t('audit-whose-desk') },
          { id: 'office', title: t('audit-whose-office') },
        ]}
        value={whose}
        onChange={(id) => show({ whose: id === 'office' ? id : null })}
      />
      <SelectField label={t('audit-user')} name="user" choices={withAll(t('audit-anyone'), list?.users ?? [])} value={asked.user_id === '' ? ALL : asked.user_id} onChange={pick('user')} />
      <SelectField label={t('audit-action')} name="action" choices={withAll(t('audit-anything'), list?.actions ?? [])} value={asked.action === '' ? ALL : asked.action} onChange={pick('action')} />
      <DayField label={t('audit-from')} name="from" value={asked.from} onChange={(from) => show({ from })} />
      <DayField label={t('audit-to')} name="to" value={asked.to} onChange={(to) => show({ to })} />
      {asked.party_id !== '' && (
        <Button icon={<X aria-hidden />} onPress={() => show({ client: null })}>
          {t('audit-client', { name: clientName })}
        </Button>
      )}
      {!isEmpty && (
        <Button kind="quiet" onPress={() => amend(['audit'], whose === 'office' ? { whose } : {})}>
          {t('audit-reset')}
        </Button>
      )}
    </section>
  )
}

interface FootProps {
  whose: Whose
  row: AuditRow | undefined
  shown: number
  more: boolean
  unsent: number
  onClient: (partyId: string) => void
}

function Foot({ whose, row, shown, more, unsent, onClient }: FootProps) {
  const partyId = row?.party_id ?? null
  return (
    <footer className={styles.foot} aria-label={t('audit-shown', { count: shown })}>
      <span role="status">{more ? t('audit-shown-more', { count: countWords(shown) }) : t('audit-shown', { count: shown })}</span>
      <Status tone={unsent === 0 ? 'ok' : 'warn'}>{t('audit-unsent', { count: unsent })}</Status>
      <span className={text.mute}>{t(whose === 'office' ? 'audit-office-note' : 'audit-elsewhere')}</span>
      {partyId !== null && (
        <Button small onPress={() => onClient(partyId)}>
          {t('audit-only-client', { name: row?.client ?? partyId })}
        </Button>
      )}
    </footer>
  )
}

/** To the client's card, where the appeals are too. */
function open(row: AuditRow | undefined): void {
  if (row?.party_id != null) go(['reception', 'client', row.party_id])
}

/** The journal of the office is nowhere but at the centre: with no link there is that of this desk. */
function NoOffice({ error, again, own }: { error: RpcError; again: () => void; own: () => void }) {
  return (
    <div className={styles.away}>
      <Refusal
        error={error}
        actions={
          <>
            <Button onPress={again}>{t('audit-again')}</Button>
            <Button onPress={own}>{t('audit-own')}</Button>
          </>
        }
      />
      <p className={text.mute}>{t('audit-away-hint')}</p>
    </div>
  )
}

/** Who saw, unmasked, printed or saved whose card at this desk, or in the whole office: for the head. */
export function AuditPage({ nav, params }: { nav: ReactNode; params: URLSearchParams }) {
  const asked = askedOf(params)
  const whose: Whose = params.get('whose') === 'office' ? 'office' : 'desk'
  const clock = useClock()
  const widthRem = useWidthRem()
  const list = useAudit(whose, asked)
  const columns = useMemo(() => columnsOf(whose, clock.moment, widthRem), [whose, clock, widthRem])
  const rows = useMemo(() => list.data?.flatMap((page) => page.rows) ?? noRows, [list.data])
  const first = list.data?.[0]
  const [at, setAt] = useState<string | null>(null)
  const selected = rows.find((row) => keyOf(row) === at)
  const show = useCallback((part: Record<string, string | null>) => amend(['audit'], { ...Object.fromEntries(params), ...part }), [params])
  const more = useCallback(() => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage()
  }, [list])
  const isFiltered = Object.values(asked).some((value) => value !== '')
  const empty = useMemo(
    () =>
      isFiltered ? (
        <Empty title={t('audit-nothing')} actions={<Button onPress={() => amend(['audit'], whose === 'office' ? { whose } : {})}>{t('audit-reset')}</Button>}>
          {t('audit-nothing-hint')}
        </Empty>
      ) : (
        <Empty title={t('audit-none')}>{t('audit-none-hint')}</Empty>
      ),
    [isFiltered, whose],
  )
  const clientName = rows.find((row) => row.party_id === asked.party_id)?.client ?? asked.party_id
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1 className={text.hidden} tabIndex={-1}>
          {t('audit-title')}
        </h1>
        {nav}
        <span className={text.small}>{t(whose === 'office' ? 'audit-lead-office' : 'audit-lead')}</span>
      </div>
      <Filters whose={whose} asked={asked} list={first} clientName={clientName} show={show} />
      {whose === 'desk' && <Refusal error={list.error} />}
      <section className={styles.list} aria-label={t('audit-list')}>
        {list.isPending ? (
          <Skeleton rows={8} />
        ) : whose === 'office' && list.error !== null ? (
          <NoOffice error={list.error} again={() => void list.refetch()} own={() => show({ whose: null })} />
        ) : (
          <DataTable
            label={t('audit-list')}
            columns={columns}
            rows={rows}
            keyOf={keyOf}
            nameOf={nameOf}
            rowHeader="what"
            selected={at}
            onSelect={setAt}
            onOpen={(key) => open(rows.find((row) => keyOf(row) === key))}
            onEnd={more}
            empty={empty}
          />
        )}
      </section>
      <Foot whose={whose} row={selected} shown={rows.length} more={list.hasNextPage} unsent={first?.unsent ?? 0} onClient={(client) => show({ client })} />
    </div>
  )
}
