import type { BookRow } from '../../generated/BookRow'
import { RpcError } from '../host'
import type { Answers } from './memory'

const kinds = [
  { code: 'complaint', label: 'Жалоба' },
  { code: 'gratitude', label: 'Благодарность' },
  { code: 'proposal', label: 'Предложение' },
  { code: 'review', label: 'Отзыв о деятельности' },
]
const books = [
  { code: 'office', label: 'Книга в отделении' },
  { code: 'electronic', label: 'Электронная книга' },
]

const base: BookRow = {
  entry_id: 'b1',
  number: 'ОТ-04/26-131-К',
  kind: 'complaint',
  kind_label: 'Жалоба',
  category: 'claim',
  book_label: 'Книга в отделении',
  written_on: '2026-09-18',
  text: 'Ждала у окна 40 минут, хотя передо мной было трое. Прошу открывать второе окно по пятницам.',
  name: 'Примерова Анна Сергеевна',
  answer_to: '+7\u00A0900\u00A0•••-••-67',
  party_id: 'p1',
  due_on: '2026-10-30',
  left: 'сегодня',
  tone: 'warn',
  clause: 'Стандарт, п. 10.3',
  appeal_id: null,
  acted_on: null,
  measures: null,
  entered_by: 'Самойлова Е. В.',
  place: 'centre',
}

function rowsOfBook(): BookRow[] {
  return [
    base,
    { ...base, entry_id: 'b2', number: 'ОТ-04/26-140-М', kind: 'proposal', kind_label: 'Предложение', category: 'proposal', book_label: 'Электронная книга', written_on: '2026-10-12', text: 'Поставьте у входа стойку для детской коляски', name: null, answer_to: null, party_id: null, due_on: '2026-11-24', left: '16 рабочих дней', tone: 'plain', place: 'desk' },
    { ...base, entry_id: 'b3', number: 'ОТ-04/26-118-К', kind: 'gratitude', kind_label: 'Благодарность', category: 'review', written_on: '2026-10-05', text: 'Спасибо специалисту третьего окна за терпение', name: null, answer_to: null, party_id: null, due_on: null, left: 'приняты меры 08.10.2026', tone: 'ok', acted_on: '2026-10-08', measures: 'Благодарность объявлена на планёрке' },
    { ...base, entry_id: 'b4', number: 'ОТ-04/26-109-П', written_on: '2026-10-01', text: 'Начислили за июль дважды', due_on: null, left: 'обращение ОТ-04/26-118-К', tone: 'info', appeal_id: 'a1' },
  ]
}

/** The book of complaints and suggestions of the made-up office. */
export function feedbackAnswers(change: (...tags: string[]) => Record<string, never>): Pick<Answers, 'book.choices' | 'book.write' | 'book.list' | 'book.get' | 'book.act'> {
  let rows = rowsOfBook()
  const need = (fields: Record<string, string>) => {
    const empty = Object.keys(fields).filter((field) => fields[field]?.trim() === '')
    if (empty.length > 0) throw new RpcError('input-invalid', {}, 't-b', empty.map((field) => ({ field, code: 'required', args: {}, warning: false })))
  }
  const isOpen = (row: BookRow) => row.due_on !== null
  return {
    'book.choices': () => ({ kinds, books }),
    'book.write': ({ kind, book, written_on, text, name, answer_to, party_id }) => {
      need({ kind, book, written_on, text })
      const entry_id = `b${rows.length + 1}`
      const number = `ОТ-04/26-${140 + rows.length}-Н`
      const label = (list: typeof kinds, code: string) => list.find((one) => one.code === code)?.label ?? code
      rows = [...rows, { ...base, entry_id, number, kind, kind_label: label(kinds, kind), book_label: label(books, book), written_on, text, name: name === '' ? null : name, answer_to: answer_to === '' ? null : answer_to, party_id, due_on: '2026-12-11', left: '29 рабочих дней', tone: 'plain', place: 'desk' }]
      change('records')
      return { record_id: entry_id, number }
    },
    'book.list': ({ view, kind }) => ({
      rows: rows.filter((row) => (view === 'all' || isOpen(row)) && (kind === '' || row.kind === kind)),
      open: rows.filter(isOpen).length,
      all: rows.length,
    }),
    'book.get': ({ entry_id }) => {
      const row = rows.find((one) => one.entry_id === entry_id)
      if (row === undefined) throw new RpcError('not-found', {}, 't-b')
      return row
    },
    'book.act': ({ entry_id, measures }) => {
      need({ measures })
      rows = rows.map((row) => (row.entry_id === entry_id ? { ...row, due_on: null, left: 'приняты меры 30.10.2026', tone: 'ok' as const, acted_on: '2026-10-30', measures } : row))
      return change('records')
    },
  }
}
