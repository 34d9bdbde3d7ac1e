/** The manual: Markdown pages of assets/guide/ru, part of the program. A file name is the order and the id: `03-client.md`. */
const files: Record<string, string> = import.meta.glob('../../../../assets/guide/ru/*.md', { query: '?raw', import: 'default', eager: true })

export interface GuidePage {
  /** `03-client.md`: what links between pages name. */
  file: string
  id: string
  title: string
  /** Markdown, with its title. */
  text: string
}

export const pages: readonly GuidePage[] = Object.entries(files)
  .map(([path, text]) => {
    const file = path.slice(path.lastIndexOf('/') + 1)
    return { file, id: file.replace(/^\d+-|\.md$/g, ''), title: /^# (.+)$/m.exec(text)?.[1] ?? file, text }
  })
  .sort((a, b) => a.file.localeCompare(b.file))

/** The page that a link names. */
export function pageOfLink(href: string): GuidePage | undefined {
  return pages.find((page) => page.file === href)
}

/** Which page teaches a section; a page of one thing inside a section has its own. */
const bySection: Record<string, string> = { reception: 'day', queue: 'queue', appeals: 'appeals', work: 'work', feedback: 'feedback', reference: 'reference', papers: 'print', link: 'link', hall: 'hall', audit: 'privacy' }

/** The id of the page that F1 opens where one stands. */
export function pageFor([section = 'reception', inside]: readonly string[]): string {
  if (section === 'reception' && inside === 'client') return 'client'
  if (section === 'appeals' && inside === 'contract') return 'contract'
  if (section === 'appeals' && inside === 'new') return 'appeal'
  if (section === 'appeals' && inside === 'letters') return 'answer'
  if (section === 'appeals' && inside === 'claims') return 'claim'
  if (section === 'feedback' && inside === 'surveys') return 'surveys'
  return bySection[section] ?? 'day'
}

/** What a reader sees: no marks, no addresses of links, one kind of space. */
function plain(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^[#\-|\d. ]+|\*\*|[|]|-{3,}/gm, ' ')
    .replace(/\s+/g, ' ')
}

const folded = (text: string) => text.toLowerCase().replaceAll('ё', 'е')

export interface GuideHit {
  page: GuidePage
  /** Words around the first place: before, the place itself, after. */
  around: readonly [string, string, string]
}

const AROUND_LETTERS = 48

/** Pages that say this, those with it in the title first. */
export function findPages(typed: string): readonly GuideHit[] {
  const sought = folded(typed.trim())
  if (sought === '') return []
  const hits = pages.flatMap((page) => {
    const text = plain(page.text)
    const at = folded(text).indexOf(sought)
    if (at < 0) return []
    const end = at + sought.length
    return [{ page, around: [text.slice(Math.max(0, at - AROUND_LETTERS), at), text.slice(at, end), text.slice(end, end + AROUND_LETTERS)] as const }]
  })
  const inTitle = (hit: GuideHit) => (folded(hit.page.title).includes(sought) ? 0 : 1)
  return [...hits].sort((a, b) => inTitle(a) - inTitle(b))
}
