import { useState } from 'react'
import { Bell } from 'lucide-react'
import type { ClientCard } from '../../generated/ClientCard'
import { useAct, useAsk } from '../../shared/bridge'
import { dateWords } from '../../shared/format'
import { usePaper } from '../../shared/paper'
import { Button } from '../../shared/parts/Button'
import { SelectField } from '../../shared/parts/Field'
import { Note } from '../../shared/parts/Layout'
import { Status } from '../../shared/parts/Status'
import text from '../../shared/parts/text.module.css'
import { troubleAt } from '../../shared/refusal'
import { useAvailableCommands } from '../../shared/useCommand'
import { t } from '../../shared/words'
import { Way } from '../../shared/parts/Way'
import { ActDialog, useDone } from '../../shared/actDialog'
import styles from './Reception.module.css'
import { choicesOf } from './visit'

/** How the client wants to be told things (R151). */
function NotificationDialog({ card, onClose }: { card: ClientCard; onClose: () => void }) {
  const choices = useAsk('visit.choices', {}, ['directory'])
  const learn = useAct('contact.learn')
  const done = useDone(onClose)
  const [value, setValue] = useState<string | null>(null)
  const submit = () => learn.mutate({ party_id: card.party_id, kind: 'notification', value: value ?? '' }, done(t('notification-done')))
  return (
    <ActDialog title={t('notification-title')} act={t('save')} busy={learn.isPending} error={learn.error ?? choices.error} onSubmit={submit} onClose={onClose}>
      <SelectField label={t('notification-way')} name="value" autoFocus placeholder={t('form-choose')} choices={choicesOf(choices.data?.notifications ?? [])} value={value} onChange={setValue} trouble={troubleAt(learn.error, 'value')} />
    </ActDialog>
  )
}

/** Asked once: until the client has said it. */
export function NotificationNote({ card }: { card: ClientCard }) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Note
        tone="info"
        icon={<Bell aria-hidden />}
        actions={
          <Button small onPress={() => setAsking(true)}>
            {t('contact-add')}
          </Button>
        }
      >
        {t('notification-ask')}
      </Note>
      {asking && <NotificationDialog card={card} onClose={() => setAsking(false)} />}
    </>
  )
}

function Consent({ card }: { card: ClientCard }) {
  const { available, run } = useAvailableCommands()
  const openPaper = usePaper()
  const { state, on, consent_id, place } = card.consent
  const given = state === 'given'
  const words = on === null ? t('consent-none') : t(given ? 'consent-given-on' : 'consent-withdrawn-on', { date: dateWords(on) })
  return (
    <dd>
      <Status tone={given ? 'ok' : 'idle'}>{words}</Status>
      {place !== null && <Way place={place} />}
      <span className={styles.rowEnd}>
        {consent_id !== null && (
          <Button small kind="quiet" onPress={() => openPaper({ of: { about: 'consent', id: consent_id }, formId: given ? 'consent' : 'consent_withdrawal' })}>
            {t('consent-print')}
          </Button>
        )}
        {available.includes('consent') && (
          <Button small onPress={() => run('consent')}>
            {t(given ? 'consent-withdraw' : 'consent-give')}
          </Button>
        )}
      </span>
    </dd>
  )
}

/** Who may act for the client, how he is told things, what he agreed to. */
export function Person({ card }: { card: ClientCard }) {
  const [asking, setAsking] = useState(false)
  return (
    <dl className={styles.person}>
      <div>
        <dt>{t('person-representatives')}</dt>
        {card.representatives.length === 0 && <dd className={text.mute}>{t('person-representatives-none')}</dd>}
        {card.representatives.map((one) => (
          <dd key={`${one.name} ${one.authority}`}>
            <span>
              {one.name} <span className={text.small}>{one.authority}</span>
            </span>
            <span className={styles.rowEnd}>
              {one.valid_to === null ? (
                <span className={text.mute}>{t('person-no-end')}</span>
              ) : (
                <Status tone={one.expired ? 'bad' : 'ok'}>{t(one.expired ? 'person-ended' : 'person-until', { date: dateWords(one.valid_to) })}</Status>
              )}
            </span>
          </dd>
        ))}
      </div>
      <div>
        <dt>{t('notification-way')}</dt>
        <dd>
          {card.notification ?? <span className={text.mute}>{t('notification-none')}</span>}
          <span className={styles.rowEnd}>
            <Button small kind="quiet" onPress={() => setAsking(true)}>
              {t(card.notification === null ? 'contact-add' : 'contact-wrong')}
            </Button>
          </span>
        </dd>
      </div>
      <div>
        <dt>{t('person-consent')}</dt>
        <Consent card={card} />
      </div>
      {asking && <NotificationDialog card={card} onClose={() => setAsking(false)} />}
    </dl>
  )
}
