import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { stationHost, waitBefore } from './station'

/** A socket in a test's hands. */
class Wire {
  static all: Wire[] = []
  onopen: (() => void) | null = null
  onclose: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  readonly url: string
  constructor(url: string) {
    this.url = url
    Wire.all.push(this)
  }
  close(): void {
    this.onclose?.()
  }
}

const at = { origin: 'https://192.168.1.20:7443' } as Location
const last = (): Wire => {
  const wire = Wire.all.at(-1)
  if (wire === undefined) throw new Error('nobody connected')
  return wire
}

beforeEach(() => {
  Wire.all = []
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', Wire)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('the wire of a screen in the hall', () => {
  it('comes back by itself, later each time, and asks for everything anew', () => {
    const host = stationHost(at)
    const tags: (readonly string[])[] = []
    const links: boolean[] = []
    host.onLink?.((up) => links.push(up))
    const stop = host.onChanges((changed) => tags.push(changed))
    expect(last().url).toBe('wss://192.168.1.20:7443/live')
    last().onopen?.()
    last().onmessage?.({ data: '["queue"]' })
    expect(tags).toEqual([['queue', 'directory', 'load'], ['queue']])
    last().onclose?.()
    for (let tries = 0; tries < 4; tries += 1) {
      vi.advanceTimersByTime(waitBefore(tries, 0) - 1)
      expect(Wire.all).toHaveLength(tries + 1)
      vi.advanceTimersByTime(waitBefore(tries, 1))
      expect(Wire.all).toHaveLength(tries + 2)
      if (tries < 3) last().onclose?.()
    }
    last().onopen?.()
    expect(tags.at(-1)).toEqual(['queue', 'directory', 'load'])
    expect(links).toEqual([false, false, false, false, true])
    stop()
    vi.advanceTimersByTime(60_000)
    expect(Wire.all).toHaveLength(5)
  })

  it('waits no longer than a hall can bear', () => {
    expect(waitBefore(0, 0)).toBe(500)
    expect(waitBefore(100, 1)).toBeLessThanOrEqual(22_500)
  })
})
