import { Plus, Trash2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { AppealForm } from '../../generated/AppealForm'
import type { AskedDocument } from '../../generated/AskedDocument'
import type { Choice as ApiChoice } from '../../generated/Choice'
import type { ClientCard } from '../../generated/ClientCard'
import type { ContractChoices } from '../../generated/ContractChoices'
import type { ContractForm } from '../../generated/ContractForm'
import type { PointForm } from '../../generated/PointForm'
import { Button } from '../../shared/parts/Button'
import { CheckField, ChecksField } from '../../shared/parts/Check'
import { type Choice, DayField, Field, focusField, SegmentField, SelectField } from '../../shared/parts/Field'
import { Status } from '../../shared/parts/Status'
import text from '../../shared/parts/text.module.css'
import { t } from '../../shared/words'
import styles from './ContractForm.module.css'

export interface Blocks {
  form: ContractForm
  put: (part: Partial<ContractForm>) => void
  leave: (name: string) => void
  troubleOf: (name: string) => string | null
  warningOf: (name: string) => string | null
  card: ClientCard | null
  choices: ContractChoices
}

type TextName = { [K in keyof ContractForm]: ContractForm[K] extends string ? K : never }[keyof ContractForm]
type AppealName = 'applicant_name' | 'representative' | 'authority' | 'channel' | 'received_on' | 'answer_channel' | 'postal_index' | 'postal_address' | 'email'

function choicesOf(choices: readonly ApiChoice[]): Choice[] {
  return choices.map(({ code, label }) => ({ id: code, title: label }))
}

export function fieldTitle(field: string): string {
  const point = /^points\.(\d+)\.(\w+)$/.exec(field)
  return point === null ? t(`contract-field-${field}`) : t(`contract-point-${point[2] ?? 'address'}`)
}

function bind({ form, put, leave, troubleOf }: Blocks, name: TextName) {
  return { name, label: fieldTitle(name), value: form[name], onChange: (value: string) => put({ [name]: value }), onLeave: () => leave(name), trouble: troubleOf(name), autoComplete: 'off' }
}

function bindAppeal({ form, put, leave, troubleOf }: Blocks, name: AppealName) {
  return {
    name,
    label: fieldTitle(name),
    value: form.appeal[name],
    onChange: (value: string) => put({ appeal: { ...form.appeal, [name]: value } }),
    onLeave: () => leave(name),
    trouble: troubleOf(name),
    autoComplete: 'off',
  }
}

function Warning({ words }: { words: string | null }) {
  return words === null ? null : <Status tone="warn">{words}</Status>
}

/** What is asked for, and who asks. */
export function MatterBlock(blocks: Blocks) {
  const { form, put, card, choices, troubleOf } = blocks
  const isCitizen = form.client_kind === 'citizen'
  return (
    <section className={styles.block} aria-label={t('contract-block-matter')}>
      <h2>{t('contract-block-matter')}</h2>
      <div className={styles.fields}>
        {card === null ? (
          <>
            <SelectField {...bind(blocks, 'client_kind')} choices={choicesOf(choices.client_kinds)} autoFocus />
            <Field {...bindAppeal(blocks, 'applicant_name')} />
          </>
        ) : (
          <div className={styles.full}>
            <div className={text.strong}>{card.name}</div>
          </div>
        )}
        <SelectField {...bind(blocks, 'matter')} choices={choicesOf(choices.matters.filter(({ code }) => isCitizen || code !== 'change_owner'))} autoFocus={card !== null} />
        {!isCitizen && <SelectField {...bind(blocks, 'kind')} choices={choicesOf(choices.kinds)} />}
        <DayField {...bindAppeal(blocks, 'received_on')} />
        <SelectField {...bindAppeal(blocks, 'channel')} choices={choicesOf(choices.channels)} />
        <DayField {...bind(blocks, 'wanted_from')} />
        {form.matter !== 'conclude' && (
          <div className={styles.full}>
            <Field {...bind(blocks, 'change')} rows={2} />
          </div>
        )}
        {isCitizen && form.matter === 'conclude' && (
          <div className={styles.full} data-field="by_initiative">
            <CheckField name="by_initiative" value={form.by_initiative} onChange={(by_initiative) => put({ by_initiative })}>
              {t('contract-field-by_initiative')}
            </CheckField>
            {troubleOf('by_initiative') !== null && <Status tone="bad">{troubleOf('by_initiative')}</Status>}
          </div>
        )}
      </div>
    </section>
  )
}

/** A citizen's premises: nothing of it blocks his service. */
function Premises(blocks: Blocks) {
  return (
    <>
      <DayField {...bind(blocks, 'born_on')} />
      <Field {...bind(blocks, 'passport')} />
      <Field {...bind(blocks, 'ownership')} />
      <Field {...bind(blocks, 'area_m2')} />
      <Field {...bind(blocks, 'registered_persons')} />
      <Field {...bind(blocks, 'residents')} />
    </>
  )
}

/** What the client's kind makes needed, and nothing else. */
export function ClientBlock(blocks: Blocks) {
  const { form, warningOf } = blocks
  const isCitizen = form.client_kind === 'citizen'
  return (
    <section className={styles.block} aria-label={t(isCitizen ? 'contract-block-premises' : 'contract-block-requisites')}>
      <h2>{t(isCitizen ? 'contract-block-premises' : 'contract-block-requisites')}</h2>
      <div className={styles.fields}>
        {isCitizen ? (
          <Premises {...blocks} />
        ) : (
          <>
            <Field {...bind(blocks, 'inn')} />
            {form.client_kind !== 'sole_trader' && <Field {...bind(blocks, 'kpp')} />}
            <Field {...bind(blocks, 'ogrn')} />
            <Field {...bind(blocks, 'legal_address')} />
            <Field {...bind(blocks, 'bic')} />
            <div>
              <Field {...bind(blocks, 'bank_account')} />
              <Warning words={warningOf('bank_account')} />
            </div>
            <Field {...bind(blocks, 'signatory_name')} />
            <Field {...bind(blocks, 'signatory_post')} />
            <Field {...bind(blocks, 'signatory_authority')} />
          </>
        )}
        <Field {...bindAppeal(blocks, 'representative')} />
        <Field {...bindAppeal(blocks, 'authority')} />
      </div>
    </section>
  )
}

const emptyPoint: PointForm = { object: '', address: '', voltage: '', power_kw: '', reliability: '', price_category: '', meter_model: '', meter_number: '', meter_zones: '', transformer_ratio: '' }

function Point({ at, point, onChange, onRemove, onAdd, ...blocks }: Blocks & { at: number; point: PointForm; onChange: (part: Partial<PointForm>) => void; onRemove: () => void; onAdd: () => void }) {
  const { choices, form, leave, troubleOf } = blocks
  const isCitizen = form.client_kind === 'citizen'
  const of = (name: keyof PointForm) => {
    const field = `points.${at}.${name}`
    return { name: field, label: t(`contract-point-${name}`), value: point[name], onChange: (value: string) => onChange({ [name]: value }), onLeave: () => leave(field), trouble: troubleOf(field), autoComplete: 'off' }
  }
  const degrees = ['1', '2', '3'].map((id) => ({ id, title: id }))
  return (
    <li
      className={styles.point}
      aria-label={t('contract-point', { number: at + 1 })}
      onKeyDown={(event) => {
        // Enter goes on to the next point; Ctrl+Enter is the form's.
        if (event.key !== 'Enter' || event.ctrlKey || !(event.target instanceof HTMLInputElement)) return
        event.preventDefault()
        onAdd()
      }}
    >
      <div className={styles.pointFields}>
        <Field {...of('object')} />
        <Field {...of('address')} />
        {!isCitizen && (
          <>
            <SelectField {...of('voltage')} choices={choicesOf(choices.voltages)} placeholder={t('form-choose')} />
            <Field {...of('power_kw')} />
            <SelectField {...of('reliability')} choices={degrees} placeholder={t('form-choose')} />
            <SelectField {...of('price_category')} choices={choicesOf(choices.price_categories)} placeholder={t('form-choose')} />
          </>
        )}
        <Field {...of('meter_model')} />
        <Field {...of('meter_number')} />
        <SelectField {...of('meter_zones')} choices={choicesOf(choices.meter_zones)} placeholder={t('form-choose')} />
        {!isCitizen && <Field {...of('transformer_ratio')} placeholder="1" />}
      </div>
      <Button kind="quiet" label={t('contract-point-remove', { number: at + 1 })} icon={<Trash2 aria-hidden />} onPress={onRemove} />
    </li>
  )
}

/** Supply points as a small table: Enter makes the next. */
export function PointsBlock(blocks: Blocks) {
  const { form, put, choices, warningOf } = blocks
  const points = form.points
  const added = useRef<number | null>(null)
  useEffect(() => {
    if (added.current === null) return
    focusField(added.current < 0 ? 'add-point' : `points.${added.current}.object`)
    added.current = null
  }, [points.length])
  const add = () => {
    added.current = points.length
    put({ points: [...points, emptyPoint] })
  }
  const isNew = form.matter === 'conclude'
  return (
    <section className={styles.block} aria-label={t('contract-block-points')}>
      <h2>{t('contract-block-points')}</h2>
      <div className={styles.fields}>
        <ol className={styles.points}>
          {points.map((point, at) => (
            <Point
              key={at}
              {...blocks}
              at={at}
              point={point}
              onAdd={add}
              onChange={(part) => put({ points: points.map((one, index) => (index === at ? { ...one, ...part } : one)) })}
              onRemove={() => {
                added.current = at - 1
                put({ points: points.filter((_, index) => index !== at) })
              }}
            />
          ))}
        </ol>
        <div className={styles.row} data-field="add-point">
          <Button small icon={<Plus aria-hidden />} onPress={add}>
            {t('contract-point-add')}
          </Button>
        </div>
        {isNew && (
          <div className={styles.full}>
            <SegmentField {...bind(blocks, 'connection')} choices={choicesOf(choices.connections)} />
            <Warning words={warningOf('connection')} />
            {form.connection === 'shown' && <Field {...bind(blocks, 'connection_paper')} />}
          </div>
        )}
      </div>
    </section>
  )
}

/** The checklist: what is ticked was brought; the rest stands on the notice as missing. */
export function PapersBlock({ asked, ...blocks }: Blocks & { asked: readonly AskedDocument[] }) {
  const { form, put, choices, troubleOf } = blocks
  const wanted = asked.filter((row) => row.form !== 'shown')
  const lines = form.appeal.attachments
  const change = (part: Partial<AppealForm>) => put({ appeal: { ...form.appeal, ...part } })
  const tick = (codes: readonly string[]) =>
    change({
      attachments: wanted
        .filter(({ code }) => codes.includes(code))
        .map((row) => lines.find(({ document }) => document === row.code) ?? { name: row.title, form: row.form, sheets: '', document: row.code }),
    })
  const needs = choices.answer_channels.find(({ code }) => code === form.appeal.answer_channel)?.needs
  return (
    <section className={styles.block} aria-label={t('contract-block-papers')}>
      <h2>{t('contract-block-papers')}</h2>
      <div className={styles.fields}>
        <div className={styles.full}>
          {wanted.length > 0 && (
            <ChecksField
              label={t('form-documents-asked')}
              name="asked-documents"
              choices={wanted.map(({ code, title, needed, condition }) => ({ id: code, title: t('form-document-asked', { needed, title, condition: condition ?? '' }) }))}
              value={lines.map(({ document }) => document)}
              onChange={tick}
            />
          )}
          {lines.map((line, at) => (
            <div key={line.document} className={styles.sheets}>
              <span>{line.name}</span>
              <Field
                name={`attachments.${at}.sheets`}
                label={t('contract-sheets')}
                value={line.sheets}
                placeholder="1"
                trouble={troubleOf(`attachments.${at}.sheets`)}
                onLeave={() => blocks.leave(`attachments.${at}.sheets`)}
                onChange={(sheets) => change({ attachments: lines.map((one, index) => (index === at ? { ...one, sheets } : one)) })}
              />
            </div>
          ))}
          <CheckField name="own_draft" value={form.own_draft} onChange={(own_draft) => put({ own_draft })}>
            {t('contract-field-own_draft')}
          </CheckField>
        </div>
        <div className={styles.full}>
          <SelectField {...bindAppeal(blocks, 'answer_channel')} choices={choicesOf(choices.answer_channels.filter(({ forms }) => forms === undefined || forms.includes('written')))} />
        </div>
        {needs === 'postal' && (
          <>
            <Field {...bindAppeal(blocks, 'postal_index')} />
            <Field {...bindAppeal(blocks, 'postal_address')} />
          </>
        )}
        {needs === 'email' && <Field {...bindAppeal(blocks, 'email')} />}
      </div>
    </section>
  )
}
