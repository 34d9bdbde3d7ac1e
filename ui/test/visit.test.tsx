import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { chord, inputsOf, sitDown } from './desk'

const CLIENT = '#/reception/client/p1'
type Hands = ReturnType<typeof sitDown>['hands']

async function pick(hands: Hands, dialog: HTMLElement, field: string, option: string | RegExp): Promise<void> {
  const button = await waitFor(() => {
    const found = dialog.querySelector(`button[data-field="${field}"]`)
    if (found === null) throw new Error(`no field ${field}`)
    return found
  })
  await hands.click(button)
  await hands.click(await screen.findByRole('option', { name: option }))
}

async function onCard(): Promise<void> {
  await screen.findByRole('heading', { name: 'Примерова Анна Сергеевна' })
}

describe('a consultation', () => {
  it('is written down by Ctrl+3 with its topic, and its article can be printed', async () => {
    const { host, hands } = sitDown(CLIENT)
    await onCard()
    chord('Digit3', '3', { ctrlKey: true })
    const dialog = await screen.findByRole('dialog', { name: 'Консультация' })
    await within(dialog).findByText('Тема')
    chord('Enter', 'Enter', { ctrlKey: true })
    expect(await within(dialog).findByText('Заполните')).toBeTruthy()
    await pick(hands, dialog, 'topic', 'Размер оплаты услуг (тарифы)')
    await pick(hands, dialog, 'article', /Двухзонный тариф/)
    chord('Enter', 'Enter', { ctrlKey: true })
    await waitFor(() => expect(inputsOf(host, 'consultation.give').at(-1)).toEqual({ party_id: 'p1', account: '630000123456', topic: 'prices', channel: 'office', article: 'prices-zones', note: '' }))
    await hands.click(await screen.findByRole('button', { name: 'Печатать памятку' }))
    await waitFor(() => expect(inputsOf(host, 'paper.preview').at(-1)).toEqual({ of: { about: 'article', id: 'prices-zones', party_id: 'p1' }, form_id: 'information_sheet' }))
  })
})

describe('the next step', () => {
  it('is agreed by Ctrl+4; one who comes again sees his ticket at once', async () => {
    const { host, hands } = sitDown(CLIENT)
    await onCard()
    chord('Digit4', '4', { ctrlKey: true })
    const dialog = await screen.findByRole('dialog', { name: 'Звонок или встреча' })
    await hands.click(within(dialog).getByRole('radio', { name: 'Клиент придёт' }))
    expect(within(dialog).queryByLabelText('Телефон')).toBeNull()
    await hands.type(within(dialog).getByLabelText('Время'), '14:30')
    await hands.type(within(dialog).getByLabelText('О чём'), 'Принесёт акт')
    chord('Enter', 'Enter', { ctrlKey: true })
    expect(await screen.findByRole('dialog', { name: 'Талон на повторный приём' })).toBeTruthy()
    expect(inputsOf(host, 'follow_up.agree')).toEqual([{ party_id: 'p1', name: '', step: 'client_comes', on: '2026-10-30', at: '14:30', phone: '', user_id: 'u1', question: 'Принесёт акт', appeal_id: null }])
  })

  it('asks the name of one who is not in the base', async () => {
    const { hands } = sitDown('#/reception')
    await screen.findByRole('heading', { name: 'Кого принимаем?' })
    chord('Digit4', '4', { ctrlKey: true })
    const dialog = await screen.findByRole('dialog', { name: 'Звонок или встреча' })
    chord('Enter', 'Enter', { ctrlKey: true })
    await waitFor(() => expect(within(dialog).getAllByText('Заполните')).toHaveLength(2))
    await hands.type(within(dialog).getByLabelText('С кем договариваемся'), 'Шаблонов')
    await waitFor(() => expect(within(dialog).queryByText('Заполните')).toBeNull())
  })

  it('stands in the list, the overdue first, and is done with what came of it', async () => {
    const { host, hands } = sitDown('#/reception')
    const late = await screen.findByRole('button', { name: /Шаблонов Кирилл Петрович.*просрочено 1\sдень/ })
    await hands.click(late)
    const dialog = await screen.findByRole('dialog', { name: /Клиент придёт/ })
    await hands.type(within(dialog).getByLabelText('Чем закончилось'), 'Принёс')
    chord('Enter', 'Enter', { ctrlKey: true })
    await waitFor(() => expect(screen.queryByRole('button', { name: /Шаблонов/ })).toBeNull())
    expect(inputsOf(host, 'follow_up.done')).toEqual([{ follow_up_id: 'f0', result: 'Принёс' }])
  })

  it('is put off with a day and a reason', async () => {
    const { host, hands } = sitDown('#/reception')
    await hands.click(await screen.findByRole('button', { name: /Шаблонов/ }))
    const dialog = await screen.findByRole('dialog', { name: /Клиент придёт/ })
    await hands.click(within(dialog).getByRole('radio', { name: 'Перенести' }))
    chord('Enter', 'Enter', { ctrlKey: true })
    expect(await within(dialog).findByText('Заполните')).toBeTruthy()
    await hands.type(within(dialog).getByLabelText('Почему'), 'Заболел')
    chord('Enter', 'Enter', { ctrlKey: true })
    await waitFor(() => expect(inputsOf(host, 'follow_up.move').at(-1)).toEqual({ follow_up_id: 'f0', on: '2026-10-29', at: '11:30', reason: 'Заболел' }))
  })

  it('of the whole office is shown when asked', async () => {
    const { hands } = sitDown('#/reception')
    await screen.findByRole('button', { name: /Шаблонов/ })
    expect(screen.queryByText(/Условная Галина/)).toBeNull()
    await hands.click(screen.getByRole('button', { name: 'Всё отделение' }))
    expect(await screen.findByText(/Условная Галина/)).toBeTruthy()
  })
})

