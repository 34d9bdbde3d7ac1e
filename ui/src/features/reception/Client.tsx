import { Mail, Phone } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Link } from 'react-aria-components'
import type { AccountView } from '../../generated/AccountView'
import type { AppealMark } from '../../generated/AppealMark'
import type { ClientCard } from '../../generated/ClientCard'
import type { FollowUpView } from '../../generated/FollowUpView'
import type { HistoryPage } from '../../generated/HistoryPage'
import { type RpcError, toRpcError } from '../../host/host'
import { useCall } from '../../shared/bridge'
import { useClock } from '../../shared/clock'
import { countWords, dateWords, moneyWords } from '../../shared/format'
import { Button } from '../../shared/parts/Button'
import { cx } from '../../shared/parts/cx'
import { Facts, Note } from '../../shared/parts/Layout'
import { Shape, Status } from '../../shared/parts/Status'
import { Tabs } from '../../shared/parts/Tabs'
import text from '../../shared/parts/text.module.css'
import { useSpeaker } from '../../shared/parts/Toast'
import { Whole } from '../../shared/parts/Whole'
import { Way } from '../../shared/parts/Way'
import { Refusal } from '../../shared/refusal'
import { amend, hrefTo } from '../../shared/route'
import { MaskedValue } from '../../shared/unmask'
import { t } from '../../shared/words'
import { Months, Payments, Terms } from './Account'
import { ContactQuestionNote } from './Contact'
import { NotificationNote, Person } from './Person'
import styles from './Reception.module.css'
import { StepDialog } from './Steps'

function Contacts({ card }: { card: ClientCard }) {
  return (
    <div className={styles.sub}>
      <span>{card.kind_label}</span>
      {card.contacts.map((contact) => (
        <span key={contact.kind}>
          {contact.kind === 'phone' ? <Phone aria-label={t('contact-phone')} /> : <Mail aria-label={t('contact-email')} />}
          {contact.kind === 'notification' ? contact.masked : <MaskedValue key={`${card.party_id} ${contact.masked}`} masked={contact.masked} what={{ kind: contact.kind, partyId: card.party_id }} />}
          {contact.learnt_here && <span className={text.small}>{t('contact-learnt')}</span>}
          {contact.place !== null && <Way place={contact.place} />}
        </span>
      ))}
    </div>
  )
}

function AccountFacts({ account }: { account: AccountView }) {
  const clock = useClock()
  const tone = account.balance_tone
  return (
    <Facts
      className={styles.facts}
      facts={[
        { label: t('account-address'), value: account.address },
        { label: t('account-contract'), value: account.contract ?? t('none') },
        {
          label: t(account.balance_kopecks < 0 ? 'account-advance' : 'account-debt', { time: clock.dateTime(account.balance_as_of_ms) }),
          value: moneyWords(Math.abs(account.balance_kopecks)),
          strong: true,
        },
        { label: t('account-tariff', { date: dateWords(account.tariff_since) }), value: account.tariff },
        { label: t('account-housing'), value: account.housing ?? t('none') },
        { label: t('account-balance-note'), value: <Status tone={tone}>{account.balance_note}</Status> },
      ]}
    />
  )
}

/** How the supply stands, when it is not simply on. */
function SupplyNote({ account }: { account: AccountView }) {
  if (account.supply === null) return null
  const tone = account.supply_tone === 'bad' ? 'bad' : 'warn'
  return (
    <Note tone={tone} icon={<Shape tone={tone} />}>
      {t('supply-note')} <strong>{account.supply}</strong>
    </Note>
  )
}

function StepNote({ step, onOpen }: { step: FollowUpView; onOpen: () => void }) {
  const tone = step.tone === 'bad' ? 'bad' : step.tone === 'warn' ? 'warn' : 'info'
  return (
    <Note
      tone={tone}
      icon={<Shape tone={tone} />}
      actions={
        <Button small kind="quiet" onPress={onOpen}>
          {t('step-open')}
        </Button>
      }
    >
      {step.step_label} <strong>{step.when_label}</strong>: {step.question}
    </Note>
  )
}

