import { Check as CheckIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { CheckboxButton, CheckboxField, CheckboxGroup, Label } from 'react-aria-components'
import styles from './Check.module.css'
import { type Choice, Trouble } from './Field'

function Inside({ children }: { children: ReactNode }) {
  return (
    <CheckboxButton className={styles.check ?? ''}>
      <span className={styles.box} aria-hidden>
        <CheckIcon />
      </span>
      {children}
    </CheckboxButton>
  )
}

/** Yes or no. */
export function CheckField({ name, value, onChange, children }: { name: string; value: boolean; onChange: (value: boolean) => void; children: ReactNode }) {
  return (
    <div data-field={name}>
      <CheckboxField isSelected={value} onChange={onChange}>
        <Inside>{children}</Inside>
      </CheckboxField>
    </div>
  )
}

interface ChecksProps {
  label: string
  name: string
  choices: readonly Choice[]
  value: readonly string[]
  onChange: (value: string[]) => void
  trouble?: string | null
  /** The caret stands on the first choice. */
  autoFocus?: boolean
}

/** Any number of a few choices. */
export function ChecksField({ label, name, choices, value, onChange, trouble, autoFocus }: ChecksProps) {
  return (
    <CheckboxGroup className={styles.group ?? ''} value={[...value]} onChange={onChange} isInvalid={trouble != null} validationBehavior="aria">
      <Label className={styles.label ?? ''}>{label}</Label>
      <div className={styles.group} data-field={name}>
        {choices.map((choice, index) => (
          <CheckboxField key={choice.id} value={choice.id} autoFocus={autoFocus === true && index === 0}>
            <Inside>{choice.title}</Inside>
          </CheckboxField>
        ))}
      </div>
      <Trouble words={trouble} />
    </CheckboxGroup>
  )
}
