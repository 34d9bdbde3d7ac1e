import { Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button as AriaButton, Link } from 'react-aria-components'
import type { ClientCard } from '../../generated/ClientCard'
import type { TodayLine } from '../../generated/TodayLine'
import { useAsk } from '../../shared/bridge'
import { useClock } from '../../shared/clock'
import { capsOf } from '../../shared/commands'
import { cx } from '../../shared/parts/cx'
import { Skeleton } from '../../shared/parts/Layout'
import { Status } from '../../shared/parts/Status'
import text from '../../shared/parts/text.module.css'
import { Way } from '../../shared/parts/Way'
import { Whole } from '../../shared/parts/Whole'
import { myAppeals } from '../../shared/questions'
import { Refusal } from '../../shared/refusal'
import { hrefTo } from '../../shared/route'
import { useAvailableCommands } from '../../shared/useCommand'
import { t } from '../../shared/words'
import { Acts } from './Acts'
import { Client } from './Client'
import styles from './Reception.module.css'
import { Steps } from './Steps'

function Drafts() {
  const clock = useClock()
  const drafts = useAsk('draft.list', {}, ['drafts'])
  return (
    <>
      <div className={styles.secHead}>
        <h2>{t('drafts-title')}</h2>
        {(drafts.data?.length ?? 0) > 0 && <span className={text.small}>{drafts.data?.length}</span>}
      </div>
      <Refusal error={drafts.error} />
      {drafts.data?.length === 0 && <p className={text.mute}>{t('drafts-none')}</p>}
      <ul className={styles.lines}>
        {drafts.data?.map((draft) => (
          <li key={draft.draft_id}>
            <Link className={styles.line ?? ''} href={hrefTo(['appeals', draft.kind === 'contract' ? 'contract' : 'new'], { draft: draft.draft_id, key: draft.draft_id })}>
              <span className={text.cut}>{draft.title}</span>
              <span className={text.small}>{clock.moment(draft.saved_ms)}</span>
              <span className={cx(text.small, text.cut)}>{draft.excerpt === '' ? t('drafts-no-text') : draft.excerpt}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}

/** One line for each who was here: what was done last. What belongs to nobody keeps a line of its own. */
function lastOfEach(lines: readonly TodayLine[]): TodayLine[] {
  const seen = new Set<string>()
  return lines.filter(({ party_id, appeal_id }) => {
    const who = party_id ?? appeal_id
    if (who === null) return true
    const first = !seen.has(who)
    seen.add(who)
    return first
  })
}

/** Who was received at this desk today, newest first: the way back to whoever was here before. */
function Today() {
  const clock = useClock()
  const today = useAsk('day.today', {}, ['link'])
  return (
    <div className={styles.sec}>
      <div className={styles.secHead}>
        <h2>{t('today-title')}</h2>
      </div>
      <Refusal error={today.error} />
      {today.data?.length === 0 && <p className={text.mute}>{t('today-none')}</p>}
      <ul className={styles.lines}>
        {lastOfEach(today.data ?? []).map((line, index) => {
          const inside = (
            <>
              <span className={line.party_name === null ? undefined : text.cut}>{line.party_name ?? <Whole>{line.what}</Whole>}</span>
              <span className={text.small}>{clock.time(line.at_ms)}</span>
              {line.party_name !== null && (
                <span className={text.small}>
                  <Whole>{line.what}</Whole>
                </span>
              )}
            </>
          )
          const href = line.party_id === null ? line.appeal_id === null ? null : hrefTo(['appeals', line.appeal_id]) : hrefTo(['reception', 'client', line.party_id])
          return (
            <li key={`${line.at_ms} ${index}`}>
              {href === null ? (
                <div className={styles.line}>{inside}</div>
              ) : (
                <Link className={styles.line ?? ''} href={href}>
                  {inside}
                </Link>
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function Mine() {
  const mine = useAsk('appeal.list', myAppeals, ['appeals'])
  return (
    <div className={styles.sec}>
      <div className={styles.secHead}>
        <h2>{t('mine-title')}</h2>
        {mine.data !== undefined && mine.data.total > 0 && (
          <Link className={cx(text.link, text.small)} href={hrefTo(['appeals'], { view: 'mine' })}>
            {t('mine-all', { count: mine.data.total })}
          </Link>
        )}
      </div>
      <Refusal error={mine.error} />
      {mine.data?.total === 0 && <p className={text.mute}>{t('mine-none')}</p>}
      <ul className={styles.lines}>
        {mine.data?.rows.map((row) => (
          <li key={row.appeal_id}>
            <Link className={styles.line ?? ''} href={hrefTo(['appeals', row.appeal_id])}>
              <span className={cx(text.cut, text.strong)}>{row.applicant}</span>
              <Status tone={row.tone}>{row.left}</Status>
              <span className={cx(text.small, text.cut)}>
                {row.category_label} {row.number}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Start() {
  const { run } = useAvailableCommands()
  return (
    <div className={styles.start}>
      <h1>{t('start-title')}</h1>
      <AriaButton className={styles.bigFind ?? ''} autoFocus onPress={() => run('palette')} data-region-focus="">
        <Search aria-hidden />
        <span>{t('start-find')}</span>
        <kbd aria-hidden>{capsOf('palette')}</kbd>
      </AriaButton>
      <dl className={styles.tips}>
        {(['name', 'account', 'address', 'layout'] as const).map((tip) => (
          <div key={tip}>
            <dt>{t(`start-tip-${tip}`)}</dt>
            <dd>{t(`start-example-${tip}`)}</dd>
          </div>
        ))}
      </dl>
      <Steps />
    </div>
  )
}

function Visit({ card }: { card: ClientCard }) {
  const clock = useClock()
  return (
    <>
      <div className={styles.secHead}>
        <h2>{t('visit-title')}</h2>
      </div>
      {card.today.length === 0 && <p className={text.mute}>{t('visit-none')}</p>}
      <ol className={styles.visit}>
        {card.today.map((line) => (
          <li key={`${line.at_ms} ${line.what}`}>
            <span className={text.mute}>{clock.time(line.at_ms)}</span>
            {line.appeal_id === null ? (
              <span>{line.what}</span>
            ) : (
              <Link className={text.link ?? ''} href={hrefTo(['appeals', line.appeal_id])}>
                <Whole>{line.what}</Whole>
              </Link>
            )}
            <Way place={line.place} />
          </li>
        ))}
      </ol>
    </>
  )
}

/** What the queue of the office puts into the page: who sits here, who is next, what was done in this visit. */
export interface QueueParts {
  /** At the top of the left column. */
  column: ReactNode
  /** At its foot, always in sight. */
  foot: ReactNode
  /** The course of the visit, while somebody is here; given the card that lies open. */
  visit: ((open: { partyId: string | null; account: string | null }) => ReactNode) | null
}

interface ReceptionPageProps {
  partyId: string | null
  account: string | null
  /** A number to ask the centre about. */
  ask: string | null
  /** `null` where there is no queue. */
  queue: QueueParts | null
}

/** Home: who is at the desk, what is known of him, what can be done. */
export function ReceptionPage({ partyId, account, ask, queue }: ReceptionPageProps) {
  const card = useAsk('client.card', { party_id: partyId ?? '' }, [`client:${partyId ?? ''}`, 'directory', 'link'], { enabled: partyId !== null })
  const shown = partyId === null ? null : (card.data ?? null)
  const current = shown?.accounts.find((one) => one.number === account)?.number ?? shown?.accounts[0]?.number ?? null
  const visit = queue?.visit?.({ partyId: shown?.party_id ?? null, account: current }) ?? (shown === null ? null : <Visit card={shown} />)
  return (
    <div className={styles.work}>
      <section className={cx(styles.side, styles.left, queue !== null && styles.withFoot)} aria-label={t('reception-left')}>
        {queue === null ? (
          <>
            <Drafts />
            <Today />
            <Mine />
          </>
        ) : (
          <>
            <div className={styles.scroll}>
              {queue.column}
              <div className={styles.sec}>
                <Drafts />
              </div>
              <Today />
              <Mine />
            </div>
            <div className={styles.foot}>{queue.foot}</div>
          </>
        )}
      </section>
      <section className={styles.mid} aria-label={partyId === null ? t('start-title') : t('card-name')}>
        {partyId === null && <Start />}
        <Refusal error={partyId === null ? null : card.error} />
        {partyId !== null && card.isPending && (
          <div className={styles.panel}>
            <Skeleton rows={8} />
          </div>
        )}
        {shown !== null && <Client card={shown} account={current} />}
      </section>
      <section className={cx(styles.side, styles.right)} aria-label={t('reception-right')}>
        <Acts card={shown} account={current} ask={ask} />
        {visit !== null && (
          <div className={cx(styles.sec, styles.course)} role="group" aria-label={t('visit-title')} tabIndex={0}>
            <div>{visit}</div>
          </div>
        )}
      </section>
    </div>
  )
}
