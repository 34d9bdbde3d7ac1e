import { SecretField } from '../../shared/parts/SecretField'
import { t } from '../../shared/words'

interface PasswordFieldProps {
  value: string
  onChange: (value: string) => void
  trouble: string | null
  autoFocus?: boolean
}

export function PasswordField(props: PasswordFieldProps) {
  return <SecretField label={t('sign-in-password')} name="password" {...props} />
}