describe('an incident', () => {
  it('is noted by Ctrl+5 with what was done', async () => {
    const { host, hands } = sitDown('#/reception')
    await screen.findByRole('heading', { name: 'Кого принимаем?' })
    chord('Digit5', '5', { ctrlKey: true })
    const dialog = await screen.findByRole('dialog', { name: 'Происшествие' })
    await pick(hands, dialog, 'kind', 'Угрозы')
    await pick(hands, dialog, 'measure', 'Вызвали охрану')
    await hands.type(within(dialog).getByLabelText('Как это было'), 'Кричал')
    chord('Enter', 'Enter', { ctrlKey: true })
    await waitFor(() => expect(inputsOf(host, 'incident.note')).toEqual([{ kind: 'threat', measure: 'guard', text: 'Кричал', party_id: null }]))
  })
})

describe('a consent', () => {
  it('is given for purposes and shown to be signed; then it can be taken back', async () => {
    const { host, hands } = sitDown(CLIENT)
    await onCard()
    chord('Digit6', '6', { ctrlKey: true })
    const dialog = await screen.findByRole('dialog', { name: 'Согласие клиента' })
    await within(dialog).findByRole('checkbox', { name: 'Фотосъёмка' })
    chord('Enter', 'Enter', { ctrlKey: true })
    expect(await within(dialog).findByText('Отметьте хотя бы одно')).toBeTruthy()
    await hands.click(within(dialog).getByRole('checkbox', { name: 'Фотосъёмка' }))
    chord('Enter', 'Enter', { ctrlKey: true })
    expect(await screen.findByRole('dialog', { name: 'Согласие' })).toBeTruthy()
    expect(inputsOf(host, 'consent.give')).toContainEqual({ party_id: 'p1', purposes: ['photos'] })
    await hands.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    chord('Digit6', '6', { ctrlKey: true })
    expect(await screen.findByRole('dialog', { name: 'Отзыв согласия' })).toBeTruthy()
    chord('Enter', 'Enter', { ctrlKey: true })
    await waitFor(() => expect(inputsOf(host, 'paper.preview').at(-1)).toEqual({ of: { about: 'consent', id: 'k1' }, form_id: 'consent_withdrawal' }))
  })
})

