import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { AppealCard } from '../../../generated/AppealCard'
import type { ClauseForm } from '../../../generated/ClauseForm'
import type { ContractView } from '../../../generated/ContractView'
import type { ReplyForm } from '../../../generated/ReplyForm'
import { ActDialog, useDone } from '../../../shared/actDialog'
import { useAct, useAsk } from '../../../shared/bridge'
import { Button } from '../../../shared/parts/Button'
import { ChecksField } from '../../../shared/parts/Check'
import { DayField, Field, SegmentField, SelectField } from '../../../shared/parts/Field'
import text from '../../../shared/parts/text.module.css'
import { troubleAt } from '../../../shared/refusal'
import { useSession } from '../../../shared/session'
import { t } from '../../../shared/words'
import styles from './Contract.module.css'

interface ContractDialogProps {
  card: AppealCard
  contract: ContractView
  onClose: () => void
  onPaper: (formId: string) => void
}

function useChoices() {
  const asked = useAsk('contract.choices', {}, ['directory'])
  const list = (choices: readonly { code: string; label: string }[] | undefined) => (choices ?? []).map(({ code, label }) => ({ id: code, title: label }))
  return { ways: list(asked.data?.answer_channels.filter(({ forms }) => forms === undefined || forms.includes('written'))), reasons: list(asked.data?.refusal_reasons) }
}

function WayField({ value, onChange, trouble }: { value: string; onChange: (way: string) => void; trouble: string | null }) {
  const { ways } = useChoices()
  return <SelectField label={t('answer-channel')} name="answer_channel" choices={ways} value={value} onChange={onChange} placeholder={t('form-choose')} trouble={trouble} />
}

/** Papers that were brought later: a tick each. */
export function BringDialog({ card, contract, onClose }: ContractDialogProps) {
  const bring = useAct('contract.bring')
  const done = useDone(onClose)
  const owed = contract.checklist.filter(({ brought }) => brought === null)
  const [ticked, setTicked] = useState<string[]>([])
  const [sheets, setSheets] = useState<Record<string, string>>({})
  const chosen = owed.filter(({ code }) => ticked.includes(code))
  const submit = () =>
    bring.mutate({ appeal_id: card.appeal_id, documents: chosen.map(({ code, title }) => ({ name: title, form: 'copy', sheets: sheets[code] ?? '', document: code })) }, done(t('contract-bring-done', { number: card.number })))
  return (
    <ActDialog title={t('contract-bring-title', { number: card.number })} act={t('contract-act-bring')} busy={bring.isPending} error={bring.error} onSubmit={submit} onClose={onClose}>
      <ChecksField
        label={t('form-documents-asked')}
        name="documents"
        autoFocus
        choices={owed.map(({ code, title, where_to_get }) => ({ id: code, title, note: where_to_get }))}
        value={ticked}
        onChange={setTicked}
        trouble={troubleAt(bring.error, 'documents')}
      />
      {chosen.map(({ code, title }, at) => (
        <Field key={code} label={t('contract-sheets-of', { title })} name={`attachments.${at}.sheets`} placeholder="1" value={sheets[code] ?? ''} onChange={(value) => setSheets((before) => ({ ...before, [code]: value }))} trouble={troubleAt(bring.error, `attachments.${at}.sheets`)} />
      ))}
    </ActDialog>
  )
}

/** The client is told what is missing; the notice follows at once. */
export function NotifyDialog({ card, contract, onClose, onPaper }: ContractDialogProps) {
  const notify = useAct('contract.notify')
  const done = useDone(() => {
    onClose()
    onPaper('missing_documents_notice')
  })
  const submit = () => notify.mutate({ appeal_id: card.appeal_id }, done(t('contract-notify-done', { number: card.number })))
  return (
    <ActDialog title={t('contract-notify-title', { number: card.number })} act={t('contract-act-notify')} busy={notify.isPending} error={notify.error} onSubmit={submit} onClose={onClose}>
      <p>{t('contract-notify-lead')}</p>
      <ul className={styles.list}>
        {contract.checklist
          .filter(({ missing }) => missing)
          .map(({ code, title, where_to_get }) => (
            <li key={code}>
              <span>
                {title} <small className={text.mute}>{where_to_get}</small>
              </span>
            </li>
          ))}
      </ul>
    </ActDialog>
  )
}

export function RefuseDialog({ card, onClose }: ContractDialogProps) {
  const refuse = useAct('contract.refuse')
  const done = useDone(onClose)
  const { reasons } = useChoices()
  const [ticked, setTicked] = useState<string[]>([])
  const [words, setWords] = useState('')
  const [way, setWay] = useState('')
  const submit = () => refuse.mutate({ appeal_id: card.appeal_id, reasons: ticked, text: words, answer_channel: way }, done(t('contract-refuse-done', { number: card.number })))
  return (
    <ActDialog title={t('contract-refuse-title', { number: card.number })} act={t('contract-act-refuse')} busy={refuse.isPending} error={refuse.error} onSubmit={submit} onClose={onClose}>
      <ChecksField label={t('contract-refuse-reasons')} name="reasons" autoFocus choices={reasons} value={ticked} onChange={setTicked} trouble={troubleAt(refuse.error, 'reasons')} />
      <Field label={t('contract-refuse-text')} name="text" rows={4} value={words} onChange={setWords} trouble={troubleAt(refuse.error, 'text')} />
      <WayField value={way} onChange={setWay} trouble={troubleAt(refuse.error, 'answer_channel')} />
    </ActDialog>
  )
}

