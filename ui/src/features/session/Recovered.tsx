import type { ReactNode } from 'react'
import type { RecoveryReport } from '../../generated/RecoveryReport'
import { useAct } from '../../shared/bridge'
import { countWords } from '../../shared/format'
import { Button } from '../../shared/parts/Button'
import { type Fact, Facts, Note } from '../../shared/parts/Layout'
import { Refusal } from '../../shared/refusal'
import { t } from '../../shared/words'
import { Gate, gateStyles } from './Gate'

function factsOf({ unsent, drafts, set_aside }: RecoveryReport): Fact[] {
  return [
    { label: t('recovered-unsent'), value: countWords(unsent) },
    { label: t('recovered-drafts'), value: countWords(drafts) },
    { label: t('recovered-file'), value: set_aside, wide: true },
  ]
}

function wayOf({ set_aside, works_offline }: RecoveryReport): 'anew' | 'offline' | 'load' {
  if (set_aside === '') return 'anew'
  return works_offline ? 'offline' : 'load'
}

/** What came of a recovery, until somebody has read it. */
export function Recovered({ logo, place, report }: { logo: ReactNode; place: string | undefined; report: RecoveryReport }) {
  const go = useAct('recovery.acknowledge')
  const way = wayOf(report)
  return (
    <Gate logo={logo} place={place} manual="trouble" title={t('recovered-title', { way })} lead={t('recovered-lead', { way })}>
      {way !== 'anew' && <Facts facts={factsOf(report)} />}
      {report.lost > 0 && <Note tone="warn">{t('recovered-lost', { count: report.lost })}</Note>}
      <Refusal error={go.error} />
      <div className={gateStyles.actions}>
        <Button kind="main" autoFocus busy={go.isPending} onPress={() => go.mutate({})}>
          {t('recovered-go')}
        </Button>
      </div>
    </Gate>
  )
}
