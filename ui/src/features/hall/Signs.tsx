import { Flag, Megaphone, TicketX } from 'lucide-react'
import type { SignView } from '../../generated/SignView'
import { useAct } from '../../shared/bridge'
import { Button } from '../../shared/parts/Button'
import { Note } from '../../shared/parts/Layout'
import { useSpeaker } from '../../shared/parts/Toast'
import { Refusal } from '../../shared/refusal'
import { t } from '../../shared/words'
import styles from './Hall.module.css'
import type { Hall } from './useHall'

/** What the head raises over the hall. */
export function SignButtons({ hall, onAsk }: { hall: Hall; onAsk: (kind: 'notice' | 'tickets_stopped') => void }) {
  const raise = useAct('hall.sign_raise')
  const end = useAct('hall.sign_end')
  const { say } = useSpeaker()
  const { signs } = hall.state
  const peak = signs.find(({ kind }) => kind === 'peak')
  const isStopped = signs.some(({ kind }) => kind === 'tickets_stopped')
  const turnPeak = () => {
    if (peak === undefined) raise.mutate({ kind: 'peak', text: '', until: '' }, { onSuccess: () => say({ words: t('hall-peak-begun') }) })
    else end.mutate({ id: peak.id }, { onSuccess: () => say({ words: t('hall-peak-ended') }) })
  }
  return (
    <div className={styles.signButtons}>
      <Refusal error={raise.error ?? end.error} />
      <Button icon={<Flag aria-hidden />} busy={raise.isPending || end.isPending} onPress={turnPeak}>
        {peak === undefined ? t('hall-peak-begin') : t('hall-peak-end', { since: peak.since })}
      </Button>
      <Button icon={<Megaphone aria-hidden />} onPress={() => onAsk('notice')}>
        {t('hall-notice')}
      </Button>
      {!isStopped && (
        <Button icon={<TicketX aria-hidden />} onPress={() => onAsk('tickets_stopped')}>
          {t('hall-stop')}
        </Button>
      )}
    </div>
  )
}

function wordsOf(sign: SignView): string {
  return t(`hall-sign-${sign.kind}`, { text: sign.text, since: sign.since, until: sign.until === '' ? 'none' : sign.until })
}

/** Signs that stand over the hall, each with the way to end it. A peak has its button above, a call for help waits for a decision. */
export function StandingSigns({ hall }: { hall: Hall }) {
  const end = useAct('hall.sign_end')
  const { say } = useSpeaker()
  const standing = hall.state.signs.filter(({ kind }) => kind === 'notice' || kind === 'tickets_stopped')
  if (standing.length === 0 && end.error === null) return null
  return (
    <section className={styles.signs} aria-label={t('hall-signs')}>
      <Refusal error={end.error} />
      {standing.map((sign) => (
        <Note
          key={sign.id}
          tone={sign.kind === 'notice' ? 'info' : 'warn'}
          actions={
            <Button small busy={end.isPending} onPress={() => end.mutate({ id: sign.id }, { onSuccess: () => say({ words: t(`hall-sign-ended-${sign.kind}`) }) })}>
              {t(`hall-sign-end-${sign.kind}`)}
            </Button>
          }
        >
          {wordsOf(sign)}
        </Note>
      ))}
    </section>
  )
}
