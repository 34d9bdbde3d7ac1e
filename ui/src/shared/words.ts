import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle'

const sources = import.meta.glob<string>('../../../assets/i18n/ru/*.ftl', { query: '?raw', import: 'default', eager: true })

const bundle = new FluentBundle('ru', { useIsolating: false })
for (const source of Object.values(sources)) {
  // Two files that define one key are a mistake; the test of keys finds it.
  bundle.addResource(new FluentResource(source))
}

export type WordArgs = Record<string, FluentVariable>

export function hasWords(key: string): boolean {
  return bundle.getMessage(key)?.value != null
}

/** The words of a key. A key with no words shows itself: a test keeps that from happening. */
export function t(key: string, args?: WordArgs): string {
  const pattern = bundle.getMessage(key)?.value
  if (pattern == null) return key
  return bundle.formatPattern(pattern, args ?? null, [])
}
