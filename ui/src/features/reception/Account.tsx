import type { AccountView } from '../../generated/AccountView'
import type { MonthView } from '../../generated/MonthView'
import { countWords, dateWords, moneyWords, monthWords } from '../../shared/format'
import { cx } from '../../shared/parts/cx'
import { Facts } from '../../shared/parts/Layout'
import text from '../../shared/parts/text.module.css'
import { t } from '../../shared/words'
import styles from './Reception.module.css'

/** What else moved the debt within a month. */
function Moved({ month }: { month: MonthView }) {
  return (
    <>
      {month.recalculated_kopecks !== 0 && <small>{t('months-recalculated', { amount: moneyWords(month.recalculated_kopecks) })}</small>}
      {month.penalty_kopecks !== 0 && <small>{t('months-penalty', { amount: moneyWords(month.penalty_kopecks) })}</small>}
    </>
  )
}

/** Month by month, how today's debt came to be. */
export function Months({ account }: { account: AccountView }) {
  if (account.months.length === 0) return <p className={styles.none}>{t('months-none')}</p>
  return (
    <table className={cx(styles.table, styles.months)} aria-label={t('months-title')}>
      <colgroup>
        <col width="22%" />
        <col width="15%" />
        <col />
        <col width="17%" />
        <col width="20%" />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t('months-month')}</th>
          {(['used', 'charged', 'paid', 'balance'] as const).map((column) => (
            <th scope="col" key={column} className={styles.end}>
              {t(`months-${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {account.months.map((month) => (
          <tr key={month.month}>
            <td className={text.mute}>{monthWords(month.month)}</td>
            <td className={styles.end}>{t('energy', { count: countWords(month.used_kwh) })}</td>
            <td className={styles.end}>
              {moneyWords(month.charged_kopecks)}
              <Moved month={month} />
            </td>
            <td className={styles.end}>{moneyWords(month.paid_kopecks)}</td>
            <td className={cx(styles.end, text.strong)}>{moneyWords(month.balance_kopecks)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function Payments({ account }: { account: AccountView }) {
  if (account.payments.length === 0) return <p className={styles.none}>{t('payments-none')}</p>
  return (
    <table className={styles.table} aria-label={t('payments-title')}>
      <colgroup>
        <col width="22%" />
        <col width="24%" />
        <col />
      </colgroup>
      <tbody>
        {account.payments.map((payment, index) => (
          <tr key={index}>
            <td className={text.mute}>{dateWords(payment.on)}</td>
            <td className={styles.end}>{moneyWords(payment.amount_kopecks)}</td>
            <td className={text.mute}>{payment.way}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What is asked for less often: terms of the contract, delivery, numbers in other systems. */
export function Terms({ account }: { account: AccountView }) {
  const none = t('none')
  return (
    <div className={styles.details}>
      <Facts
        className={styles.detailFacts}
        facts={[
          { label: t('account-contract'), value: account.contract ?? none },
          { label: t('account-category'), value: account.consumer_category ?? none },
          ...(account.contract_terms === null ? [] : [{ label: t('account-terms'), value: account.contract_terms, wide: true }]),
          { label: t('account-supply'), value: account.supply ?? t('account-supply-on') },
          { label: t('account-delivery'), value: account.delivery ?? none },
          { label: t('account-gis'), value: account.gis_zhkh ?? none },
          { label: t('account-zone'), value: account.zone_office ?? t('account-zone-own') },
        ]}
      />
    </div>
  )
}
