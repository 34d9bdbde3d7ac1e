import { RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import type { LinkState } from '../../generated/LinkState'
import type { LoadProgress } from '../../generated/LoadProgress'
import { RpcError } from '../../host/host'
import { useAct, useAsk } from '../../shared/bridge'
import { countWords } from '../../shared/format'
import { Button } from '../../shared/parts/Button'
import { Progress } from '../../shared/parts/Layout'
import { Refusal } from '../../shared/refusal'
import { t } from '../../shared/words'
import { Gate } from './Gate'

/** «28 140 из 67 000 счетов, ещё 3 мин». */
export function progressWords({ accounts_done, accounts_total, seconds_left }: LoadProgress): string {
  if (accounts_total === 0) return t('load-waiting')
  const done = t('load-done', { done: countWords(accounts_done), total: countWords(accounts_total), count: accounts_total })
  if (seconds_left === null) return done
  const left = seconds_left < 60 ? t('load-left-under-minute') : t('load-left-minutes', { minutes: Math.ceil(seconds_left / 60) })
  return `${done}, ${left}`
}

function stopped(link: LinkState | undefined): RpcError | null {
  return link?.mode === 'offline' && link.cause !== null ? new RpcError(link.cause) : null
}

export function FirstLoad({ logo, place }: { logo: ReactNode; place: string | undefined }) {
  const progress = useAsk('load.progress', {}, ['load'])
  const link = useAsk('link.state', {}, ['link'])
  const tryNow = useAct('link.try_now')
  const total = progress.data?.accounts_total ?? 0
  const share = progress.data === undefined || total === 0 ? null : progress.data.accounts_done / total
  const cause = stopped(link.data)
  return (
    <Gate logo={logo} place={place} manual="link" title={t('load-title')} lead={t('load-lead')}>
      <Progress label={t('load-title')} share={share} words={progress.data === undefined ? t('load-waiting') : progressWords(progress.data)} />
      <Refusal error={progress.error} />
      <Refusal
        error={cause}
        actions={
          <Button small icon={<RefreshCw aria-hidden />} busy={tryNow.isPending} onPress={() => tryNow.mutate({})}>
            {t('link-try')}
          </Button>
        }
      />
    </Gate>
  )
}
