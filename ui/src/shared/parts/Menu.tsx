import { Check } from 'lucide-react'
import type { ReactElement } from 'react'
import { Menu as AriaMenu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components'
import styles from './Menu.module.css'

export interface MenuChoice {
  id: string
  title: string
  /** Under the title: what stands against it, or what it is. */
  note?: string | null
  caps?: string | null
  isDisabled?: boolean
  /** The one in force now; its note says so in words. */
  isCurrent?: boolean
  run: () => void
}

interface MenuProps {
  label: string
  trigger: ReactElement
  /** Parts of the menu; empty ones are left out. */
  sections: readonly (readonly MenuChoice[])[]
  isOpen: boolean
  onOpenChange: (open: boolean) => void
  placement?: 'top start' | 'bottom end'
}

function Item({ choice }: { choice: MenuChoice }) {
  return (
    <MenuItem id={choice.id} textValue={choice.title} className={styles.item ?? ''} isDisabled={choice.isDisabled ?? false} onAction={choice.run}>
      <span className={styles.words}>
        {choice.title}
        {choice.note != null && <small>{choice.note}</small>}
      </span>
      {choice.isCurrent === true && <Check aria-hidden />}
      {choice.caps != null && <kbd aria-hidden>{choice.caps}</kbd>}
    </MenuItem>
  )
}

/** A button that opens a list of acts: arrows and first letters move, Enter does, Esc closes. */
export function Menu({ label, trigger, sections, isOpen, onOpenChange, placement = 'bottom end' }: MenuProps) {
  const full = sections.filter((section) => section.length > 0)
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={onOpenChange}>
      {trigger}
      <Popover className={styles.popover ?? ''} placement={placement} offset={4}>
        <AriaMenu aria-label={label} autoFocus="first" className={styles.menu ?? ''}>
          {full.map((section, index) => (
            <MenuSection key={index} aria-label={label} className={styles.section ?? ''}>
              {section.map((choice) => (
                <Item key={choice.id} choice={choice} />
              ))}
            </MenuSection>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
