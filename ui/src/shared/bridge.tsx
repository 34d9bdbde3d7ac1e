import { keepPreviousData, QueryClient, QueryClientProvider, useMutation, type UseMutationResult, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { type Host, type RpcError, toRpcError } from '../host/host'
import type { CommandName, InputOf, OutputOf } from '../host/table'

export type Call = <N extends CommandName>(name: N, input: InputOf<N>) => Promise<OutputOf<N>>

const CallContext = createContext<Call | null>(null)

/** Rust owns the data; the window keeps a copy until a tag says that it has changed. No polling, no retries. */
function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: Infinity, gcTime: 60_000, retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}

function touches(meta: Record<string, unknown> | undefined, changed: ReadonlySet<string>): boolean {
  const own = meta?.tags
  return Array.isArray(own) && own.some((tag) => typeof tag === 'string' && changed.has(tag))
}

/**
 * Asks anew what a change touches. An answer that is on its way was given before the change: where there is an older one to show,
 * it is dropped and asked for again by the client itself. The first answer to a question, and one that nobody looks at any more,
 * the client would keep for good; each of them is asked for once more as soon as it is here.
 */
function forget(client: QueryClient, changed: ReadonlySet<string>): void {
  const predicate = ({ meta }: { meta: Record<string, unknown> | undefined }) => touches(meta, changed)
  const tardy = client
    .getQueryCache()
    .findAll({ predicate, fetchStatus: 'fetching' })
    .filter((query) => query.state.data === undefined || !query.isActive())
    .filter((query) => !awaited.has(query))
    // What is under way, not another one.
    .map((query) => ({ query, coming: query.fetch() }))
  void client.invalidateQueries({ predicate })
  for (const { query, coming } of tardy) {
    const again = () => {
      awaited.delete(query)
      void client.invalidateQueries({ predicate: (one) => one === query })
    }
    awaited.add(query)
    coming.then(again, again)
  }
}

/** Questions that are asked again once their answer is here: once for however many changes. */
const awaited = new WeakSet<object>()

/** Stands between the pages and a host: asks, keeps, forgets by tag. */
export function BridgeProvider({ host, children }: { host: Host; children: ReactNode }) {
  const [client] = useState(newQueryClient)
  const call = useMemo<Call>(() => {
    return async <N extends CommandName>(name: N, input: InputOf<N>) => {
      try {
        return (await host.rpc(name, input)) as OutputOf<N>
      } catch (thrown) {
        throw toRpcError(thrown)
      }
    }
  }, [host])
  useEffect(
    () =>
      host.onChanges((tags) => forget(client, new Set(tags))),
    [host, client],
  )
  return (
    <CallContext.Provider value={call}>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </CallContext.Provider>
  )
}

export function useCall(): Call {
  const call = useContext(CallContext)
  if (call === null) throw new Error('no BridgeProvider above')
  return call
}

interface AskOptions {
  enabled?: boolean
  /** Shows the last answer while the next one is on its way. */
  keep?: boolean
  /** Not kept once nobody looks: searches and checks. */
  fleeting?: boolean
}

/** Asks a question and asks again when one of its tags has changed. */
export function useAsk<N extends CommandName>(
  name: N,
  input: InputOf<N>,
  tags: readonly string[],
  options: AskOptions = {},
): UseQueryResult<OutputOf<N>, RpcError> {
  const call = useCall()
  return useQuery<OutputOf<N>, RpcError>({
    queryKey: [name, input],
    queryFn: () => call(name, input),
    meta: { tags },
    enabled: options.enabled ?? true,
    ...(options.keep === true ? { placeholderData: keepPreviousData } : {}),
    ...(options.fleeting === true ? { gcTime: 0, staleTime: 0 } : {}),
  })
}

/** Does an act. Its refusal is in `error`, with a code. */
export function useAct<N extends CommandName>(name: N): UseMutationResult<OutputOf<N>, RpcError, InputOf<N>> {
  const call = useCall()
  return useMutation<OutputOf<N>, RpcError, InputOf<N>>({ mutationFn: (input) => call(name, input) })
}
