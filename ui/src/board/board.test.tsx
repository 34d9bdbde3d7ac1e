import { act, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { board, hallHost } from '../host/memory/hall'
import { BridgeProvider } from '../shared/bridge'
import { t } from '../shared/words'
import type { Sound } from '../station/sound'
import { Board } from './Board'

async function pass(ms: number): Promise<void> {
  await act(async () => {
    await vi.advanceTimersByTimeAsync(ms)
  })
}

/** Says for four seconds; what began while another was being said is a fault. */
function voice(): { sound: Sound; said: string[]; cut: string[] } {
  const said: string[] = []
  const cut: string[] = []
  let speaking = false
  const sound: Sound = {
    say: (pieces) => {
      if (speaking) cut.push(pieces.join(' '))
      said.push(pieces.join(' '))
      speaking = true
      return new Promise((done) => {
        setTimeout(() => {
          speaking = false
          done()
        }, 4000)
      })
    },
    hush: () => undefined,
    audible: () => true,
    listen: () => () => undefined,
    wake: () => undefined,
  }
  return { sound, said, cut }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

async function hang() {
  const host = hallHost({ search: '?calm' })
  let link: (up: boolean) => void = () => undefined
  host.onLink = (listener) => {
    link = listener
    return () => undefined
  }
  const { sound, said, cut } = voice()
  render(
    <BridgeProvider host={host}>
      <Board host={host} sound={sound} />
    </BridgeProvider>,
  )
  await pass(0)
  const calls = async (list: typeof board.calls, nowMs = board.now_ms) => {
    host.answer('board.state', () => ({ ...board, calls: list, now_ms: nowMs }))
    act(() => {
      host.change('queue')
    })
    await pass(0)
  }
  return { calls, said, cut, link: (up: boolean) => act(() => link(up)) }
}

it('says each call once, none over another, while the field shows what is said', async () => {
  const { calls, said, cut } = await hang()
  const [first, second] = board.calls
  if (first === undefined || second === undefined) throw new Error('no calls')
  await calls([second])
  expect(screen.getByRole('status').textContent).toContain('П-064')
  await calls([first, second])
  expect(said).toEqual(['ticket letter.П 0 60 4 window 5'])
  await pass(15_100)
  expect(screen.getByRole('status').textContent).toContain('П-065')
  await pass(15_100)
  expect(said).toEqual(['ticket letter.П 0 60 4 window 5', 'ticket letter.П 0 60 5 window 3'])
  expect(cut).toEqual([])
  // The same calls again are no news.
  await calls([first, second])
  expect(said).toHaveLength(2)
})

it('says that it is cut off, keeps what it shows, and says nothing old when it is back', async () => {
  const { calls, said, link } = await hang()
  await calls([])
  link(false)
  expect(screen.getByRole('alert').textContent).toBe(t('board-stale'))
  expect(screen.getByText('Тольяттинское отделение')).toBeTruthy()
  link(true)
  expect(screen.queryByRole('alert')).toBeNull()
  const [first] = board.calls
  if (first === undefined) throw new Error('no calls')
  await calls([{ ...first, at_ms: board.now_ms - 60_000 }])
  expect(said).toEqual([])
  expect(screen.getByRole('status').textContent).toContain('П-065')
})
