import { Printer } from 'lucide-react'
import { useState } from 'react'
import type { OfficeHit } from '../../generated/OfficeHit'
import { useAsk } from '../../shared/bridge'
import { usePaper } from '../../shared/paper'
import { Button } from '../../shared/parts/Button'
import { Field, SelectField } from '../../shared/parts/Field'
import { Empty, Skeleton } from '../../shared/parts/Layout'
import { Status } from '../../shared/parts/Status'
import text from '../../shared/parts/text.module.css'
import { Refusal } from '../../shared/refusal'
import { useSettled } from '../../shared/useSettled'
import { t } from '../../shared/words'
import styles from './Reference.module.css'
import { useOpening } from './opening'

const FIND_AFTER_MS = 120
/** A list of choices needs an id for «anybody». */
const ANYBODY = '*'

function Office({ office, onRedirect }: { office: OfficeHit; onRedirect: (() => void) | null }) {
  return (
    <article className={styles.office} data-own={office.own ? '' : undefined} aria-label={office.name}>
      <header>
        <h2>{office.name}</h2>
        <span className={text.small}>{office.own ? t('office-own') : office.kind_label}</span>
      </header>
      {office.place !== '' && <p className={styles.found}>{office.place}</p>}
      <p>{office.address}</p>
      {office.more_addresses.map((address) => (
        <p key={address}>{address}</p>
      ))}
      <p>{office.phones.join(', ')}</p>
      {office.hours !== null && <p>{office.hours}</p>}
      {office.parent !== null && <p>{t('office-parent', { name: office.parent })}</p>}
      {(office.citizens_only || onRedirect !== null) && (
        <footer>
          {onRedirect !== null && (
            <Button small icon={<Printer aria-hidden />} onPress={onRedirect}>
              {t('office-redirect')}
            </Button>
          )}
          {office.citizens_only && <Status tone="info">{t('office-citizens-only')}</Status>}
        </footer>
      )}
    </article>
  )
}

/** Whose zone it is: offices by a place, the most specific first. */
export function Offices({ text: initial }: { text: string }) {
  const [typed, setTyped] = useState(initial)
  const [audience, setAudience] = useState(ANYBODY)
  const place = useSettled(typed, FIND_AFTER_MS)
  const openPaper = usePaper()
  const asked = { text: place, audience: audience === ANYBODY ? '' : audience }
  const found = useAsk('reference.offices', asked, ['directory'], { keep: true })
  const hits = found.data?.hits ?? []
  const redirect = (office: OfficeHit) => openPaper({ of: { about: 'offices', place: found.data?.read_as ?? place.trim(), office_ids: [office.office_id], party_id: null }, formId: 'redirect_sheet' })
  return (
    <>
      <div className={styles.bar}>
        <Field label={t('office-find')} name="place" value={typed} onChange={setTyped} placeholder={t('office-find-prompt')} autoFocus={useOpening()} autoComplete="off" />
        <SelectField
          label={t('office-for')}
          name="audience"
          choices={[ANYBODY, 'citizen', 'other'].map((id) => ({ id, title: t(`office-for-${id === ANYBODY ? 'any' : id}`) }))}
          value={audience}
          onChange={setAudience}
        />
        <p role="status">
          {place.trim() === '' ? t('office-all', { count: hits.length }) : t('office-found', { count: hits.length })}
          {found.data?.read_as != null && ` ${t('office-read-as', { text: found.data.read_as })}`}
        </p>
      </div>
      <div className={styles.body}>
        <Refusal error={found.error} />
        {found.isPending && <Skeleton rows={6} />}
        {found.data !== undefined && hits.length === 0 && <Empty title={t('office-none')}>{t('office-none-hint')}</Empty>}
        <div className={styles.offices}>
          {hits.map((office) => (
            <Office key={office.office_id} office={office} onRedirect={place.trim() === '' || office.own ? null : () => redirect(office)} />
          ))}
        </div>
      </div>
    </>
  )
}
