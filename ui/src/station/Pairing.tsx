import { useState } from 'react'
import type { StationHost } from '../host/station'
import { toRpcError } from '../host/host'
import { Logo } from '../shared/Logo'
import { hasWords, t } from '../shared/words'
import { NumberPad } from './NumberPad'
import styles from './Pairing.module.css'

const DIGITS = 8

/** What went wrong with a code, in words. */
function troubleOf(thrown: unknown): string {
  const { code, args } = toRpcError(thrown)
  const key = `pairing-${code}`
  return t(hasWords(key) ? key : 'pairing-bridge-broken', { seconds: Number(args.seconds ?? 0) })
}

/** The first page of a browser that nobody has let in yet. */
export function Pairing({ host, onPaired }: { host: StationHost; onPaired: (kind: 'kiosk' | 'board') => void }) {
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const pair = () => {
    if (busy) return
    setBusy(true)
    host.pair(code).then(onPaired, (thrown: unknown) => {
      setBusy(false)
      setCode('')
      setTrouble(troubleOf(thrown))
    })
  }
  return (
    <main className={styles.page}>
      <header className={styles.head}>
        <Logo />
        <h1>{t('pairing-title')}</h1>
        <p>{t('pairing-lead')}</p>
      </header>
      <NumberPad
        label={t('pairing-code')}
        value={code}
        digits={DIGITS}
        trouble={trouble}
        done={t('pairing-connect')}
        busy={busy}
        onChange={(value) => {
          setTrouble(null)
          setCode(value)
        }}
        onDone={pair}
      />
    </main>
  )
}
