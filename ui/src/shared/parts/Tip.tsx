import type { ReactElement } from 'react'
import { Tooltip, TooltipTrigger } from 'react-aria-components'
import styles from './Tip.module.css'

/** A short name beside what has only an icon. */
export function Tip({ words, placement = 'bottom', children }: { words: string; placement?: 'bottom' | 'right'; children: ReactElement }) {
  return (
    <TooltipTrigger delay={400}>
      {children}
      <Tooltip className={styles.tip ?? ''} placement={placement} offset={6}>
        {words}
      </Tooltip>
    </TooltipTrigger>
  )
}
