import { Building2, Monitor, RefreshCw, Server, X } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { Link } from 'react-aria-components'
import type { BranchState } from '../../generated/BranchState'
import type { DiscrepancyView } from '../../generated/DiscrepancyView'
import type { LinkState } from '../../generated/LinkState'
import type { UnsentLine } from '../../generated/UnsentLine'
import { RpcError } from '../../host/host'
import { useAct, useAsk } from '../../shared/bridge'
import { useClock, useMinute } from '../../shared/clock'
import { countWords, durationWords, sizeWords } from '../../shared/format'
import { Button } from '../../shared/parts/Button'
import { cx } from '../../shared/parts/cx'
import { type ColumnShape, DataTable } from '../../shared/parts/DataTable'
import { Empty, Skeleton } from '../../shared/parts/Layout'
import { Count, Status } from '../../shared/parts/Status'
import text from '../../shared/parts/text.module.css'
import { useSpeaker } from '../../shared/parts/Toast'
import { Way } from '../../shared/parts/Way'
import { Refusal, refusalTrace, refusalWords, wordArgs } from '../../shared/refusal'
import { hrefTo } from '../../shared/route'
import { useSession } from '../../shared/session'
import { hasWords, t } from '../../shared/words'
import { DeskKey } from './DeskKey'
import { Hub, standingOf } from './Hub'
import styles from './Link.module.css'
import { Stations } from './Stations'

/** A sentence before a number: what it means for the person at the desk. */
function Lead({ link }: { link: LinkState }) {
  const clock = useClock()
  const lines: Record<LinkState['mode'], string> = {
    online: link.unsent === 0 ? t('link-lead-online') : t('link-lead-sending', { count: link.unsent }),
    connecting: t('link-lead-connecting'),
    offline: link.since_ms === null ? t('link-lead-offline-never') : t('link-lead-offline', { time: clock.moment(link.since_ms) }),
    revoked: t('link-lead-revoked'),
  }
  const cause = link.cause === null || link.mode === 'online' ? null : new RpcError(link.cause)
  return (
    <section className={styles.head} aria-label={t('link-lead-name')}>
      <h1 tabIndex={-1} data-page-focus="">
        {t(link.mode === 'revoked' ? 'link-title-revoked' : 'link-title')}
      </h1>
      <p>
        {lines[link.mode]} {cause !== null && refusalWords(cause)} {cause !== null && <small>{refusalTrace(cause)}</small>}
      </p>
    </section>
  )
}

function Spot({ icon, title, status, facts, away }: { icon: ReactNode; title: string; status: ReactNode; facts: readonly [string, string][]; away?: boolean }) {
  return (
    <div className={styles.spot} data-away={away === true ? '' : undefined}>
      <div className={styles.spotHead}>
        {icon}
        <h2>{title}</h2>
      </div>
      {status}
      <dl>
        {facts.flatMap(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>])}
      </dl>
    </div>
  )
}

function nextTry(link: LinkState, nowMs: number): string {
  if (link.next_try_ms === null) return t('link-next-unknown')
  const seconds = Math.round((link.next_try_ms - nowMs) / 1000)
  if (seconds <= 0) return t('link-next-now')
  return seconds < 60 ? t('link-next-seconds', { count: seconds }) : t('link-next-time', { time: durationWords(seconds * 1000) })
}

function Wire({ cut }: { cut: boolean }) {
  return (
    <i className={styles.wire} data-cut={cut ? '' : undefined}>
      {cut && <X aria-hidden />}
    </i>
  )
}

function Hop({ link }: { link: LinkState }) {
  const clock = useClock()
  const tryNow = useAct('link.try_now')
  const cut = link.mode === 'offline' || link.mode === 'revoked'
  const tone = cut ? 'bad' : link.mode === 'connecting' ? 'info' : 'ok'
  return (
    <div className={styles.hop}>
      <Status tone={tone}>{t(`link-hop-${link.mode}`)}</Status>
      <Wire cut={cut} />
      <span>{cut ? nextTry(link, clock.nowMs()) : t('link-hop-unsent', { count: link.unsent })}</span>
      {link.mode !== 'revoked' && (
        <Button small icon={<RefreshCw aria-hidden />} busy={tryNow.isPending || link.mode === 'connecting'} onPress={() => tryNow.mutate({})}>
          {t('link-try')}
        </Button>
      )}
      <Refusal error={tryNow.error} />
    </div>
  )
}

type WithHub = BranchState & { mode: 'connected' | 'searching' | 'away' }

const hasHub = (branch: BranchState | undefined): branch is WithHub => branch !== undefined && branch.mode !== 'none' && branch.mode !== 'hub'