export function SendDialog({ card, onClose }: ContractDialogProps) {
  const send = useAct('contract.send')
  const done = useDone(onClose)
  const [number, setNumber] = useState('')
  const [way, setWay] = useState('')
  const submit = () => send.mutate({ appeal_id: card.appeal_id, contract_number: number, answer_channel: way }, done(t('contract-send-done', { number: card.number })))
  return (
    <ActDialog title={t('contract-send-title', { number: card.number })} act={t('contract-act-send')} busy={send.isPending} error={send.error} onSubmit={submit} onClose={onClose}>
      <Field label={t('contract-send-number')} name="contract_number" autoFocus autoComplete="off" value={number} onChange={setNumber} trouble={troubleAt(send.error, 'contract_number')} />
      <WayField value={way} onChange={setWay} trouble={troubleAt(send.error, 'answer_channel')} />
    </ActDialog>
  )
}

const emptyClause: ClauseForm = { clause: '', ours: '', theirs: '' }

/** The client's protocol, clause by clause. */
export function DisagreeDialog({ card, onClose }: ContractDialogProps) {
  const disagree = useAct('contract.disagree')
  const done = useDone(onClose)
  const { today } = useSession()
  const [receivedOn, setReceivedOn] = useState(today)
  const [clauses, setClauses] = useState<ClauseForm[]>([emptyClause])
  const change = (at: number, part: Partial<ClauseForm>) => setClauses((before) => before.map((one, index) => (index === at ? { ...one, ...part } : one)))
  const submit = () => disagree.mutate({ appeal_id: card.appeal_id, received_on: receivedOn, clauses }, done(t('contract-disagree-done', { number: card.number })))
  return (
    <ActDialog title={t('contract-disagree-title', { number: card.number })} act={t('contract-act-disagree')} busy={disagree.isPending} error={disagree.error} onSubmit={submit} onClose={onClose}>
      <DayField label={t('contract-disagree-received')} name="received_on" value={receivedOn} onChange={setReceivedOn} trouble={troubleAt(disagree.error, 'received_on')} />
      <div className={styles.rows}>
        {clauses.map((clause, at) => (
          <div key={at} className={styles.clause}>
            {(['clause', 'ours', 'theirs'] as const).map((name) => (
              <Field
                key={name}
                label={t(`contract-clause-${name}`)}
                name={`clauses.${at}.${name}`}
                {...(name === 'clause' ? { autoFocus: true } : { rows: 2 })}
                value={clause[name]}
                onChange={(value) => change(at, { [name]: value })}
                trouble={troubleAt(disagree.error, `clauses.${at}.${name}`)}
              />
            ))}
          </div>
        ))}
      </div>
      <div>
        <Button small icon={<Plus aria-hidden />} onPress={() => setClauses((before) => [...before, emptyClause])}>
          {t('contract-clause-add')}
        </Button>
      </div>
    </ActDialog>
  )
}

/** One reply for each clause of the open protocol. */
export function ReplyDialog({ card, contract, onClose }: ContractDialogProps) {
  const reply = useAct('contract.reply')
  const done = useDone(onClose)
  const clauses = contract.disagreements.at(-1)?.clauses ?? []
  const [replies, setReplies] = useState<ReplyForm[]>(clauses.map(() => ({ reply: '', text: '' })))
  const [way, setWay] = useState('')
  const change = (at: number, part: Partial<ReplyForm>) => setReplies((before) => before.map((one, index) => (index === at ? { ...one, ...part } : one)))
  const submit = () => reply.mutate({ appeal_id: card.appeal_id, replies, answer_channel: way }, done(t('contract-reply-done', { number: card.number })))
  return (
    <ActDialog title={t('contract-reply-title', { number: card.number })} act={t('contract-act-reply')} busy={reply.isPending} error={reply.error} onSubmit={submit} onClose={onClose}>
      {clauses.map((clause, at) => {
        const chosen = replies[at] ?? { reply: '', text: '' }
        return (
          <div key={at} className={styles.reply}>
            <p>{t('contract-reply-clause', { clause: clause.clause, ours: clause.ours, theirs: clause.theirs })}</p>
            <SegmentField
              label={t('contract-reply-of', { clause: clause.clause })}
              name={`replies.${at}.reply`}
              choices={[
                { id: 'accepted', title: t('contract-reply-accepted') },
                { id: 'agreed', title: t('contract-reply-agreed') },
                { id: 'declined', title: t('contract-reply-declined') },
              ]}
              value={chosen.reply}
              onChange={(value) => change(at, { reply: value })}
              trouble={troubleAt(reply.error, `replies.${at}.reply`)}
            />
            {(chosen.reply === 'agreed' || chosen.reply === 'declined') && (
              <Field label={t(chosen.reply === 'agreed' ? 'contract-reply-wording' : 'contract-reply-reason')} name={`replies.${at}.text`} rows={2} value={chosen.text} onChange={(value) => change(at, { text: value })} trouble={troubleAt(reply.error, `replies.${at}.text`)} />
            )}
          </div>
        )
      })}
      <WayField value={way} onChange={setWay} trouble={troubleAt(reply.error, 'answer_channel')} />
    </ActDialog>
  )
}

export function ReturnedDialog({ card, onClose }: ContractDialogProps) {
  const returned = useAct('contract.returned')
  const done = useDone(onClose)
  const submit = () => returned.mutate({ appeal_id: card.appeal_id }, done(t('contract-returned-done', { number: card.number })))
  return (
    <ActDialog title={t('contract-returned-title', { number: card.number })} act={t('contract-act-returned')} busy={returned.isPending} error={returned.error} onSubmit={submit} onClose={onClose}>
      <p>{t('contract-returned-lead')}</p>
    </ActDialog>
  )
}
