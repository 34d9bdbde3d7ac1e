import { CalendarClock } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-aria-components'
import type { RedatedLine } from '../../generated/RedatedLine'
import { useAct, useAsk } from '../../shared/bridge'
import { useClock } from '../../shared/clock'
import { dateWords } from '../../shared/format'
import { Button } from '../../shared/parts/Button'
import { Dialog } from '../../shared/parts/Dialog'
import { Note } from '../../shared/parts/Layout'
import text from '../../shared/parts/text.module.css'
import { Refusal } from '../../shared/refusal'
import { hrefTo } from '../../shared/route'
import { hasWords, t } from '../../shared/words'
import styles from './Appeals.module.css'

/** «новые нормы, календарь». */
function causesWords(documents: readonly string[]): string {
  return documents.map((code) => (hasWords(`redated-by-${code}`) ? t(`redated-by-${code}`) : code)).join(', ')
}

function MovedFoot({ busy, onSubmit, onClose }: { busy: boolean; onSubmit: () => void; onClose: () => void }) {
  return (
    <>
      <Button kind="main" caps="Ctrl Enter" busy={busy} onPress={onSubmit}>
        {t('redated-seen')}
      </Button>
      <Button kind="quiet" caps="Esc" onPress={onClose}>
        {t('close')}
      </Button>
    </>
  )
}

function MovedDialog({ lines, onClose }: { lines: readonly RedatedLine[]; onClose: () => void }) {
  const clock = useClock()
  const seen = useAct('appeal.redated_seen')
  const submit = () => seen.mutate({ ids: lines.map(({ id }) => id) }, { onSuccess: onClose })
  return (
    <Dialog title={t('redated-title')} isOpen onClose={onClose} onSubmit={submit} foot={<MovedFoot busy={seen.isPending} onSubmit={submit} onClose={onClose} />}>
      <p>{t('redated-lead')}</p>
      <Refusal error={seen.error} />
      <ul className={styles.moved} aria-label={t('redated-title')}>
        {lines.map((line) => (
          <li key={line.id}>
            <Link className={text.link ?? ''} href={hrefTo(['appeals', line.appeal_id])}>
              {line.number}
            </Link>
            <span>{line.new_due === null ? t('redated-none', { old: dateWords(line.old_due) }) : t('redated-dates', { old: dateWords(line.old_due), new: dateWords(line.new_due) })}</span>
            <small>{line.applicant}</small>
            <small>{t('redated-why', { causes: causesWords(line.documents), time: clock.moment(line.at_ms) })}</small>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

/** Control dates that moved because norms or the calendar changed: told until somebody has looked. */
export function Redated() {
  const moved = useAsk('appeal.redated', {}, ['appeals', 'directory'])
  const [open, setOpen] = useState(false)
  const lines = moved.data ?? []
  if (moved.error !== null) return <Refusal error={moved.error} />
  if (lines.length === 0) return null
  return (
    <div className={styles.redated}>
      <Note
        tone="info"
        icon={<CalendarClock aria-hidden />}
        actions={
          <Button small onPress={() => setOpen(true)}>
            {t('redated-show')}
          </Button>
        }
      >
        {t('redated-note', { count: lines.length })}
      </Note>
      {open && <MovedDialog lines={lines} onClose={() => setOpen(false)} />}
    </div>
  )
}
