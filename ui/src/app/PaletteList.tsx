import { ArrowDown, ArrowUp, Search } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { cx } from '../shared/parts/cx'
import { t } from '../shared/words'
import styles from './Palette.module.css'

export interface PaletteOption {
  key: string
  icon: ReactNode
  title: ReactNode
  aside?: ReactNode
  sub?: ReactNode
  why: ReactNode
  run: () => void
}

export interface PaletteGroup {
  key: string
  title: string
  options: readonly PaletteOption[]
}

interface PaletteListProps {
  query: string
  onQuery: (query: string) => void
  placeholder: string
  note: ReactNode
  groups: readonly PaletteGroup[]
  empty: ReactNode
  summary: string
}

/** The caret stays in the input; the arrows move over the options; the reason is part of an option's name. */
export function PaletteList({ query, onQuery, placeholder, note, groups, empty, summary }: PaletteListProps) {
  const base = useId()
  const options = groups.flatMap((group) => group.options)
  const [active, setActive] = useState<string | null>(null)
  const at = Math.max(0, options.findIndex((option) => option.key === active))
  const current = options[at]
  const list = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)

  useEffect(() => {
    input.current?.focus()
  }, [])
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [current?.key])

  const move = (by: number) => {
    const next = options[(at + by + options.length) % options.length]
    if (next !== undefined) setActive(next.key)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: Math.min(8, options.length - 1 - at), PageUp: -Math.min(8, at) }
    const by = steps[event.key]
    if (by !== undefined && options.length > 0) {
      event.preventDefault()
      move(by)
    } else if (event.key === 'Enter' && !event.ctrlKey) {
      event.preventDefault()
      current?.run()
    }
  }
  const idOf = (key: string) => `${base}-${key}`
  return (
    <>
      <div className={styles.line}>
        <Search aria-hidden />
        <input
          ref={input}
          role="combobox"
          aria-expanded={options.length > 0}
          aria-controls={options.length > 0 ? `${base}-list` : undefined}
          aria-autocomplete="list"
          aria-activedescendant={current === undefined ? undefined : idOf(current.key)}
          aria-label={t('palette-label')}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setActive(null)
            onQuery(event.target.value)
          }}
          onKeyDown={onKeyDown}
        />
        <kbd aria-hidden>Esc</kbd>
      </div>
      {note}
      {options.length === 0 && <div className={styles.list}>{empty}</div>}
      <div className={styles.list} ref={list} id={`${base}-list`} role="listbox" aria-label={t('palette-results')} tabIndex={-1} hidden={options.length === 0}>
        {groups.map((group) => (
          <div key={group.key} role="group" aria-labelledby={`${base}-${group.key}-title`}>
            <h3 id={`${base}-${group.key}-title`} role="presentation">
              {group.title}
            </h3>
            {group.options.map((option) => (
              <div
                key={option.key}
                id={idOf(option.key)}
                role="option"
                aria-selected={option.key === current?.key}
                className={cx(styles.option, option.sub === undefined && styles.one)}
                onPointerMove={() => setActive(option.key)}
                onClick={option.run}
              >
                {option.icon}
                <div>
                  <div className={styles.title}>
                    <span>{option.title}</span>
                    {option.aside}
                  </div>
                  {option.sub !== undefined && <span className={styles.sub}>{option.sub}</span>}
                </div>
                <div className={styles.why}>{option.why}</div>
              </div>
            ))}
          </div>
        ))}
      </div>
      <div className={styles.foot}>
        <span>
          <kbd>
            <ArrowUp aria-hidden />
          </kbd>
          <kbd>
            <ArrowDown aria-hidden />
          </kbd>
          {t('palette-choose')}
        </span>
        <span>
          <kbd>Enter</kbd>
          {t('palette-open')}
        </span>
        <span aria-live="polite">{summary}</span>
      </div>
    </>
  )
}
