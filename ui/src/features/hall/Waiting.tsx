import type { QueuedLine } from '../../generated/QueuedLine'
import { markAt, markTone, timeWords, useElapsed } from '../../shared/norm'
import { cx } from '../../shared/parts/cx'
import { Status } from '../../shared/parts/Status'
import text from '../../shared/parts/text.module.css'
import { t } from '../../shared/words'
import { Block } from './Block'
import styles from './Hall.module.css'
import { RowMenu } from './RowMenu'
import type { Hall } from './useHall'

export type TicketAct = 'call' | 'direct' | 'raise'

interface WaitingProps {
  hall: Hall
  onAct: (act: TicketAct, line: QueuedLine) => void
}

/** Why it stands apart from the others, in a word or two. */
function asideOf(line: QueuedLine): string | null {
  if (line.appointment !== null) return t('hall-by-appointment', { time: line.appointment })
  if (line.class !== null) return t('hall-privileged')
  if (line.window !== null) return t('hall-for-window', { window: line.window })
  return null
}

function Row({ line, hall, onAct }: { line: QueuedLine; hall: Hall; onAct: WaitingProps['onAct'] }) {
  const running = hall.running(line.wait)
  const elapsedMs = useElapsed(running)
  const { norm_ms } = line.wait
  const mark = markAt(elapsedMs, line.wait)
  const aside = asideOf(line)
  return (
    <tr>
      <th scope="row">{line.number}</th>
      <td className={styles.service} title={[line.service, line.class, line.note].filter(Boolean).join(', ')}>
        {line.service}
        {aside !== null && <span className={text.mute}>, {aside}</span>}
      </td>
      <td className={styles.end}>{timeWords(elapsedMs)}</td>
      <td className={styles.end}>
        {norm_ms > 0 && (
          <Status tone={mark === 'fine' ? 'plain' : markTone[mark]}>{mark === 'over' ? t('clock-over', { time: timeWords(elapsedMs - norm_ms) }) : t('hall-still', { time: timeWords(norm_ms - elapsedMs + 999) })}</Status>
        )}
      </td>
      <td className={styles.end}>
        <RowMenu
          label={t('hall-ticket-acts', { number: line.number })}
          sections={[[{ id: 'call', title: t('hall-call-to-me'), run: () => onAct('call', line) }, { id: 'direct', title: t('hall-direct'), run: () => onAct('direct', line) }, { id: 'raise', title: t('hall-raise'), run: () => onAct('raise', line) }]]}
        />
      </td>
    </tr>
  )
}

function Longest({ line, hall }: { line: QueuedLine; hall: Hall }) {
  return <>{t('hall-queue-longest', { count: hall.state.waiting.length, time: timeWords(useElapsed(hall.running(line.wait))) })}</>
}

/** Everybody who waits, the longest first. */
export function Waiting({ hall, onAct }: WaitingProps) {
  const { waiting } = hall.state
  const [longest] = waiting
  return (
    <Block title={t('hall-queue')} aside={longest !== undefined && <Longest line={longest} hall={hall} />} className={styles.waitingList}>
      {longest === undefined ? (
        <p className={cx(styles.quiet, text.mute)}>{t('hall-queue-empty')}</p>
      ) : (
        <table className={cx(styles.table, styles.queueTable)}>
          <thead>
            <tr>
              <th>{t('hall-number')}</th>
              <th>{t('hall-service')}</th>
              <th className={styles.end}>{t('hall-waits')}</th>
              <th className={styles.end}>{t('hall-to-norm')}</th>
              <th>
                <span className={text.hidden}>{t('hall-acts')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {waiting.map((line) => (
              <Row key={`${line.visit_id} ${line.ticket}`} line={line} hall={hall} onAct={onAct} />
            ))}
          </tbody>
        </table>
      )}
    </Block>
  )
}
