import { LockOpen } from 'lucide-react'
import { type SubmitEvent, type ReactNode, useState } from 'react'
import type { UserView } from '../../generated/UserView'
import { useAct } from '../../shared/bridge'
import { Button } from '../../shared/parts/Button'
import { focusField } from '../../shared/parts/Field'
import { Refusal, refusalWords } from '../../shared/refusal'
import { t } from '../../shared/words'
import { Gate, gateStyles } from './Gate'
import { PasswordField } from './PasswordField'

export function LockScreen({ logo, place, user }: { logo: ReactNode; place: string | undefined; user: UserView }) {
  const unlock = useAct('session.unlock')
  const signOut = useAct('session.sign_out')
  const [password, setPassword] = useState('')
  const inPassword = unlock.error?.code.startsWith('auth-') === true ? refusalWords(unlock.error) : null

  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    unlock.mutate(
      { password },
      {
        onError: () => {
          setPassword('')
          focusField('password')
        },
      },
    )
  }
  return (
    <Gate logo={logo} place={place} title={t('lock-title', { user: user.short_name })} lead={t('lock-lead')}>
      <Refusal error={inPassword === null ? unlock.error : null} />
      <form className={gateStyles.form} onSubmit={submit} noValidate>
        <PasswordField
          value={password}
          onChange={(value) => {
            setPassword(value)
            if (unlock.error !== null) unlock.reset()
          }}
          trouble={inPassword}
          autoFocus
        />
        <div className={gateStyles.actions}>
          <Button kind="main" type="submit" icon={<LockOpen aria-hidden />} busy={unlock.isPending} caps="Enter">
            {t('lock-submit')}
          </Button>
          <Button kind="quiet" onPress={() => signOut.mutate({})}>
            {t('lock-other-user')}
          </Button>
        </div>
      </form>
    </Gate>
  )
}
