import { type SubmitEvent, type ReactNode, useState } from 'react'
import { useAct } from '../../shared/bridge'
import { Button } from '../../shared/parts/Button'
import { Field, focusField } from '../../shared/parts/Field'
import { Refusal, refusalWords } from '../../shared/refusal'
import { t } from '../../shared/words'
import { Gate, gateStyles } from './Gate'

export function Enrolment({ logo }: { logo: ReactNode }) {
  const enrol = useAct('enrolment.enrol')
  const [code, setCode] = useState('')
  const [empty, setEmpty] = useState(false)
  const inCode = empty ? t('enrol-empty') : enrol.error?.code.startsWith('enrol-') === true ? refusalWords(enrol.error) : null

  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (code.trim() === '') {
      setEmpty(true)
      focusField('code')
      return
    }
    enrol.mutate({ code }, { onError: () => focusField('code') })
  }
  return (
    <Gate logo={logo} title={t('enrol-title')} lead={t('enrol-lead')}>
      <Refusal error={inCode === null ? enrol.error : null} />
      <form
        className={gateStyles.form}
        onSubmit={submit}
        // A code is one word, however many lines it takes: Enter sends it off, as in any field.
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          event.currentTarget.requestSubmit()
        }}
        noValidate
      >
        <Field
          label={t('enrol-code')}
          name="code"
          rows={4}
          autoFocus
          autoComplete="off"
          hint={t('enrol-hint')}
          value={code}
          onChange={(value) => {
            setCode(value)
            setEmpty(false)
            if (enrol.error !== null) enrol.reset()
          }}
          trouble={inCode}
        />
        <div className={gateStyles.actions}>
          <Button kind="main" type="submit" busy={enrol.isPending}>
            {enrol.isPending ? t('enrol-busy') : t('enrol-submit')}
          </Button>
        </div>
      </form>
    </Gate>
  )
}
