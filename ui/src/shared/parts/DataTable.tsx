import { ArrowDown, ArrowUp } from 'lucide-react'
import { type ReactNode, useCallback, useMemo } from 'react'
import { Cell, Column, Row, type SortDescriptor, Table, TableBody, TableHeader, TableLayout, Virtualizer } from 'react-aria-components'
import { useRem } from '../rem'
import { cx } from './cx'
import styles from './DataTable.module.css'
import text from './text.module.css'

export interface ColumnShape<T> {
  id: string
  title: string
  /** Read, not seen. */
  titleHidden?: boolean
  sortable?: boolean
  /** Pixels, or a share (`1fr`). */
  width: number | `${number}fr`
  minWidth?: number
  end?: boolean
  cell: (row: T) => ReactNode
}

/** What the list is made of. Pass the same objects while nothing has changed: thousands of rows are built from them. */
interface RowsOf<T> {
  columns: readonly ColumnShape<T>[]
  rows: readonly T[]
  keyOf: (row: T) => string
  nameOf: (row: T) => string
  rowHeader: string
  empty: ReactNode
}

interface DataTableProps<T> extends RowsOf<T> {
  label: string
  selected: string | null
  onSelect: (key: string) => void
  /** Enter or a double click. */
  onOpen: (key: string) => void
  sort?: SortDescriptor
  onSort?: (sort: SortDescriptor) => void
  /** The last rows came into sight. */
  onEnd?: () => void
}

const ROW_REM = 2
const HEAD_REM = 1.75

function SortMark({ direction }: { direction: 'ascending' | 'descending' | undefined }) {
  if (direction === undefined) return null
  return direction === 'ascending' ? <ArrowUp aria-hidden /> : <ArrowDown aria-hidden />
}

/** Head and rows as elements that stay the same while the list does: moving the focus must not build them again. */
function useParts<T extends object>({ columns, rows, keyOf, nameOf, rowHeader, empty }: RowsOf<T>, rem: number) {
  const edge = useCallback((index: number) => cx(index === 0 && styles.first, index === columns.length - 1 && styles.last), [columns])
  const head = useMemo(
    () => (
      <TableHeader className={styles.head ?? ''}>
        {columns.map((column, index) => (
          <Column
            key={column.id}
            id={column.id}
            isRowHeader={column.id === rowHeader}
            allowsSorting={column.sortable ?? false}
            width={typeof column.width === 'number' ? (column.width * rem) / 16 : column.width}
            minWidth={((column.minWidth ?? 40) * rem) / 16}
            className={cx(styles.column, edge(index), column.end && styles.end)}
          >
            {({ sortDirection }) => (
              <>
                <span className={column.titleHidden === true ? text.hidden : undefined}>{column.title}</span>
                <SortMark direction={sortDirection} />
              </>
            )}
          </Column>
        ))}
      </TableHeader>
    ),
    [columns, rowHeader, rem, edge],
  )
  const body = useMemo(
    () => (
      <TableBody items={rows} dependencies={[columns]} renderEmptyState={() => empty}>
        {(row: T) => (
          <Row id={keyOf(row)} textValue={nameOf(row)} className={styles.row ?? ''}>
            {columns.map((column, index) => (
              <Cell key={column.id} className={cx(styles.cell, edge(index), column.end && styles.end)}>
                {column.cell(row)}
              </Cell>
            ))}
          </Row>
        )}
      </TableBody>
    ),
    [rows, columns, keyOf, nameOf, empty, edge],
  )
  return { head, body }
}

/** A dense list: rows of one height, only those in sight are drawn; selection follows focus. */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { label, selected, onSelect, onOpen, sort, onSort, onEnd } = props
  const rem = useRem()
  const layoutOptions = useMemo(() => ({ rowHeight: ROW_REM * rem, headingHeight: HEAD_REM * rem }), [rem])
  const selectedKeys = useMemo(() => (selected === null ? [] : [selected]), [selected])
  const { head, body } = useParts(props, rem)
  return (
    <div
      className={styles.frame}
      onScrollCapture={(event) => {
        const box = event.target as HTMLElement
        if (onEnd !== undefined && box.scrollHeight - box.scrollTop - box.clientHeight < 8 * ROW_REM * rem) onEnd()
      }}
    >
      <Virtualizer layout={TableLayout} layoutOptions={layoutOptions}>
        <Table
          aria-label={label}
          className={styles.table ?? ''}
          selectionMode="single"
          selectionBehavior="replace"
          disallowEmptySelection
          selectedKeys={selectedKeys}
          onSelectionChange={(keys) => {
            const first = keys === 'all' ? undefined : [...keys][0]
            if (first !== undefined) onSelect(String(first))
          }}
          onRowAction={(key) => onOpen(String(key))}
          {...(sort === undefined ? {} : { sortDescriptor: sort })}
          {...(onSort === undefined ? {} : { onSortChange: onSort })}
        >
          {head}
          {body}
        </Table>
      </Virtualizer>
    </div>
  )
}
