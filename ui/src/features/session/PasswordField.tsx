import { useRef, useState } from 'react'
import { Field } from '../../shared/parts/Field'
import { Status } from '../../shared/parts/Status'
import { t } from '../../shared/words'
import styles from './Gate.module.css'

interface PasswordFieldProps {
  value: string
  onChange: (value: string) => void
  trouble: string | null
  autoFocus?: boolean
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

export function PasswordField({ value, onChange, trouble, autoFocus }: PasswordFieldProps) {
  const { caps, setCaps, layout } = useTypingHint(value)
  const input = useRef<HTMLInputElement>(null)
  return (
    <div>
      <Field
        label={t('sign-in-password')}
        name="password"
        type="password"
        autoComplete="current-password"
        value={value}
        onChange={onChange}
        trouble={trouble}
        autoFocus={autoFocus ?? false}
        inputRef={input}
        aside={layout === null ? undefined : t('sign-in-layout', { layout })}
        onKeyUp={(event) => setCaps(event.getModifierState('CapsLock'))}
      />
      <div className={styles.hint} aria-live="polite">
        {caps && <Status tone="warn">{t('sign-in-caps')}</Status>}
      </div>
    </div>
  )
}
