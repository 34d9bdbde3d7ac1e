import { useState } from 'react'
import { t } from '../words'
import { Field } from './Field'
import styles from './SecretField.module.css'
import { Status } from './Status'

interface SecretFieldProps {
  label: string
  name: string
  value: string
  onChange: (value: string) => void
  trouble: string | null
  hint?: string
  autoFocus?: boolean
  /** A new one is not offered from what the machine remembers. */
  isNew?: boolean
}

const latin = /[a-z]/i
const cyrillic = /[а-яё]/i

/** What is typed is not seen, so the layout and Caps Lock are told. */
function useTypingHint(value: string) {
  const [caps, setCaps] = useState(false)
  const last = value.slice(-1)
  const layout = cyrillic.test(last) ? 'ru' : latin.test(last) ? 'en' : null
  return { caps, setCaps, layout }
}

/** A password or a passphrase. */
export function SecretField({ label, name, value, onChange, trouble, hint, autoFocus, isNew }: SecretFieldProps) {
  const { caps, setCaps, layout } = useTypingHint(value)
  return (
    <div>
      <Field
        label={label}
        name={name}
        type="password"
        autoComplete={isNew === true ? 'new-password' : 'current-password'}
        value={value}
        onChange={onChange}
        hint={hint}
        trouble={trouble}
        autoFocus={autoFocus ?? false}
        aside={layout === null ? undefined : t('sign-in-layout', { layout })}
        onKeyUp={(event) => setCaps(event.getModifierState('CapsLock'))}
      />
      <div className={styles.hint} aria-live="polite">
        {caps && <Status tone="warn">{t('sign-in-caps')}</Status>}
      </div>
    </div>
  )
}
