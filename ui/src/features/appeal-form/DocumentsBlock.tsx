import { Plus, Trash2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { AskedDocument } from '../../generated/AskedDocument'
import type { AttachmentForm } from '../../generated/AttachmentForm'
import { capsOf } from '../../shared/commands'
import { Button } from '../../shared/parts/Button'
import { ChecksField } from '../../shared/parts/Check'
import { Field, focusField, SegmentField } from '../../shared/parts/Field'
import text from '../../shared/parts/text.module.css'
import { useCommand } from '../../shared/useCommand'
import { t } from '../../shared/words'
import styles from './AppealForm.module.css'
import type { Blocks } from './blocks'

interface LineProps extends Blocks {
  at: number
  line: AttachmentForm
  onChange: (part: Partial<AttachmentForm>) => void
  onAdd: () => void
  onRemove: () => void
}

function Line({ at, line, onChange, onAdd, onRemove, leave, troubleOf }: LineProps) {
  const number = at + 1
  const fieldOf = (part: 'name' | 'sheets') => ({
    name: `attachments.${at}.${part}`,
    label: t('form-document-of', { number, part }),
    onLeave: () => leave(`attachments.${at}.${part}`),
    trouble: troubleOf(`attachments.${at}.${part}`),
    autoComplete: 'off',
  })
  return (
    <li
      className={styles.document}
      onKeyDown={(event) => {
        // Enter goes on to the next document; Ctrl+Enter is the form's.
        if (event.key !== 'Enter' || event.ctrlKey || !(event.target instanceof HTMLInputElement) || event.target.type === 'radio') return
        event.preventDefault()
        onAdd()
      }}
    >
      <Field {...fieldOf('name')} value={line.name} onChange={(name) => onChange({ name })} />
      <SegmentField
        label={t('form-document-of', { number, part: 'form' })}
        name={`attachments.${at}.form`}
        choices={[
          { id: 'copy', title: t('form-document-copy') },
          { id: 'original', title: t('form-document-original') },
        ]}
        value={line.form}
        onChange={(form) => onChange({ form })}
      />
      <Field {...fieldOf('sheets')} value={line.sheets} placeholder="1" onChange={(sheets) => onChange({ sheets })} />
      <Button kind="quiet" label={t('form-document-remove', { number })} icon={<Trash2 aria-hidden />} onPress={onRemove} />
    </li>
  )
}

/** What the checklist asks to bring: a tick makes a line, and what is not ticked stands on the receipt as missing. */
function Asked({ form, put, asked }: Pick<Blocks, 'form' | 'put'> & { asked: readonly AskedDocument[] }) {
  const brought = asked.filter(({ form: given }) => given !== 'shown')
  const shown = asked.filter(({ form: given, needed }) => given === 'shown' && needed === 'required')
  // What is asked only under conditions stands in the reference book.
  if (!brought.some(({ needed }) => needed === 'required')) return null
  const lines = form.attachments
  // Ticks follow the hand; a line that bears a document's very name counts too.
  const ticked = brought.filter(({ code, handed_in }) => handed_in || lines.some((line) => line.document === code)).map(({ code }) => code)
  const tick = (codes: readonly string[]) => {
    const kept = lines.filter(({ document, name, sheets }) => (document === '' ? name !== '' || sheets !== '' : codes.includes(document)))
    const added = brought
      .filter(({ code }) => codes.includes(code) && !ticked.includes(code))
      .map(({ code, title, form: given }): AttachmentForm => ({ name: title, form: given, sheets: '', document: code }))
    put({ attachments: [...kept, ...added] })
  }
  return (
    <div className={styles.asked}>
      <ChecksField
        label={t('form-documents-asked')}
        name="asked-documents"
        choices={brought.map(({ code, title, needed, condition }) => ({ id: code, title: t('form-document-asked', { needed, title, condition: condition ?? '' }) }))}
        value={ticked}
        onChange={tick}
      />
      <p className={text.small}>{t('form-documents-missing')}</p>
      {shown.length > 0 && <p className={text.small}>{t('form-documents-shown', { titles: shown.map(({ title }) => title).join('; ') })}</p>}
    </div>
  )
}

/** What was handed in: the receipt is made from it. */
export function DocumentsBlock({ asked, ...blocks }: Blocks & { asked: readonly AskedDocument[] }) {
  const { form, put } = blocks
  const lines = form.attachments
  const added = useRef<number | null>(null)
  useEffect(() => {
    if (added.current === null) return
    focusField(added.current < 0 ? 'add-document' : `attachments.${added.current}.name`)
    added.current = null
  }, [lines.length])
  const add = () => {
    // An empty last line is the next one already.
    const last = lines.at(-1)
    if (last?.name === '' && last.sheets === '') {
      focusField(`attachments.${lines.length - 1}.name`)
      return
    }
    added.current = lines.length
    put({ attachments: [...lines, { name: '', form: 'copy', sheets: '', document: '' }] })
  }
  useCommand('add-document', add)
  return (
    <section className={styles.block} aria-label={t('form-block-documents')}>
      <h2>{t('form-block-documents')}</h2>
      <div className={styles.documents}>
        {lines.length > 0 && (
          <ol>
            {lines.map((line, at) => (
              <Line
                key={at}
                {...blocks}
                at={at}
                line={line}
                onAdd={add}
                onChange={(part) => put({ attachments: lines.map((one, index) => (index === at ? { ...one, ...part } : one)) })}
                onRemove={() => {
                  added.current = at - 1
                  put({ attachments: lines.filter((_, index) => index !== at) })
                }}
              />
            ))}
          </ol>
        )}
        <div className={styles.person} data-field="add-document">
          <Button small icon={<Plus aria-hidden />} caps={capsOf('add-document')} onPress={add}>
            {t('form-document-add')}
          </Button>
          {lines.length === 0 && <span className={text.small}>{t('form-documents-none')}</span>}
        </div>
        <Asked form={form} put={put} asked={asked} />
      </div>
    </section>
  )
}
