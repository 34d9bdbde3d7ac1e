import { Link } from 'react-aria-components'
import type { ReferenceList } from '../../generated/ReferenceList'
import { useAsk } from '../../shared/bridge'
import { Empty, Skeleton } from '../../shared/parts/Layout'
import text from '../../shared/parts/text.module.css'
import { Refusal } from '../../shared/refusal'
import { hrefTo } from '../../shared/route'
import { t } from '../../shared/words'
import styles from './Reference.module.css'

function Rows({ list }: { list: ReferenceList }) {
  return (
    <>
      <h2>{list.title}</h2>
      <ul className={styles.rows}>
        {list.rows.map((row) => (
          <li key={row.title}>
            <div>
              <strong>{row.title}</strong>
              {row.note !== null && <p>{row.note}</p>}
            </div>
            {row.clause !== null && <span className={text.small}>{row.clause}</span>}
          </li>
        ))}
      </ul>
    </>
  )
}

/** Days and rules that are asked about and read out, each with its clause. */
export function Lists({ code }: { code: string | null }) {
  const lists = useAsk('reference.lists', {}, ['directory'])
  const all = lists.data ?? []
  const open = all.find((list) => list.code === code) ?? all[0]
  return (
    <div className={styles.two}>
      <section className={styles.side} aria-label={t('reference-tab-lists')}>
        <Refusal error={lists.error} />
        {lists.isPending && <Skeleton rows={6} />}
        {lists.data !== undefined && all.length === 0 && <Empty title={t('lists-none')}>{t('lists-none-hint')}</Empty>}
        {all.map((list) => (
          <Link key={list.code} href={hrefTo(['reference', 'lists', list.code])} aria-current={list.code === open?.code ? 'page' : undefined}>
            {list.title}
          </Link>
        ))}
      </section>
      <section className={styles.article} tabIndex={0} aria-label={open?.title ?? t('reference-tab-lists')}>
        {open !== undefined && <Rows list={open} />}
      </section>
    </div>
  )
}
