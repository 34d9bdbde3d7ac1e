import { Printer } from 'lucide-react'
import { useState } from 'react'
import type { TicketPrinterKind } from '../../generated/TicketPrinterKind'
import type { TicketPrinterSet } from '../../generated/TicketPrinterSet'
import type { TicketPrinterState } from '../../generated/TicketPrinterState'
import { ActDialog, focusRefused } from '../../shared/actDialog'
import { useAct, useAsk } from '../../shared/bridge'
import { Button } from '../../shared/parts/Button'
import { Dialog } from '../../shared/parts/Dialog'
import { Field, SegmentField, SelectField } from '../../shared/parts/Field'
import { Note, Skeleton } from '../../shared/parts/Layout'
import text from '../../shared/parts/text.module.css'
import { useSpeaker } from '../../shared/parts/Toast'
import { atLarge, Refusal, troubleAt } from '../../shared/refusal'
import { t } from '../../shared/words'

const KINDS: readonly TicketPrinterKind[] = ['none', 'network', 'device', 'system']

const isKind = (id: string): id is TicketPrinterKind => KINDS.some((kind) => kind === id)

/** Where this desk prints its tickets. */
export function TicketPrinterDialog({ onClose }: { onClose: () => void }) {
  const asked = useAsk('ticket_printer.state', {}, [])
  if (asked.data === undefined)
    return (
      <Dialog title={t('ticket-printer-title')} isOpen onClose={onClose} foot={<Button autoFocus caps="Esc" onPress={onClose}>{t('close')}</Button>}>
        {asked.error === null ? <Skeleton rows={3} /> : <Refusal error={atLarge(asked.error)} />}
      </Dialog>
    )
  return <Settings known={asked.data} onClose={onClose} />
}

function Settings({ known, onClose }: { known: TicketPrinterState; onClose: () => void }) {
  const save = useAct('ticket_printer.set')
  const tryOut = useAct('ticket_printer.try')
  const { say } = useSpeaker()
  const [set, setSet] = useState<TicketPrinterSet>(known.set)
  // An address of a network printer is no name of the system's: each kind keeps what was typed for it.
  const [addresses, setAddresses] = useState<Partial<Record<TicketPrinterKind, string>>>({ [known.set.kind]: known.set.address })
  const [tried, setTried] = useState<string | null>(null)
  const change = (next: Partial<TicketPrinterSet>) => {
    setSet((before) => ({ ...before, ...next }))
    setTried(null)
    if (save.error !== null) save.reset()
  }
  const type = (address: string) => {
    setAddresses((before) => ({ ...before, [set.kind]: address }))
    change({ address })
  }
  const submit = () =>
    save.mutate(set, {
      onSuccess: () => {
        say({ words: t('said-ticket-printer') })
        onClose()
      },
      onError: focusRefused,
    })
  const print = () =>
    save.mutate(set, {
      onSuccess: () => tryOut.mutate({}, { onSuccess: ({ trouble }) => setTried(trouble ?? t('ticket-printer-tried')) }),
      onError: focusRefused,
    })
  const trouble = troubleAt(save.error, 'address')
  return (
    <ActDialog title={t('ticket-printer-title')} act={t('save')} busy={save.isPending} error={save.error ?? tryOut.error} onSubmit={submit} onClose={onClose}>
      <SelectField
        label={t('ticket-printer-kind')}
        name="kind"
        autoFocus
        choices={KINDS.map((id) => ({ id, title: t(`ticket-printer-${id}`) }))}
        value={set.kind}
        onChange={(id) => {
          if (isKind(id)) change({ kind: id, address: addresses[id] ?? (id === 'system' ? (known.system[0] ?? '') : '') })
        }}
      />
      {set.kind === 'network' && <Field label={t('ticket-printer-network-address')} name="address" autoComplete="off" hint={t('ticket-printer-network-hint')} value={set.address} onChange={type} trouble={trouble} />}
      {set.kind === 'device' && <Field label={t('ticket-printer-device-address')} name="address" autoComplete="off" hint={t('ticket-printer-device-hint')} value={set.address} onChange={type} trouble={trouble} />}
      {set.kind === 'system' && (
        <SelectField
          label={t('ticket-printer-system-address')}
          name="address"
          choices={known.system.map((name) => ({ id: name, title: name }))}
          value={known.system.includes(set.address) ? set.address : null}
          onChange={type}
          placeholder={t('form-choose')}
          trouble={trouble}
        />
      )}
      {(set.kind === 'network' || set.kind === 'device') && (
        <SegmentField
          label={t('ticket-printer-roll')}
          name="roll_mm"
          choices={[58, 80].map((mm) => ({ id: String(mm), title: t('ticket-printer-mm', { mm }) }))}
          value={String(set.roll_mm)}
          onChange={(mm) => change({ roll_mm: Number(mm) })}
        />
      )}
      {set.kind === 'none' ? (
        <p className={text.mute}>{t('ticket-printer-none-hint')}</p>
      ) : (
        <div>
          <Button icon={<Printer aria-hidden />} busy={save.isPending || tryOut.isPending} onPress={print}>
            {t('ticket-printer-try')}
          </Button>
        </div>
      )}
      {tried !== null && <Note tone={tried === t('ticket-printer-tried') ? 'info' : 'warn'}>{tried}</Note>}
    </ActDialog>
  )
}
