import { useState } from 'react'
import type { ClientCard } from '../../generated/ClientCard'
import { useAct, useAsk } from '../../shared/bridge'
import { dateWords } from '../../shared/format'
import { useManualPage } from '../../shared/manual'
import { usePaper } from '../../shared/paper'
import { ChecksField } from '../../shared/parts/Check'
import { Skeleton } from '../../shared/parts/Layout'
import text from '../../shared/parts/text.module.css'
import { troubleAt } from '../../shared/refusal'
import { t } from '../../shared/words'
import { ActDialog, focusRefused } from '../../shared/actDialog'
import { choicesOf } from './visit'

interface ConsentDialogProps {
  card: ClientCard
  onClose: () => void
}

/** Gives a consent by purposes; the paper is shown at once, to be signed. */
function GiveDialog({ card, onClose }: ConsentDialogProps) {
  const choices = useAsk('visit.choices', {}, ['directory'])
  const give = useAct('consent.give')
  const openPaper = usePaper()
  const [purposes, setPurposes] = useState<string[]>([])
  const submit = () =>
    give.mutate(
      { party_id: card.party_id, purposes },
      {
        onSuccess: ({ record_id }) => {
          onClose()
          openPaper({ of: { about: 'consent', id: record_id }, formId: 'consent' })
        },
        onError: focusRefused,
      },
    )
  return (
    <ActDialog title={t('consent-give-title')} act={t('consent-give')} busy={give.isPending} error={give.error ?? choices.error} onSubmit={submit} onClose={onClose}>
      {choices.isPending && <Skeleton rows={3} />}
      <ChecksField
        autoFocus
        label={t('consent-purposes')}
        name="purposes"
        choices={choicesOf(choices.data?.purposes ?? [])}
        value={purposes}
        onChange={(next) => {
          setPurposes(next)
          if (give.error !== null) give.reset()
        }}
        trouble={troubleAt(give.error, 'purposes') === null ? null : t('consent-purposes-missing')}
      />
      <p className={text.small}>{t('consent-note')}</p>
    </ActDialog>
  )
}

function WithdrawDialog({ card, onClose }: ConsentDialogProps) {
  const withdraw = useAct('consent.withdraw')
  const openPaper = usePaper()
  const submit = () =>
    withdraw.mutate(
      { party_id: card.party_id },
      {
        onSuccess: ({ record_id }) => {
          onClose()
          openPaper({ of: { about: 'consent', id: record_id }, formId: 'consent_withdrawal' })
        },
      },
    )
  return (
    <ActDialog title={t('consent-withdraw-title')} act={t('consent-withdraw')} busy={withdraw.isPending} error={withdraw.error} onSubmit={submit} onClose={onClose}>
      <p>{t('consent-withdraw-note', { date: card.consent.on === null ? '' : dateWords(card.consent.on) })}</p>
    </ActDialog>
  )
}

/** One who has given a consent may take it back; any other may give one. */
export function ConsentDialog(props: ConsentDialogProps) {
  useManualPage('privacy')
  // As it was when the dialog opened: the card hears of the act before the dialog does.
  const [given] = useState(props.card.consent.state === 'given')
  return given ? <WithdrawDialog {...props} /> : <GiveDialog {...props} />
}
