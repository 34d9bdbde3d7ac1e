import { useState } from 'react'
import type { BranchDesk } from '../../generated/BranchDesk'
import type { BranchState } from '../../generated/BranchState'
import type { RefusedLine } from '../../generated/RefusedLine'
import { useAct, useAsk } from '../../shared/bridge'
import { useClock } from '../../shared/clock'
import { ActDialog } from '../../shared/actDialog'
import { Button } from '../../shared/parts/Button'
import { CheckField } from '../../shared/parts/Check'
import { cx } from '../../shared/parts/cx'
import { Field } from '../../shared/parts/Field'
import { Status } from '../../shared/parts/Status'
import text from '../../shared/parts/text.module.css'
import { useSpeaker } from '../../shared/parts/Toast'
import { Refusal, troubleAt } from '../../shared/refusal'
import { t } from '../../shared/words'
import styles from './Hub.module.css'

type Asked = 'become' | 'end' | 'take' | 'successors' | 'address'

/** What a question before an act says of it. */
function Question({ what, onClose }: { what: 'become' | 'end' | 'take'; onClose: () => void }) {
  const become = useAct('branch.become')
  const end = useAct('branch.end')
  const take = useAct('branch.take_over')
  const { say } = useSpeaker()
  const act = { become, end, take }[what]
  const submit = () =>
    act.mutate(
      {},
      {
        onSuccess: () => {
          say({ words: t(`hub-${what}-done`) })
          onClose()
        },
      },
    )
  return (
    <ActDialog title={t(`hub-${what}-title`)} act={t(`hub-${what}`)} busy={act.isPending} error={act.error} onSubmit={submit} onClose={onClose}>
      <p>{t(`hub-${what}-words`)}</p>
    </ActDialog>
  )
}

/** Who goes on with the queue when the hub is silent. */
function Successors({ desks, onClose }: { desks: readonly BranchDesk[]; onClose: () => void }) {
  const set = useAct('branch.set_successors')
  const { say } = useSpeaker()
  const [keys, setKeys] = useState<readonly string[]>(desks.filter((desk) => desk.is_successor).map((desk) => desk.key))
  const others = desks.filter((desk) => !desk.is_hub)
  const submit = () =>
    set.mutate(
      { keys: [...keys] },
      {
        onSuccess: () => {
          say({ words: t('hub-successors-done') })
          onClose()
        },
      },
    )
  return (
    <ActDialog title={t('hub-successors-title')} act={t('hub-save')} busy={set.isPending} error={set.error} onSubmit={submit} onClose={onClose}>
      <p>{t('hub-successors-words')}</p>
      {others.map((desk) => (
        <CheckField key={desk.key} name={desk.key} value={keys.includes(desk.key)} onChange={(on) => setKeys(on ? [...keys, desk.key] : keys.filter((key) => key !== desk.key))}>
          {t('hub-desk', { label: desk.label, window: desk.window })}
        </CheckField>
      ))}
    </ActDialog>
  )
}

/** Where the hub is, when neither its own word nor the network tells. */
function Address({ state, onClose }: { state: BranchState; onClose: () => void }) {
  const set = useAct('branch.set_address')
  const [address, setAddress] = useState(state.manual_address)
  const submit = () => set.mutate({ address }, { onSuccess: onClose })
  return (
    <ActDialog title={t('hub-address-title')} act={t('hub-save')} busy={set.isPending} error={set.error} onSubmit={submit} onClose={onClose}>
      <Field label={t('hub-address')} name="address" hint={t('hub-address-hint')} trouble={troubleAt(set.error, 'address')} value={address} onChange={setAddress} />
    </ActDialog>
  )
}

function DeskLine({ desk }: { desk: BranchDesk }) {
  const clock = useClock()
  const words = desk.is_hub ? t('hub-desk-is-hub') : desk.is_self ? t('hub-desk-is-self') : desk.seen_ms === null ? null : t('hub-desk-seen', { time: clock.moment(desk.seen_ms) })
  return (
    <li>
      <span className={text.strong}>{t('hub-desk', { label: desk.label, window: desk.window })}</span>
      <span className={cx(text.mute, text.small)}>{[words, desk.is_successor ? t('hub-desk-successor') : null].filter((part) => part !== null).join(', ')}</span>
    </li>
  )
}

