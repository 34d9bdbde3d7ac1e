import { LockOpen } from 'lucide-react'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useAct } from '../../shared/bridge'
import { Button } from '../../shared/parts/Button'
import { focusField } from '../../shared/parts/Field'
import { SecretField } from '../../shared/parts/SecretField'
import { Refusal, refusalWords } from '../../shared/refusal'
import { t } from '../../shared/words'
import { Damaged } from './Damaged'
import { Gate, gateStyles } from './Gate'

/** A laptop's base opens with a passphrase, before anybody can sign in. */
export function Passphrase({ logo, place, spareKey }: { logo: ReactNode; place: string | undefined; spareKey: string | null }) {
  const open = useAct('key.open')
  const [passphrase, setPassphrase] = useState('')
  const [empty, setEmpty] = useState(false)
  const [forgotten, setForgotten] = useState(false)
  const inField = empty ? t('passphrase-empty') : open.error?.code.startsWith('passphrase-') === true ? refusalWords(open.error) : null

  if (forgotten) return <Damaged logo={logo} place={place} problem="passphrase-needed" spareKey={spareKey} onBack={() => setForgotten(false)} />
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (passphrase.trim() === '') {
      setEmpty(true)
      focusField('passphrase')
      return
    }
    open.mutate(
      { passphrase },
      {
        onError: () => {
          setPassphrase('')
          focusField('passphrase')
        },
      },
    )
  }
  return (
    <Gate logo={logo} place={place} manual="key" title={t('passphrase-title')} lead={t('passphrase-lead')}>
      <Refusal error={inField === null ? open.error : null} />
      <form className={gateStyles.form} onSubmit={submit} noValidate>
        <SecretField
          label={t('passphrase-field')}
          name="passphrase"
          value={passphrase}
          onChange={(value) => {
            setPassphrase(value)
            setEmpty(false)
            if (open.error !== null && value !== '') open.reset()
          }}
          trouble={inField}
          autoFocus
        />
        <div className={gateStyles.actions}>
          <Button kind="main" type="submit" icon={<LockOpen aria-hidden />} busy={open.isPending} caps="Enter">
            {open.isPending ? t('passphrase-busy') : t('passphrase-submit')}
          </Button>
          <Button kind="quiet" isDisabled={open.isPending} onPress={() => setForgotten(true)}>
            {t('passphrase-forgotten')}
          </Button>
        </div>
      </form>
    </Gate>
  )
}
