import { type Host, RpcError, toRpcError } from './host'

/** The loopback twin of the command table, for tests in a browser: `?token=…&host=http://127.0.0.1:PORT`. */
export function httpHost(location: Location): Host {
  const params = new URLSearchParams(location.search)
  const token = params.get('token') ?? ''
  const base = (params.get('host') ?? location.origin).replace(/\/$/, '')
  return {
    async rpc(name, input) {
      let response: Response
      let body: unknown
      try {
        response = await fetch(`${base}/rpc/${name}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-stoika-token': token },
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
      const source = new EventSource(`${base}/changes?token=${encodeURIComponent(token)}`)
      source.onmessage = (event: MessageEvent<string>) => listener(JSON.parse(event.data) as string[])
      return () => source.close()
    },
  }
}
