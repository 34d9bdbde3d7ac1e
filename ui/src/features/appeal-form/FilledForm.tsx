import { ArrowLeft } from 'lucide-react'
import { useCallback, useState } from 'react'
import { Link } from 'react-aria-components'
import type { AppealChecked } from '../../generated/AppealChecked'
import type { AppealChoices } from '../../generated/AppealChoices'
import type { AppealForm } from '../../generated/AppealForm'
import type { AppealRegistered } from '../../generated/AppealRegistered'
import type { ClientCard } from '../../generated/ClientCard'
import type { Draft } from '../../generated/Draft'
import type { FieldTrouble } from '../../host/host'
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
import styles from './AppealForm.module.css'
import { ApplicantBlock } from './ApplicantBlock'
import { DocumentsBlock } from './DocumentsBlock'
import { AnswerBlock, type Blocks, MatterBlock } from './blocks'
import { fieldTitle } from './fields'
import { type DraftKeeper, useDraft } from './useDraft'

const CHECK_AFTER_MS = 120

interface FilledFormProps {
  initial: AppealForm
  draft: Draft | null
  card: ClientCard | null
  choices: AppealChoices
}

function goBack(card: ClientCard | null): void {
  if (card === null) go(['reception'])
  else go(['reception', 'client', card.party_id])
}

function DraftLine({ keeper, onDelete }: { keeper: DraftKeeper; onDelete: () => void }) {
  const clock = useClock()
  return (
    <div className={styles.draft} role="status">
      {keeper.error !== null && <Status tone="bad">{t('draft-failed', { why: refusalWords(keeper.error) })}</Status>}
      {keeper.error === null && keeper.savedMs !== null && <Status tone="ok">{t('draft-saved', { time: clock.moment(keeper.savedMs) })}</Status>}
      {keeper.draftId !== null && (
        <Button small kind="quiet" onPress={onDelete}>
          {t('draft-delete')}
        </Button>
      )}
    </div>
  )
}

const none: readonly FieldTrouble[] = []

/** Errors of a field are told on leaving it, and all of them on submit. */
function useTroubles(checked: AppealChecked | undefined, refused: readonly FieldTrouble[]) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [submitted, setSubmitted] = useState(false)
  // A refusal stands until the next key; from then on the check tells what is still wrong.
  const all: readonly FieldTrouble[] = refused.length > 0 ? refused : (checked?.fields ?? none)
  const leave = useCallback((name: string) => setLeft((before) => (before.has(name) ? before : new Set(before).add(name))), [])
  const troubleOf = useCallback(
    (name: string) => {
      const found = all.find((trouble) => trouble.field === name && !trouble.warning)
      return found !== undefined && (submitted || left.has(name)) ? troubleWords(found) : null
    },
    [all, left, submitted],
  )
  const warningOf = useCallback(
    (name: string) => {
      const found = all.find((trouble) => trouble.field === name && trouble.warning)
      return found === undefined ? null : troubleWords(found)
    },
    [all],
  )
  const stopping = all.filter((trouble) => !trouble.warning)
  return { troubleOf, warningOf, leave, stopping, submitted, setSubmitted }
}

function Similar({ checked }: { checked: AppealChecked | undefined }) {
  if (checked === undefined || checked.similar.length === 0) return null
  return (
    <div className={styles.similar}>
      {checked.similar.map((mark) => (
        <div key={mark.appeal_id}>
          <Status tone="warn">{t('form-similar', { number: mark.number, date: dateWords(mark.due_on) })}</Status>
          <Link className={cx(text.link, text.small)} href={hrefTo(['appeals', mark.appeal_id])}>
            {t('form-similar-open')}
          </Link>
        </div>
      ))}
    </div>
  )
}

