import type { AccountView } from '../../generated/AccountView'
import type { ClientCard } from '../../generated/ClientCard'
import type { FollowUpView } from '../../generated/FollowUpView'
import type { Nothing } from '../../generated/Nothing'
import type { VisitChoices } from '../../generated/VisitChoices'
import { RpcError } from '../host'
import type { Answers } from './memory'
import { NOW_MS } from './seed'

/** What one says and writes down at the desk beside appeals. */
const choices: VisitChoices = {
  topics: [
    { code: 'terms', label: 'Сроки выполнения действий' },
    { code: 'documents', label: 'Перечень документов' },
    { code: 'prices', label: 'Размер оплаты услуг (тарифы)' },
    { code: 'hours', label: 'Время приёма и выдачи документов' },
    { code: 'complaints', label: 'Порядок обжалования решений' },
  ],
  channels: [
    { code: 'office', label: 'Лично в отделении' },
    { code: 'phone', label: 'По телефону' },
  ],
  notifications: [
    { code: 'sms', label: 'SMS' },
    { code: 'email', label: 'Электронная почта' },
    { code: 'phone', label: 'Звонок по телефону' },
    { code: 'post', label: 'Почтой' },
    { code: 'none', label: 'Не уведомлять' },
  ],
  incidents: [
    { code: 'aggression', label: 'Агрессивное поведение' },
    { code: 'intoxication', label: 'Состояние опьянения' },
    { code: 'threat', label: 'Угрозы' },
    { code: 'other', label: 'Другое' },
  ],
  measures: [
    { code: 'asked_to_leave', label: 'Попросили покинуть помещение' },
    { code: 'guard', label: 'Вызвали охрану' },
    { code: 'police', label: 'Вызвали полицию' },
  ],
  purposes: [
    { code: 'messages', label: 'Информационные и рекламные сообщения' },
    { code: 'surveys', label: 'Опросы о качестве обслуживания' },
    { code: 'photos', label: 'Фотосъёмка' },
  ],
  script: [
    { step: 'Поздоровайтесь', say: 'Здравствуйте!' },
    { step: 'Назовите организацию', say: 'Отрадненское отделение' },
    { step: 'По просьбе назовите должность и имя', say: 'специалист, Самойлова\u00A0Е.\u00A0В.' },
    { step: 'Спросите', say: 'Чем я могу Вам помочь?' },
    { step: 'Выслушайте, не перебивая', say: '' },
    { step: 'Если ответа сейчас нет', say: 'Оставьте, пожалуйста, контакты. Как Вам удобнее: мы позвоним, Вы позвоните нам или придёте?' },
  ],
}

function steps(): FollowUpView[] {
  const base: FollowUpView = {
    follow_up_id: 'f0',
    number: 'ОТ-04/26-7-Т',
    step: 'client_comes',
    step_label: 'Клиент придёт',
    on: '2026-10-29',
    at: '11:30',
    when_label: 'просрочено 1\u00A0день',
    tone: 'bad',
    name: 'Шаблонов Кирилл Петрович',
    party_id: null,
    phone_masked: null,
    user_name: 'Самойлова\u00A0Е.\u00A0В.',
    question: 'Принесёт акт замены счётчика',
    appeal_id: null,
    place: 'centre',
  }
  return [
    base,
    { ...base, follow_up_id: 'f1', number: 'ОТ-04/26-8-Т', step: 'we_call', step_label: 'Перезвонить', on: '2026-10-30', at: '16:00', when_label: 'сегодня в 16:00', tone: 'warn', name: 'Примерова Анна Сергеевна', party_id: 'p1', phone_masked: '+7\u00A0900\u00A0•••-••-12', question: 'Чем закончилась проверка счётчика' },
    { ...base, follow_up_id: 'f2', number: 'ОТ-04/26-9-Т', step: 'client_calls', step_label: 'Клиент позвонит', on: '2026-11-02', at: null, when_label: '02.11.2026', tone: 'plain', name: 'Условная Галина Павловна', user_name: 'Ермаков\u00A0Д.\u00A0С.', question: 'Скажет, когда будет дома' },
  ]
}

const words: Record<string, string> = { we_call: 'Перезвонить', client_calls: 'Клиент позвонит', client_comes: 'Клиент придёт' }

function invalid(field: string, code: string): RpcError {
  return new RpcError('input-invalid', {}, 't-v', [{ field, code, args: {}, warning: false }])
}

