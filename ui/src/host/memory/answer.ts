import type { AnswerForm } from '../../generated/AnswerForm'
import type { AppealCard } from '../../generated/AppealCard'
import type { AppealRow } from '../../generated/AppealRow'
import type { Nothing } from '../../generated/Nothing'
import { RpcError } from '../host'
import type { CommandName, InputOf, OutputOf } from '../table'
import * as seed from './seed'

type Answers = { [N in CommandName]?: (input: InputOf<N>) => OutputOf<N> }

function trouble(field: string, code = 'required'): RpcError {
  return new RpcError('input-invalid', {}, 't-9', [{ field, code, args: {}, warning: false }])
}

/** The way of an answer, and hand-over, of the invented appeals. */
export function answerAnswers(find: (id: string) => { row: AppealRow; card: AppealCard }, move: (id: string, title: string, card: Partial<AppealCard>, row?: Partial<AppealRow>) => Nothing): Answers {
  const letters = new Map<string, string[]>()
  const typed = new Map<string, AnswerForm>()
  const words = (field: string, text: string) => {
    if (text.trim() === '') throw trouble(field)
    return text.trim()
  }
  const channel = (code: string) => seed.choices.answer_channels.find((one) => one.code === code)?.label ?? code
  const letterOf = (card: AppealCard, id: string, part: Partial<AppealCard['answering']['dispatches'][number]>) => ({ ...card.answering, dispatches: card.answering.dispatches.map((one) => (one.dispatch_id === id ? { ...one, ...part } : one)) })
  return {
    'answer.start': ({ appeal_id }) => ({
      form: typed.get(appeal_id) ?? { outcome: '', text: find(appeal_id).card.answering.project?.text ?? '', answer_channel: 'registered_letter', conclusion: '', settlement: '' },
      saved_ms: typed.has(appeal_id) ? 1_793_342_760_000 : null,
    }),
    'answer.save': ({ appeal_id, form }) => {
      typed.set(appeal_id, form)
      return { saved_ms: 1_793_342_760_000 }
    },
    'answer.draft': ({ appeal_id, form }) => {
      const text = words('text', form.text)
      if (form.outcome === '') throw trouble('outcome')
      typed.delete(appeal_id)
      const { card } = find(appeal_id)
      const project = { state: 'awaited', outcome_label: seed.choices.outcomes.find(({ code }) => code === form.outcome)?.label ?? '', text, answer_channel: form.answer_channel, channel_label: channel(form.answer_channel), by: seed.user.short_name, reviewed_by: null, approved_on: null, reason: null }
      return move(appeal_id, 'Проект ответа отдан на подпись', { answering: { ...card.answering, project } })
    },
    'answer.return': ({ appeal_id, reason }) => {
      const { card } = find(appeal_id)
      const project = card.answering.project === null ? null : { ...card.answering.project, state: 'returned', reviewed_by: seed.user.short_name, reason: words('reason', reason) }
      return move(appeal_id, `Проект возвращён: ${reason}`, { answering: { ...card.answering, project } })
    },
    'answer.approve': ({ appeal_id }) => {
      const { card } = find(appeal_id)
      const project = card.answering.project === null ? null : { ...card.answering.project, state: 'approved', reviewed_by: seed.user.short_name, approved_on: seed.TODAY }
      return move(appeal_id, 'Ответ подписан', { answering: { ...card.answering, project } })
    },
    'answer.send': ({ appeal_id, track }) => {
      const { card } = find(appeal_id)
      const project = card.answering.project
      if (project === null) throw new RpcError('act-void', { reason: 'not_drafted' })
      const sent = { dispatch_id: `d${card.answering.dispatches.length + 1}`, title: 'Ответ на обращение', answer_channel: project.answer_channel, channel_label: project.channel_label, sent_on: seed.TODAY, track: track === '' ? null : track, delivery: null, told_on: null }
      move(appeal_id, 'Отправлено: ответ на обращение', { state: 'answered', answer: `${project.outcome_label}. ${project.text}`, tone: 'ok', due_label: 'Отвечено', answering: { ...card.answering, dispatches: [...card.answering.dispatches, sent] } }, { left: 'отвечено', tone: 'ok' })
      if (project.answer_channel === 'registered_letter') letters.set(appeal_id, [...(letters.get(appeal_id) ?? []), sent.dispatch_id])
      return { path: project.answer_channel === 'email' ? `/home/desk/Документы/Ответ ${card.number.replace('/', '-')}.eml` : null }
    },
    'answer.track': ({ appeal_id, dispatch_id, track }) => {
      if (!/^\d{14}$/.test(track.replaceAll(' ', ''))) throw trouble('track', 'track_digits')
      return move(appeal_id, `Почтовый номер письма: ${track}`, { answering: letterOf(find(appeal_id).card, dispatch_id, { track: track.replaceAll(' ', '') }) })
    },
    'answer.delivered': ({ appeal_id, dispatch_id, delivery, told_on }) => move(appeal_id, 'Отметка почты', { answering: letterOf(find(appeal_id).card, dispatch_id, { delivery, told_on }) }),
    'answer.letters': ({ on }) => ({
      on,
      lines:
        on !== seed.TODAY
          ? []
          : [...letters].flatMap(([appeal_id, ids]) => {
              const { row, card } = find(appeal_id)
              const address = card.answer_label.split(': ')[1] ?? ''
              return card.answering.dispatches.filter(({ dispatch_id }) => ids.includes(dispatch_id)).map((dispatch) => ({ appeal_id, number: row.number, addressee: row.applicant, address, dispatch }))
            }),
    }),
    'answer.ask': ({ appeal_id, organisation, expert_id, question, due_on }) => {
      const { card } = find(appeal_id)
      const inside = expert_id !== ''
      const expert = seed.users.find(({ id }) => id === expert_id)
      if (inside && expert === undefined) throw trouble('expert_id')
      const asked = { question_id: `q${card.answering.questions.length + 1}`, kind: inside ? 'expert' : 'organisation', whom: expert?.short_name ?? words('organisation', organisation), question: words('question', question), asked_on: seed.TODAY, due_on: due_on === '' ? seed.TODAY : due_on, late: false, reply: null, replied_on: null }
      return move(appeal_id, `Запрос: ${asked.whom}. ${asked.question}`, { answering: { ...card.answering, questions: [...card.answering.questions, asked] } })
    },
    'answer.reply': ({ appeal_id, question_id, text }) => {
      const { card } = find(appeal_id)
      const questions = card.answering.questions.map((one) => (one.question_id === question_id ? { ...one, reply: words('text', text), replied_on: seed.TODAY } : one))
      return move(appeal_id, `Ответ на запрос: ${text}`, { answering: { ...card.answering, questions } })
    },
    'appeal.hand_over_offices': () => [
      { code: 'kinel', label: 'Кинельское отделение' },
      { code: 'pohvistnevo', label: 'Похвистневское отделение' },
    ],
    'appeal.hand_over': ({ appeal_id, office_id, comment }) => {
      if (office_id === '') throw trouble('office_id')
      const label = office_id === 'kinel' ? 'Кинельское отделение' : 'Похвистневское отделение'
      return move(appeal_id, `Передано: ${label}. ${words('comment', comment)}`, { hand_over: { from_label: 'Отрадненское отделение', to_label: label, by: seed.user.short_name, comment, since: seed.TODAY, late: false, is_here: false } })
    },
    'appeal.take_over': ({ appeal_id }) => {
      return move(appeal_id, `Принято в работу: ${seed.user.short_name}`, { hand_over: null, state: 'assigned', executor: seed.user.short_name, executor_id: seed.user.id }, { executor: 'Самойлова' })
    },
    'appeal.hand_back': ({ appeal_id, reason }) => {
      return move(appeal_id, `Возвращено: ${words('reason', reason)}`, { hand_over: null })
    },
  }
}