describe('the card', () => {
  it('explains the debt month by month', async () => {
    const { hands } = sitDown(CLIENT)
    await hands.click(await screen.findByRole('tab', { name: 'Из чего сложился долг' }))
    const table = await screen.findByRole('table', { name: 'Из чего сложился долг' })
    const september = within(table).getByText('сентябрь 2026').closest('tr') as HTMLElement
    expect(september.textContent).toMatch(/1\s842,10\s₽перерасчёт −28,40\s₽пени 11,20\s₽1\s417,54\s₽2\s134,56\s₽/)
  })

  it('tells the state of supply, the check of the meter, and an authority that has ended', async () => {
    const { hands } = sitDown(CLIENT)
    expect(await screen.findByText('ограничено с 12.10.2026: задолженность')).toBeTruthy()
    expect(screen.getByText('поверка до 12.2026')).toBeTruthy()
    await hands.click(screen.getByRole('tab', { name: 'Клиент' }))
    expect(await screen.findByText('закончилась 10.09.2026')).toBeTruthy()
    await hands.click(screen.getByRole('tab', { name: 'Счёт' }))
    expect(await screen.findByText('71ВК341276')).toBeTruthy()
  })

  it('asks once how the client wants to be told things', async () => {
    const { host, hands } = sitDown(CLIENT)
    await hands.click(await screen.findByRole('button', { name: 'Верен' }))
    expect(await screen.findByText('Как уведомлять клиента? Спросите один раз')).toBeTruthy()
    await hands.click(screen.getByRole('button', { name: 'Записать' }))
    await pick(hands, await screen.findByRole('dialog', { name: 'Как уведомлять клиента' }), 'value', 'SMS')
    chord('Enter', 'Enter', { ctrlKey: true })
    await waitFor(() => expect(screen.queryByText(/Спросите один раз/)).toBeNull())
    expect(inputsOf(host, 'contact.learn')).toEqual([{ party_id: 'p1', kind: 'notification', value: 'sms' }])
  })

  it('keeps the chosen part from account to account', async () => {
    const { hands } = sitDown(CLIENT)
    await hands.click(await screen.findByRole('tab', { name: 'Оплаты' }))
    await hands.click(screen.getByRole('tab', { name: /гараж/ }))
    expect((await screen.findByRole('tab', { name: 'Оплаты' })).getAttribute('aria-selected')).toBe('true')
  })
})

describe('a number that nobody here has', () => {
  it('is asked of the centre from the search, and the appeal is taken with what it told', async () => {
    const { host, hands } = sitDown('#/reception')
    await hands.click(await screen.findByRole('button', { name: /Счёт, фамилия, адрес, телефон/ }))
    await hands.type(await screen.findByRole('combobox'), '6310 0045 6789')
    expect(await screen.findByRole('option', { name: /Зарегистрировать без карточки/ })).toBeTruthy()
    await hands.keyboard('{Enter}')
    const dialog = await screen.findByRole('dialog', { name: 'Спросить центр о счёте' })
    chord('Enter', 'Enter', { ctrlKey: true })
    expect(await within(dialog).findByText('Небылицын Андрей Дмитриевич')).toBeTruthy()
    chord('Enter', 'Enter', { ctrlKey: true })
    expect((await screen.findByLabelText<HTMLInputElement>('ФИО или название')).value).toBe('Небылицын Андрей Дмитриевич')
    expect(window.location.hash).not.toContain(encodeURIComponent('Небылицын'))
    expect(inputsOf(host, 'account.lookup')).toHaveLength(1)
  })
})

describe('the prompt card', () => {
  it('opens by Ctrl+8 with what to say', async () => {
    sitDown('#/reception')
    await screen.findByRole('heading', { name: 'Кого принимаем?' })
    chord('Digit8', '8', { ctrlKey: true })
    const dialog = await screen.findByRole('dialog', { name: 'Подсказка для разговора' })
    expect(await within(dialog).findByText('«Чем я могу Вам помочь?»')).toBeTruthy()
  })
})
