import { type CalendarDate, parseDate } from '@internationalized/date'
import { Check, ChevronsUpDown } from 'lucide-react'
import { type KeyboardEvent, type KeyboardEventHandler, type ReactNode, type Ref, useRef } from 'react'
import {
  Button,
  ComboBox,
  DateField,
  DateInput,
  DateSegment,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  RadioButton,
  RadioField,
  RadioGroup,
  Select,
  SelectValue,
  Text,
  TextArea,
  TextField,
  useFilter,
} from 'react-aria-components'
import { cx } from './cx'
import styles from './Field.module.css'
import { Shape } from './Status'

interface FieldShape {
  label: string
  /** Found by the error summary, which leads here. */
  name: string
  hint?: string | undefined
  /** What is wrong and what to do. */
  trouble?: string | null | undefined
  onLeave?: () => void
}

/** The line under a field is always there: nothing moves while one types. */
export function Trouble({ words }: { words: string | null | undefined }) {
  if (words == null) return null
  return (
    <FieldError className={styles.trouble ?? ''}>
      <Shape tone="bad" />
      <span>{words}</span>
    </FieldError>
  )
}

function Under({ hint, trouble, reserve }: { hint?: string | undefined; trouble?: string | null | undefined; reserve?: boolean | undefined }) {
  if (trouble != null) return <Trouble words={trouble} />
  if (hint !== undefined)
    return (
      <Text slot="description" className={styles.hint ?? ''}>
        {hint}
      </Text>
    )
  return reserve === true ? <span className={styles.hint} aria-hidden /> : null
}

interface TextProps extends FieldShape {
  value: string
  onChange: (value: string) => void
  type?: 'text' | 'password' | 'tel'
  autoFocus?: boolean
  isDisabled?: boolean
  autoComplete?: string
  placeholder?: string
  /** At the right of the label: a counter. */
  aside?: ReactNode
  /** A text of several lines. */
  rows?: number
  /** Keeps the line for hint and trouble even while empty. */
  reserve?: boolean
  inputRef?: Ref<HTMLInputElement>
  onKeyUp?: KeyboardEventHandler<HTMLInputElement>
}

export function Field({ label, name, hint, trouble, onLeave, value, onChange, aside, rows, reserve, placeholder, inputRef, onKeyUp, type, ...rest }: TextProps) {
  return (
    <TextField
      {...rest}
      {...(type === undefined ? {} : { type })}
      id={`field-${name}`}
      value={value}
      onChange={onChange}
      {...(onLeave === undefined ? {} : { onBlur: onLeave })}
      isInvalid={trouble != null}
      validationBehavior="aria"
      className={styles.field ?? ''}
    >
      <div className={styles.head}>
        <Label className={styles.label ?? ''}>{label}</Label>
        {aside !== undefined && <span className={styles.hint}>{aside}</span>}
      </div>
      {rows === undefined ? (
        <Input className={styles.input ?? ''} spellCheck={false} placeholder={placeholder} ref={inputRef} onKeyUp={onKeyUp} data-field={name} />
      ) : (
        <TextArea className={cx(styles.input, styles.area)} rows={rows} lang="ru" spellCheck data-field={name} />
      )}
      <Under hint={hint} trouble={trouble} reserve={reserve} />
    </TextField>
  )
}

function civilDate(iso: string): CalendarDate | null {
  try {
    return parseDate(iso)
  } catch {
    return null
  }
}

interface DateProps extends FieldShape {
  /** ISO, or empty. */
  value: string
  onChange: (iso: string) => void
  autoFocus?: boolean
}

/** A civil date, typed part by part: 30.10.2026. */
export function DayField({ label, name, hint, trouble, onLeave, value, onChange, autoFocus }: DateProps) {
  return (
    <DateField<CalendarDate>
      className={styles.field ?? ''}
      value={civilDate(value)}
      onChange={(date) => onChange(date?.toString() ?? '')}
      isInvalid={trouble != null}
      validationBehavior="aria"
      shouldForceLeadingZeros
      autoFocus={autoFocus ?? false}
      {...(onLeave === undefined ? {} : { onBlur: onLeave })}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      <DateInput className={cx(styles.input, styles.date, trouble != null && styles.invalid)} data-field={name}>
        {(segment) => <DateSegment segment={segment} className={styles.segmentOfDate ?? ''} />}
      </DateInput>
      <Under hint={hint} trouble={trouble} />
    </DateField>
  )
}

export interface Choice {
  id: string
  title: string
  note?: string | null
}

interface ChoiceProps extends FieldShape {
  choices: readonly Choice[]
  value: string | null
  onChange: (id: string) => void
  placeholder?: string
  autoFocus?: boolean
  /** The label is read, not seen: the block's heading says it. */
  labelHidden?: boolean
  reserve?: boolean
}

