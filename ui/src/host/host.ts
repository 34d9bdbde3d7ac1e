/** What stands between the pages and the program: one call, one stream of changes. */
export interface Host {
  /** Runs a command of the table. Rejects with {@link RpcError}. */
  rpc(name: string, input: unknown): Promise<unknown>
  /** Domain tags of what has changed (`appeals`, `client:ID`). Returns how to stop listening. */
  onChanges(listener: (tags: readonly string[]) => void): () => void
  /** Whether the program is heard; a host that is part of it has none. Returns how to stop listening. */
  onLink?(listener: (up: boolean) => void): () => void
}

export type ErrorArgs = Record<string, string>

/** One field's trouble, found by the same check that the command itself makes. */
export interface FieldTrouble {
  field: string
  code: string
  args: ErrorArgs
  /** Only warns: does not stop the act. */
  warning: boolean
}

/** A refusal: a stable code with words in Fluent, and the trace that the log knows. */
export class RpcError extends Error {
  readonly code: string
  readonly args: ErrorArgs
  readonly traceId: string | null
  readonly fields: readonly FieldTrouble[]

  constructor(code: string, args: ErrorArgs = {}, traceId: string | null = null, fields: readonly FieldTrouble[] = []) {
    super(code)
    this.name = 'RpcError'
    this.code = code
    this.args = args
    this.traceId = traceId
    this.fields = fields
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function argsOf(value: unknown): ErrorArgs {
  if (!isRecord(value)) return {}
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  )
}

/** Reads whatever a host threw: a refusal of the command table, or the bridge itself broken. */
export function toRpcError(thrown: unknown): RpcError {
  if (thrown instanceof RpcError) return thrown
  if (isRecord(thrown) && typeof thrown.code === 'string') {
    const fields = Array.isArray(thrown.fields) ? thrown.fields : []
    return new RpcError(
      thrown.code,
      argsOf(thrown.args),
      typeof thrown.trace_id === 'string' ? thrown.trace_id : null,
      fields.filter(isRecord).map((trouble) => ({
        field: typeof trouble.field === 'string' ? trouble.field : '',
        code: typeof trouble.code === 'string' ? trouble.code : '',
        args: argsOf(trouble.args),
        warning: trouble.warning === true,
      })),
    )
  }
  return new RpcError('bridge-broken')
}
