import { useMemo, useSyncExternalStore } from 'react'

/** Deep links live in the hash: `#/appeals/ID?tab=overdue`. */
export interface Route {
  /** Path parts, decoded. */
  parts: readonly string[]
  params: URLSearchParams
}

export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?')
  return {
    parts: path.split('/').filter(Boolean).map(decodeURIComponent),
    params: new URLSearchParams(query),
  }
}

export function hrefTo(parts: readonly string[], params?: Record<string, string | null>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(params ?? {})) if (value !== null && value !== '') query.set(name, value)
  const text = query.toString()
  return `#/${parts.map(encodeURIComponent).join('/')}${text === '' ? '' : `?${text}`}`
}

export function go(parts: readonly string[], params?: Record<string, string | null>): void {
  window.location.hash = hrefTo(parts, params)
}

/** The same page with other parameters; no new step in the history. */
export function amend(parts: readonly string[], params?: Record<string, string | null>): void {
  window.history.replaceState(null, '', hrefTo(parts, params))
  window.dispatchEvent(new HashChangeEvent('hashchange'))
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash)
  return useMemo(() => parseRoute(hash), [hash])
}
