import type { ReactNode, Ref } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import styles from './Button.module.css'
import { cx } from './cx'
import { Tip } from './Tip'

interface ButtonProps {
  children?: ReactNode
  /** Main: one a region. Second by default. Quiet: no frame. */
  kind?: 'main' | 'second' | 'quiet'
  /** 24 px, within a row. */
  small?: boolean
  wide?: boolean
  icon?: ReactNode
  /** The name of a button that is only an icon; also its tooltip. */
  label?: string
  caps?: string | null
  /** The act goes on: says so with the same width kept by the caller's words. */
  busy?: boolean
  isDisabled?: boolean
  autoFocus?: boolean
  type?: 'button' | 'submit'
  onPress?: () => void
  describedBy?: string
  /** For the trigger of a popover. */
  expanded?: boolean
  className?: string
  slot?: string | null
  ref?: Ref<HTMLButtonElement>
}

export function Button({ children, kind = 'second', small, wide, icon, label, caps, busy, describedBy, expanded, className, ...rest }: ButtonProps) {
  const button = (
    <AriaButton
      {...rest}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
      {...(expanded === undefined ? {} : { 'aria-expanded': expanded })}
      isPending={busy ?? false}
      className={cx(styles.button, kind === 'main' && styles.main, kind === 'quiet' && styles.quiet, small && styles.row, wide && styles.wide, children === undefined && styles.square, className)}
    >
      {busy === true ? <i className={styles.spin} aria-hidden /> : icon}
      {children}
      {caps != null && children !== undefined && <kbd aria-hidden>{caps}</kbd>}
    </AriaButton>
  )
  return label === undefined ? button : <Tip words={caps == null ? label : `${label}: ${caps}`}>{button}</Tip>
}
