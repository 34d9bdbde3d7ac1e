import { Hand, Printer, X } from 'lucide-react'
import type { SignView } from '../../generated/SignView'
import { useAct } from '../../shared/bridge'
import { Button } from '../../shared/parts/Button'
import { Note } from '../../shared/parts/Layout'
import { Refusal } from '../../shared/refusal'
import { t } from '../../shared/words'
import { useQueueInside } from './useQueue'

/** Where somebody must act, on every page: a call for help, a printer without paper, an act that was refused. */
export function QueueNotes({ refusals }: { refusals: boolean }) {
  const { state, may, open, trouble, setTrouble } = useQueueInside()
  const end = useAct('hall.sign_end')
  const help = state.signs.filter(({ kind }) => kind === 'help')
  return (
    <>
      {help.map((sign) => (
        <Note
          key={sign.id}
          tone="bad"
          icon={<Hand aria-hidden />}
          {...(may('hall.sign_end')
            ? {
                actions: (
                  <Button small busy={end.isPending} onPress={() => end.mutate({ id: sign.id })}>
                    {t('sign-help-taken')}
                  </Button>
                ),
              }
            : {})}
        >
          {t('sign-help', { place: sign.text, since: sign.since })}
        </Note>
      ))}
      <Refusal error={end.error} />
      {state.printer_trouble !== null && (
        <Note
          tone="warn"
          icon={<Printer aria-hidden />}
          actions={
            <Button small isDisabled={!may('ticket_printer.set')} onPress={() => open({ act: 'ticket-printer' })}>
              {t('ticket-printer-change')}
            </Button>
          }
        >
          {state.printer_trouble}
        </Note>
      )}
      {refusals && trouble !== null && <Refusal error={trouble} actions={<Button small kind="quiet" label={t('close')} icon={<X aria-hidden />} onPress={() => setTrouble(null)} />} />}
    </>
  )
}

function signWords({ kind, text, since, until }: SignView): string {
  const words = kind === 'peak' ? t('sign-peak', { since }) : kind === 'tickets_stopped' ? t('sign-tickets-stopped', { text }) : t('sign-notice', { text })
  return until === '' ? words : t('sign-until', { words, until })
}

/** What concerns everybody in the hall: a notice, a peak, tickets stopped. */
export function HallSigns() {
  const { state } = useQueueInside()
  return (
    <>
      {state.signs
        .filter(({ kind }) => kind !== 'help')
        .map((sign) => (
          <Note key={sign.id} tone={sign.kind === 'notice' ? 'info' : 'warn'}>
            {signWords(sign)}
          </Note>
        ))}
    </>
  )
}
