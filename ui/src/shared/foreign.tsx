import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ForeignAccount } from '../generated/ForeignAccount'
import { useAct } from './bridge'
import styles from './foreign.module.css'
import { moneyWords } from './format'
import { Button } from './parts/Button'
import { Dialog } from './parts/Dialog'
import { Field } from './parts/Field'
import { Facts, Note } from './parts/Layout'
import { Status } from './parts/Status'
import text from './parts/text.module.css'
import { atLarge, Refusal, troubleAt } from './refusal'
import { t } from './words'

/** What the centre has just told of an account, for the page that opens next; forgotten with the lock. */
export function useTold(): { told: (number: string) => ForeignAccount | null; keep: (number: string, found: ForeignAccount) => void } {
  const client = useQueryClient()
  return {
    told: (number) => client.getQueryData<ForeignAccount>(['account.lookup', number]) ?? null,
    keep: (number, found) => client.setQueryData(['account.lookup', number], found),
  }
}

interface ForeignDialogProps {
  number: string
  /** `found` is null when the appeal is taken by the number alone: the centre reconciles it. */
  onTake: (number: string, found: ForeignAccount | null) => void
  onClose: () => void
}

function Told({ found }: { found: ForeignAccount }) {
  const { account } = found
  return (
    <Facts
      className={styles.facts}
      facts={[
        { label: t('foreign-name'), value: found.name, strong: true },
        { label: t('foreign-office'), value: found.office_name },
        { label: t('account-address'), value: account.address },
        { label: t('account-contract'), value: account.contract ?? t('none') },
        { label: t('foreign-balance'), value: moneyWords(account.balance_kopecks), strong: true },
        { label: t('account-balance-note'), value: <Status tone={account.balance_tone}>{account.balance_note}</Status> },
      ]}
    />
  )
}

/** An account of another office: asked at the centre for a reason, shown while the dialog is open. */
export function ForeignDialog({ number: known, onTake, onClose }: ForeignDialogProps) {
  const lookup = useAct('account.lookup')
  const [number, setNumber] = useState(known)
  const [reason, setReason] = useState(t('foreign-reason-usual'))
  const found = lookup.data ?? null
  const told = lookup.error?.code === 'server-unreachable' ? 'foreign-away' : lookup.error?.code === 'not-found' ? 'foreign-unknown' : null
  const submit = () => {
    if (lookup.isPending) return
    if (found !== null) onTake(number, found)
    else lookup.mutate({ number, reason })
  }
  return (
    <Dialog
      title={t('command-ask-centre')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      foot={
        <>
          <Button kind="main" caps="Ctrl Enter" busy={lookup.isPending} onPress={submit}>
            {t(found === null ? 'foreign-ask' : 'foreign-take')}
          </Button>
          {found === null && atLarge(lookup.error) !== null && <Button onPress={() => onTake(number, null)}>{t('foreign-take-blind')}</Button>}
          <Button kind="quiet" caps="Esc" onPress={onClose}>
            {t('cancel')}
          </Button>
        </>
      }
    >
      {told === null ? (
        <Refusal error={atLarge(lookup.error)} />
      ) : (
        <div role="alert">
          <Note tone="warn">{t(told)}</Note>
        </div>
      )}
      {found === null ? (
        <>
          <p className={text.mute}>{t('foreign-note')}</p>
          <Field label={t('form-field-account')} name="number" autoComplete="off" autoFocus={known === ''} reserve value={number} onChange={setNumber} trouble={troubleAt(lookup.error, 'number')} />
          <Field label={t('foreign-reason')} name="reason" autoComplete="off" autoFocus={known !== ''} reserve value={reason} onChange={setReason} trouble={troubleAt(lookup.error, 'reason')} />
        </>
      ) : (
        <Told found={found} />
      )}
    </Dialog>
  )
}