function required(fields: Record<string, string>): void {
  const empty = Object.entries(fields).filter(([, value]) => value.trim() === '')
  if (empty.length > 0) throw new RpcError('input-invalid', {}, 't-v', empty.map(([field]) => ({ field, code: 'required', args: {}, warning: false })))
}

/** Consultations, agreed steps, incidents, consents, and accounts of other offices. */
export function visitAnswers(card: ClientCard, foreign: AccountView, change: (...tags: string[]) => Nothing): Answers {
  let agreed = steps()
  let made = 0
  const done = (what: string, partyId: string | null) => {
    made += 1
    if (partyId !== null) card.today.push({ at_ms: NOW_MS, what, place: 'desk', appeal_id: null, party_id: partyId, party_name: null })
    change('records', 'client:p1', 'link')
    return { record_id: `r${made}`, number: null }
  }
  const without = (id: string) => {
    agreed = agreed.filter((step) => step.follow_up_id !== id)
    card.follow_ups = card.follow_ups.filter((step) => step.follow_up_id !== id)
    return change('records', 'client:p1', 'link')
  }
  return {
    'visit.choices': () => choices,
    'consultation.give': ({ topic, party_id }) => {
      required({ topic })
      return done(`Консультация: ${(choices.topics.find((one) => one.code === topic)?.label ?? '').toLowerCase()}`, party_id)
    },
    'follow_up.agree': (input) => {
      required({ ...(input.party_id === null ? { name: input.name } : {}), on: input.on, question: input.question })
      if (input.on < '2026-10-30') throw invalid('on', 'date_past')
      const step: FollowUpView = {
        ...(steps()[0] as FollowUpView),
        follow_up_id: `new${made + 1}`,
        number: 'ОТ-04/26-13-Т',
        step: input.step,
        step_label: words[input.step] ?? '',
        on: input.on,
        at: input.at === '' ? null : input.at,
        when_label: input.on.split('-').reverse().join('.'),
        tone: 'plain',
        name: input.party_id === null ? input.name : card.name,
        party_id: input.party_id,
        question: input.question,
        place: 'desk',
      }
      agreed = [...agreed, step]
      if (input.party_id !== null) card.follow_ups = [...card.follow_ups, step]
      return { ...done(step.step_label, input.party_id), record_id: step.follow_up_id, number: step.number }
    },
    'follow_up.list': ({ scope }) => (scope === 'office' ? agreed : agreed.filter((step) => step.user_name.startsWith('Самойлова'))),
    'follow_up.move': ({ follow_up_id, on, at, reason }) => {
      required({ on, reason })
      agreed = agreed.map((step) => (step.follow_up_id === follow_up_id ? { ...step, on, at: at === '' ? null : at, when_label: on.split('-').reverse().join('.'), tone: 'plain' } : step))
      return change('records', 'client:p1', 'link')
    },
    'follow_up.done': ({ follow_up_id, result }) => {
      required({ result })
      return without(follow_up_id)
    },
    'follow_up.cancel': ({ follow_up_id, reason }) => {
      required({ reason })
      return without(follow_up_id)
    },
    'incident.note': ({ kind, measure, text, party_id }) => {
      required({ kind, measure, text })
      return done('Происшествие записано', party_id)
    },
    'consent.give': ({ party_id, purposes }) => {
      if (purposes.length === 0) throw invalid('purposes', 'required')
      card.consent = { state: 'given', on: '2026-10-30', consent_id: 'k1', place: 'desk' }
      return { ...done('Согласие дано', party_id), record_id: 'k1' }
    },
    'consent.withdraw': ({ party_id }) => {
      card.consent = { state: 'withdrawn', on: '2026-10-30', consent_id: 'k1', place: 'desk' }
      return { ...done('Согласие отозвано', party_id), record_id: 'k1' }
    },
    'account.lookup': ({ number, reason }) => {
      const digits = number.replace(/\D/g, '')
      if (digits.length !== 12) throw new RpcError('input-invalid', {}, 't-l', [{ field: 'number', code: 'personal_account_length', args: { expected: '12', actual: String(digits.length) }, warning: false }])
      required({ reason })
      if (!digits.startsWith('6310')) throw new RpcError('not-found', {}, 't-l')
      return {
        name: 'Небылицын Андрей Дмитриевич',
        kind_label: 'Гражданин-потребитель',
        audience: 'citizen',
        office_name: 'Тольяттинское отделение',
        account: { ...foreign, number: digits, number_grouped: digits.replace(/(\d{4})(?=\d)/g, '$1\u00A0'), address: 'Тольятти, б-р\u00A0Условный, 3, кв.\u00A07' },
      }
    },
  }
}
