import { Printer } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-aria-components'
import type { ArticleBlock } from '../../generated/ArticleBlock'
import { useAsk } from '../../shared/bridge'
import { dateWords } from '../../shared/format'
import { usePaper } from '../../shared/paper'
import { Button } from '../../shared/parts/Button'
import { Field } from '../../shared/parts/Field'
import { Empty, Skeleton } from '../../shared/parts/Layout'
import text from '../../shared/parts/text.module.css'
import { Refusal } from '../../shared/refusal'
import { hrefTo } from '../../shared/route'
import { useCommand } from '../../shared/useCommand'
import { useSettled } from '../../shared/useSettled'
import { t } from '../../shared/words'
import styles from './Reference.module.css'
import { useOpening } from './opening'

const FIND_AFTER_MS = 120

function Block({ block }: { block: ArticleBlock }) {
  switch (block.kind) {
    case 'heading':
      return <h3>{block.text}</h3>
    case 'paragraph':
      return <p>{block.text}</p>
    case 'list':
      return (
        <ul>
          {block.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      )
  }
}

function Article({ articleId }: { articleId: string }) {
  const openPaper = usePaper()
  const article = useAsk('reference.article', { article_id: articleId }, ['directory'])
  const print = () => openPaper({ of: { about: 'article', id: articleId, party_id: null }, formId: 'information_sheet' })
  useCommand('print', print, article.data !== undefined)
  if (article.error !== null) return <Refusal error={article.error} />
  if (article.data === undefined) return <Skeleton rows={8} />
  const { title, topic_label: topic, blocks, next_time: nextTime, version_on: versionOn, owner, clause } = article.data
  return (
    <>
      <h2>{title}</h2>
      {topic !== '' && <span className={text.small}>{topic}</span>}
      {blocks.map((block, index) => (
        <Block key={index} block={block} />
      ))}
      <div className={styles.next}>
        <strong>{t('article-next')}</strong>
        <p>{nextTime}</p>
      </div>
      <div className={styles.articleFoot}>
        <Button kind="main" icon={<Printer aria-hidden />} caps="F9" onPress={print}>
          {t('article-print')}
        </Button>
        <span className={text.small}>
          {t('article-version', { date: dateWords(versionOn), owner })}
          {clause !== null && ` · ${clause}`}
        </span>
      </div>
    </>
  )
}

/** Articles for the seven topics of consultation: to read out, to print, to hand over. */
export function Articles({ articleId }: { articleId: string | null }) {
  const [typed, setTyped] = useState('')
  const asked = { text: useSettled(typed, FIND_AFTER_MS), topic: '' }
  const articles = useAsk('reference.articles', asked, ['directory'], { keep: true })
  const lines = articles.data ?? []
  const open = articleId ?? lines[0]?.article_id ?? null
  return (
    <>
      <div className={styles.bar}>
        <Field label={t('article-find')} name="article" value={typed} onChange={setTyped} placeholder={t('article-find-prompt')} autoFocus={useOpening()} autoComplete="off" />
        <p role="status">{t('article-count', { count: lines.length })}</p>
      </div>
      <div className={styles.two}>
        <section className={styles.side} aria-label={t('reference-tab-articles')}>
          <Refusal error={articles.error} />
          {articles.isPending && <Skeleton rows={6} />}
          {articles.data !== undefined && lines.length === 0 && <Empty title={t('article-none')}>{t('article-none-hint')}</Empty>}
          {lines.map((line) => (
            <Link key={line.article_id} href={hrefTo(['reference', 'articles', line.article_id])} aria-current={line.article_id === open ? 'page' : undefined}>
              {line.title}
              <br />
              <small>{line.topic_label}</small>
            </Link>
          ))}
        </section>
        <section className={styles.article} tabIndex={0} aria-label={t('article-name')}>
          {open !== null && <Article key={open} articleId={open} />}
        </section>
      </div>
    </>
  )
}
