import { CircleAlert } from 'lucide-react'
import { Link } from 'react-aria-components'
import { useAsk } from '../../../shared/bridge'
import { Note } from '../../../shared/parts/Layout'
import text from '../../../shared/parts/text.module.css'
import { Refusal } from '../../../shared/refusal'
import { hrefTo } from '../../../shared/route'
import { t } from '../../../shared/words'
import styles from '../Appeals.module.css'

/** How many are named; the rest are marked in the list. */
const NAMED_MAX = 4

/** Claims that need immediate action: above the list until they are answered (R158). */
export function Immediate() {
  const asked = useAsk('claim.immediate', {}, ['appeals'])
  const claims = asked.data ?? []
  if (asked.error !== null) return <Refusal error={asked.error} />
  if (claims.length === 0) return null
  return (
    <div className={styles.redated}>
      <Note tone="bad" icon={<CircleAlert aria-hidden />}>
        <strong>{t('claim-immediate-list', { count: claims.length })}</strong>{' '}
        {claims.slice(0, NAMED_MAX).map((claim, index) => (
          <span key={claim.appeal_id}>
            {index > 0 && ', '}
            <Link className={text.link ?? ''} href={hrefTo(['appeals', claim.appeal_id])}>
              {claim.number}
            </Link>{' '}
            {claim.applicant}
          </span>
        ))}
      </Note>
    </div>
  )
}
