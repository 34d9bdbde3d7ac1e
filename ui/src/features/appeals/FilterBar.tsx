import { ListFilter, Search, X } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { DialogTrigger, Popover } from 'react-aria-components'
import type { AppealChoices } from '../../generated/AppealChoices'
import type { AppealFilter } from '../../generated/AppealFilter'
import type { UserChoice } from '../../generated/UserChoice'
import type { RpcError } from '../../host/host'
import { useAsk } from '../../shared/bridge'
import { capsOf } from '../../shared/commands'
import { dateWords } from '../../shared/format'
import { Button } from '../../shared/parts/Button'
import { cx } from '../../shared/parts/cx'
import dialog from '../../shared/parts/Dialog.module.css'
import { type Choice, ComboField, DayField, SelectField } from '../../shared/parts/Field'
import { Refusal, troubleAt } from '../../shared/refusal'
import { CommandLayer, useCommand } from '../../shared/useCommand'
import { t } from '../../shared/words'
import styles from './Appeals.module.css'
import { type Asked, filterFields, isFiltered } from './asked'

/** A list of choices needs an id for «any»; no code is such. */
const ANY = '*'
/** How the program is asked for appeals that nobody has. */
const NOBODY = '-'

interface Lists {
  choices: AppealChoices | undefined
  users: readonly UserChoice[]
}

function choicesOf(field: keyof AppealFilter, { choices, users }: Lists): Choice[] {
  const coded = (list: readonly { code: string; label: string }[] | undefined) => (list ?? []).map(({ code, label }) => ({ id: code, title: label }))
  switch (field) {
    case 'category':
      return coded(choices?.categories)
    case 'topic':
      return coded(choices?.topics)
    case 'channel':
      return coded(choices?.channels)
    case 'executor':
      return [{ id: NOBODY, title: t('executor-none') }, ...users.map(({ id, short_name, post }) => ({ id, title: short_name, note: post }))]
    case 'received_from':
    case 'received_to':
      return []
  }
}

/** «Вид: Претензия», «с 01.10.2026». */
function chipWords(field: keyof AppealFilter, value: string, lists: Lists): string {
  if (field === 'received_from' || field === 'received_to') return t(`filter-chip-${field}`, { date: dateWords(value) })
  const title = choicesOf(field, lists).find((choice) => choice.id === value)?.title ?? value
  return t('filter-chip', { label: t(`filter-${field}`), title })
}

function Find({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const input = useRef<HTMLInputElement>(null)
  useCommand('filter', () => input.current?.focus())
  return (
    <div className={styles.find}>
      <Search aria-hidden />
      <input
        ref={input}
        type="text"
        role="searchbox"
        aria-label={t('appeals-filter')}
        placeholder={t('appeals-filter')}
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value !== '') {
            event.preventDefault()
            event.stopPropagation()
            onChange('')
          }
        }}
      />
      <kbd aria-hidden>{capsOf('filter')}</kbd>
    </div>
  )
}

function Done({ run }: { run: () => void }) {
  useCommand('submit', run)
  return null
}

/** Every condition in one place; each acts at once. */
function Fields({ filter, lists, error, onChange, onDone, onReset }: { filter: AppealFilter; lists: Lists; error: RpcError | null; onChange: (part: Partial<AppealFilter>) => void; onDone: () => void; onReset: () => void }) {
  const of = (field: keyof AppealFilter) => ({
    name: `filter-${field}`,
    label: t(`filter-${field}`),
    choices: [{ id: ANY, title: t('filter-any') }, ...choicesOf(field, lists)],
    value: filter[field] === '' ? ANY : filter[field],
    onChange: (id: string) => onChange({ [field]: id === ANY ? '' : id }),
  })
  return (
    <div className={styles.fields}>
      <Done run={onDone} />
      <SelectField {...of('category')} autoFocus />
      <ComboField {...of('topic')} />
      <SelectField {...of('channel')} />
      <ComboField {...of('executor')} />
      <DayField name="filter-from" label={t('filter-received_from')} value={filter.received_from} onChange={(received_from) => onChange({ received_from })} trouble={troubleAt(error, 'received_from')} />
      <DayField name="filter-to" label={t('filter-received_to')} value={filter.received_to} onChange={(received_to) => onChange({ received_to })} trouble={troubleAt(error, 'received_to')} />
      <div className={styles.fieldsFoot}>
        <Button kind="main" caps="Esc" onPress={onDone}>
          {t('filter-done')}
        </Button>
        <Button kind="quiet" onPress={onReset}>
          {t('filter-clear')}
        </Button>
      </div>
    </div>
  )
}

interface FilterBarProps {
  asked: Asked
  /** What the list was refused for. */
  error: RpcError | null
  typed: string
  onType: (text: string) => void
  onFilter: (part: Partial<AppealFilter>) => void
  onReset: () => void
  /** At the end of the line. */
  children: ReactNode
}

/** What the list must be: the text, and each condition as a mark that can be taken away. */
export function FilterBar({ asked, error, typed, onType, onFilter, onReset, children }: FilterBarProps) {
  const [open, setOpen] = useState(false)
  const choices = useAsk('appeal.choices', {}, ['directory'])
  const users = useAsk('session.users', {}, ['directory'])
  const lists: Lists = { choices: choices.data, users: users.data ?? [] }
  useCommand('filter-fields', () => setOpen(true))
  return (
    <div className={styles.filters}>
      <Find value={typed} onChange={onType} />
      <DialogTrigger isOpen={open} onOpenChange={setOpen}>
        <Button icon={<ListFilter aria-hidden />} caps={capsOf('filter-fields')}>
          {t('filter-open')}
        </Button>
        <Popover className={cx(dialog.popover, styles.fieldsBox)} placement="bottom start" offset={4} aria-label={t('command-filter-fields')}>
          <CommandLayer>
            <Refusal error={choices.error ?? users.error} />
            <Fields filter={asked.filter} lists={lists} error={error} onChange={onFilter} onDone={() => setOpen(false)} onReset={onReset} />
          </CommandLayer>
        </Popover>
      </DialogTrigger>
      {filterFields
        .filter((field) => asked.filter[field] !== '')
        .map((field) => {
          const words = chipWords(field, asked.filter[field], lists)
          return (
            <Button key={field} className={styles.chip ?? ''} onPress={() => onFilter({ [field]: '' })}>
              {words}
              <X aria-label={t('filter-remove')} />
            </Button>
          )
        })}
      {isFiltered(asked) && (
        <Button kind="quiet" onPress={onReset}>
          {t('filter-reset')}
        </Button>
      )}
      <span className={styles.filtersEnd}>{children}</span>
    </div>
  )
}
