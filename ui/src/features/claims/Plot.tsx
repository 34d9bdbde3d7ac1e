import type { IndicatorMonth } from '../../generated/IndicatorMonth'
import { t } from '../../shared/words'
import styles from './Claims.module.css'

const HEIGHT = 88
const STEP = 44
const BAR = 14
const FOOT = 16

/** Claims by months, and those answered or acted upon late. Every figure stands in the table below. */
export function Plot({ months }: { months: readonly IndicatorMonth[] }) {
  const most = Math.max(1, ...months.map(({ numbers }) => Math.max(numbers.received, numbers.late_answer + numbers.late_action)))
  const tall = (count: number) => (count / most) * HEIGHT
  return (
    <figure className={styles.plot}>
      <svg viewBox={`0 0 ${months.length * STEP} ${HEIGHT + FOOT}`} width={months.length * STEP} height={HEIGHT + FOOT} role="img" aria-label={t('indicators-plot')}>
        {months.map(({ month, numbers }, index) => {
          const late = numbers.late_answer + numbers.late_action
          return (
            <g key={month}>
              <rect className={styles.bar} x={index * STEP + 6} y={HEIGHT - tall(numbers.received)} width={BAR} height={tall(numbers.received)} />
              <rect className={styles.barLate} x={index * STEP + 8 + BAR} y={HEIGHT - tall(late)} width={BAR} height={tall(late)} />
              <text className={styles.tick} x={index * STEP + 6 + BAR} y={HEIGHT + FOOT - 3} textAnchor="middle">
                {month.slice(5)}
              </text>
            </g>
          )
        })}
      </svg>
      <figcaption className={styles.legend}>
        <span>
          <i className={styles.keyReceived} aria-hidden />
          {t('indicator-received')}
        </span>
        <span>
          <i className={styles.keyLate} aria-hidden />
          {t('indicators-late')}
        </span>
      </figcaption>
    </figure>
  )
}
