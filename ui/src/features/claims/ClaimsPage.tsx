import { ArrowLeft } from 'lucide-react'
import { Link } from 'react-aria-components'
import type { ClaimActionLine } from '../../generated/ClaimActionLine'
import type { ClaimIndicators } from '../../generated/ClaimIndicators'
import type { IndicatorNumbers } from '../../generated/IndicatorNumbers'
import { useAsk } from '../../shared/bridge'
import { dateWords } from '../../shared/format'
import { Button } from '../../shared/parts/Button'
import { DayField, SelectField } from '../../shared/parts/Field'
import { Skeleton } from '../../shared/parts/Layout'
import { Status } from '../../shared/parts/Status'
import text from '../../shared/parts/text.module.css'
import { Refusal, troubleAt } from '../../shared/refusal'
import { amend, go, hrefTo } from '../../shared/route'
import { useSession } from '../../shared/session'
import { useCommand } from '../../shared/useCommand'
import { t } from '../../shared/words'
import styles from './Claims.module.css'
import { Plot } from './Plot'

/** In the order of §9; the third has two readings, each a row of its own. */
const INDICATORS = ['received', 'repeated', 'unfounded', 'recognised_later', 'decision_rejected', 'late_answer', 'late_action'] as const satisfies readonly (keyof IndicatorNumbers)[]

function Numbers({ view }: { view: ClaimIndicators }) {
  return (
    <div className={styles.scroll} role="region" aria-label={t('indicators-table')} tabIndex={0}>
      <table className={styles.table} aria-label={t('indicators-table')}>
        <thead>
          <tr>
            <th scope="col">{t('indicators-what')}</th>
            {view.months.map(({ month, label }) => (
              <th key={month} scope="col">
                {label}
              </th>
            ))}
            <th scope="col">{t('indicators-total')}</th>
          </tr>
        </thead>
        <tbody>
          {INDICATORS.map((indicator) => (
            <tr key={indicator}>
              <th scope="row">{t(`indicator-${indicator}`)}</th>
              {view.months.map(({ month, numbers }) => (
                <td key={month}>{numbers[indicator]}</td>
              ))}
              <td className={text.strong}>{view.total[indicator]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cases({ view }: { view: ClaimIndicators }) {
  if (view.cases.length === 0) return <p className={text.mute}>{t('indicators-no-cases')}</p>
  return (
    <>
      <ul className={styles.list} aria-label={t('indicators-cases')}>
        {view.cases.map((one) => (
          <li key={`${one.indicator} ${one.on} ${one.appeal_id}`}>
            <span>{dateWords(one.on)}</span>
            <Link className={text.link ?? ''} href={hrefTo(['appeals', one.appeal_id])}>
              {one.number}
            </Link>
            <span>{one.applicant}</span>
            <span className={text.mute}>{t(`indicator-${one.indicator}`)}</span>
          </li>
        ))}
      </ul>
      {view.cases_cut && <p className={text.mute}>{t('indicators-cut', { count: view.cases.length })}</p>}
    </>
  )
}

function Actions({ lines }: { lines: readonly ClaimActionLine[] }) {
  if (lines.length === 0) return <p className={text.mute}>{t('register-empty')}</p>
  return (
    <ul className={styles.list} aria-label={t('register-title')}>
      {lines.map((line) => (
        <li key={line.action_id}>
          <span>{dateWords(line.due_on)}</span>
          <Link className={text.link ?? ''} href={hrefTo(['appeals', line.appeal_id])}>
            {line.number}
          </Link>
          <span>
            {line.what}
            <small className={text.mute}>{t('register-line', { kind: t(`claim-action-${line.kind}`), owner: line.owner })}</small>
          </span>
          <Status tone={line.tone}>{line.left}</Status>
        </li>
      ))}
    </ul>
  )
}

/** The indicators of §9 for a period, the claims behind them, and the register of actions. */
export function ClaimsPage({ params }: { params: URLSearchParams }) {
  const { user } = useSession()
  const asked = { from: params.get('from') ?? '', to: params.get('to') ?? '', office: params.get('office') ?? '' }
  const isHead = !user.forbidden.includes('claim.indicators')
  const indicators = useAsk('claim.indicators', asked, ['appeals', 'directory'], { enabled: isHead, keep: true })
  const actions = useAsk('claim.actions', {}, ['appeals'])
  const back = () => go(['appeals'])
  useCommand('back', back)
  const set = (part: Partial<typeof asked>) => amend(['appeals', 'claims'], { ...asked, ...part })
  const view = indicators.data
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Button kind="quiet" label={t('appeal-to-list')} caps="Esc" icon={<ArrowLeft aria-hidden />} onPress={back} />
        <h1 tabIndex={-1} data-page-focus="">
          {t('claims-title')}
        </h1>
      </header>
      <div className={styles.body}>
        {isHead && (
          <section aria-label={t('indicators-title')}>
            <div className={styles.fields}>
              <DayField label={t('indicators-from')} name="from" value={asked.from === '' ? (view?.from ?? '') : asked.from} onChange={(from) => set({ from })} trouble={troubleAt(indicators.error, 'from')} />
              <DayField label={t('indicators-to')} name="to" value={asked.to === '' ? (view?.to ?? '') : asked.to} onChange={(to) => set({ to })} trouble={troubleAt(indicators.error, 'to')} />
              <SelectField
                label={t('indicators-office')}
                name="office"
                choices={[{ id: '', title: t('indicators-all-offices') }, ...(view?.offices ?? []).map(({ code, label }) => ({ id: code, title: label }))]}
                value={asked.office}
                onChange={(office) => set({ office })}
              />
            </div>
            <Refusal error={indicators.error} />
            {view === undefined && indicators.error === null && <Skeleton rows={6} />}
            {view !== undefined && (
              <>
                {view.total.received > 0 && <Plot months={view.months} />}
                <Numbers view={view} />
                <p className={text.mute}>{t('indicators-threshold', { threshold: view.threshold })}</p>
                <h2>{t('indicators-cases')}</h2>
                <Cases view={view} />
              </>
            )}
          </section>
        )}
        <section aria-label={t('register-title')}>
          <h2>{t('register-title')}</h2>
          <Refusal error={actions.error} />
          {actions.data === undefined ? actions.error === null && <Skeleton rows={3} /> : <Actions lines={actions.data} />}
        </section>
      </div>
    </div>
  )
}
