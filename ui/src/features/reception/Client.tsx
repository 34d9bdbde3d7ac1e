import { Mail, Phone } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Link } from 'react-aria-components'
import type { AccountView } from '../../generated/AccountView'
import type { AppealMark } from '../../generated/AppealMark'
import type { ClientCard } from '../../generated/ClientCard'
import { useClock } from '../../shared/clock'
import { countWords, dateWords, moneyWords, monthWords } from '../../shared/format'
import { cx } from '../../shared/parts/cx'
import { Facts, Note } from '../../shared/parts/Layout'
import { Shape, Status } from '../../shared/parts/Status'
import { Tabs } from '../../shared/parts/Tabs'
import text from '../../shared/parts/text.module.css'
import { Way } from '../../shared/parts/Way'
import { amend, hrefTo } from '../../shared/route'
import { MaskedValue } from '../../shared/unmask'
import { t } from '../../shared/words'
import { ContactQuestionNote } from './Contact'
import styles from './Reception.module.css'

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

function AppealNote({ mark }: { mark: AppealMark }) {
  const tone = mark.tone === 'bad' ? 'bad' : mark.tone === 'warn' ? 'warn' : 'info'
  return (
    <Note
      tone={tone}
      icon={<Shape tone={tone} />}
      actions={
        <Link className={cx(text.link, text.inNote)} href={hrefTo(['appeals', mark.appeal_id])} aria-label={t('appeal-note-open', { number: mark.number })}>
          {t('open')}
        </Link>
      }
    >
      {t('appeal-note', { category: mark.category_label, number: mark.number })} <strong>{dateWords(mark.due_on)}</strong>, {mark.left}
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
  if (card.history.length === 0) return <p className={styles.none}>{t('history-none')}</p>
  return (
    <table className={styles.table} aria-label={t('history-title')}>
      <colgroup>
        <col width="18%" />
        <col />
        <col width="16%" />
        <col width="22%" />
      </colgroup>
      <tbody>
        {card.history.map((line, index) => (
          <tr key={index}>
            <td className={text.mute}>{dateWords(line.on)}</td>
            <td title={line.what}>
              {line.appeal_id === null ? (
                line.what
              ) : (
                <Link className={text.link ?? ''} href={hrefTo(['appeals', line.appeal_id])}>
                  {line.what}
                </Link>
              )}
            </td>
            <td className={text.mute}>{line.by}</td>
            <td>
              <Status tone={line.tone}>{line.state}</Status>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Months({ account }: { account: AccountView }) {
  if (account.months.length === 0) return <p className={styles.none}>{t('months-none')}</p>
  return (
    <table className={styles.table} aria-label={t('months-title')}>
      <thead>
        <tr>
          <th scope="col">{t('months-month')}</th>
          <th scope="col" className={styles.end}>
            {t('months-used')}
          </th>
          <th scope="col" className={styles.end}>
            {t('months-charged')}
          </th>
          <th scope="col" className={styles.end}>
            {t('months-paid')}
          </th>
        </tr>
      </thead>
      <tbody>
        {account.months.map((month) => (
          <tr key={month.month}>
            <td className={text.mute}>{monthWords(month.month)}</td>
            <td className={styles.end}>{t('energy', { count: countWords(month.used_kwh) })}</td>
            <td className={styles.end}>{moneyWords(month.charged_kopecks)}</td>
            <td className={styles.end}>{moneyWords(month.paid_kopecks)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function AccountPanel({ card, account }: { card: ClientCard; account: AccountView | undefined }) {
  const [past, setPast] = useState('history')
  return (
    <>
      <div className={styles.panel}>
        {account !== undefined && <AccountFacts account={account} />}
        <div className={styles.notes}>
          {card.open_appeals.map((mark) => (
            <AppealNote key={mark.appeal_id} mark={mark} />
          ))}
          <ContactQuestionNote card={card} />
        </div>
        {account !== undefined && <Readings account={account} />}
      </div>
      <Tabs
        label={t('past-name')}
        tabs={[
          { id: 'history', title: t('history-title') },
          { id: 'months', title: t('months-title') },
        ]}
        selected={past}
        onSelect={setPast}
        listClassName={styles.subTabs}
        panelClassName={styles.histPanel}
      >
        {past === 'months' && account !== undefined ? <Months account={account} /> : <History card={card} />}
      </Tabs>
    </>
  )
}

/** The client's card: who, accounts, debt on a date, meters, every contact before. */
export function Client({ card, account }: { card: ClientCard; account: string | null }) {
  const current = card.accounts.find((one) => one.number === account)
  const title = useRef<HTMLHeadingElement>(null)
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
        <AccountPanel card={card} account={undefined} />
      ) : (
        <Tabs
          label={t('accounts-name')}
          tabs={card.accounts.map((one) => ({ id: one.number, title: one.number_grouped, aside: <span className={styles.object}>{one.object}</span> }))}
          selected={account ?? ''}
          onSelect={(number) => amend(['reception', 'client', card.party_id], { account: number })}
          listClassName={styles.tabsLine}
        >
          <AccountPanel card={card} account={current} />
        </Tabs>
      )}
    </>
  )
}

