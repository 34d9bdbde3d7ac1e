import { Ellipsis } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import { Button } from '../../shared/parts/Button'
import { Menu } from '../../shared/parts/Menu'
import text from '../../shared/parts/text.module.css'

/** The acts of a row. The name of the button is read, not shown: a tip would lie over the row below. */
export function RowMenu({ label, sections }: Pick<ComponentProps<typeof Menu>, 'label' | 'sections'>) {
  const [isOpen, setOpen] = useState(false)
  const trigger = (
    <Button small kind="quiet" icon={<Ellipsis aria-hidden />}>
      <span className={text.hidden}>{label}</span>
    </Button>
  )
  return <Menu label={label} isOpen={isOpen} onOpenChange={setOpen} trigger={trigger} sections={sections} />
}
