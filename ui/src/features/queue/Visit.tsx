import { useEffect } from 'react'
import { Link } from 'react-aria-components'
import { useAct } from '../../shared/bridge'
import { Button } from '../../shared/parts/Button'
import { Note } from '../../shared/parts/Layout'
import text from '../../shared/parts/text.module.css'
import { Way } from '../../shared/parts/Way'
import { Whole } from '../../shared/parts/Whole'
import { Refusal } from '../../shared/refusal'
import { hrefTo } from '../../shared/route'
import { t } from '../../shared/words'
import styles from './Queue.module.css'
import { useQueueInside } from './useQueue'

interface CardOpen {
  /** The client whose card is open; `null`: none is. */
  partyId: string | null
  account: string | null
}

/** The first card that is opened while the client sits at the window says who he is. */
function useIdentify({ partyId, account }: CardOpen) {
  const { state, may } = useQueueInside()
  const identify = useAct('queue.identify')
  const { current } = state
  const allowed = may('queue.identify')
  const visit = current?.state === 'serving' ? current.visit_id : null
  const isUnknown = visit !== null && current?.party_id == null && partyId !== null && allowed
  const { mutate } = identify
  useEffect(() => {
    if (isUnknown) mutate({ party_id: partyId, account })
  }, [isUnknown, visit, partyId, account, mutate])
  return { identify, isOther: visit !== null && current?.party_id != null && partyId !== null && current.party_id !== partyId && allowed }
}

/** The right column while there is a ticket: the course of the visit. */
export function VisitCourse({ partyId, account }: CardOpen) {
  const { state } = useQueueInside()
  const { identify, isOther } = useIdentify({ partyId, account })
  const { current } = state
  if (current === null) return null
  return (
    <>
      <div className={styles.head}>
        <h2>{t('visit-course')}</h2>
        <span className={text.small}>{current.number}</span>
      </div>
      <ol className={styles.visit}>
        {current.course.map((line, index) => (
          <li key={`${line.at} ${index}`}>
            <span className={text.mute}>{line.at}</span>
            <span>
              {line.appeal_id === null ? (
                line.what
              ) : (
                <Link className={text.link ?? ''} href={hrefTo(['appeals', line.appeal_id])}>
                  <Whole>{line.what}</Whole>
                </Link>
              )}
              {line.note !== null && <small>{line.note}</small>}
            </span>
            <Way place={line.place} />
          </li>
        ))}
      </ol>
      {current.further.length > 0 && <p className={text.small}>{t('visit-further', { services: current.further.join(', ') })}</p>}
      <Refusal error={identify.error} />
      {isOther && partyId !== null && (
        <div className={styles.visitNote}>
          <Note
            tone="info"
            actions={
              <Button small busy={identify.isPending} onPress={() => identify.mutate({ party_id: partyId, account })}>
                {t('visit-this-client')}
              </Button>
            }
          >
            {t('visit-other-client', { number: current.number })}
          </Note>
        </div>
      )}
    </>
  )
}
