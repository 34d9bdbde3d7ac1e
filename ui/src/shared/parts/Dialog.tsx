import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { CommandLayer, useCommand } from '../useCommand'
import { cx } from './cx'
import styles from './Dialog.module.css'

interface DialogProps {
  title: string
  isOpen: boolean
  onClose: () => void
  /** An alert is a question before what cannot be undone. */
  role?: 'dialog' | 'alertdialog'
  foot: ReactNode
  onSubmit?: () => void
  /** Nothing within takes the focus, and it may be longer than the window: wider than a form, and the arrows scroll it. */
  isRead?: boolean
  children?: ReactNode
}

function Submit({ run }: { run: () => void }) {
  useCommand('submit', run)
  return null
}

export function Dialog({ title, isOpen, onClose, role = 'dialog', foot, onSubmit, isRead, children }: DialogProps) {
  return (
    <ModalOverlay
      className={styles.scrim ?? ''}
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      isDismissable={false}
    >
      <Modal className={cx(styles.modal, isRead && styles.wide)}>
        <AriaDialog role={role} className={styles.dialog ?? ''}>
          <CommandLayer>
            {onSubmit !== undefined && <Submit run={onSubmit} />}
            <div className={cx(styles.body)} {...(isRead === true ? { tabIndex: 0, role: 'region', 'aria-label': title } : {})}>
              <Heading slot="title" level={2}>
                {title}
              </Heading>
              {children}
            </div>
            <div className={styles.foot}>{foot}</div>
          </CommandLayer>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
