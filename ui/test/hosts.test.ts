import { afterEach, describe, expect, it, vi } from 'vitest'
import { RpcError } from '../src/host/host'
import { httpHost } from '../src/host/http'

afterEach(() => vi.unstubAllGlobals())

const twin = () => httpHost(new URL('http://127.0.0.1:4000/?token=%D0%BA%D0%BB%D1%8E%D1%87') as unknown as Location)

describe('the loopback twin', () => {
  it('posts the input with the token and gives back the output', async () => {
    const asked = vi.fn(() => Promise.resolve(new Response('{"read_as":null}')))
    vi.stubGlobal('fetch', asked)
    expect(await twin().rpc('search.find', { text: 'я' })).toEqual({ read_as: null })
    expect(asked).toHaveBeenCalledWith('http://127.0.0.1:4000/rpc/search.find', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-stoika-token': 'ключ' },
      body: '{"text":"я"}',
    })
  })

  it('reads a refusal with its fields', async () => {
    const body = { code: 'input-invalid', args: {}, trace_id: 'т1', fields: [{ field: 'text', code: 'required', args: {}, warning: false }] }
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(body), { status: 422 })))
    const refusal = await twin()
      .rpc('appeal.register', {})
      .catch((thrown: unknown) => thrown)
    expect(refusal).toBeInstanceOf(RpcError)
    expect(refusal).toMatchObject({ code: 'input-invalid', traceId: 'т1', fields: [{ field: 'text', code: 'required' }] })
  })

  it('names a bridge that is broken or answers a page', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no')))
    await expect(twin().rpc('session.state', {})).rejects.toMatchObject({ code: 'bridge-broken' })
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('<html>', { status: 200 })))
    await expect(twin().rpc('session.state', {})).rejects.toMatchObject({ code: 'bridge-broken' })
  })
})