function Option({ choice }: { choice: Choice }) {
  return (
    <ListBoxItem id={choice.id} textValue={choice.title} className={styles.option ?? ''}>
      <span>
        {choice.title}
        {choice.note != null && <small>{choice.note}</small>}
      </span>
      <Check aria-hidden />
    </ListBoxItem>
  )
}

export function SelectField({ label, name, hint, trouble, onLeave, choices, value, onChange, placeholder, autoFocus, reserve }: ChoiceProps) {
  return (
    <Select
      className={styles.field ?? ''}
      value={value}
      onChange={(key) => {
        if (key !== null) onChange(String(key))
      }}
      isInvalid={trouble != null}
      validationBehavior="aria"
      autoFocus={autoFocus ?? false}
      {...(placeholder === undefined ? {} : { placeholder })}
      {...(onLeave === undefined ? {} : { onBlur: onLeave })}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      <Button className={cx(styles.select, trouble != null && styles.invalid)} data-field={name}>
        <SelectValue>{({ selectedText, defaultChildren, isPlaceholder }) => (isPlaceholder ? defaultChildren : selectedText)}</SelectValue>
        <ChevronsUpDown aria-hidden />
      </Button>
      <Under hint={hint} trouble={trouble} reserve={reserve} />
      <Popover className={styles.popover ?? ''} offset={4}>
        <ListBox className={styles.list ?? ''} items={choices}>
          {(choice: Choice) => <Option choice={choice} />}
        </ListBox>
      </Popover>
    </Select>
  )
}

/** A long list of names: type to narrow it. */
export function ComboField({ label, name, hint, trouble, onLeave, choices, value, onChange, autoFocus, reserve }: ChoiceProps) {
  const { contains } = useFilter({ sensitivity: 'base' })
  const typed = useRef('')
  /** Enter and Tab take the one name that is left, without a step down to it. */
  const takeOnly = (event: KeyboardEvent) => {
    if ((event.key !== 'Enter' && event.key !== 'Tab') || event.ctrlKey || event.shiftKey || typed.current.trim() === '') return
    const left = choices.filter((choice) => contains(choice.title, typed.current.trim()))
    const only = left.length === 1 ? left[0] : undefined
    if (only === undefined || only.id === value) return
    onChange(only.id)
    event.stopPropagation()
    // Tab goes on from here by itself, unless the choice has led the caret on already.
    if (event.key === 'Enter' || document.activeElement !== event.target) event.preventDefault()
  }
  return (
    <ComboBox
      className={styles.field ?? ''}
      defaultItems={choices}
      onInputChange={(text) => {
        typed.current = text
      }}
      value={value}
      onChange={(key) => {
        if (key !== null) onChange(String(key))
      }}
      isInvalid={trouble != null}
      validationBehavior="aria"
      menuTrigger="focus"
      autoFocus={autoFocus ?? false}
      {...(onLeave === undefined ? {} : { onBlur: onLeave })}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      <div className={styles.combo} onKeyDownCapture={takeOnly}>
        <Input className={styles.input ?? ''} spellCheck={false} data-field={name} />
        <Button>
          <ChevronsUpDown aria-hidden />
        </Button>
      </div>
      <Under hint={hint} trouble={trouble} reserve={reserve} />
      <Popover className={styles.popover ?? ''} offset={4}>
        <ListBox className={styles.list ?? ''}>{(choice: Choice) => <Option choice={choice} />}</ListBox>
      </Popover>
    </ComboBox>
  )
}

/** Two to four choices at once in sight. */
export function SegmentField({ label, name, hint, trouble, choices, value, onChange, onLeave, labelHidden }: ChoiceProps) {
  return (
    <RadioGroup
      className={styles.field ?? ''}
      value={value}
      onChange={onChange}
      orientation="horizontal"
      isInvalid={trouble != null}
      validationBehavior="aria"
      {...(labelHidden === true ? { 'aria-label': label } : {})}
      {...(onLeave === undefined ? {} : { onBlur: onLeave })}
    >
      {labelHidden !== true && <Label className={styles.label ?? ''}>{label}</Label>}
      <div className={cx(styles.segments, trouble != null && styles.invalid)} data-field={name} tabIndex={-1}>
        {choices.map((choice) => (
          <RadioField key={choice.id} value={choice.id} className={styles.segmentField ?? ''}>
            <RadioButton className={styles.segment ?? ''}>
              <Check aria-hidden />
              <span>{choice.title}</span>
            </RadioButton>
          </RadioField>
        ))}
      </div>
      <Under hint={hint} trouble={trouble} />
    </RadioGroup>
  )
}

/** Leads the caret to a field by its name. */
export function focusField(name: string): void {
  const target = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`)
  if (target === null) return
  const focusable = target.matches('input, textarea, button') ? target : (target.querySelector<HTMLElement>('input:checked, input, [role="spinbutton"]') ?? target)
  focusable.focus()
  target.scrollIntoView({ block: 'center' })
}
