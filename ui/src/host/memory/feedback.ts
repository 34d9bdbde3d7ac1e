import type { BookRow } from '../../generated/BookRow'
import type { QuestionnaireView } from '../../generated/QuestionnaireView'
import type { SurveyAnswer } from '../../generated/SurveyAnswer'
import type { SurveyRow } from '../../generated/SurveyRow'
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

const marks = [1, 2, 3, 4, 5].map((mark) => ({ code: String(mark), label: String(mark) }))

const form: QuestionnaireView = {
  code: 'office-2014',
  title: 'Анкета посетителя отделения',
  intro: 'Анкета не подписывается.',
  questions: [
    { code: 'purpose', text: 'С чем Вы пришли?', kind: 'several', required: true, options: [{ code: 'contract', label: 'Договор' }, { code: 'payment', label: 'Оплата, платёжные документы' }, { code: 'metering', label: 'Прибор учёта, показания' }, { code: 'other', label: 'Другое' }], hint: 'Можно выбрать несколько' },
    { code: 'overall', text: 'Как Вы оцениваете обслуживание в целом?', kind: 'scale', required: true, options: marks, hint: '1 – плохо, 5 – отлично' },
    { code: 'waiting', text: 'Сколько Вы ждали в очереди?', kind: 'one', required: true, options: [{ code: 'none', label: 'Не ждал(а)' }, { code: 'to10', label: 'До 10 минут' }, { code: 'to15', label: 'От 10 до 15 минут' }, { code: 'over15', label: 'Больше 15 минут' }], hint: '' },
    { code: 'solved', text: 'Решён ли Ваш вопрос?', kind: 'one', required: true, options: [{ code: 'yes', label: 'Да' }, { code: 'partly', label: 'Частично' }, { code: 'no', label: 'Нет' }], hint: '' },
    { code: 'wish', text: 'Что нам улучшить?', kind: 'words', required: false, options: [], hint: '' },
  ],
}

const running: SurveyRow = {
  survey_id: 's2',
  questionnaire: form.code,
  title: form.title,
  from: '2026-10-19',
  to: '2026-11-13',
  goal: 50,
  answered: 0,
  state: 'running',
  state_label: 'идёт до 13.11.2026',
  tone: 'info',
  may_answer: true,
  open: true,
  place: 'centre',
}

/** What is answered by so many, each a little otherwise. */
function filled(count: number): SurveyAnswer[] {
  return Array.from({ length: count }, (_, one) => ({
    survey_id: '',
    way: one % 4 === 0 ? 'desk' : 'paper',
    on: '2026-10-20',
    replies: form.questions.map(({ code, kind, options }) => ({
      question: code,
      chosen: kind === 'words' ? [] : [options[Math.min(options.length - 1, (one * 3 + 2) % (options.length + 3))]?.code ?? ''],
      words: kind === 'words' && one % 9 === 0 ? 'Открывать второе окно по пятницам' : '',
    })),
  }))
}

/** The book of complaints and suggestions and the surveys of the made-up office. */
export function feedbackAnswers(change: (...tags: string[]) => Record<string, never>): Pick<Answers, 'book.choices' | 'book.write' | 'book.list' | 'book.get' | 'book.act' | 'survey.list' | 'survey.results' | 'survey.plan' | 'survey.answer' | 'survey.end' | 'survey.cancel'> {
  let rows = rowsOfBook()
  const answers: Record<string, SurveyAnswer[]> = { s1: filled(52), s2: filled(18) }
  const ends: Record<string, { conclusions: string; measures: string }> = { s1: { conclusions: 'По пятницам ждут дольше нормы.', measures: 'С 1 июня по пятницам работает второе окно. Отвечает Ермаков Д. С.' } }
  let surveys: SurveyRow[] = [running, { ...running, survey_id: 's1', from: '2026-04-13', to: '2026-04-24', state: 'ended', state_label: 'итоги 12.05.2026', tone: 'ok', may_answer: false, open: false }]
  const counted = (row: SurveyRow) => ({ ...row, answered: answers[row.survey_id]?.length ?? 0 })
  const surveyOf = (id: string) => {
    const row = surveys.find(({ survey_id }) => survey_id === id)
    if (row === undefined) throw new RpcError('not-found', {}, 't-s')
    return counted(row)
  }
  const turn = (id: string, part: Partial<SurveyRow>) => {
    surveys = surveys.map((row) => (row.survey_id === id ? { ...row, may_answer: false, open: false, ...part } : row))
    return change('records')
  }
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
    'survey.list': () => {
      const year = surveys.filter(({ state }) => state !== 'cancelled').length
      return { questionnaires: [form], rows: surveys.map(counted), notice: null, year_label: `В 2026 году: ${year} из 2` }
    },
    'survey.results': ({ survey_id }) => {
      const given = answers[survey_id] ?? []
      const ways = { desk: 'на месте', paper: 'с бумаги', email: 'из писем' }
      return {
        row: surveyOf(survey_id),
        ways_label: Object.entries(ways)
          .map(([way, words]) => [words, given.filter((one) => one.way === way).length] as const)
          .filter(([, count]) => count > 0)
          .map(([words, count]) => `${words} ${count}`)
          .join(', '),
        questions: form.questions.map(({ code, text, kind, options }) => {
          const replies = given.flatMap((one) => one.replies.filter(({ question, chosen, words }) => question === code && (chosen.length > 0 || words !== '')))
          const times = (option: string) => replies.filter(({ chosen }) => chosen.includes(option)).length
          const sum = replies.reduce((total, { chosen: [mark] }) => total + Number(mark), 0)
          return {
            code,
            text,
            answered: replies.length,
            mean_label: kind === 'scale' && replies.length > 0 ? (sum / replies.length).toFixed(1).replace('.', ',') : null,
            bars: options.map((option) => ({ label: option.label, count: times(option.code), percent: Math.round((100 * times(option.code)) / Math.max(1, replies.length)) })),
            words: replies.map(({ words }) => words).filter((words) => words !== ''),
          }
        }),
        conclusions: ends[survey_id]?.conclusions ?? null,
        measures: ends[survey_id]?.measures ?? null,
      }
    },
    'survey.plan': ({ questionnaire, from, to, goal }) => {
      need({ questionnaire, from, to, goal })
      const survey_id = `s${surveys.length + 1}`
      surveys = [{ ...running, survey_id, from, to, goal: Number(goal), state: 'planned', state_label: 'запланирован', tone: 'plain', may_answer: false, place: 'desk' }, ...surveys]
      change('records')
      return { record_id: survey_id, number: null }
    },
    'survey.answer': (input) => {
      need(Object.fromEntries(form.questions.filter(({ required }) => required).map(({ code }) => [code, input.replies.find(({ question }) => question === code)?.chosen[0] ?? ''])))
      answers[input.survey_id] = [...(answers[input.survey_id] ?? []), input]
      return change('records')
    },
    'survey.end': ({ survey_id, conclusions, measures }) => {
      need({ conclusions, measures })
      ends[survey_id] = { conclusions, measures }
      return turn(survey_id, { state: 'ended', state_label: 'итоги 30.10.2026', tone: 'ok' })
    },
    'survey.cancel': ({ survey_id, reason }) => {
      need({ reason })
      return turn(survey_id, { state: 'cancelled', state_label: `отменён: ${reason}`, tone: 'idle' })
    },
  }
}
