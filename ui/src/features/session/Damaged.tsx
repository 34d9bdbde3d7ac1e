import type { ReactNode } from 'react'
import type { ErrorCode } from '../../generated/ErrorCode'
import { RpcError } from '../../host/host'
import { Refusal } from '../../shared/refusal'
import { t } from '../../shared/words'
import { Gate } from './Gate'

/** The base cannot be opened: what is so, and what to do. Nothing is deleted. */
export function Damaged({ logo, place, problem }: { logo: ReactNode; place: string | undefined; problem: ErrorCode | null }) {
  return (
    <Gate logo={logo} place={place} title={t('damaged-title', { problem: problem ?? 'internal' })} lead={t('damaged-lead', { problem: problem ?? 'internal' })}>
      <Refusal error={new RpcError(problem ?? 'internal')} />
    </Gate>
  )
}
