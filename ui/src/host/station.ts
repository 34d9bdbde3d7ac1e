import { type Host, RpcError, toRpcError } from './host'

/** A browser of the hall at the desk that serves it: a cookie says who it is, a socket tells what has changed. */
export interface StationHost extends Host {
  /** Shows the code of the head's screen. Gives what this device is from now on. */
  pair(code: string): Promise<'kiosk' | 'board'>
}

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 15_000
/** What a page of the hall shows may all have changed while the wire was cut. */
const EVERYTHING = ['queue', 'directory', 'load']

/** The wait before the n-th try: doubled each time, by half as much again at random, so that a hall does not come back at once. */
export function waitBefore(tries: number, chance: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(tries, 10)) * (1 + chance / 2)
}

async function post(url: string, body: unknown): Promise<unknown> {
  let response: Response
  let answer: unknown
  try {
    response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? null), credentials: 'same-origin' })
    const text = await response.text()
    answer = text === '' ? null : JSON.parse(text)
  } catch {
    throw new RpcError('bridge-broken')
  }
  if (!response.ok) throw toRpcError(answer)
  return answer
}

export function stationHost(location: Location): StationHost {
  const base = location.origin
  const changed = new Set<(tags: readonly string[]) => void>()
  const linked = new Set<(up: boolean) => void>()
  let socket: WebSocket | null = null
  let timer = 0
  let tries = 0
  // A page that has just come was brought by the desk.
  let up = true

  const tell = (tags: readonly string[]) => changed.forEach((listener) => listener(tags))
  // A try that fails is told each time: whoever was put out meanwhile can find out.
  const turn = (now: boolean) => {
    if (!now || !up) linked.forEach((listener) => listener(now))
    up = now
  }
  const connect = () => {
    timer = 0
    const opened = new WebSocket(`${base.replace(/^http/, 'ws')}/live`)
    socket = opened
    opened.onopen = () => {
      tries = 0
      turn(true)
      tell(EVERYTHING)
    }
    opened.onmessage = (event: MessageEvent<string>) => tell(JSON.parse(event.data) as string[])
    opened.onclose = () => {
      if (socket !== opened) return
      socket = null
      turn(false)
      if (changed.size > 0) timer = window.setTimeout(connect, waitBefore(tries++, Math.random()))
    }
  }
  return {
    rpc: (name, input) => post(`${base}/rpc/${name}`, input),
    async pair(code) {
      const answer = (await post(`${base}/pair`, { code })) as { kind: 'kiosk' | 'board' }
      return answer.kind
    },
    onChanges(listener) {
      changed.add(listener)
      if (socket === null && timer === 0) connect()
      return () => {
        changed.delete(listener)
        if (changed.size > 0) return
        window.clearTimeout(timer)
        timer = 0
        const open = socket
        socket = null
        open?.close()
      }
    },
    onLink(listener) {
      linked.add(listener)
      return () => linked.delete(listener)
    },
  }
}
