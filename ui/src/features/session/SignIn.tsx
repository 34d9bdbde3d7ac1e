import { type SubmitEvent, type ReactNode, useState } from 'react'
import { LogIn } from 'lucide-react'
import type { RpcError } from '../../host/host'
import { useAct, useAsk } from '../../shared/bridge'
import { Button } from '../../shared/parts/Button'
import { ComboField, focusField } from '../../shared/parts/Field'
import { Skeleton } from '../../shared/parts/Layout'
import { Refusal, refusalWords } from '../../shared/refusal'
import { t } from '../../shared/words'
import { Gate, gateStyles } from './Gate'
import { PasswordField } from './PasswordField'

/** A refusal that belongs to the password stands under it; any other on top. */
function passwordTrouble(error: RpcError | null): string | null {
  return error !== null && error.code.startsWith('auth-') ? refusalWords(error) : null
}

export function SignIn({ logo, place }: { logo: ReactNode; place: string | undefined }) {
  const users = useAsk('session.users', {}, ['directory'])
  const signIn = useAct('session.sign_in')
  const [login, setLogin] = useState<string | null>(null)
  const [password, setPassword] = useState('')
  const chosen = login ?? (users.data?.length === 1 ? (users.data[0]?.login ?? null) : null)
  const inPassword = passwordTrouble(signIn.error)

  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (chosen === null) {
      focusField('login')
      return
    }
    signIn.mutate(
      { login: chosen, password },
      {
        onError: () => {
          setPassword('')
          focusField('password')
        },
      },
    )
  }
  return (
    <Gate logo={logo} place={place} title={t('sign-in-title')} lead={t('sign-in-lead')}>
      <Refusal error={users.error ?? (inPassword === null ? signIn.error : null)} />
      {users.isPending ? (
        <Skeleton rows={3} />
      ) : (
        <form className={gateStyles.form} onSubmit={submit} noValidate>
          <ComboField
            label={t('sign-in-user')}
            name="login"
            choices={(users.data ?? []).map((user) => ({ id: user.login, title: user.short_name, note: user.post }))}
            value={chosen}
            onChange={(id) => {
              setLogin(id)
              focusField('password')
            }}
            autoFocus
          />
          <PasswordField
            value={password}
            onChange={(value) => {
              setPassword(value)
              if (signIn.error !== null) signIn.reset()
            }}
            trouble={inPassword}
          />
          <div className={gateStyles.actions}>
            <Button kind="main" type="submit" icon={<LogIn aria-hidden />} busy={signIn.isPending} caps="Enter">
              {t('sign-in-submit')}
            </Button>
          </div>
        </form>
      )}
    </Gate>
  )
}
