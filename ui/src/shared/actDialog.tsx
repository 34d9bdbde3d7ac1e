import type { ReactNode } from 'react'
import type { RpcError } from '../host/host'
import { Button } from './parts/Button'
import { Dialog } from './parts/Dialog'
import { focusField } from './parts/Field'
import { atLarge, Refusal } from './refusal'
import { t } from './words'

interface ActDialogProps {
  title: string
  /** What the main button does. */
  act: string
  busy: boolean
  /** A refusal with no field is told on top. */
  error: RpcError | null
  onSubmit: () => void
  onClose: () => void
  extra?: ReactNode
  children: ReactNode
}

/** One act of the visit: its fields, the act, the way back. */
export function ActDialog({ title, act, busy, error, onSubmit, onClose, extra, children }: ActDialogProps) {
  const submit = () => {
    if (!busy) onSubmit()
  }
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      foot={
        <>
          <Button kind="main" caps="Ctrl Enter" busy={busy} onPress={submit}>
            {act}
          </Button>
          {extra}
          <Button kind="quiet" caps="Esc" onPress={onClose}>
            {t('cancel')}
          </Button>
        </>
      }
    >
      <Refusal error={atLarge(error)} />
      {children}
    </Dialog>
  )
}

/** Leads the caret to the first field that was refused. */
export function focusRefused(error: RpcError): void {
  const first = error.fields[0]
  if (first !== undefined) window.setTimeout(() => focusField(first.field))
}
