import { capsOf, commands, type Command, type CommandGroup, titleKey } from '../shared/commands'
import { Button } from '../shared/parts/Button'
import { Dialog } from '../shared/parts/Dialog'
import { t } from '../shared/words'
import styles from './Shell.module.css'

const groups: readonly CommandGroup[] = ['queue', 'window', 'go', 'hall', 'reception', 'appeals', 'form']

/** The sheet of keys, made from the registry. */
export function KeysSheet({ isOpen, hasQueue, onClose, onGuide }: { isOpen: boolean; hasQueue: boolean; onClose: () => void; onGuide: () => void }) {
  const all: readonly Command[] = commands.filter(({ id, group }) => hasQueue || (group !== 'queue' && id !== 'go-queue'))
  return (
    <Dialog
      title={t('keys-title')}
      isOpen={isOpen}
      onClose={onClose}
      isRead
      foot={
        <>
          <Button kind="main" autoFocus caps="Esc" onPress={onClose}>
            {t('close')}
          </Button>
          <Button caps={capsOf('guide')} onPress={onGuide}>
            {t('command-guide')}
          </Button>
        </>
      }
    >
      <div className={styles.keys}>
        {groups.filter((group) => hasQueue || group !== 'queue').map((group) => (
          <section key={group} aria-label={t(`keys-group-${group}`)}>
            <h3>{t(`keys-group-${group}`)}</h3>
            <ul>
              {all
                .filter((command) => command.group === group && command.chord !== null)
                .map((command) => (
                  <li key={command.id}>
                    <span>{t(titleKey(command.id))}</span>
                    <kbd>{command.chord?.caps}</kbd>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
