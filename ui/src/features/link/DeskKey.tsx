import { useState } from 'react'
import type { KeyState } from '../../generated/KeyState'
import { useAct, useAsk } from '../../shared/bridge'
import { Button } from '../../shared/parts/Button'
import { Dialog } from '../../shared/parts/Dialog'
import { focusField } from '../../shared/parts/Field'
import { Note } from '../../shared/parts/Layout'
import { SecretField } from '../../shared/parts/SecretField'
import { Status } from '../../shared/parts/Status'
import text from '../../shared/parts/text.module.css'
import { useSpeaker } from '../../shared/parts/Toast'
import { atLarge, Refusal, troubleAt } from '../../shared/refusal'
import { t } from '../../shared/words'
import styles from './DeskKey.module.css'

function SetDialog({ state, onClose }: { state: KeyState; onClose: () => void }) {
  const set = useAct('key.set_passphrase')
  const { say } = useSpeaker()
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const submit = () =>
    set.mutate(
      { passphrase, again },
      {
        onSuccess: () => {
          say({ words: t('key-set-done') })
          onClose()
        },
        onError: (error) => {
          const field = error.fields[0]?.field
          if (field !== undefined) focusField(field)
        },
      },
    )
  return (
    <Dialog
      title={t('key-set-title', { has: state.passphrase ? 'yes' : 'no' })}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      foot={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button kind="main" busy={set.isPending} onPress={submit}>
            {t(state.passphrase ? 'key-change' : 'key-set')}
          </Button>
        </>
      }
    >
      <p>{t('key-set-lead')}</p>
      {!state.spare && <Note tone="warn">{t('key-set-no-spare')}</Note>}
      <SecretField
        label={t('key-set-field')}
        name="passphrase"
        isNew
        autoFocus
        hint={t('key-set-hint', { count: state.length_min })}
        value={passphrase}
        onChange={(value) => {
          setPassphrase(value)
          if (set.error !== null) set.reset()
        }}
        trouble={troubleAt(set.error, 'passphrase')}
      />
      <SecretField
        label={t('key-set-again')}
        name="again"
        isNew
        value={again}
        onChange={(value) => {
          setAgain(value)
          if (set.error !== null) set.reset()
        }}
        trouble={troubleAt(set.error, 'again')}
      />
      <Refusal error={atLarge(set.error)} />
    </Dialog>
  )
}

function RemoveDialog({ onClose }: { onClose: () => void }) {
  const remove = useAct('key.remove_passphrase')
  const { say } = useSpeaker()
  const go = () =>
    remove.mutate(
      {},
      {
        onSuccess: () => {
          say({ words: t('key-removed') })
          onClose()
        },
      },
    )
  return (
    <Dialog
      title={t('key-remove-title')}
      role="alertdialog"
      isOpen
      onClose={onClose}
      foot={
        <>
          <Button autoFocus onPress={onClose}>
            {t('cancel')}
          </Button>
          <Button kind="main" busy={remove.isPending} onPress={go}>
            {t('key-remove')}
          </Button>
        </>
      }
    >
      <p>{t('key-remove-lead')}</p>
      <Refusal error={remove.error} />
    </Dialog>
  )
}

/** To what the base of this desk is tied, who can help when that is lost, and the passphrase of a laptop. */
export function DeskKey() {
  const state = useAsk('key.state', {}, ['key', 'station', 'branch'])
  const [asked, setAsked] = useState<'set' | 'remove' | null>(null)
  const close = () => setAsked(null)
  return (
    <section className={styles.key} aria-label={t('key-title')}>
      <h2>{t('key-title')}</h2>
      <Refusal error={state.error} />
      {state.data !== undefined && (
        <>
          <dl className={styles.facts}>
            <dt>{t('key-tie')}</dt>
            <dd>{t(`key-tie-${state.data.tie}`)}</dd>
            <dt>{t('key-spare')}</dt>
            <dd>{state.data.spare ? t('key-spare-yes') : <Status tone="warn">{t('key-spare-no')}</Status>}</dd>
            <dt>{t('key-passphrase')}</dt>
            <dd>{t(state.data.passphrase ? 'key-passphrase-yes' : 'key-passphrase-no')}</dd>
          </dl>
          {state.data.serves_hall && !state.data.passphrase ? (
            <p className={text.mute}>{t('key-hall-hint')}</p>
          ) : (
            <div className={styles.buttons}>
              <Button small onPress={() => setAsked('set')}>
                {t(state.data.passphrase ? 'key-change' : 'key-set')}
              </Button>
              {state.data.passphrase && (
                <Button small onPress={() => setAsked('remove')}>
                  {t('key-remove')}
                </Button>
              )}
            </div>
          )}
          {asked === 'set' && <SetDialog state={state.data} onClose={close} />}
          {asked === 'remove' && <RemoveDialog onClose={close} />}
        </>
      )}
    </section>
  )
}
