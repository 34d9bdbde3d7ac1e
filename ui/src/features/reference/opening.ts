import { useState } from 'react'

/** Whether a panel may take the focus: not from somebody who walks the tabs. */
export function useOpening(): boolean {
  const [opening] = useState(() => document.activeElement?.getAttribute('role') !== 'tab')
  return opening
}
