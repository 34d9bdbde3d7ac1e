import { Link } from 'react-aria-components'
import type { DocumentView } from '../../generated/DocumentView'
import type { Tone } from '../../generated/Tone'
import { useAsk } from '../../shared/bridge'
import { Empty, Skeleton } from '../../shared/parts/Layout'
import { Status } from '../../shared/parts/Status'
import text from '../../shared/parts/text.module.css'
import { Refusal } from '../../shared/refusal'
import { hrefTo } from '../../shared/route'
import { t } from '../../shared/words'
import styles from './Reference.module.css'

const tones: Record<string, Tone> = { required: 'ok', conditional: 'warn', optional: 'idle' }

function Line({ document }: { document: DocumentView }) {
  return (
    <li>
      <Status tone={tones[document.needed] ?? 'idle'}>{t(`document-${document.needed}`)}</Status>
      <div>
        <strong>{document.title}</strong> <span className={text.small}>{t(`document-form-${document.form}`)}</span>
        {document.condition !== null && <p>{t('document-condition', { when: document.condition })}</p>}
        {document.where_to_get !== null && <p>{t('document-where', { where: document.where_to_get })}</p>}
        {document.clause !== null && <p className={text.small}>{document.clause}</p>}
      </div>
    </li>
  )
}

function Checklist({ setId, title }: { setId: string; title: string }) {
  const documents = useAsk('reference.documents', { set: setId }, ['directory'])
  if (documents.error !== null) return <Refusal error={documents.error} />
  if (documents.data === undefined) return <Skeleton rows={8} />
  return (
    <>
      <h2>{title}</h2>
      <ul className={styles.documents}>
        {documents.data.map((document) => (
          <Line key={document.title} document={document} />
        ))}
      </ul>
    </>
  )
}

/** What documents are asked for, and where each is obtained. */
export function Documents({ setId }: { setId: string | null }) {
  const sets = useAsk('reference.document_sets', {}, ['directory'])
  const all = sets.data?.sets ?? []
  const open = all.find((set) => set.code === setId) ?? all[0]
  return (
    <div className={styles.two}>
      <section className={styles.side} aria-label={t('reference-tab-documents')}>
        <Refusal error={sets.error} />
        {sets.isPending && <Skeleton rows={6} />}
        {sets.data !== undefined && all.length === 0 && <Empty title={t('document-none')}>{t('document-none-hint')}</Empty>}
        {all.map((set) => (
          <Link key={set.code} href={hrefTo(['reference', 'documents', set.code])} aria-current={set.code === open?.code ? 'page' : undefined}>
            {set.label}
          </Link>
        ))}
      </section>
      <section className={styles.article} tabIndex={0} aria-label={t('document-name')}>
        {open !== undefined && <Checklist key={open.code} setId={open.code} title={open.label} />}
      </section>
    </div>
  )
}
