import { type ReactNode } from 'react'
import { Tabs } from '../../shared/parts/Tabs'
import { go } from '../../shared/route'
import { t } from '../../shared/words'
import { Articles } from './Articles'
import { Documents } from './Documents'
import { Lists } from './Lists'
import { Norms } from './Norms'
import { Offices } from './Offices'
import styles from './Reference.module.css'
import { Tariffs } from './Tariffs'
import { WorkCalendar } from './WorkCalendar'

const tabs = ['offices', 'norms', 'calendar', 'tariffs', 'articles', 'documents', 'lists'] as const
type TabId = (typeof tabs)[number]

/** What opens on its title: there is no field to type in and no list to walk. */
const withoutField: readonly TabId[] = ['calendar', 'documents', 'lists']

function isTab(id: string | undefined): id is TabId {
  return tabs.some((tab) => tab === id)
}

interface ReferenceProps {
  /** After `#/reference/`: the tab, and what is open in it. */
  parts: readonly string[]
  params: URLSearchParams
}

/** The reference book: what a specialist looks up and hands over. */
export function ReferencePage({ parts, params }: ReferenceProps) {
  const tab: TabId = isTab(parts[0]) ? parts[0] : 'offices'
  const pages: Record<TabId, () => ReactNode> = {
    offices: () => <Offices text={params.get('text') ?? ''} />,
    norms: () => <Norms />,
    calendar: () => <WorkCalendar />,
    tariffs: () => <Tariffs />,
    articles: () => <Articles articleId={parts[1] ?? null} />,
    documents: () => <Documents setId={parts[1] ?? null} />,
    lists: () => <Lists code={parts[1] ?? null} />,
  }
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        {withoutField.includes(tab) ? (
          <h1 tabIndex={-1} data-page-focus="">
            {t('section-reference')}
          </h1>
        ) : (
          <h1>{t('section-reference')}</h1>
        )}
      </div>
      <Tabs
        label={t('reference-tabs')}
        tabs={tabs.map((id) => ({ id, title: t(`reference-tab-${id}`) }))}
        selected={tab}
        onSelect={(id) => go(['reference', id])}
        className={styles.tabs}
        listClassName={styles.tabList}
        panelClassName={styles.panel}
      >
        {pages[tab]()}
      </Tabs>
    </div>
  )
}