/** The way to the hub of the office. */
function HubHop({ branch }: { branch: WithHub }) {
  const tryNow = useAct('branch.try_now')
  const standing = standingOf(branch)
  const tone = { connected: 'ok', searching: 'info', lost: 'bad', away: 'bad' } as const
  return (
    <div className={styles.hop}>
      <Status tone={tone[standing]}>{t(`hub-hop-${standing}`)}</Status>
      <Wire cut={tone[standing] === 'bad'} />
      <span>{t('link-hop-unsent', { count: branch.unsent })}</span>
      {branch.mode !== 'connected' && (
        <Button small icon={<RefreshCw aria-hidden />} busy={tryNow.isPending} onPress={() => tryNow.mutate({})}>
          {t('link-try')}
        </Button>
      )}
      <Refusal error={tryNow.error} />
    </div>
  )
}

function HubSpot({ branch, total }: { branch: WithHub; total: number }) {
  const clock = useClock()
  const standing = standingOf(branch)
  const away = branch.since_ms === null ? t('hub-spot-away') : t('hub-spot-away-for', { time: durationWords(clock.nowMs() - branch.since_ms) })
  const status = {
    connected: <Status tone="ok">{t('net-online')}</Status>,
    searching: <Status tone="info">{t('hub-spot-searching')}</Status>,
    lost: <Status tone="warn">{t('hub-spot-lost')}</Status>,
    away: <Status tone="warn">{away}</Status>,
  }
  return (
    <Spot
      icon={<Building2 aria-hidden />}
      title={t('hub-spot', { label: branch.hub?.label ?? '' })}
      away={standing === 'away' || standing === 'lost'}
      status={status[standing]}
      facts={[[t('hub-spot-got'), t('link-of', { part: countWords(total - branch.unsent), whole: countWords(total) })]]}
    />
  )
}

function Places({ link, branch }: { link: LinkState; branch: BranchState | undefined }) {
  const clock = useClock()
  useMinute()
  const away = link.mode === 'offline' || link.mode === 'revoked'
  const silent = link.since_ms === null ? t('link-centre-silent') : t('link-centre-silent-for', { time: durationWords(clock.nowMs() - link.since_ms) })
  return (
    <section className={styles.way} data-hub={hasHub(branch) ? '' : undefined} aria-label={t('link-places')}>
      <Spot
        icon={<Monitor aria-hidden />}
        title={t('link-desk')}
        status={<Status tone="ok">{t('link-desk-safe')}</Status>}
        facts={[
          [t('link-desk-today'), countWords(link.entries_today)],
          [t('link-desk-total'), countWords(link.entries_total)],
          [t('link-desk-checked'), link.checked_ms === null ? t('link-not-yet') : t('link-desk-whole', { time: clock.moment(link.checked_ms) })],
        ]}
      />
      {hasHub(branch) && (
        <>
          <HubHop branch={branch} />
          <HubSpot branch={branch} total={link.entries_total} />
        </>
      )}
      <Hop link={link} />
      <Spot
        icon={<Server aria-hidden />}
        title={t('link-centre')}
        away={away}
        status={away ? <Status tone="warn">{silent}</Status> : <Status tone={link.mode === 'online' ? 'ok' : 'info'}>{t(link.mode === 'online' ? 'net-online' : 'net-connecting')}</Status>}
        facts={[
          [t('link-centre-acked'), t('link-of', { part: countWords(link.entries_acked), whole: countWords(link.entries_total) })],
          [t('link-centre-last'), link.last_exchange_ms === null ? t('link-not-yet') : clock.moment(link.last_exchange_ms)],
          [t('link-centre-directory'), link.directory_as_of_ms === null ? t('link-not-yet') : clock.moment(link.directory_as_of_ms)],
        ]}
      />
    </section>
  )
}

const noLines: readonly UnsentLine[] = []
const keyOf = (line: UnsentLine) => String(line.seq)
const nameOf = (line: UnsentLine) => `${line.what} ${line.about}`
const nothingUnsent = <Empty title={t('unsent-none')}>{t('unsent-none-hint')}</Empty>

