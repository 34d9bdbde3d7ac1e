import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components'
import styles from './Layout.module.css'

export interface TabShape {
  id: string
  title: string
  /** A count, or a mark where someone must act. */
  aside?: ReactNode
}

interface TabsProps {
  label: string
  tabs: readonly TabShape[]
  selected: string
  onSelect: (id: string) => void
  listClassName?: string | undefined
  className?: string | undefined
  panelClassName?: string | undefined
  children: ReactNode
}

export function Tabs({ label, tabs, selected, onSelect, listClassName, className, panelClassName, children }: TabsProps) {
  return (
    <AriaTabs className={className ?? ''} selectedKey={selected} onSelectionChange={(key) => onSelect(String(key))} keyboardActivation="automatic">
      <div className={listClassName}>
        <TabList aria-label={label} className={styles.tabs ?? ''}>
          {tabs.map((tab) => (
            <Tab key={tab.id} id={tab.id} className={styles.tab ?? ''}>
              {tab.title}
              {tab.aside}
            </Tab>
          ))}
        </TabList>
      </div>
      {/* A panel keeps the id that it was made with: another tab has another panel. */}
      <TabPanel key={selected} id={selected} className={panelClassName ?? ''} shouldForceMount>
        {children}
      </TabPanel>
    </AriaTabs>
  )
}