function AppealNote({ mark }: { mark: AppealMark }) {
  const tone = mark.tone === 'bad' ? 'bad' : mark.tone === 'warn' ? 'warn' : 'info'
  return (
    <Note
      tone={tone}
      icon={<Shape tone={tone} />}
      actions={
        <>
          <span className={text.small}>{mark.left}</span>
          <Link className={cx(text.link, text.inNote)} href={hrefTo(['appeals', mark.appeal_id])} aria-label={t('appeal-note-open', { number: mark.number })}>
            {t('open')}
          </Link>
        </>
      }
    >
      {t('appeal-note', { category: mark.category_label, number: mark.number })} <strong>{dateWords(mark.due_on)}</strong>
    </Note>
  )
}

function Readings({ account }: { account: AccountView }) {
  if (account.meters.length === 0) return null
  return (
    <>
      {account.meters.map((meter) => (
        <div className={styles.block} key={meter.serial}>
          <div className={styles.blockHead}>
            <h2>{t('readings-title')}</h2>
            <span className={text.mute}>{t('readings-meter', { model: meter.model, serial: meter.serial })}</span>
          </div>
          <div className={styles.meterEnd}>
            {meter.check_label !== null && <Status tone={meter.check_tone}>{meter.check_label}</Status>}
            {meter.control_label !== null && <span className={text.small}>{meter.control_label}</span>}
          </div>
          <table className={styles.table} aria-label={t('readings-title')}>
            <colgroup>
              <col width="30%" />
              <col width="18%" />
              <col />
            </colgroup>
            <thead>
              <tr>
                <th scope="col">{t('readings-zone')}</th>
                <th scope="col" className={styles.end}>
                  {t('readings-value')}
                </th>
                <th scope="col">{t('readings-when')}</th>
              </tr>
            </thead>
            <tbody>
              {meter.readings.map((reading) => (
                <tr key={reading.zone_label}>
                  <td>{reading.zone_label}</td>
                  <td className={styles.end}>{countWords(reading.value_kwh)}</td>
                  <td className={text.mute}>
                    {dateWords(reading.read_on)}, {reading.source_label}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ))}
    </>
  )
}

function History({ card }: { card: ClientCard }) {
  const call = useCall()
  const { announce } = useSpeaker()
  const [further, setFurther] = useState<HistoryPage>({ lines: [], next: card.history_next })
  const [error, setError] = useState<RpcError | null>(null)
  const [busy, setBusy] = useState(false)
  const after = further.next
  const more = (from: string) => {
    setBusy(true)
    setError(null)
    call('client.history', { party_id: card.party_id, after: from }).then(
      (page) => {
        setBusy(false)
        setFurther((before) => ({ lines: [...before.lines, ...page.lines], next: page.next }))
        announce(t('history-shown', { count: page.lines.length }))
      },
      (thrown: unknown) => {
        setBusy(false)
        setError(toRpcError(thrown))
      },
    )
  }
  const lines = [...card.history, ...further.lines]
  if (card.history.length === 0) return <p className={styles.none}>{t('history-none')}</p>
  const table = (
    <table className={styles.table} aria-label={t('history-title')}>
      <colgroup>
        <col width="17%" />
        <col />
        <col width="21%" />
        <col width="23%" />
      </colgroup>
      <tbody>
        {lines.map((line, index) => (
          <tr key={index}>
            <td className={text.mute}>{dateWords(line.on)}</td>
            <td className={styles.whole}>
              {line.appeal_id === null ? (
                line.what
              ) : (
                <Link className={text.link ?? ''} href={hrefTo(['appeals', line.appeal_id])}>
                  <Whole>{line.what}</Whole>
                </Link>
              )}
            </td>
            <td className={text.mute}>{line.by}</td>
            <td className={styles.whole}>
              <Status tone={line.tone}>{line.state}</Status>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
  return (
    <>
      {table}
      <Refusal error={error} />
      {after !== null && (
        <Button small busy={busy} onPress={() => more(after)}>
          {t('history-more')}
        </Button>
      )}
    </>
  )
}

const pastTabs = ['history', 'months', 'payments', 'account', 'person'] as const
type PastTab = (typeof pastTabs)[number]

function Past({ tab, card, account }: { tab: PastTab; card: ClientCard; account: AccountView | undefined }) {
  if (tab === 'person') return <Person card={card} />
  if (tab === 'history' || account === undefined) return <History key={card.history_next ?? ''} card={card} />
  if (tab === 'months') return <Months account={account} />
  return tab === 'payments' ? <Payments account={account} /> : <Terms account={account} />
}

/** The soonest agreed steps; the rest must not push the readings out of sight. */
const STEPS_SHOWN = 2

interface AccountPanelProps {
  card: ClientCard
  account: AccountView | undefined
  /** Stays the same from account to account. */
  past: PastTab
  onPast: (past: PastTab) => void
}

function AccountPanel({ card, account, past, onPast }: AccountPanelProps) {
  const [open, setOpen] = useState<FollowUpView | null>(null)
  const [all, setAll] = useState(false)
  const asks = card.contact_question !== null
  const steps = all ? card.follow_ups : card.follow_ups.slice(0, STEPS_SHOWN)
  return (
    <>
      <div className={styles.panel}>
        {account !== undefined && <AccountFacts account={account} />}
        <div className={styles.notes}>
          {account !== undefined && <SupplyNote account={account} />}
          {card.open_appeals.map((mark) => (
            <AppealNote key={mark.appeal_id} mark={mark} />
          ))}
          {steps.map((step) => (
            <StepNote key={step.follow_up_id} step={step} onOpen={() => setOpen(step)} />
          ))}
          {steps.length < card.follow_ups.length && (
            <div>
              <Button small kind="quiet" onPress={() => setAll(true)}>
                {t('step-more', { count: card.follow_ups.length - steps.length })}
              </Button>
            </div>
          )}
          <ContactQuestionNote card={card} />
          {!asks && card.notification === null && <NotificationNote card={card} />}
        </div>
        {account !== undefined && <Readings account={account} />}
      </div>
      <Tabs
        label={t('past-name')}
        tabs={pastTabs.filter((id) => account !== undefined || id === 'history' || id === 'person').map((id) => ({ id, title: t(`past-${id}`) }))}
        selected={past}
        onSelect={(id) => onPast(pastTabs.find((tab) => tab === id) ?? 'history')}
        listClassName={styles.subTabs}
        panelClassName={styles.histPanel}
      >
        <Past tab={past} card={card} account={account} />
      </Tabs>
      {open !== null && <StepDialog step={open} onClose={() => setOpen(null)} />}
    </>
  )
}

/** The client's card: who, accounts, debt on a date, meters, every contact before. */
export function Client({ card, account }: { card: ClientCard; account: string | null }) {
  const current = card.accounts.find((one) => one.number === account)
  const title = useRef<HTMLHeadingElement>(null)
  const [past, setPast] = useState<PastTab>('history')
  useEffect(() => {
    title.current?.focus()
  }, [card.party_id])
  return (
    <>
      <div className={styles.head}>
        <h1 ref={title} tabIndex={-1}>
          {card.name}
        </h1>
        <Contacts card={card} />
      </div>
      {card.accounts.length === 0 ? (
        <AccountPanel card={card} account={undefined} past={past} onPast={setPast} />
      ) : (
        <Tabs
          label={t('accounts-name')}
          tabs={card.accounts.map((one) => ({ id: one.number, title: one.number_grouped, aside: <span className={styles.object}>{one.object}</span> }))}
          selected={account ?? ''}
          onSelect={(number) => amend(['reception', 'client', card.party_id], { account: number })}
          listClassName={styles.tabsLine}
        >
          <AccountPanel card={card} account={current} past={past} onPast={setPast} />
        </Tabs>
      )}
    </>
  )
}

