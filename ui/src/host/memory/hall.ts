import type { BoardState } from '../../generated/BoardState'
import type { KioskState } from '../../generated/KioskState'
import type { TicketGiven } from '../../generated/TicketGiven'
import { RpcError } from '../host'
import { type MemoryHost, memoryHost } from './memory'
import { NOW_MS } from './seed'

const documents = {
  payment_documents: ['Номер лицевого счёта или последняя квитанция', 'Для пересчёта: чеки об оплате и показания'],
  readings: ['Номер лицевого счёта', 'Показания счётчика, по каждой зоне отдельно'],
  meters: ['Паспорт', 'Номер лицевого счёта', 'Паспорт счётчика, свидетельство о поверке или акт, если есть'],
  citizen_contract: ['Паспорт', 'Документ о праве собственности или пользования помещением', 'Сведения о площади и о тех, кто зарегистрирован и живёт', 'Сведения о счётчике: тип, номер, показания', 'Документы о льготах, если они есть', 'Доверенность, если вы представитель'],
  legal_contract: ['Устав и выписка из ЕГРЮЛ; предпринимателю паспорт и выписка из ЕГРИП', 'Документ о полномочиях того, кто подписывает', 'Документ о праве на объект', 'Акт о технологическом присоединении', 'Акт разграничения балансовой принадлежности', 'Акт допуска прибора учёта'],
} as const

const service = (id: string, title: string, papers: readonly string[], expected: [number, number] | null = [10, 15], ahead = 4) => ({ id, title, documents: [...papers], expected, ahead, refused: null })
const line = (id: string, title: string, hint: string, services: ReturnType<typeof service>[], refused: string | null = null) => ({ id, title, hint, expected: services[0]?.expected ?? null, ahead: services[0]?.ahead ?? 0, refused, services })

export const kiosk: KioskState = {
  office: 'Тольяттинское отделение',
  now_ms: NOW_MS,
  utc_offset_minutes: 240,
  hours: 'приём до 17:00',
  shut: null,
  shut_text: '',
  choices: [
    line('bill', 'Квитанция, долг, расчёт', 'Начисление, копия, пересчёт', [service('payment_documents', 'Квитанция, долг, расчёт', documents.payment_documents)]),
    line('meter', 'Показания и счётчик', 'Передача, замена, поверка', [service('readings', 'Передать показания', documents.readings), service('meters', 'Замена или поверка счётчика', documents.meters)]),
    line('contract', 'Договор', 'Новый, смена владельца, расторжение', [service('citizen_contract', 'Для дома: квартира, дом, гараж', documents.citizen_contract, [5, 9], 2), service('legal_contract', 'Для организации или предпринимателя', documents.legal_contract, [5, 9], 2)]),
    line('certificate', 'Справка или акт сверки', 'О долге, об оплате, сверка', [service('certificates', 'Справка или акт сверки', documents.readings)]),
    line('claim', 'Претензия или жалоба', 'Отзыв, предложение, благодарность', [service('claim', 'Претензия или жалоба', documents.readings)]),
    line('other', 'Другой вопрос', 'Личный кабинет и всё остальное', [service('personal_cabinet', 'Личный кабинет', documents.readings), service('other', 'Другой вопрос', ['Номер лицевого счёта, если вопрос о нём'])]),
    line('head', 'Руководитель отделения', 'Личный приём', [], 'Сегодня талоны на эту услугу закончились'),
  ],
  classes: [
    { code: 'disabled', label: 'Инвалид I или II группы' },
    { code: 'disabled_child', label: 'С ребёнком-инвалидом' },
    { code: 'veteran', label: 'Ветеран войны или боевых действий' },
    { code: 'pregnant', label: 'Беременная' },
    { code: 'small_children', label: 'С ребёнком до трёх лет' },
    { code: 'limited_mobility', label: 'Трудно ходить или стоять' },
  ],
  notices: ['3 ноября работаем до 16:00, 4 ноября выходной'],
  printer_trouble: null,
  silence_seconds: 40,
  countdown_seconds: 15,
  appointments: true,
  changes_at_ms: null,
}

const call = (id: number, letter: string, digits: number, window: number, minutesAgo: number) => {
  const at_ms = NOW_MS - minutesAgo * 60_000
  const at = new Date(at_ms + 240 * 60_000).toISOString().slice(11, 16)
  return { id: String(id), number: `${letter}-${String(digits).padStart(3, '0')}`, letter, digits, window, window_word: 'окно', window_title: `окно ${window}`, at, at_ms, state: 'called' }
}

export const board: BoardState = {
  office: 'Тольяттинское отделение',
  now_ms: NOW_MS,
  utc_offset_minutes: 240,
  open: true,
  shut_text: '',
  calls: [call(9, 'П', 65, 3, 0), call(8, 'П', 64, 5, 1), call(7, 'П', 63, 1, 4), call(6, 'П', 62, 4, 5), call(5, 'Д', 23, 6, 7), call(4, 'Д', 22, 2, 12)],
  streams: [
    { letter: 'П', title: 'платежи', waiting: 7, expected: [10, 14] },
    { letter: 'Д', title: 'договоры', waiting: 4, expected: [15, 20] },
    { letter: 'Р', title: 'руководитель', waiting: 1, expected: [4, 4] },
  ],
  soon: ['Д-024', 'Д-025', 'П-066', 'П-067', 'Р-003', 'П-068', 'Д-026', 'П-069'],
  notices: ['3 ноября работаем до 16:00, 4 ноября выходной'],
  phone: '8 800 1000 763',
  changes_at_ms: null,
}

/** An invented hall for tests and for looking at: `?shut=break`, `?trouble`, `?calm` (a board with nobody called). */
export function hallHost(location: Pick<Location, 'search'>): MemoryHost {
  const asked = new URLSearchParams(location.search)
  const host = memoryHost()
  let given = 65
  const ticket = (title: string, papers: string[]): TicketGiven => {
    given += 1
    const trouble = asked.has('trouble')
    return { visit_id: `v${given}`, number: `П-${String(given).padStart(3, '0')}`, service: title, ahead: 4, expected: [10, 15], documents: papers, printed: !trouble, printer_trouble: trouble ? 'В принтере кончилась бумага.' : null }
  }
  const shut = asked.get('shut')
  host.answer('kiosk.state', () => ({ ...kiosk, shut, shut_text: shut === null ? '' : 'Откроемся завтра в 8:00' }))
  host.answer('kiosk.issue', ({ service: id }) => {
    const asked_for = kiosk.choices.flatMap(({ services }) => services).find((one) => one.id === id)
    if (asked_for === undefined) throw new RpcError('not-found', {}, 't-1')
    return ticket(asked_for.title, asked_for.documents)
  })
  host.answer('kiosk.check_in', ({ number }) => {
    if (number !== '12') throw new RpcError('not-found', {}, 't-2')
    return ticket('Приём у руководителя', ['Паспорт'])
  })
  host.answer('kiosk.help', () => ({}))
  host.answer('board.state', () => (asked.has('calm') ? { ...board, calls: [], soon: [] } : board))
  return host
}
