import type { Choice as ApiChoice } from '../../generated/Choice'
import type { Choice } from '../../shared/parts/Field'

/** Whose visit a record belongs to; no party: one who is not in the base, or did not say who he is. */
export interface VisitOf {
  partyId: string | null
  account: string | null
  onClose: () => void
}

export function choicesOf(choices: readonly ApiChoice[]): Choice[] {
  return choices.map(({ code, label }) => ({ id: code, title: label }))
}
