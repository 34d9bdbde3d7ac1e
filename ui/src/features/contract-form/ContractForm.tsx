import { useState } from 'react'
import type { ContractForm as Form } from '../../generated/ContractForm'
import { useAsk } from '../../shared/bridge'
import { Skeleton } from '../../shared/parts/Layout'
import { Refusal } from '../../shared/refusal'
import { useSession } from '../../shared/session'
import { FilledContract } from './FilledContract'

/** What the wizard stands on: the draft, or what the base knows of the client; and the choices of the Standard. */
export function ContractForm({ params }: { params: URLSearchParams }) {
  const { today } = useSession()
  const [draftId] = useState(() => params.get('resume') ?? params.get('draft'))
  const choices = useAsk('contract.choices', {}, ['directory'])
  const draft = useAsk('contract.draft', { draft_id: draftId ?? '' }, [], { enabled: draftId !== null, fleeting: true })
  const known = useAsk('contract.prefill', { party_id: params.get('party'), account: params.get('account') }, [], { enabled: draftId === null, fleeting: true })
  const partyId = draftId === null ? params.get('party') : (draft.data?.form.appeal.party_id ?? null)
  const card = useAsk('client.card', { party_id: partyId ?? '' }, [`client:${partyId ?? ''}`], { enabled: partyId !== null })
  const error = choices.error ?? draft.error ?? known.error ?? card.error
  const form: Form | undefined = draftId === null ? known.data : draft.data?.form
  if (error !== null) return <Refusal error={error} />
  if (choices.data === undefined || form === undefined || (partyId !== null && card.data === undefined)) return <Skeleton rows={10} />
  const own = card.data?.accounts.find(({ number }) => number === form.appeal.account) ?? card.data?.accounts[0]
  const initial: Form =
    draftId !== null
      ? form
      : {
          ...form,
          matter: 'conclude',
          kind: 'supply',
          appeal: { ...form.appeal, received_on: today, answer_channel: choices.data.answer_channels[0]?.code ?? '', postal_index: own?.postal_index ?? '', postal_address: own?.address ?? '' },
        }
  return <FilledContract initial={initial} draftId={draftId} card={card.data ?? null} choices={choices.data} />
}
