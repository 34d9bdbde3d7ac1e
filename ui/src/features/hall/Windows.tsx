import { useState } from 'react'
import type { ClockView } from '../../generated/ClockView'
import type { HallWindowLine } from '../../generated/HallWindowLine'
import { markAt, markTone, timeWords, useElapsed } from '../../shared/norm'
import { Button } from '../../shared/parts/Button'
import { cx } from '../../shared/parts/cx'
import { Status } from '../../shared/parts/Status'
import text from '../../shared/parts/text.module.css'
import { t } from '../../shared/words'
import { Bar } from './Bar'
import { Block } from './Block'
import styles from './Hall.module.css'
import { RowMenu } from './RowMenu'
import type { Hall } from './useHall'

/** What the head may do with a window of the hall. */
export type WindowAct = 'streams' | 'pause' | 'resume' | 'close' | 'open'

interface WindowsProps {
  hall: Hall
  onAct: (act: WindowAct, line: HallWindowLine) => void
}

/** «осталось 0:25», «дольше на 1:40»; in good time, what the norm is. */
function receptionWords(elapsedMs: number, clock: ClockView): string {
  const minutes = Math.round(clock.norm_ms / 60_000)
  switch (markAt(elapsedMs, clock)) {
    case 'fine':
      return t('clock-norm', { time: t('duration-minutes', { count: minutes }) })
    case 'soon':
      return t('clock-left', { time: timeWords(clock.norm_ms - elapsedMs + 999) })
    case 'over':
      return t('clock-over', { time: timeWords(elapsedMs - clock.norm_ms) })
  }
}

function Reception({ line, clock, hall }: { line: HallWindowLine; clock: ClockView; hall: Hall }) {
  const running = hall.running(clock)
  const elapsedMs = useElapsed(running)
  const mark = markAt(elapsedMs, clock)
  return (
    <span className={styles.clock}>
      <strong>{timeWords(elapsedMs)}</strong>
      {clock.norm_ms > 0 ? <Bar elapsedMs={elapsedMs} running={running} /> : <span />}
      {clock.norm_ms > 0 ? (
        <Status tone={mark === 'fine' ? 'plain' : markTone[mark]}>{receptionWords(elapsedMs, clock)}</Status>
      ) : (
        <span className={text.mute}>{line.state === 'called' ? t('hall-not-come-yet') : ''}</span>
      )}
    </span>
  )
}

function State({ line }: { line: HallWindowLine }) {
  if (line.state === 'serving') return <>{line.state_label}</>
  return <Status tone={line.state === 'called' ? 'info' : 'idle'}>{line.state_label}</Status>
}

function Acts({ line, onAct }: { line: HallWindowLine; onAct: WindowsProps['onAct'] }) {
  if (line.shift_id === null) {
    return (
      <Button small onPress={() => onAct('open', line)}>
        {t('hall-open')}
        <span className={text.hidden}> {line.title}</span>
      </Button>
    )
  }
  const item = (act: WindowAct) => ({ id: act, title: t(`hall-act-${act}`), run: () => onAct(act, line) })
  return <RowMenu label={t('hall-window-acts', { window: line.title })} sections={[[item('streams'), item(line.state === 'paused' ? 'resume' : 'pause')], [item('close')]]} />
}

function Row({ line, hall, onAct }: { line: HallWindowLine; hall: Hall; onAct: WindowsProps['onAct'] }) {
  const isClosed = line.shift_id === null
  const streams = line.streams.map((id) => hall.state.streams.find((stream) => stream.id === id)?.title ?? id)
  return (
    <tr className={cx(isClosed && styles.closed)}>
      <th scope="row">{line.title}</th>
      <td>{line.user_name}</td>
      <td className={styles.streamsOf}>{isClosed ? '' : streams.join(', ').toLowerCase()}</td>
      <td>
        <State line={line} />
      </td>
      <td className={styles.ticket}>
        {line.number_now !== null && (
          <>
            <strong>{line.number_now}</strong> <span title={line.service ?? undefined}>{line.service}</span>
          </>
        )}
      </td>
      <td>{line.clock === null ? <span className={text.mute}>{isClosed ? t('hall-could-serve', { streams: streams.join(', ').toLowerCase() }) : ''}</span> : <Reception line={line} clock={line.clock} hall={hall} />}</td>
      <td className={styles.end}>{isClosed ? '' : line.served}</td>
      <td className={cx(styles.end, styles.meanOf)}>{line.served === 0 ? '' : timeWords(line.mean_ms)}</td>
      <td>
        <span className={styles.acts}>
          <Acts line={line} onAct={onAct} />
        </span>
      </td>
    </tr>
  )
}

/** More of them than this push the line out of sight. */
const CLOSED_SHOWN_MAX = 5

/** Windows by number: who sits there, whom he has, how long. */
export function Windows({ hall, onAct }: WindowsProps) {
  const { windows } = hall.state
  const [unfolded, setUnfolded] = useState(false)
  const closed = windows.filter(({ shift_id }) => shift_id === null)
  const open = windows.length - closed.length
  const folds = closed.length > CLOSED_SHOWN_MAX
  const shown = folds && !unfolded ? windows.filter(({ shift_id }) => shift_id !== null) : windows
  return (
    <Block title={t('hall-windows')} aside={t('hall-windows-open', { open, all: windows.length })} className={styles.windows}>
      <table className={cx(styles.table, styles.windowTable)}>
        <thead>
          <tr>
            <th>{t('hall-window')}</th>
            <th>{t('hall-person')}</th>
            <th className={styles.streamsOf}>{t('hall-stream')}</th>
            <th>{t('hall-now')}</th>
            <th>{t('hall-ticket')}</th>
            <th>{t('hall-against')}</th>
            <th className={styles.end}>{t('hall-served')}</th>
            <th className={cx(styles.end, styles.meanOf)}>{t('hall-mean')}</th>
            <th>
              <span className={text.hidden}>{t('hall-acts')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((line) => (
            <Row key={line.number} line={line} hall={hall} onAct={onAct} />
          ))}
        </tbody>
      </table>
      {folds && (
        <div className={styles.fold}>
          {!unfolded && <span className={text.mute}>{t('hall-closed-windows', { count: closed.length })}</span>}
          <Button small expanded={unfolded} onPress={() => setUnfolded(!unfolded)}>
            {t(unfolded ? 'hall-closed-hide' : 'hall-closed-show')}
          </Button>
        </div>
      )}
    </Block>
  )
}
