import { describe, expect, it } from 'vitest'
import type { BoardCall } from '../generated/BoardCall'
import { announce, type Announcements, HOLD_MS, nextTickMs, SILENT, YOUNG_MS } from './announcements'

const T = 1_793_342_760_000
const call = (id: string, at_ms = T): BoardCall => ({ id, number: `П-${id}`, letter: 'П', digits: 1, window: 3, window_word: 'окно', window_title: 'окно 3', at: '11:23', at_ms, state: 'called' })
const calls = (state: Announcements, list: readonly BoardCall[], clockMs: number, again = false) => announce(state, { type: 'calls', calls: list, nowMs: T + clockMs, again, clockMs })
const spoken = (state: Announcements, clockMs: number) => announce(state, { type: 'spoken', id: state.now?.call.id ?? '', clockMs })

/** Lets time go by until nothing is announced; gives the ids with their beginnings. */
function drain(from: Announcements, speechMs: number): { id: string; from: number }[] {
  const said: { id: string; from: number }[] = []
  let state = from
  while (state.now !== null) {
    said.push({ id: state.now.call.id, from: state.now.sinceMs })
    const endMs = state.now.sinceMs + speechMs
    state = spoken(state, endMs)
    const next = nextTickMs(state)
    if (next !== null && next > endMs) state = announce(state, { type: 'tick', clockMs: next })
  }
  return said
}

describe('announcements of the board', () => {
  it('holds the field for its time and gives way to nobody before', () => {
    let state = calls(calls(SILENT, [], 0), [call('1')], 100)
    expect(state.now?.call.id).toBe('1')
    state = calls(state, [call('2'), call('1')], 200)
    state = spoken(state, 5000)
    expect(state.now?.call.id).toBe('1')
    state = announce(state, { type: 'tick', clockMs: 100 + HOLD_MS - 1 })
    expect(state.now?.call.id).toBe('1')
    state = announce(state, { type: 'tick', clockMs: 100 + HOLD_MS })
    expect(state.now?.call.id).toBe('2')
  })

  it('never cuts a sentence, however long it is', () => {
    let state = calls(calls(SILENT, [], 0), [call('1'), call('2', T + 1)], 0)
    state = announce(state, { type: 'tick', clockMs: HOLD_MS * 3 })
    expect(state.now?.call.id).toBe('1')
    state = spoken(state, HOLD_MS * 3 + 1)
    expect(state.now?.call.id).toBe('2')
  })

  it('loses none of a crowd, in the order of the calls, none over another', () => {
    const crowd = Array.from({ length: 12 }, (_, index) => call(String(index + 1), T + index))
    const said = drain(calls(calls(SILENT, [], 0), crowd.toReversed(), 50), 6000)
    expect(said.map(({ id }) => id)).toEqual(crowd.map(({ id }) => id))
    said.slice(1).forEach((one, index) => expect(one.from - (said[index]?.from ?? 0)).toBeGreaterThanOrEqual(6000))
  })

  it('keeps what waits although the desk no longer shows it, and says it once', () => {
    let state = calls(calls(SILENT, [], 0), [call('1'), call('2', T + 1)], 0)
    state = calls(state, [], 10)
    state = calls(state, [call('2', T + 1)], 20)
    expect(drain(state, 4000).map(({ id }) => id)).toEqual(['1', '2'])
  })

  it('announces a repeated call again: it has an id of its own', () => {
    let state = calls(calls(SILENT, [], 0), [call('1')], 0)
    state = announce(spoken(state, 4000), { type: 'tick', clockMs: HOLD_MS })
    expect(state.now).toBeNull()
    state = calls(state, [call('1.2', T + HOLD_MS)], HOLD_MS + 10)
    expect(state.now?.call.id).toBe('1.2')
  })

  it('says of the past only what is young, when it begins and when it comes back', () => {
    const old = call('1', T - YOUNG_MS)
    const young = call('2', T - YOUNG_MS + 1)
    const begun = calls(SILENT, [young, old], 0)
    expect(drain(begun, 4000).map(({ id }) => id)).toEqual(['2'])
    const back = calls(calls(SILENT, [], 0), [young, old], 0, true)
    expect(drain(back, 4000).map(({ id }) => id)).toEqual(['2'])
    // Without a cut nothing is too old: the desk was busy, the board was there.
    expect(drain(calls(calls(SILENT, [], 0), [old], 0), 4000)).toHaveLength(1)
  })

  it('does not say twice what it announced before the cut', () => {
    let state = calls(calls(SILENT, [], 0), [call('1')], 0)
    state = calls(state, [call('1')], 500, true)
    expect(drain(state, 4000).map(({ id }) => id)).toEqual(['1'])
  })
})
