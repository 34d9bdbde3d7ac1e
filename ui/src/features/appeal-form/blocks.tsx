import type { ReactNode } from 'react'
import type { AppealChoices } from '../../generated/AppealChoices'
import type { AppealForm } from '../../generated/AppealForm'
import type { Choice as ApiChoice } from '../../generated/Choice'
import type { ClientCard } from '../../generated/ClientCard'
import { countWords } from '../../shared/format'
import { CheckField } from '../../shared/parts/Check'
import { type Choice, DayField, Field, focusField, SegmentField, SelectField } from '../../shared/parts/Field'
import { Status } from '../../shared/parts/Status'
import { t } from '../../shared/words'
import styles from './AppealForm.module.css'
import { agreed, type FieldName, fitting } from './fields'

export interface Blocks {
  form: AppealForm
  put: (part: Partial<AppealForm>) => void
  leave: (name: string) => void
  troubleOf: (name: string) => string | null
  warningOf: (name: string) => string | null
  card: ClientCard | null
  choices: AppealChoices
}

function choicesOf(choices: readonly ApiChoice[]): Choice[] {
  return choices.map(({ code, label }) => ({ id: code, title: label }))
}

/** What every field of the form has in common. */
export function bind({ form, put, leave, troubleOf }: Blocks, name: FieldName) {
  return {
    name,
    label: t(`form-field-${name}`),
    value: form[name] ?? '',
    onChange: (value: string) => put({ [name]: value }),
    onLeave: () => leave(name),
    trouble: troubleOf(name),
  }
}

export function Warning({ words }: { words: string | null }) {
  return words === null ? null : <Status tone="warn">{words}</Status>
}

const TEXT_MAX = 4000

/** What it is about. */
export function MatterBlock(blocks: Blocks & { similar: ReactNode }) {
  const { form, put, choices, card, similar, warningOf } = blocks
  return (
    <section className={styles.block} aria-label={t('form-block-matter')}>
      <h2>{t('form-block-matter')}</h2>
      <div className={styles.fields}>
        <SelectField {...bind(blocks, 'category')} choices={choicesOf(choices.categories)} placeholder={t('form-choose')} autoFocus={card !== null && form.category === ''} />
        <SelectField {...bind(blocks, 'topic')} choices={choicesOf(choices.topics)} placeholder={t('form-choose')} autoFocus={card !== null && form.category !== '' && form.topic === ''} />
        <SegmentField
          {...bind(blocks, 'form')}
          onChange={(statement) => put(agreed({ ...form, form: statement, solved: statement === 'oral' && form.solved }, choices))}
          choices={[
            { id: 'written', title: t('form-written') },
            { id: 'oral', title: t('form-oral') },
          ]}
        />
        <SelectField {...bind(blocks, 'channel')} choices={choicesOf(fitting(choices.channels, form.form))} placeholder={t('form-choose')} />
        {similar}
        <div className={styles.full}>
          <Field {...bind(blocks, 'text')} rows={3} aside={t('form-text-count', { count: countWords(form.text.length), max: countWords(TEXT_MAX) })} />
        </div>
        <div className={styles.full}>
          <Field {...bind(blocks, 'demand')} autoComplete="off" />
        </div>
        <div className={styles.post}>
          <div>
            <DayField {...bind(blocks, 'received_on')} />
            <Warning words={warningOf('received_on')} />
          </div>
          <SegmentField {...bind(blocks, 'urgency')} choices={choicesOf(choices.urgencies)} />
        </div>
      </div>
    </section>
  )
}

/** An oral appeal may get its answer at once: the case begins and ends in one act. */
function OnTheSpot(blocks: Blocks) {
  const { form, put, choices } = blocks
  const atOnce = fitting(choices.answer_channels, form.form).find((way) => way.needs === undefined)
  return (
    <div className={styles.full}>
      <CheckField
        name="solved"
        value={form.solved}
        onChange={(solved) => {
          put(solved && atOnce !== undefined ? { solved, answer_channel: atOnce.code } : { solved })
          if (solved) window.setTimeout(() => focusField('solution'))
        }}
      >
        {t('form-solved')}
      </CheckField>
      {form.solved && <Field {...bind(blocks, 'solution')} rows={3} />}
    </div>
  )
}

/** Where the answer goes. */
export function AnswerBlock(blocks: Blocks) {
  const { form, choices, card } = blocks
  if (form.form === 'oral' && form.solved)
    return (
      <section className={styles.block} aria-label={t('form-block-answer')}>
        <h2>{t('form-block-answer')}</h2>
        <div className={styles.fields}>
          <OnTheSpot {...blocks} />
        </div>
      </section>
    )
  const ways = fitting(choices.answer_channels, form.form)
  const asked = ways.find((way) => way.code === form.answer_channel)?.needs
  const many = ways.length > 4
  return (
    <section className={styles.block} aria-label={t('form-block-answer')}>
      <h2>{t('form-block-answer')}</h2>
      <div className={styles.fields}>
        {form.form === 'oral' && <OnTheSpot {...blocks} />}
        <div className={styles.full}>
          {many ? (
            <SelectField {...bind(blocks, 'answer_channel')} choices={choicesOf(ways)} placeholder={t('form-choose')} />
          ) : (
            <SegmentField {...bind(blocks, 'answer_channel')} labelHidden choices={choicesOf(ways)} />
          )}
        </div>
        {asked === 'postal' && (
          <div className={styles.post}>
            <Field {...bind(blocks, 'postal_index')} autoComplete="off" reserve />
            <Field {...bind(blocks, 'postal_address')} autoComplete="off" reserve />
          </div>
        )}
        {asked === 'email' && (
          <div className={styles.full}>
            <Field {...bind(blocks, 'email')} autoComplete="off" reserve />
          </div>
        )}
        {asked === 'phone' && (
          <div className={styles.full}>
            <Field {...bind(blocks, 'phone')} type="tel" autoComplete="off" reserve hint={card === null ? undefined : t('form-phone-hint')} />
          </div>
        )}
      </div>
    </section>
  )
}
