import { useState } from 'react'
import type { StationDevice } from '../../generated/StationDevice'
import type { StationKind } from '../../generated/StationKind'
import type { StationState } from '../../generated/StationState'
import { ActDialog } from '../../shared/actDialog'
import { useAct, useAsk } from '../../shared/bridge'
import { useClock, useMinute } from '../../shared/clock'
import { Button } from '../../shared/parts/Button'
import { CheckField } from '../../shared/parts/Check'
import { Field, SegmentField } from '../../shared/parts/Field'
import { Status } from '../../shared/parts/Status'
import text from '../../shared/parts/text.module.css'
import { useSpeaker } from '../../shared/parts/Toast'
import { Refusal } from '../../shared/refusal'
import { t } from '../../shared/words'
import styles from './Stations.module.css'

const KINDS: readonly StationKind[] = ['kiosk', 'board']

/** A new code: for what, and how the head will know the screen later. */
function PairDialog({ onClose }: { onClose: () => void }) {
  const pair = useAct('station.pair')
  const [kind, setKind] = useState<StationKind>('kiosk')
  const [name, setName] = useState('')
  const submit = () => pair.mutate({ kind, name }, { onSuccess: onClose })
  return (
    <ActDialog title={t('station-pair-title')} act={t('station-pair-make')} busy={pair.isPending} error={pair.error} onSubmit={submit} onClose={onClose}>
      <SegmentField label={t('station-kind')} name="kind" choices={KINDS.map((id) => ({ id, title: t(`station-kind-${id}`) }))} value={kind} onChange={(id) => setKind(id === 'board' ? 'board' : 'kiosk')} />
      <Field label={t('station-name')} name="name" hint={t('station-name-hint')} value={name} onChange={setName} />
    </ActDialog>
  )
}

function Device({ device }: { device: StationDevice }) {
  const clock = useClock()
  const revoke = useAct('station.revoke')
  const { say } = useSpeaker()
  const title = device.name === '' ? t(`station-kind-${device.kind}`) : device.name
  return (
    <li className={styles.device}>
      <div>
        <b>{title}</b>
        <Status tone={device.connected ? 'ok' : 'idle'}>
          {device.connected ? t('station-connected') : device.seen_at_ms === null ? t('station-paired', { time: clock.moment(device.paired_at_ms) }) : t('station-seen', { time: clock.moment(device.seen_at_ms) })}
        </Status>
      </div>
      <Button small busy={revoke.isPending} onPress={() => revoke.mutate({ id: device.id }, { onSuccess: () => say({ words: t('station-revoked', { name: title }) }) })}>
        {t('station-revoke')}
      </Button>
      <Refusal error={revoke.error} />
    </li>
  )
}

function Windows({ state }: { state: StationState }) {
  const open = useAct('station.open')
  const close = useAct('station.close')
  return (
    <div className={styles.buttons}>
      {KINDS.map((kind) =>
        state.windows.includes(kind) ? (
          <Button key={kind} small onPress={() => close.mutate({ kind })}>
            {t(`station-close-${kind}`)}
          </Button>
        ) : (
          <Button key={kind} small onPress={() => open.mutate({ kind })}>
            {t(`station-open-${kind}`)}
          </Button>
        ),
      )}
      <Refusal error={open.error ?? close.error} />
    </div>
  )
}

function Network({ state }: { state: StationState }) {
  const clock = useClock()
  useMinute()
  const [pairing, setPairing] = useState(false)
  return (
    <>
      {state.trouble !== null && <Status tone="bad">{t(`station-trouble-${state.trouble}`)}</Status>}
      {state.addresses.length > 0 && (
        <dl className={styles.facts}>
          <dt>{t('station-address')}</dt>
          {state.addresses.map((address) => (
            <dd key={address} className={styles.address}>
              {address}
            </dd>
          ))}
          {state.fingerprint !== '' && (
            <>
              <dt>{t('station-fingerprint')}</dt>
              <dd className={styles.fingerprint}>{state.fingerprint}</dd>
            </>
          )}
        </dl>
      )}
      {state.code !== null && state.code.expires_at_ms > clock.nowMs() && (
        <div className={styles.code} role="status">
          <span>{t(`station-code-${state.code.kind}`)}</span>
          <b>{`${state.code.digits.slice(0, 4)}\u00A0${state.code.digits.slice(4)}`}</b>
          <small>{t('station-code-until', { time: clock.time(state.code.expires_at_ms) })}</small>
        </div>
      )}
      <div className={styles.buttons}>
        <Button small onPress={() => setPairing(true)}>
          {t('station-pair')}
        </Button>
      </div>
      {state.refused > 0 && state.refused_at_ms !== null && (
        <Status tone="warn">{t('station-refused', { count: state.refused, from: state.refused_from, time: clock.moment(state.refused_at_ms) })}</Status>
      )}
      {state.devices.length > 0 && (
        <ul aria-label={t('station-devices')}>
          {state.devices.map((device) => (
            <Device key={device.id} device={device} />
          ))}
        </ul>
      )}
      {pairing && <PairDialog onClose={() => setPairing(false)} />}
    </>
  )
}

/** Kiosk and board of the hall: windows of this program, and browsers of the office's network. */
export function Stations() {
  const state = useAsk('station.state', {}, ['station'])
  const turn = useAct('station.switch')
  return (
    <section className={styles.stations} aria-label={t('station-title')}>
      <h2>{t('station-title')}</h2>
      <Refusal error={state.error ?? turn.error} />
      {state.data !== undefined && (
        <>
          {state.data.has_windows && <Windows state={state.data} />}
          <CheckField name="stations" value={state.data.on} onChange={(on) => turn.mutate({ on })}>
            {t('station-on')}
          </CheckField>
          {state.data.on ? <Network state={state.data} /> : <p className={text.mute}>{t('station-off-hint')}</p>}
        </>
      )}
    </section>
  )
}
