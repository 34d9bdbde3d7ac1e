import { act, fireEvent, render } from '@testing-library/react'
import userEvent, { type UserEvent } from '@testing-library/user-event'
import { App } from '../src/app/App'
import { type MemoryHost, memoryHost } from '../src/host/memory/memory'

/** The window over an invented desk, and someone's hands. */
export function sitDown(hash = '', prepare: (host: MemoryHost) => void = () => undefined): { host: MemoryHost; hands: UserEvent } {
  window.location.hash = hash
  const host = memoryHost()
  prepare(host)
  const hands = userEvent.setup()
  render(<App host={host} />)
  return { host, hands }
}

/** A chord as the Russian layout gives it: the place on the keyboard and the letter that stands there. */
export function chord(code: string, key: string, held: { ctrlKey?: boolean; altKey?: boolean; shiftKey?: boolean } = {}): void {
  fireEvent.keyDown(document.activeElement ?? document.body, { code, key, ...held })
  fireEvent.keyUp(document.activeElement ?? document.body, { code, key, ...held })
}

export function change(host: MemoryHost, ...tags: string[]): void {
  act(() => {
    host.change(...tags)
  })
}

export function inputsOf(host: MemoryHost, name: string): unknown[] {
  return host.calls.filter((call) => call.name === name).map((call) => call.input)
}
