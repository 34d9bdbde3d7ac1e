import { act, render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { UnsentLine } from '../src/generated/UnsentLine'
import type { Host } from '../src/host/host'
import { BridgeProvider, useAsk } from '../src/shared/bridge'

/** A host whose answers come when the test says so. */
function slowHost() {
  const asked: ((lines: UnsentLine[]) => void)[] = []
  const listeners = new Set<(tags: readonly string[]) => void>()
  const host: Host = {
    rpc: () => new Promise((answer) => asked.push(answer)),
    onChanges(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  /** Does it, and what follows from it. */
  const after = (what: () => void) =>
    act(() => {
      what()
      return Promise.resolve()
    })
  const tell = (tag: string) => after(() => listeners.forEach((listener) => listener([tag])))
  const answer = (index: number, lines: number) => after(() => asked[index]?.(Array.from({ length: lines }, (_, seq) => line(seq))))
  return { host, asked, tell, answer }
}

const line = (seq: number): UnsentLine => ({ seq, what: '', about: '', at_ms: 0, place: 'desk', size_bytes: 1 })

function Unsent() {
  const unsent = useAsk('link.unsent', {}, ['link'])
  return <p>{unsent.data === undefined ? 'ничего' : `строк ${unsent.data.length}`}</p>
}

const page = (host: Host, shown: boolean) => <BridgeProvider host={host}>{shown && <Unsent />}</BridgeProvider>

describe('a change while an answer is on its way', () => {
  it('is not lost on the first answer', async () => {
    const { host, asked, tell, answer } = slowHost()
    render(page(host, true))
    expect(asked).toHaveLength(1)
    await tell('link')
    await tell('link')
    await answer(0, 1)
    expect(await screen.findByText('строк 1')).toBeTruthy()
    expect(asked).toHaveLength(2)
    await answer(1, 0)
    expect(await screen.findByText('строк 0')).toBeTruthy()
    expect(asked).toHaveLength(2)
  })

  it('drops a later answer that was given before it', async () => {
    const { host, asked, tell, answer } = slowHost()
    render(page(host, true))
    await answer(0, 2)
    await tell('link')
    await tell('link')
    expect(asked).toHaveLength(3)
    await answer(2, 0)
    await answer(1, 1)
    expect(await screen.findByText('строк 0')).toBeTruthy()
    expect(asked).toHaveLength(3)
  })

  it('is not lost on an answer that nobody waits for', async () => {
    const { host, asked, tell, answer } = slowHost()
    const { rerender } = render(page(host, true))
    rerender(page(host, false))
    await tell('link')
    await answer(0, 1)
    expect(asked).toHaveLength(1)
    rerender(page(host, true))
    expect(asked).toHaveLength(2)
    await answer(1, 0)
    expect(await screen.findByText('строк 0')).toBeTruthy()
  })

  it('asks nothing of what it does not touch', async () => {
    const { host, asked, tell, answer } = slowHost()
    render(page(host, true))
    await tell('queue')
    await answer(0, 1)
    expect(await screen.findByText('строк 1')).toBeTruthy()
    expect(asked).toHaveLength(1)
  })
})
