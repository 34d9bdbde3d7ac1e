import type { Host } from '../host'
import { memoryHost } from './memory'
import * as seed from './seed'

/** A window at work: answers come at once, so the next act stands on the one before. */
function atWindow(host: ReturnType<typeof memoryHost>, ...acts: readonly string[]): void {
  void host.rpc('window.open', { number: 4, streams: ['payments', 'contracts'] })
  for (const act of acts) void host.rpc(act, {})
}

/** Scenes to look at: `?scene=enrolment`, `?scene=cut`, … */
const scenes: Record<string, (host: ReturnType<typeof memoryHost>) => void> = {
  enrolment: (host) => host.session({ stage: 'enrolment', desk: null, user: null }),
  'first-load': (host) => host.session({ stage: 'first_load', user: null }),
  'sign-in': (host) => host.session({ stage: 'sign_in', user: null }),
  locked: (host) => host.session({ stage: 'locked' }),
  damaged: (host) => host.session({ stage: 'damaged', user: null, problem: 'store-damaged' }),
  'wrong-key': (host) => host.session({ stage: 'damaged', user: null, problem: 'store-wrong-key', spare_key: seed.SPARE_KEY }),
  'wrong-key-no-spare': (host) => host.session({ stage: 'damaged', user: null, problem: 'store-wrong-key' }),
  passphrase: (host) => host.session({ stage: 'passphrase', user: null, spare_key: seed.SPARE_KEY }),
  clock: (host) => host.session({ clock_off_seconds: 240 }),
  'no-queue': (host) => host.answer('queue.state', () => ({ enabled: false, now_ms: seed.NOW_MS, hours: '', window: null, current: null, line: [], elsewhere: [], held: [], no_shows: [], waiting: 0, streams: [], signs: [], printer_trouble: null })),
  window: (host) => atWindow(host),
  called: (host) => atWindow(host, 'queue.call_next'),
  serving: (host) => atWindow(host, 'queue.call_next', 'queue.start'),
  cut: (host) => {
    host.answer('link.state', () => seed.cutLink)
    host.answer('link.unsent', () => seed.unsent)
  },
  empty: (host) => {
    host.answer('appeal.list', () => ({ rows: [], next: null, total: 0, counts: { open: 0, mine: 0, overdue: 0, today: 0, waiting: 0, proposed: 0, closed: 0 } }))
    host.answer('link.discrepancies', () => [])
  },
  many: (host) => {
    const rows = seed.rowsOf(10_000)
    host.answer('appeal.list', ({ after, limit }) => {
      const from = after === null ? 0 : Number(after)
      return { rows: rows.slice(from, from + limit), next: from + limit < rows.length ? String(from + limit) : null, total: rows.length, counts: { open: rows.length, mine: 7, overdue: 1, today: 2, waiting: 0, proposed: 0, closed: 0 } }
    })
  },
}

export function windowHost(): Host {
  const host = memoryHost()
  for (const scene of new URLSearchParams(window.location.search).getAll('scene')) scenes[scene]?.(host)
  return host
}
