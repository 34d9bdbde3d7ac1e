import type { ReactNode } from 'react'
import { useState } from 'react'
import type { AppealChoices } from '../../generated/AppealChoices'
import type { AppealForm } from '../../generated/AppealForm'
import type { Choice as ApiChoice } from '../../generated/Choice'
import type { ClientCard } from '../../generated/ClientCard'
import { countWords } from '../../shared/format'
import { Button } from '../../shared/parts/Button'
import { type Choice, DayField, Field, SegmentField, SelectField } from '../../shared/parts/Field'
import { Status } from '../../shared/parts/Status'
import text from '../../shared/parts/text.module.css'
import { t } from '../../shared/words'
import styles from './AppealForm.module.css'
import { agreed, type FieldName, fitting } from './fields'

export interface Blocks {
  form: AppealForm
  put: (part: Partial<AppealForm>) => void
  leave: (name: FieldName) => void
  troubleOf: (name: FieldName) => string | null
  warningOf: (name: FieldName) => string | null
  card: ClientCard | null
  choices: AppealChoices
}

function choicesOf(choices: readonly ApiChoice[]): Choice[] {
  return choices.map(({ code, label }) => ({ id: code, title: label }))
}

/** What every field of the form has in common. */
function bind({ form, put, leave, troubleOf }: Blocks, name: FieldName) {
  return {
    name,
    label: t(`form-field-${name}`),
    value: form[name] ?? '',
    onChange: (value: string) => put({ [name]: value }),
    onLeave: () => leave(name),
    trouble: troubleOf(name),
  }
}

function Warning({ words }: { words: string | null }) {
  return words === null ? null : <Status tone="warn">{words}</Status>
}

function FromCard({ card, account, children }: { card: ClientCard; account: string | null; children: ReactNode }) {
  const own = card.accounts.find((one) => one.number === account)
  return (
    <div className={styles.person}>
      <div>
        <div className={text.strong}>{card.name}</div>
        {own !== undefined && <div className={text.small}>{t('form-account', { number: own.number_grouped, address: own.address })}</div>}
      </div>
      <span className={text.small}>{t('form-from-card')}</span>
      {children}
    </div>
  )
}

/** Who appeals, and who acts for him. */
export function ApplicantBlock(blocks: Blocks) {
  const { form, put, card } = blocks
  const [asked, setAsked] = useState(form.representative !== '' || form.authority !== '')
  const toggle = (
    <Button
      small
      onPress={() => {
        if (asked) put({ representative: '', authority: '' })
        setAsked(!asked)
      }}
    >
      {t(asked ? 'form-himself' : 'form-representative')}
    </Button>
  )
  return (
    <section className={styles.block} aria-label={t('form-block-applicant')}>
      <h2>{t('form-block-applicant')}</h2>
      <div className={styles.fields}>
        {card !== null ? (
          <FromCard card={card} account={form.account}>
            {toggle}
          </FromCard>
        ) : (
          <>
            <Field {...bind(blocks, 'applicant_name')} autoFocus autoComplete="off" />
            <SegmentField
              label={t('form-audience')}
              name="audience"
              choices={[
                { id: 'citizen', title: t('form-audience-citizen') },
                { id: 'other', title: t('form-audience-other') },
              ]}
              value={form.audience}
              onChange={(audience) => put({ audience })}
            />
            <div className={styles.full}>{toggle}</div>
          </>
        )}
        {asked && (
          <>
            <Field {...bind(blocks, 'representative')} autoComplete="off" />
            <Field {...bind(blocks, 'authority')} autoComplete="off" hint={t('form-authority-hint')} />
          </>
        )}
      </div>
    </section>
  )
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
          onChange={(statement) => put(agreed({ ...form, form: statement }, choices))}
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

/** Where the answer goes. */
export function AnswerBlock(blocks: Blocks) {
  const { form, choices, card } = blocks
  const ways = fitting(choices.answer_channels, form.form)
  const asked = ways.find((way) => way.code === form.answer_channel)?.needs
  const many = ways.length > 4
  return (
    <section className={styles.block} aria-label={t('form-block-answer')}>
      <h2>{t('form-block-answer')}</h2>
      <div className={styles.fields}>
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
