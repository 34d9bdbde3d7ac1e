import { QueryClient } from '@tanstack/react-query'
import type { Host } from '../host/host'

/** Rust owns the data; the window keeps a copy until a tag says that it has changed. No polling, no retries. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: Infinity, gcTime: 5 * 60_000, retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}

/** Marks what a domain tag touches as out of date. Returns how to stop. */
export function followChanges(host: Host, client: QueryClient): () => void {
  return host.onChanges((tags) => {
    const changed = new Set(tags)
    void client.invalidateQueries({
      predicate: ({ meta }) => {
        const own = meta?.tags
        return Array.isArray(own) && own.some((tag) => typeof tag === 'string' && changed.has(tag))
      },
    })
  })
}
