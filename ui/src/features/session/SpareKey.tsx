import { KeyRound } from 'lucide-react'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useAct } from '../../shared/bridge'
import { Button } from '../../shared/parts/Button'
import { Field, focusField } from '../../shared/parts/Field'
import { Refusal, refusalWords } from '../../shared/refusal'
import { t } from '../../shared/words'
import { gateStyles } from './Gate'

/** The text that the centre sends for the spare key: it opens the base on this computer. */
export function SpareKey({ path, isIdle, others }: { path: string; isIdle: boolean; others: ReactNode }) {
  const unlock = useAct('recovery.unlock')
  const [text, setText] = useState('')
  const [empty, setEmpty] = useState(false)
  const inText = empty ? t('spare-empty') : unlock.error?.code.startsWith('recovery-text-') === true ? refusalWords(unlock.error) : null

  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (text.trim() === '') {
      setEmpty(true)
      focusField('text')
      return
    }
    unlock.mutate({ text }, { onError: () => focusField('text') })
  }
  return (
    <>
      <dl className={gateStyles.facts}>
        <div>
          <dt>{t('spare-file')}</dt>
          <dd className={gateStyles.path}>{path}</dd>
        </div>
      </dl>
      <Refusal error={inText === null ? unlock.error : null} />
      <form
        className={gateStyles.form}
        onSubmit={submit}
        // A text is one word, however many lines it takes: Enter sends it off, as in any field.
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.target instanceof HTMLTextAreaElement)) return
          event.preventDefault()
          event.currentTarget.requestSubmit()
        }}
        noValidate
      >
        <Field
          label={t('spare-text')}
          name="text"
          rows={2}
          autoFocus
          autoComplete="off"
          hint={t('spare-hint')}
          value={text}
          onChange={(value) => {
            setText(value)
            setEmpty(false)
            if (unlock.error !== null) unlock.reset()
          }}
          trouble={inText}
        />
        <div className={gateStyles.actions}>
          <Button kind="main" type="submit" icon={<KeyRound aria-hidden />} busy={unlock.isPending} isDisabled={!isIdle}>
            {unlock.isPending ? t('spare-busy') : t('spare-submit')}
          </Button>
          {others}
        </div>
      </form>
    </>
  )
}
