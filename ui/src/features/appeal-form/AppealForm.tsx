import { useMemo, useState } from 'react'
import type { AppealChoices } from '../../generated/AppealChoices'
import type { BookRow } from '../../generated/BookRow'
import type { ClientCard } from '../../generated/ClientCard'
import type { Draft } from '../../generated/Draft'
import { useAsk } from '../../shared/bridge'
import { useTold } from '../../shared/foreign'
import { Skeleton } from '../../shared/parts/Layout'
import { Refusal } from '../../shared/refusal'
import { useSession } from '../../shared/session'
import { FilledForm } from './FilledForm'
import { agreed, emptyForm, entered, formFor, stubOf } from './fields'

/** Everything that the form stands on: the draft or the client, and the choices of the Standard. */
export function AppealForm({ params }: { params: URLSearchParams }) {
  const { today } = useSession()
  // A form that has saved itself goes on from there after a lock or a crash.
  const [draftId] = useState(() => params.get('resume') ?? params.get('draft'))
  const party = params.get('party')
  // An entry of the book of complaints becomes an appeal.
  const bookId = params.get('book')
  const choices = useAsk('appeal.choices', {}, ['directory'])
  // The draft is read once: while the form is open, the form is what is true.
  const draft = useAsk('draft.get', { draft_id: draftId ?? '' }, [], { enabled: draftId !== null, fleeting: true })
  const entry = useAsk('book.get', { entry_id: bookId ?? '' }, [], { enabled: bookId !== null && draftId === null, fleeting: true })
  const partyId = draftId === null ? party : (draft.data?.form.party_id ?? null)
  const card = useAsk('client.card', { party_id: partyId ?? '' }, [`client:${partyId ?? ''}`], { enabled: partyId !== null })
  const ready = choices.data !== undefined && (draftId === null || draft.data !== undefined) && (partyId === null || card.data !== undefined) && (bookId === null || draftId !== null || entry.data !== undefined)
  const error = choices.error ?? draft.error ?? card.error ?? entry.error
  if (error !== null) return <Refusal error={error} />
  if (!ready) return <Skeleton rows={10} />
  return (
    <Opened
      choices={choices.data}
      card={partyId === null ? null : (card.data ?? null)}
      draft={draftId === null ? null : (draft.data ?? null)}
      account={params.get('account')}
      category={params.get('category') ?? ''}
      stub={params.get('stub')}
      entry={entry.data ?? null}
      today={today}
    />
  )
}

interface OpenedProps {
  choices: AppealChoices
  card: ClientCard | null
  draft: Draft | null
  account: string | null
  category: string
  /** An account that is not in the base. */
  stub: string | null
  entry: BookRow | null
  today: string
}

function Opened({ choices, card, draft, account, category, stub, entry, today }: OpenedProps) {
  const { told } = useTold()
  const initial = useMemo(() => {
    if (draft !== null) return draft.form
    const blank = { ...emptyForm(today, category), ...(stub === null ? {} : stubOf(stub, told(stub))), ...(entry === null ? {} : entered(entry)) }
    return agreed(card === null ? blank : formFor(card, account, blank), choices)
    // The first answer makes the form; later ones must not overwrite what is typed.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  return <FilledForm initial={initial} draft={draft} card={card} choices={choices} />
}
