import { Mail, Phone } from 'lucide-react'
import { useState } from 'react'
import type { ClientCard } from '../../generated/ClientCard'
import type { ContactQuestion } from '../../generated/ContactQuestion'
import { ActFoot, useDone } from '../../shared/actDialog'
import { useAct } from '../../shared/bridge'
import { Button } from '../../shared/parts/Button'
import { Dialog } from '../../shared/parts/Dialog'
import { Field } from '../../shared/parts/Field'
import { Note } from '../../shared/parts/Layout'
import { useSpeaker } from '../../shared/parts/Toast'
import { Refusal, troubleWords } from '../../shared/refusal'
import { t } from '../../shared/words'

function questionWords({ kind, months, missing }: ContactQuestion): string {
  if (missing) return t(`contact-missing-${kind}`)
  return months === null ? t(`contact-never-${kind}`) : t(`contact-old-${kind}`, { months })
}

/** Writes down what the client says now. */
function LearnDialog({ card, question, onClose }: { card: ClientCard; question: ContactQuestion; onClose: () => void }) {
  const learn = useAct('contact.learn')
  const done = useDone(onClose)
  const [value, setValue] = useState('')
  const trouble = learn.error?.fields[0]
  const submit = () => learn.mutate({ party_id: card.party_id, kind: question.kind, value }, done(t(`contact-learnt-${question.kind}`)))
  return (
    <Dialog
      title={t(`contact-change-${question.kind}`)}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      foot={<ActFoot title={t('save')} busy={learn.isPending} onSubmit={submit} onClose={onClose} />}
    >
      <Refusal error={trouble === undefined ? learn.error : null} />
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Field
          label={t(`contact-${question.kind}`)}
          name="value"
          {...(question.kind === 'phone' ? { type: 'tel' as const } : {})}
          autoFocus
          autoComplete="off"
          reserve
          hint={t(`contact-hint-${question.kind}`)}
          value={value}
          onChange={(next) => {
            setValue(next)
            if (learn.error !== null) learn.reset()
          }}
          trouble={trouble === undefined ? null : troubleWords(trouble)}
        />
      </form>
    </Dialog>
  )
}

/** «Телефон не подтверждали 14 месяцев. Номер верен?» */
export function ContactQuestionNote({ card }: { card: ClientCard }) {
  const confirm = useAct('contact.confirm')
  const { say } = useSpeaker()
  const [asking, setAsking] = useState<ContactQuestion | null>(null)
  const question = card.contact_question
  return (
    <>
      {question !== null && (
        <Note
          tone="info"
          icon={question.kind === 'phone' ? <Phone aria-hidden /> : <Mail aria-hidden />}
          actions={
            <>
              {!question.missing && (
                <Button
                  small
                  busy={confirm.isPending}
                  onPress={() => confirm.mutate({ party_id: card.party_id, kind: question.kind }, { onSuccess: () => say({ words: t(`contact-confirmed-${question.kind}`) }) })}
                >
                  {t('contact-right')}
                </Button>
              )}
              <Button small kind="quiet" onPress={() => setAsking(question)}>
                {t(question.missing ? 'contact-add' : 'contact-wrong')}
              </Button>
            </>
          }
        >
          {questionWords(question)}
        </Note>
      )}
      <Refusal error={confirm.error} />
      {asking !== null && <LearnDialog card={card} question={asking} onClose={() => setAsking(null)} />}
    </>
  )
}
