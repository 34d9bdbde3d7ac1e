import { ArrowLeft } from 'lucide-react'
import { Link } from 'react-aria-components'
import { useAsk } from '../../shared/bridge'
import { dateWords } from '../../shared/format'
import { Button } from '../../shared/parts/Button'
import { DayField } from '../../shared/parts/Field'
import { Empty, Skeleton } from '../../shared/parts/Layout'
import text from '../../shared/parts/text.module.css'
import { atLarge, Refusal, troubleAt } from '../../shared/refusal'
import { amend, go, hrefTo } from '../../shared/route'
import { useSession } from '../../shared/session'
import { useCommand } from '../../shared/useCommand'
import { t } from '../../shared/words'
import styles from './Letters.module.css'

/** The register of registered letters of a day, for the post and for what comes back from it. */
export function LettersPage({ params }: { params: URLSearchParams }) {
  const { today } = useSession()
  const on = params.get('on') ?? today
  const asked = useAsk('answer.letters', { on }, ['appeals'], { keep: true })
  const back = () => go(['appeals'])
  useCommand('back', back)
  const lines = asked.data?.lines
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Button kind="quiet" label={t('appeal-to-list')} caps="Esc" icon={<ArrowLeft aria-hidden />} onPress={back} />
        <h1 tabIndex={-1} data-page-focus="">
          {t('letters-title')}
        </h1>
      </header>
      <div className={styles.body}>
        <div className={styles.day}>
          <DayField label={t('letters-day')} name="on" value={on} onChange={(day) => amend(['appeals', 'letters'], { on: day })} trouble={troubleAt(asked.error, 'on')} />
        </div>
        <Refusal error={atLarge(asked.error)} />
        {lines === undefined && asked.error === null && <Skeleton rows={4} />}
        {lines?.length === 0 && <Empty title={t('letters-none')}>{t('letters-none-hint')}</Empty>}
        {lines !== undefined && lines.length > 0 && (
          <table className={styles.table} aria-label={t('letters-title')}>
            <thead>
              <tr>
                {['number', 'addressee', 'address', 'track', 'fate'].map((column) => (
                  <th key={column} scope="col">
                    {t(`letters-${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lines.map(({ appeal_id, number, addressee, address, dispatch }) => (
                <tr key={dispatch.dispatch_id}>
                  <td>
                    <Link className={text.link ?? ''} href={hrefTo(['appeals', appeal_id])}>
                      {number}
                    </Link>
                  </td>
                  <td>{addressee}</td>
                  <td>{address}</td>
                  <td>{dispatch.track ?? t('letters-track-later')}</td>
                  <td>{dispatch.delivery === null ? t('letters-away') : t(`delivery-${dispatch.delivery}`, { date: dispatch.told_on === null ? '' : dateWords(dispatch.told_on) })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </div>
  )
}