/** The form itself: what is asked, the date while typing, what can be done. */
export function FilledForm({ initial, draft, card, choices }: FilledFormProps) {
  const [form, setForm] = useState(initial)
  const [changed, setChanged] = useState(false)
  const { say, announce } = useSpeaker()
  const { user } = useSession()
  const openPaper = usePaper()
  const register = useAct('appeal.register')
  const deleteDraft = useAct('draft.delete')
  const keeper = useDraft(form, changed, { draftId: draft?.draft_id ?? null, savedMs: draft?.saved_ms ?? null }, (draftId) =>
    amend(['appeals', 'new'], { ...Object.fromEntries(new URLSearchParams(window.location.hash.split('?')[1] ?? '')), resume: draftId }),
  )
  const settled = useSettled(form, CHECK_AFTER_MS)
  const check = useAsk('appeal.check', { form: settled }, ['directory', 'appeals'], { keep: true, fleeting: true })
  const { troubleOf, warningOf, leave, stopping, submitted, setSubmitted } = useTroubles(check.data, register.error?.fields ?? none)
  const forbidden = user.forbidden.includes('appeal.register')

  const { reset } = register
  const put = useCallback(
    (part: Partial<AppealForm>) => {
      setForm((before) => ({ ...before, ...part }))
      setChanged(true)
      reset()
    },
    [reset],
  )
  const close = () => {
    keeper.leave()
    goBack(card)
  }
  const done = (registered: AppealRegistered, print: boolean) => {
    keeper.stop()
    const words = t('form-registered', { number: registered.number, date: dateWords(registered.due_on) })
    // The paper shows the number itself; news would lie over its buttons.
    if (print) announce(words)
    else say({ words, action: { title: t('open'), run: () => go(['appeals', registered.appeal_id]) } })
    if (form.party_id === null) go(['appeals', registered.appeal_id])
    else go(['reception', 'client', form.party_id], { account: form.account })
    if (!print) return
    const of = { about: 'appeal', id: registered.appeal_id } as const
    // Who hands documents in gets a receipt for them.
    const receipt = form.attachments.some(({ name }) => name.trim() !== '') ? { next: { of, formId: 'documents_receipt' } } : {}
    openPaper({ of, formId: 'registration_card', ...receipt })
  }
  const submit = (print: boolean) => {
    if (register.isPending || forbidden) return
    void keeper.settle().then((draftId) =>
      register.mutate(
        { form, draft_id: draftId },
        {
          onSuccess: (registered) => done(registered, print),
          onError: (error) => {
            setSubmitted(true)
            announce(refusalWords(error), 'assertive')
            window.setTimeout(() => focusField('error-summary'))
          },
        },
      ),
    )
  }
  useCommand('submit', () => submit(true))
  useCommand('back', close)

  const blocks: Blocks = { form, put, leave, troubleOf, warningOf, card, choices }
  const summary = submitted ? stopping.map((trouble) => ({ field: trouble.field, label: fieldTitle(trouble.field), words: troubleWords(trouble) })) : []
  const unnamed = register.error !== null && register.error.fields.length === 0 ? register.error : null
  const title = t('form-title', { claim: form.category === 'claim' ? 'yes' : 'no' })
  return (
    <div className={styles.page}>
      <section className={styles.head} aria-label={title}>
        <Button kind="quiet" label={t('form-back')} caps="Esc" icon={<ArrowLeft aria-hidden />} onPress={close} />
        <h1>{title}</h1>
        <DraftLine
          keeper={keeper}
          onDelete={() => {
            if (keeper.draftId === null) return
            keeper.stop()
            deleteDraft.mutate(
              { draft_id: keeper.draftId },
              {
                // The form stays until it is done: a refusal is told here, and what is typed goes on being kept.
                onSuccess: () => {
                  say({ words: t('draft-deleted') })
                  goBack(card)
                },
                onError: keeper.resume,
              },
            )
          }}
        />
      </section>
      <section className={styles.body} aria-label={t('form-body')}>
        <div className={styles.trouble}>
          <Refusal error={unnamed ?? deleteDraft.error ?? check.error} />
          <ErrorSummary items={summary} />
        </div>
        <ApplicantBlock {...blocks} />
        <MatterBlock {...blocks} similar={<Similar checked={check.data} />} />
        <AnswerBlock {...blocks} />
        <DocumentsBlock {...blocks} asked={check.data?.documents ?? []} />
      </section>
      <aside className={styles.aside} aria-label={t('term-aside')}>
        {check.data?.term == null ? <Empty title={t('term-none')}>{t('term-none-hint')}</Empty> : <TermHead term={check.data.term} title={t('term-answer-by')} />}
      </aside>
      <footer className={styles.foot} aria-label={t('form-actions')}>
        <Button kind="main" caps="Ctrl Enter" busy={register.isPending} isDisabled={forbidden} onPress={() => submit(true)}>
          {register.isPending ? t('form-busy') : t('form-submit')}
        </Button>
        <Button isDisabled={forbidden} onPress={() => submit(false)}>
          {t('form-submit-silent')}
        </Button>
        <p>{forbidden ? t('forbidden') : t('form-foot')}</p>
        <Button kind="quiet" caps="Esc" onPress={close}>
          {t('close')}
        </Button>
      </footer>
    </div>
  )
}