/** What this desk did not take as the hub: who brought it, and why. */
function Refused({ lines }: { lines: readonly RefusedLine[] }) {
  const clock = useClock()
  return (
    <div className={styles.refused}>
      <Status tone="warn">{t('hub-refused', { count: lines.reduce((sum, line) => sum + line.count, 0) })}</Status>
      <p className={cx(text.mute, text.small)}>{t('hub-refused-words')}</p>
      <ul aria-label={t('hub-refused-name')}>
        {lines.map((line) => (
          <li key={`${line.label} ${line.reason}`}>
            <span className={text.strong}>{line.label === null || line.window === null ? t('hub-refused-nobody') : t('hub-desk', { label: line.label, window: line.window })}</span>
            <span className={cx(text.mute, text.small)}>
              {t(`hub-refused-${line.reason}`)}, {t('hub-refused-frames', { count: line.count })}, {t('hub-refused-since', { time: clock.moment(line.first_ms) })}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The hub as it is told of: what cannot be looked for is not being looked for. */
export const standingOf = <Mode extends BranchState['mode']>({ mode, cause }: { mode: Mode; cause: BranchState['cause'] }) => (mode === 'searching' && cause !== null ? 'lost' : mode)

const tones = { none: 'idle', hub: 'ok', connected: 'ok', searching: 'info', lost: 'warn', away: 'warn' } as const

function Standing({ state }: { state: BranchState }) {
  const clock = useClock()
  const label = state.hub?.label ?? ''
  const standing = standingOf(state)
  return (
    <>
      <Status tone={tones[standing]}>{t(`hub-mode-${standing}`, { label })}</Status>
      {state.hub !== null && <p className={cx(text.mute, text.small)}>{t('hub-since', { time: clock.moment(state.hub.since_ms), by: state.hub.taken_by })}</p>}
      {state.mode === 'none' && <p className={text.mute}>{t('hub-none-words')}</p>}
      {state.cause !== null && <p>{t(`hub-cause-${state.cause}`, { label })}</p>}
      {state.mode === 'away' && <p>{t(state.may_take_over ? 'hub-away-successor' : 'hub-away-words')}</p>}
      {state.mode === 'hub' && state.relay_waiting > 0 && <p>{t('hub-relay', { count: state.relay_waiting })}</p>}
      {state.listening_trouble !== null && <Status tone="bad">{t(`station-trouble-${state.listening_trouble}`)}</Status>}
      {state.mode === 'hub' && state.listening.length > 0 && <p className={cx(text.mute, text.small)}>{t('hub-listens', { address: state.listening.join(', ') })}</p>}
    </>
  )
}

/** The desk that keeps the office's queue together: which it is, who goes on after it. */
export function Hub({ may }: { may: boolean }) {
  const state = useAsk('branch.state', {}, ['branch', 'link'])
  const [asked, setAsked] = useState<Asked | null>(null)
  if (state.data === undefined) return <Refusal error={state.error} />
  const { mode, desks, refused, may_become, may_end, may_take_over } = state.data
  const close = () => setAsked(null)
  // A lone desk needs no hub, and its people no word of it.
  if (mode === 'none' && (desks.length < 2 || !may)) return null
  return (
    <section className={styles.hub} aria-label={t('hub-title')}>
      <h2>{t('hub-title')}</h2>
      <Standing state={state.data} />
      {refused.length > 0 && <Refused lines={refused} />}
      <div className={styles.buttons}>
        {may_take_over && (
          <Button small kind="main" onPress={() => setAsked('take')}>
            {t('hub-take')}
          </Button>
        )}
        {may && may_become && !may_take_over && (
          <Button small onPress={() => setAsked('become')}>
            {t('hub-become')}
          </Button>
        )}
        {may && mode !== 'none' && (
          <Button small onPress={() => setAsked('successors')}>
            {t('hub-successors')}
          </Button>
        )}
        {may && mode !== 'none' && mode !== 'hub' && (
          <Button small onPress={() => setAsked('address')}>
            {t('hub-address-set')}
          </Button>
        )}
        {may && may_end && (
          <Button small onPress={() => setAsked('end')}>
            {t('hub-end')}
          </Button>
        )}
      </div>
      {mode !== 'none' && (
        <ul aria-label={t('hub-desks')}>
          {desks.map((desk) => (
            <DeskLine key={desk.key} desk={desk} />
          ))}
        </ul>
      )}
      {(asked === 'become' || asked === 'end' || asked === 'take') && <Question what={asked} onClose={close} />}
      {asked === 'successors' && <Successors desks={desks} onClose={close} />}
      {asked === 'address' && <Address state={state.data} onClose={close} />}
    </section>
  )
}
