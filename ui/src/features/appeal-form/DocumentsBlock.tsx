import { Plus, Trash2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { AttachmentForm } from '../../generated/AttachmentForm'
import { capsOf } from '../../shared/commands'
import { Button } from '../../shared/parts/Button'
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

/** What was handed in: the receipt is made from it. */
export function DocumentsBlock(blocks: Blocks) {
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
    put({ attachments: [...lines, { name: '', form: 'copy', sheets: '' }] })
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
      </div>
    </section>
  )
}