function Unsent({ link }: { link: LinkState }) {
  const clock = useClock()
  const unsent = useAsk('link.unsent', {}, ['link'])
  const [at, setAt] = useState<string | null>(null)
  const columns = useMemo<readonly ColumnShape<UnsentLine>[]>(() => [
    { id: 'what', title: t('unsent-what'), width: '1.2fr', minWidth: 140, cell: (line) => <span className={text.strong}>{line.what}</span> },
    { id: 'about', title: t('unsent-about'), width: '1fr', minWidth: 120, cell: (line) => <span className={text.mute}>{line.about}</span> },
    { id: 'when', title: t('unsent-when'), width: 140, cell: (line) => <span>{clock.moment(line.at_ms)}</span> },
    { id: 'where', title: t('unsent-where'), width: 150, cell: (line) => <Way place={line.place} words /> },
    { id: 'size', title: t('unsent-size'), width: 96, end: true, cell: (line) => <span className={text.mute}>{sizeWords(line.size_bytes)}</span> },
  ], [clock])
  return (
    <section className={styles.undone} aria-label={t('unsent-title')}>
      <div className={styles.undoneHead}>
        <h2>{t('unsent-title')}</h2>
        {link.unsent > 0 && <span className={text.mute}>{t('unsent-lead', { count: link.unsent, size: sizeWords(link.unsent_bytes) })}</span>}
      </div>
      <Refusal error={unsent.error} />
      {unsent.isPending ? (
        <Skeleton rows={4} />
      ) : (
        <DataTable
          label={t('unsent-title')}
          columns={columns}
          rows={unsent.data ?? noLines}
          keyOf={keyOf}
          nameOf={nameOf}
          rowHeader="what"
          selected={at}
          onSelect={setAt}
          onOpen={setAt}
          empty={nothingUnsent}
        />
      )}
      <div className={styles.foot}>
        <span>{t('unsent-shown', { shown: countWords(unsent.data?.length ?? 0), total: countWords(link.unsent) })}</span>
        {link.server !== null && <span>{t('link-server', { server: link.server })}</span>}
      </div>
    </section>
  )
}

function discrepancyWords(view: DiscrepancyView): { title: string; words: string } {
  const code = view.code.replaceAll('_', '-')
  const key = `discrepancy-${code}`
  const args = wordArgs(view.args)
  if (hasWords(key)) return { title: t(key, args), words: t(`${key}-text`, args) }
  if (code.startsWith('void-') && hasWords(code)) return { title: t('discrepancy-void', args), words: t('discrepancy-void-text', { ...args, why: t(code, { code }) }) }
  return { title: t('discrepancy-unknown'), words: t('discrepancy-unknown-text', { code: view.code }) }
}

function Discrepancies() {
  const clock = useClock()
  const list = useAsk('link.discrepancies', {}, ['discrepancies', 'link'])
  const acknowledge = useAct('link.acknowledge')
  const { say } = useSpeaker()
  const count = list.data?.length ?? 0
  return (
    <section aria-label={t('discrepancies-title')}>
      <div className={styles.sideHead}>
        <h2>{t('discrepancies-title')}</h2>
        {count > 0 && <Count tone="warn" value={count} label={t('mark-link', { count })} />}
      </div>
      <Refusal error={list.error ?? acknowledge.error} />
      {list.data?.length === 0 && <p className={text.mute}>{t('discrepancies-none')}</p>}
      {list.data?.map((view) => {
        const { title, words } = discrepancyWords(view)
        return (
          <article key={view.id} className={styles.discrepancy} aria-label={title}>
            <div>
              <Status tone="warn" strong>
                {title}
              </Status>
              <span className={text.small}>{clock.moment(view.at_ms)}</span>
            </div>
            <p>{words}</p>
            <div className={styles.buttons}>
              <Button small onPress={() => acknowledge.mutate({ id: view.id }, { onSuccess: () => say({ words: t('discrepancy-acknowledged') }) })}>
                {t('discrepancy-understood')}
              </Button>
              {view.appeal_id !== null && (
                <Link className={cx(text.link, text.small)} href={hrefTo(['appeals', view.appeal_id])}>
                  {t('discrepancy-open')}
                </Link>
              )}
            </div>
          </article>
        )
      })}
    </section>
  )
}

/** Where the records are, what has not arrived, what did not agree. */
export function LinkPage() {
  const { user } = useSession()
  const link = useAsk('link.state', {}, ['link', 'discrepancies'])
  const branch = useAsk('branch.state', {}, ['branch', 'link'])
  if (link.data === undefined) return link.error === null ? <Skeleton rows={6} /> : <Refusal error={link.error} />
  return (
    <div className={styles.page}>
      <Lead link={link.data} />
      <Places link={link.data} branch={branch.data} />
      <Unsent link={link.data} />
      <aside className={styles.side} aria-label={t('link-aside')}>
        <Discrepancies />
        <Hub may={!user.forbidden.includes('branch.become')} />
        {!user.forbidden.includes('key.state') && <DeskKey />}
        {!user.forbidden.includes('station.state') && <Stations />}
      </aside>
    </div>
  )
}
