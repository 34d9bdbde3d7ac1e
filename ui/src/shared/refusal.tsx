import type { ReactNode } from 'react'
import type { ErrorArgs, FieldTrouble, RpcError } from '../host/host'
import { Note } from './parts/Layout'
import { hasWords, t, type WordArgs } from './words'

/** Arguments cross as text; counts become numbers, so that words agree with them. */
export function wordArgs(args: ErrorArgs): WordArgs {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, /^\d{1,6}$/.test(value) ? Number(value) : value]))
}

/** What went wrong and what to do. A code with no words shows itself with its trace. */
export function refusalWords(error: RpcError): string {
  const key = `error-${error.code}`
  return hasWords(key) ? t(key, wordArgs(error.args)) : t('error-unknown', { code: error.code })
}

/** «Код disk-full, след 3f2a»: for the one who will be called. */
export function refusalTrace(error: RpcError): string {
  return error.traceId === null ? t('error-code', { code: error.code }) : t('error-code-trace', { code: error.code, trace: error.traceId })
}

export function troubleWords(trouble: FieldTrouble): string {
  const key = `field-${trouble.code}`
  return hasWords(key) ? t(key, wordArgs(trouble.args)) : t('field-unknown', { code: trouble.code })
}

/** A refusal in the flow of a page. Field errors stand at their fields. */
export function Refusal({ error, actions }: { error: RpcError | null; actions?: ReactNode }) {
  if (error === null) return null
  return (
    <div role="alert" data-code={error.code}>
      <Note tone="bad" {...(actions === undefined ? {} : { actions })}>
        {refusalWords(error)} <small>{refusalTrace(error)}</small>
      </Note>
    </div>
  )
}

/** What is wrong with one field of an act that was refused. */
export function troubleAt(error: RpcError | null, field: string): string | null {
  const found = error?.fields.find((trouble) => trouble.field === field)
  return found === undefined ? null : troubleWords(found)
}

/** A refusal that has no field of its own. */
export function atLarge(error: RpcError | null): RpcError | null {
  return error === null || error.fields.length > 0 ? null : error
}
