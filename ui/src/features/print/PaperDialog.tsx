import { Check, FileDown, Printer } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import type { PaperDone } from '../../generated/PaperDone'
import type { RpcError } from '../../host/host'
import { useAct, useAsk } from '../../shared/bridge'
import { useManualPage } from '../../shared/manual'
import type { PaperRequest } from '../../shared/paper'
import { Button } from '../../shared/parts/Button'
import { Field, focusField, SelectField } from '../../shared/parts/Field'
import { Note, Skeleton } from '../../shared/parts/Layout'
import { useNews, useSpeaker } from '../../shared/parts/Toast'
import { Refusal, refusalWords, troubleWords } from '../../shared/refusal'
import { useSession } from '../../shared/session'
import { CommandLayer, useCommand } from '../../shared/useCommand'
import { t } from '../../shared/words'
import styles from './Paper.module.css'

/** One page as drawn by the program. Parsed, not pasted: a page is a picture and runs nothing. */
function Sheet({ svg, label }: { svg: string; label: string }) {
  const holder = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const drawn = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement
    for (const active of drawn.querySelectorAll('script, foreignObject')) active.remove()
    drawn.setAttribute('aria-hidden', 'true')
    holder.current?.replaceChildren(document.importNode(drawn, true))
  }, [svg])
  return <div className={styles.sheet} ref={holder} role="img" aria-label={label} />
}

/** What the paper is drawn from: what it is about may change while it lies open. */
function tagsOf({ of }: PaperRequest): readonly string[] {
  return of.about === 'appeal' ? [`appeal:${of.id}`, 'directory'] : ['records', 'directory']
}

function Pages({ request }: { request: PaperRequest }) {
  const preview = useAsk('paper.preview', { of: request.of, form_id: request.formId }, tagsOf(request))
  const pages = preview.data?.pages_svg ?? []
  return (
    <section className={styles.pages} aria-label={t('paper-pages')} tabIndex={0}>
      <Refusal
        error={preview.error}
        actions={
          <Button small busy={preview.isFetching} onPress={() => void preview.refetch()}>
            {t('paper-again')}
          </Button>
        }
      />
      {preview.isPending && (
        <div className={styles.wait}>
          <Skeleton rows={12} />
        </div>
      )}
      {pages.map((svg, index) => (
        <Sheet key={index} svg={svg} label={t('paper-page', { number: index + 1, total: pages.length })} />
      ))}
    </section>
  )
}

function reasonTrouble(error: RpcError | null): string | null {
  const found = error?.fields.find((trouble) => trouble.field === 'reason')
  return found === undefined ? null : troubleWords(found)
}

function Side({ request, onClose }: { request: PaperRequest; onClose: () => void }) {
  const { user } = useSession()
  const { say, announce } = useSpeaker()
  const news = useNews()
  // The paper before this one went off: said here while this one lies open.
  const [before] = useState(news)
  const preview = useAsk('paper.preview', { of: request.of, form_id: request.formId }, tagsOf(request))
  const printers = useAsk('printer.list', {}, ['printers'])
  const print = useAct('paper.print')
  const save = useAct('paper.save')
  const [chosen, setChosen] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const printer = chosen ?? printers.data?.find((one) => one.default)?.name ?? printers.data?.[0]?.name ?? null
  const forbidden = user.forbidden.includes('paper.print')
  // A print system that does not answer has no printers to offer; the PDF is there all the same.
  const none = printers.data?.length === 0 || printers.error !== null
  const error = print.error ?? save.error
  const shared = { of: request.of, form_id: request.formId, reason }

  const done = ({ copy_number, path }: PaperDone) => {
    say({ words: path === null ? t('paper-printed', { copy: copy_number }) : t('paper-saved', { path }) })
    onClose()
  }
  const failed = (refusal: RpcError) => {
    announce(refusalWords(refusal), 'assertive')
    if (refusal.fields.length > 0) focusField('reason')
  }
  const doPrint = () => {
    if (printer === null || print.isPending || forbidden || preview.data === undefined) return
    save.reset()
    print.mutate({ ...shared, printer }, { onSuccess: done, onError: failed })
  }
  const doSave = () => {
    print.reset()
    save.mutate(shared, { onSuccess: done, onError: failed })
  }
  useCommand('submit', doPrint)
  return (
    <section className={styles.side} aria-label={t('paper-actions')}>
      <Heading slot="title" level={2}>
        {preview.data?.title ?? t('paper-title')}
      </Heading>
      <p>{preview.data === undefined ? t(preview.error === null ? 'paper-drawing' : 'paper-not-drawn') : t('paper-copy', { copy: preview.data.copy_number })}</p>
      {before !== null && (
        <Note tone="info" icon={<Check aria-hidden />}>
          {before}
        </Note>
      )}
      {preview.data !== undefined && preview.data.replaced !== '' && <Note tone="warn">{t('paper-replaced', { letters: preview.data.replaced })}</Note>}
      <Refusal error={printers.error ?? (reasonTrouble(error) === null ? error : null)} />
      {none ? (
        <p>{t('paper-no-printers')}</p>
      ) : (
        <SelectField
          label={t('paper-printer')}
          name="printer"
          choices={(printers.data ?? []).map(({ name }) => ({ id: name, title: name }))}
          value={printer}
          onChange={setChosen}
          placeholder={t('paper-printers-wait')}
        />
      )}
      {preview.data?.reason_needed === true && (
        <Field label={t('paper-reason')} name="reason" hint={t('paper-reason-hint')} value={reason} onChange={setReason} trouble={reasonTrouble(error)} autoComplete="off" />
      )}
      <div className={styles.buttons}>
        <Button kind="main" wide autoFocus icon={<Printer aria-hidden />} caps="Ctrl Enter" busy={print.isPending} isDisabled={printer === null || forbidden || preview.data === undefined} onPress={doPrint}>
          {print.isPending ? t('paper-printing') : t('paper-print')}
        </Button>
        <Button wide icon={<FileDown aria-hidden />} busy={save.isPending} isDisabled={forbidden || preview.data === undefined} onPress={doSave}>
          {t('paper-save')}
        </Button>
        <Button wide kind="quiet" caps="Esc" onPress={onClose}>
          {t('paper-without')}
        </Button>
      </div>
    </section>
  )
}

/** The document before it goes. */
export function PaperDialog({ paper, onClose }: { paper: PaperRequest; onClose: () => void }) {
  useManualPage('print')
  return (
    <ModalOverlay className={styles.scrim ?? ''} isOpen onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal className={styles.modal ?? ''}>
        <Dialog className={styles.dialog ?? ''}>
          <CommandLayer>
            <Pages request={paper} />
            <Side request={paper} onClose={onClose} />
          </CommandLayer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
