import { Printer } from 'lucide-react'
import { useState } from 'react'
import type { AppealCard } from '../../../generated/AppealCard'
import type { ContractView } from '../../../generated/ContractView'
import type { DisagreementView } from '../../../generated/DisagreementView'
import { dateWords } from '../../../shared/format'
import { usePaper } from '../../../shared/paper'
import { Button } from '../../../shared/parts/Button'
import { Facts } from '../../../shared/parts/Layout'
import { Status } from '../../../shared/parts/Status'
import text from '../../../shared/parts/text.module.css'
import { useSession } from '../../../shared/session'
import { t } from '../../../shared/words'
import styles from './Contract.module.css'
import { BringDialog, DisagreeDialog, NotifyDialog, RefuseDialog, ReplyDialog, ReturnedDialog, SendDialog } from './dialogs'

const dialogs = { bring: BringDialog, notify: NotifyDialog, refuse: RefuseDialog, send: SendDialog, disagree: DisagreeDialog, reply: ReplyDialog, returned: ReturnedDialog } as const

type ContractAct = keyof typeof dialogs

function isAct(act: string): act is ContractAct {
  return act in dialogs
}

/** Forms of a contract, by their ids; the others belong to any appeal. */
const papers = /^(contract|disagreement)_|^(status_slip|refusal_notice|cover_letter|termination_agreement)$/

const tones = { incomplete: 'warn', waiting: 'idle', preparing: 'info', disagreement: 'info', replied: 'ok', sent: 'ok', refused: 'bad', concluded: 'ok' } as const

function toneOf(stage: string): (typeof tones)[keyof typeof tones] {
  return stage in tones ? tones[stage as keyof typeof tones] : 'info'
}

function Checklist({ contract }: { contract: ContractView }) {
  return (
    <ul className={styles.list}>
      {contract.checklist.map((line) => (
        <li key={line.code}>
          <Status tone={line.brought !== null ? 'ok' : line.missing ? 'warn' : 'idle'}>{line.brought !== null ? t('contract-brought') : t(line.missing ? 'contract-missing' : 'contract-not-needed')}</Status>
          <span>
            {line.title}
            <small className={text.mute}> {line.brought ?? (line.missing ? line.where_to_get : (line.condition ?? ''))}</small>
          </span>
        </li>
      ))}
    </ul>
  )
}

function Disagreement({ one }: { one: DisagreementView }) {
  return (
    <table className={styles.clauses}>
      <caption>
        {t('contract-protocol-of', { date: dateWords(one.received_on) })}
        {one.answered_on !== null && t('contract-protocol-answered', { date: dateWords(one.answered_on) })}
      </caption>
      <thead>
        <tr>
          {(['clause', 'ours', 'theirs', 'reply'] as const).map((name) => (
            <th key={name} scope="col">
              {t(`contract-clause-${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {one.clauses.map((clause, at) => (
          <tr key={at}>
            <td>{clause.clause}</td>
            <td>{clause.ours}</td>
            <td>{clause.theirs}</td>
            <td>{clause.reply ?? t('none')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Where the contract stands, what is owed, and what can be done about it now. */
export function ContractSection({ card, contract }: { card: AppealCard; contract: ContractView }) {
  const [act, setAct] = useState<ContractAct | null>(null)
  const openPaper = usePaper()
  const { user } = useSession()
  const show = (formId: string) => openPaper({ of: { about: 'appeal', id: card.appeal_id }, formId })
  const forms = user.forbidden.includes('paper.print') ? [] : card.forms.filter(({ form_id }) => papers.test(form_id))
  const Opened = act === null ? null : dialogs[act]
  return (
    <div className={styles.section}>
      <h2>{contract.matter_label}</h2>
      <p>
        <Status tone={toneOf(contract.stage)}>{contract.stage_label}</Status>
      </p>
      <p className={text.mute}>{contract.kind_label}</p>
      {contract.actions.length > 0 && (
        <div className={styles.acts}>
          {contract.actions.filter(isAct).map((one) => (
            <Button key={one} small onPress={() => setAct(one)}>
              {t(`contract-act-${one}`)}
            </Button>
          ))}
        </div>
      )}
      {forms.length > 0 && (
        <div className={styles.acts} role="group" aria-label={t('print-menu')}>
          {forms.map(({ form_id, title }) => (
            <Button key={form_id} small kind="quiet" icon={<Printer aria-hidden />} onPress={() => show(form_id)}>
              {title}
            </Button>
          ))}
        </div>
      )}
      <Facts facts={contract.facts.map(({ label, value }) => ({ label, value, wide: value.length > 40 }))} />
      {contract.points.length > 0 && (
        <>
          <h2>{t('contract-block-points')}</h2>
          <ul className={styles.list}>
            {contract.points.map((point, at) => (
              <li key={at}>
                <span>
                  {point.place}
                  <small className={text.mute}> {[point.power, point.price_category, point.meter].filter((part) => part !== '').join(' · ')}</small>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {contract.checklist.length > 0 && (
        <>
          <h2>{t('contract-block-papers')}</h2>
          <Checklist contract={contract} />
        </>
      )}
      {contract.disagreements.map((one, at) => (
        <Disagreement key={at} one={one} />
      ))}
      {Opened !== null && <Opened card={card} contract={contract} onClose={() => setAct(null)} onPaper={show} />}
    </div>
  )
}
