import { Ellipsis } from 'lucide-react'
import { Button } from '../../shared/parts/Button'
import text from '../../shared/parts/text.module.css'

/** The menu of a row. Its name is read, not shown: a tip would lie over the row below. */
export function Dots({ children }: { children: string }) {
  return (
    <Button small kind="quiet" icon={<Ellipsis aria-hidden />}>
      <span className={text.hidden}>{children}</span>
    </Button>
  )
}
