import { Eye, EyeOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Unmasked } from '../generated/Unmasked'
import { useAsk, useCall } from './bridge'
import { type RpcError, toRpcError } from '../host/host'
import { useManualPage } from './manual'
import { Button } from './parts/Button'
import { Dialog } from './parts/Dialog'
import { SelectField } from './parts/Field'
import { Refusal } from './refusal'
import { useSession } from './session'
import { t } from './words'

/** What is asked for: a contact of a client, or where an appeal's answer goes. */
export type Masked = { kind: 'phone' | 'email'; partyId: string } | { kind: 'answer'; appealId: string }

function ReasonDialog({ what, onShow, onClose }: { what: Masked; onShow: (shown: Unmasked) => void; onClose: () => void }) {
  useManualPage('privacy')
  const call = useCall()
  const reasons = useAsk('unmask.reasons', {}, [])
  const [reason, setReason] = useState<string | null>(null)
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<RpcError | null>(null)
  const submit = () => {
    if (reason === null) {
      setMissing(true)
      return
    }
    setBusy(true)
    // No copy of the value stays in the cache of answers: it is asked for past it.
    const asked =
      what.kind === 'answer'
        ? call('appeal.unmask', { appeal_id: what.appealId, reason })
        : call('client.unmask', { party_id: what.partyId, kind: what.kind, reason })
    asked.then(
      (shown) => {
        onShow(shown)
        onClose()
      },
      (thrown: unknown) => {
        setBusy(false)
        setError(toRpcError(thrown))
      },
    )
  }
  return (
    <Dialog
      title={t(`unmask-${what.kind}`)}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      foot={
        <>
          <Button kind="main" caps="Ctrl Enter" busy={busy} onPress={submit}>
            {t('unmask-show')}
          </Button>
          <Button kind="quiet" caps="Esc" onPress={onClose}>
            {t('cancel')}
          </Button>
        </>
      }
    >
      <Refusal error={error ?? reasons.error} />
      <SelectField
        label={t('unmask-reason')}
        name="reason"
        autoFocus
        hint={t('unmask-note')}
        placeholder={t('unmask-reason-missing')}
        choices={(reasons.data ?? []).map(({ code, label }) => ({ id: code, title: label }))}
        value={reason}
        onChange={(next) => {
          setReason(next)
          setMissing(false)
          setError(null)
        }}
        trouble={missing ? t('unmask-reason-missing') : null}
      />
    </Dialog>
  )
}

/** A masked value with its eye: asks why, shows the value for a while, hides it again. */
export function MaskedValue({ masked, what }: { masked: string; what: Masked }) {
  const { user } = useSession()
  const [asking, setAsking] = useState(false)
  const [shown, setShown] = useState<Unmasked | null>(null)
  useEffect(() => {
    if (shown === null) return undefined
    const timer = window.setTimeout(() => setShown(null), shown.seconds * 1000)
    return () => window.clearTimeout(timer)
  }, [shown])
  const may = !user.forbidden.includes(what.kind === 'answer' ? 'appeal.unmask' : 'client.unmask')
  return (
    <>
      <span>{shown === null ? masked : shown.value}</span>
      <span role="status" hidden={shown === null} aria-label={shown === null ? '' : t('unmask-shown', { seconds: shown.seconds })} />
      {may && (
        <Button
          kind="quiet"
          small
          label={shown === null ? t(`unmask-${what.kind}`) : t('unmask-hide')}
          icon={shown === null ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
          onPress={() => {
            if (shown === null) setAsking(true)
            else setShown(null)
          }}
        />
      )}
      {asking && <ReasonDialog what={what} onShow={setShown} onClose={() => setAsking(false)} />}
    </>
  )
}
