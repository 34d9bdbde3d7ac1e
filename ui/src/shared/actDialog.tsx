import type { ReactNode } from 'react'
import type { RpcError } from '../host/host'
import { Button } from './parts/Button'
import { Dialog } from './parts/Dialog'
import { focusField } from './parts/Field'
import { useSpeaker } from './parts/Toast'
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

/** The foot of a dialog that does something: the act, what stands beside it, the way back. */
export function ActFoot({ title, busy, onSubmit, onClose, extra, disabled }: { title: string; busy: boolean; onSubmit: () => void; onClose: () => void; extra?: ReactNode; disabled?: boolean }) {
  return (
    <>
      <Button kind="main" caps="Ctrl Enter" busy={busy} isDisabled={disabled ?? false} onPress={onSubmit}>
        {title}
      </Button>
      {extra}
      <Button kind="quiet" caps="Esc" onPress={onClose}>
        {t('cancel')}
      </Button>
    </>
  )
}

/** One act: its fields, the act, the way back. */
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
      foot={<ActFoot title={act} busy={busy} onSubmit={submit} onClose={onClose} extra={extra} />}
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

/** How the act of a dialog ends: told and put away, or with the caret in what was refused. */
export function useDone(onClose: () => void): (words: string) => { onSuccess: () => void; onError: (error: RpcError) => void } {
  const { say } = useSpeaker()
  return (words) => ({
    onSuccess: () => {
      say({ words })
      onClose()
    },
    onError: focusRefused,
  })
}
