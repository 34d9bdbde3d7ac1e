import { ArrowLeft } from 'lucide-react'
import { useCallback, useState } from 'react'
import { Link } from 'react-aria-components'
import type { ClientCard } from '../../generated/ClientCard'
import type { ContractChecked } from '../../generated/ContractChecked'
import type { ContractChoices } from '../../generated/ContractChoices'
import type { ContractForm } from '../../generated/ContractForm'
import { useAct, useAsk } from '../../shared/bridge'
import { useClock } from '../../shared/clock'
import { dateWords } from '../../shared/format'
import { usePaper } from '../../shared/paper'
import { Button } from '../../shared/parts/Button'
import { cx } from '../../shared/parts/cx'
import { focusField } from '../../shared/parts/Field'
import { Empty, ErrorSummary } from '../../shared/parts/Layout'
import { Status } from '../../shared/parts/Status'
import { TermHead } from '../../shared/parts/Term'
import text from '../../shared/parts/text.module.css'
import { useSpeaker } from '../../shared/parts/Toast'
import { Refusal, refusalWords, troubleWords } from '../../shared/refusal'
import { amend, go, hrefTo } from '../../shared/route'
import { useSession } from '../../shared/session'
import { useCommand } from '../../shared/useCommand'
import { useSettled } from '../../shared/useSettled'
import { t } from '../../shared/words'
import { type Blocks, ClientBlock, fieldTitle, MatterBlock, PapersBlock, PointsBlock } from './blocks'
import styles from './ContractForm.module.css'
import { useDraft } from './useDraft'

const CHECK_AFTER_MS = 150

function titleOf(field: string): string {
  return field.startsWith('attachments.') ? t('contract-sheets') : fieldTitle(field)
}

/** Whose zone it is: said, never a reason to send the client away. */
function Zone({ checked }: { checked: ContractChecked | undefined }) {
  if (checked?.zone === undefined || checked.zone === null) return null
  const { own, offices } = checked.zone
  if (offices.length === 0) return <Status tone="warn">{t('contract-zone-none')}</Status>
  return <Status tone={own ? 'ok' : 'warn'}>{t(own ? 'contract-zone-own' : 'contract-zone-other', { offices: offices.join('; ') })}</Status>
}

interface FilledProps {
  initial: ContractForm
  draftId: string | null
  card: ClientCard | null
  choices: ContractChoices
}

/** The wizard itself: one page, in the order of the talk; the date and the zone while typing. */
export function FilledContract({ initial, draftId, card, choices }: FilledProps) {
  const [form, setForm] = useState(initial)
  const [changed, setChanged] = useState(false)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [submitted, setSubmitted] = useState(false)
  const { say, announce } = useSpeaker()
  const { user } = useSession()
  const clock = useClock()
  const openPaper = usePaper()
  const register = useAct('contract.register')
  const keeper = useDraft(form, changed, { draftId, savedMs: null }, (resume) =>
    amend(['appeals', 'contract'], { ...Object.fromEntries(new URLSearchParams(window.location.hash.split('?')[1] ?? '')), resume }),
  )
  const settled = useSettled(form, CHECK_AFTER_MS)
  const check = useAsk('contract.check', { form: settled }, ['directory', 'appeals'], { keep: true, fleeting: true })
  const forbidden = user.forbidden.includes('contract.register')
  const refused = register.error?.fields ?? []
  const all = refused.length > 0 ? refused : (check.data?.fields ?? [])
  const stopping = all.filter(({ warning }) => !warning)
  const { reset } = register
  const put = useCallback(
    (part: Partial<ContractForm>) => {
      setForm((before) => ({ ...before, ...part }))
      setChanged(true)
      reset()
    },
    [reset],
  )
  const wordsOf = (name: string, isWarning: boolean) => {
    const found = all.find(({ field, warning }) => field === name && warning === isWarning)
    return found === undefined ? null : troubleWords(found)
  }
  const blocks: Blocks = {
    form,
    put,
    card,
    choices,
    leave: (name) => setLeft((before) => (before.has(name) ? before : new Set(before).add(name))),
    troubleOf: (name) => (submitted || left.has(name) ? wordsOf(name, false) : null),
    warningOf: (name) => wordsOf(name, true),
  }
  const close = () => {
    keeper.leave()
    if (card === null) go(['reception'])
    else go(['reception', 'client', card.party_id])
  }
  const submit = () => {
    if (register.isPending || forbidden) return
    void keeper.settle().then((draft) =>
      register.mutate(
        { form, draft_id: draft },
        {
          onSuccess: (done) => {
            keeper.stop()
            say({ words: t('form-registered', { number: done.number, date: dateWords(done.due_on) }) })
            go(['appeals', done.appeal_id])
            const of = { about: 'appeal', id: done.appeal_id } as const
            if (form.appeal.attachments.length > 0) openPaper({ of, formId: 'documents_receipt' })
          },
          onError: (error) => {
            setSubmitted(true)
            announce(refusalWords(error), 'assertive')
            window.setTimeout(() => focusField('error-summary'))
          },
        },
      ),
    )
  }
  useCommand('submit', submit)
  useCommand('back', close)
  const unnamed = register.error !== null && register.error.fields.length === 0 ? register.error : null
  return (
    <div className={styles.page}>
      <section className={styles.head} aria-label={t('contract-title')}>
        <Button kind="quiet" label={t('form-back')} caps="Esc" icon={<ArrowLeft aria-hidden />} onPress={close} />
        <h1>{t('contract-title')}</h1>
        <div className={styles.draft} role="status">
          {keeper.error !== null && <Status tone="bad">{t('draft-failed', { why: refusalWords(keeper.error) })}</Status>}
          {keeper.error === null && keeper.savedMs !== null && <Status tone="ok">{t('draft-saved', { time: clock.moment(keeper.savedMs) })}</Status>}
        </div>
      </section>
      <section className={styles.body} aria-label={t('form-body')}>
        <div className={styles.trouble}>
          <Refusal error={unnamed ?? check.error} />
          <ErrorSummary items={submitted ? stopping.map((trouble) => ({ field: trouble.field, label: titleOf(trouble.field), words: troubleWords(trouble) })) : []} />
        </div>
        <MatterBlock {...blocks} />
        <ClientBlock {...blocks} />
        <PointsBlock {...blocks} />
        <PapersBlock {...blocks} asked={check.data?.documents ?? []} />
      </section>
      <aside className={styles.aside} aria-label={t('term-aside')}>
        {check.data?.term == null ? <Empty title={t('term-none')}>{t('term-none-hint')}</Empty> : <TermHead term={check.data.term} title={t('term-answer-by')} />}
        <Zone checked={check.data} />
        {check.data?.similar.map((mark) => (
          <div key={mark.appeal_id}>
            <Status tone="warn">{t('form-similar', { number: mark.number, date: dateWords(mark.due_on) })}</Status>
            <Link className={cx(text.link, text.small)} href={hrefTo(['appeals', mark.appeal_id])}>
              {t('form-similar-open')}
            </Link>
          </div>
        ))}
      </aside>
      <footer className={styles.foot} aria-label={t('form-actions')}>
        <Button kind="main" caps="Ctrl Enter" busy={register.isPending} isDisabled={forbidden} onPress={submit}>
          {register.isPending ? t('form-busy') : t('contract-submit')}
        </Button>
        <p>{forbidden ? t('forbidden') : t('contract-foot')}</p>
        <Button kind="quiet" caps="Esc" onPress={close}>
          {t('close')}
        </Button>
      </footer>
    </div>
  )
}
