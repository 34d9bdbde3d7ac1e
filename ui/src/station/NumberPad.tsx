import { Delete } from 'lucide-react'
import { t } from '../shared/words'
import styles from './NumberPad.module.css'
import { Tap } from './tap'

interface NumberPadProps {
  label: string
  value: string
  /** The most that can be typed. */
  digits: number
  trouble: string | null
  done: string
  busy: boolean
  onChange: (value: string) => void
  onDone: () => void
}

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

/** A number by fingers, or by keys where there are some. */
export function NumberPad({ label, value, digits, trouble, done, busy, onChange, onDone }: NumberPadProps) {
  const type = (digit: string) => {
    if (value.length < digits) onChange(value + digit)
  }
  const key = (digit: string) => (
    <Tap key={digit} quick className={styles.key} onTap={() => type(digit)}>
      {digit}
    </Tap>
  )
  return (
    <div
      className={styles.pad}
      role="group"
      aria-label={label}
      onKeyDown={(event) => {
        if (/^\d$/.test(event.key)) type(event.key)
        else if (event.key === 'Backspace') onChange(value.slice(0, -1))
      }}
    >
      <output className={styles.value} aria-live="polite" aria-label={label}>
        {value === '' ? <span className={styles.empty}>{label}</span> : value}
      </output>
      <p className={styles.trouble} role="alert">
        {trouble}
      </p>
      <div className={styles.keys}>
        {KEYS.map(key)}
        <Tap quick className={styles.key} aria-label={t('pad-erase')} onTap={() => onChange(value.slice(0, -1))}>
          <Delete aria-hidden />
        </Tap>
        {key('0')}
        <Tap className={styles.done} aria-disabled={value === '' || busy} onTap={() => value !== '' && !busy && onDone()}>
          {done}
        </Tap>
      </div>
    </div>
  )
}
