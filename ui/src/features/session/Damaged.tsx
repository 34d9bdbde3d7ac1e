import { RefreshCw } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { ErrorCode } from '../../generated/ErrorCode'
import { RpcError } from '../../host/host'
import { useAct, useAsk } from '../../shared/bridge'
import { Button } from '../../shared/parts/Button'
import { Note, Progress } from '../../shared/parts/Layout'
import { Refusal, refusalTrace } from '../../shared/refusal'
import { t } from '../../shared/words'
import { Gate, gateStyles } from './Gate'
import { SpareKey } from './SpareKey'

/** What a person may do beside trying again. */
type Way = 'recovery.restore' | 'recovery.begin_anew'

/** The base is whole, and nothing here opens it. */
const isLocked = (problem: ErrorCode) => problem === 'store-wrong-key' || problem === 'passphrase-needed'

function wayOf(problem: ErrorCode): Way | null {
  if (problem === 'store-damaged' || problem === 'store-missing') return 'recovery.restore'
  return isLocked(problem) ? 'recovery.begin_anew' : null
}

/** Damage is mended at once; what could still come back by itself is asked about first. */
const asksFirst = new Set<ErrorCode>(['store-missing', 'store-wrong-key', 'passphrase-needed'])

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** How far the recovery is. */
function Mending() {
  const progress = useAsk('recovery.progress', {}, ['recovery'])
  const percent = progress.data?.percent ?? 0
  return <Progress label={t('damaged-progress')} share={percent / 100} words={t('damaged-progress-words', { percent })} />
}

interface DamagedProps {
  logo: ReactNode
  place: string | undefined
  problem: ErrorCode | null
  /** Where the spare key lies that the centre can help with. */
  spareKey: string | null
  /** Back to the question for the passphrase, from which one came. */
  onBack?: () => void
}

/** The base cannot be opened: what happened, what is safe, what to do. Nothing is deleted. */
export function Damaged({ logo, place, problem, spareKey, onBack }: DamagedProps) {
  const code = problem ?? 'internal'
  const retry = useAct('recovery.retry')
  const restore = useAct('recovery.restore')
  const beginAnew = useAct('recovery.begin_anew')
  const [asked, setAsked] = useState(false)
  const way = wayOf(code)
  const act = way === 'recovery.begin_anew' ? beginAnew : restore
  const busy = retry.isPending || act.isPending
  const error = retry.error ?? act.error
  const spare = isLocked(code) ? spareKey : null
  const mending = way !== null && !asksFirst.has(code)

  const go = (kind: 'main' | 'second', words: string, onPress: () => void) => (
    <Button key={words} kind={kind} autoFocus={mending} busy={act.isPending} isDisabled={retry.isPending} onPress={onPress}>
      {act.isPending ? t('damaged-way-busy', { problem: code }) : words}
    </Button>
  )
  const again = onBack !== undefined ? (
    <Button key="back" kind={spare === null ? 'main' : 'second'} autoFocus={spare === null} isDisabled={act.isPending} onPress={onBack}>
      {t('passphrase-back')}
    </Button>
  ) : (
    <Button
      key="retry"
      kind={mending || spare !== null ? 'second' : 'main'}
      autoFocus={!mending && spare === null}
      icon={<RefreshCw aria-hidden />}
      busy={retry.isPending}
      isDisabled={act.isPending}
      onPress={() => retry.mutate({})}
    >
      {t('damaged-retry')}
    </Button>
  )
  // Pressing Enter twice must not do what cannot be taken back: the way out of the question is in focus.
  const sure = [
    <Button key="cancel" autoFocus isDisabled={busy} onPress={() => setAsked(false)}>
      {t('cancel')}
    </Button>,
    go('main', t('damaged-way-sure', { problem: code }), () => act.mutate({})),
  ]
  const others = (
    <>
      {again}
      {way !== null && !mending && go('second', t('damaged-way', { problem: code }), () => setAsked(true))}
    </>
  )
  return (
    <Gate logo={logo} place={place} manual={isLocked(code) ? 'key' : 'trouble'} isWide={spare !== null} title={t('damaged-title', { problem: code })} lead={t('damaged-lead', { problem: code })}>
      <dl className={gateStyles.facts}>
        <Line label={t('damaged-safe-label')}>{t('damaged-safe', { problem: code })}</Line>
        <Line label={t('damaged-todo-label')}>{spare === null ? t('damaged-todo', { problem: code }) : t('damaged-todo-spare')}</Line>
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
      {restore.isPending && <Mending />}
      {spare !== null && !asked ? (
        <SpareKey path={spare} isIdle={!busy} others={others} />
      ) : (
        <div className={gateStyles.actions}>
          {asked && sure}
          {mending && go('main', t('damaged-way', { problem: code }), () => act.mutate({}))}
          {!asked && others}
        </div>
      )}
      <small className={gateStyles.code}>{refusalTrace(new RpcError(code))}</small>
    </Gate>
  )
}
