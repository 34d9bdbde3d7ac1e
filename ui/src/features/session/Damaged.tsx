import { RefreshCw } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { ErrorCode } from '../../generated/ErrorCode'
import { RpcError } from '../../host/host'
import { useAct } from '../../shared/bridge'
import { Button } from '../../shared/parts/Button'
import { Note } from '../../shared/parts/Layout'
import { Refusal, refusalTrace } from '../../shared/refusal'
import { t } from '../../shared/words'
import { Gate, gateStyles } from './Gate'

/** What a person may do beside trying again. */
type Way = 'recovery.restore' | 'recovery.begin_anew'

function wayOf(problem: ErrorCode): Way | null {
  if (problem === 'store-damaged' || problem === 'store-missing') return 'recovery.restore'
  return problem === 'store-wrong-key' ? 'recovery.begin_anew' : null
}

/** Damage is mended at once; what could still come back by itself is asked about first. */
const asksFirst = new Set<ErrorCode>(['store-missing', 'store-wrong-key'])

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** The base cannot be opened: what happened, what is safe, what to do. Nothing is deleted. */
export function Damaged({ logo, place, problem }: { logo: ReactNode; place: string | undefined; problem: ErrorCode | null }) {
  const code = problem ?? 'internal'
  const retry = useAct('recovery.retry')
  const restore = useAct('recovery.restore')
  const beginAnew = useAct('recovery.begin_anew')
  const [asked, setAsked] = useState(false)
  const way = wayOf(code)
  const act = way === 'recovery.begin_anew' ? beginAnew : restore
  const busy = retry.isPending || act.isPending
  const error = retry.error ?? act.error
  const mending = way !== null && !asksFirst.has(code)

  const wayButton = way !== null && (
    <Button
      kind={mending || asked ? 'main' : 'second'}
      autoFocus={mending || asked}
      key={String(asked)}
      busy={act.isPending}
      isDisabled={retry.isPending}
      onPress={() => (mending || asked ? act.mutate({}) : setAsked(true))}
    >
      {act.isPending ? t('damaged-way-busy', { problem: code }) : t(asked ? 'damaged-way-sure' : 'damaged-way', { problem: code })}
    </Button>
  )
  return (
    <Gate logo={logo} place={place} title={t('damaged-title', { problem: code })} lead={t('damaged-lead', { problem: code })}>
      <dl className={gateStyles.facts}>
        <Line label={t('damaged-safe-label')}>{t('damaged-safe', { problem: code })}</Line>
        <Line label={t('damaged-todo-label')}>{t('damaged-todo', { problem: code })}</Line>
      </dl>
      {error?.code === 'disk-full' && way === 'recovery.restore' ? (
        <div role="alert" data-code={error.code}>
          <Note tone="bad">{t('damaged-needs-room')}</Note>
        </div>
      ) : (
        <Refusal error={error} />
      )}
      {asked && (
        <div role="alert">
          <Note tone="warn">{t('damaged-way-warning', { problem: code })}</Note>
        </div>
      )}
      <div className={gateStyles.actions}>
        {(mending || asked) && wayButton}
        {asked ? (
          <Button isDisabled={busy} onPress={() => setAsked(false)}>
            {t('cancel')}
          </Button>
        ) : (
          <Button
            kind={mending ? 'second' : 'main'}
            autoFocus={!mending}
            icon={<RefreshCw aria-hidden />}
            busy={retry.isPending}
            isDisabled={act.isPending}
            onPress={() => retry.mutate({})}
          >
            {t('damaged-retry')}
          </Button>
        )}
        {!mending && !asked && wayButton}
      </div>
      <small className={gateStyles.code}>{refusalTrace(new RpcError(code))}</small>
    </Gate>
  )
}
