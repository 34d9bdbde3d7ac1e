import { type Host, RpcError, toRpcError } from './host'

/**
 * The loopback twin of the command table, for tests in a browser: `?token=…&host=http://127.0.0.1:PORT`. The pages of
 * kiosk and board name themselves, and get what those have.
 */
export function httpHost(location: Location, page: 'window' | 'kiosk' | 'board' = 'window'): Host {
  const params = new URLSearchParams(location.search)
  const token = params.get('token') ?? ''
  const base = (params.get('host') ?? location.origin).replace(/\/$/, '')
  const named: Record<string, string> = page === 'window' ? {} : { 'x-stoika-listener': page }
  return {
    async rpc(name, input) {
      let response: Response
      let body: unknown
      try {
        response = await fetch(`${base}/rpc/${name}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-stoika-token': token, ...named },
          body: JSON.stringify(input ?? null),
        })
        const text = await response.text()
        body = text === '' ? null : JSON.parse(text)
      } catch {
        throw new RpcError('bridge-broken')
      }
      if (!response.ok) throw toRpcError(body)
      return body
    },
    onChanges(listener) {
      const query = new URLSearchParams({ token, ...(page === 'window' ? {} : { listener: page }) })
      const source = new EventSource(`${base}/changes?${query.toString()}`)
      source.onmessage = (event: MessageEvent<string>) => listener(JSON.parse(event.data) as string[])
      return () => source.close()
    },
  }
}
