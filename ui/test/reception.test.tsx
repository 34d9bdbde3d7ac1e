import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { change, chord, inputsOf, sitDown } from './desk'

describe('search', () => {
  it('opens by Ctrl+Л, reads the wrong layout, tells the reason, and Enter opens the client', async () => {
    const { hands } = sitDown('#/appeals')
    await screen.findByRole('heading', { name: 'Обращения' })
    chord('KeyK', 'л', { ctrlKey: true })
    const line = await screen.findByRole('combobox', { name: 'Поиск и команды' })
    await hands.type(line, 'ghbvth')
    expect(await screen.findByText('«пример»')).toBeTruthy()
    const first = screen.getAllByRole('option')[0] as HTMLElement
    expect(first.textContent).toMatch(/Примерова Анна Сергеевна.*Фамилия и адрес/)
    expect(first.querySelector('mark')?.textContent).toBe('Пример')
    expect(line.getAttribute('aria-activedescendant')).toBe(first.id)
    await hands.keyboard('{Enter}')
    expect(await screen.findByRole('heading', { name: 'Примерова Анна Сергеевна' })).toBeTruthy()
    expect(window.location.hash).toContain('#/reception/client/p1')
  })

  it('moves by arrows with the caret in the line, and Esc gives the page back', async () => {
    const { hands } = sitDown('#/reception')
    await hands.click(await screen.findByRole('button', { name: /Счёт, фамилия, адрес, телефон/ }))
    const line = await screen.findByRole('combobox')
    await hands.type(line, 'пример')
    const options = await screen.findAllByRole('option')
    await hands.keyboard('{ArrowDown}')
    expect(line.getAttribute('aria-activedescendant')).toBe(options[1]?.id)
    await hands.keyboard('{ArrowUp}{ArrowUp}')
    expect(line.getAttribute('aria-activedescendant')).toBe(options.at(-1)?.id)
    await hands.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('combobox')).toBeNull())
  })

  it('lists what can be done and does it', async () => {
    const { hands } = sitDown('#/reception')
    await screen.findByRole('heading', { name: 'Кого принимаем?' })
    chord('KeyK', 'л', { ctrlKey: true })
    await hands.type(await screen.findByRole('combobox'), 'связь')
    await screen.findByRole('option', { name: /Связь/ })
    await hands.keyboard('{Enter}')
    expect(await screen.findByRole('heading', { name: 'Работайте как обычно: записи целы' })).toBeTruthy()
  })
})

describe('keys in the Russian layout', () => {
  it('walks the sections by Alt and a digit', async () => {
    sitDown('#/reception')
    await screen.findByRole('heading', { name: 'Кого принимаем?' })
    chord('Digit3', '3', { altKey: true })
    expect(await screen.findByRole('heading', { name: 'Обращения' })).toBeTruthy()
    chord('Digit9', '9', { altKey: true })
    expect(await screen.findByRole('heading', { name: 'Работайте как обычно: записи целы' })).toBeTruthy()
  })

  it('shows the sheet of keys on «?», which is Shift+7, and keeps the page still beneath it', async () => {
    sitDown('#/reception')
    await screen.findByRole('heading', { name: 'Кого принимаем?' })
    chord('Digit7', '?', { shiftKey: true })
    const sheet = await screen.findByRole('dialog', { name: 'Клавиши' })
    expect(within(sheet).getByText('Ctrl 2')).toBeTruthy()
    chord('Digit3', '3', { altKey: true })
    expect(window.location.hash).toBe('#/reception')
  })

  it('takes a claim for the client by Ctrl+2', async () => {
    sitDown('#/reception/client/p1')
    await screen.findByRole('heading', { name: 'Примерова Анна Сергеевна' })
    chord('Digit2', '2', { ctrlKey: true })
    expect(await screen.findByRole('heading', { name: 'Новая претензия' })).toBeTruthy()
    expect(screen.getByText('Примерова Анна Сергеевна')).toBeTruthy()
  })
})

describe('the card', () => {
  it('asks about an old phone and takes «Верен»', async () => {
    const { host, hands } = sitDown('#/reception/client/p1')
    expect(await screen.findByText('Телефон не подтверждали 14 месяцев. Номер верен?')).toBeTruthy()
    await hands.click(screen.getByRole('button', { name: 'Верен' }))
    await waitFor(() => expect(screen.queryByText(/Номер верен/)).toBeNull())
    expect(inputsOf(host, 'contact.confirm')).toEqual([{ party_id: 'p1', kind: 'phone' }])
  })

  it('writes a new phone, and says beside the field what is wrong with one', async () => {
    const { hands } = sitDown('#/reception/client/p1')
    await hands.click(await screen.findByRole('button', { name: 'Изменить' }))
    await hands.type(await screen.findByLabelText('Телефон', { selector: 'input' }), '123{Enter}')
    expect(await screen.findByText('В номере 10 цифр после +7, здесь 3')).toBeTruthy()
    await hands.type(screen.getByLabelText('Телефон', { selector: 'input' }), '45678901')
    chord('Enter', 'Enter', { ctrlKey: true })
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(await screen.findByText('записан здесь')).toBeTruthy()
  })

  it('draws again when a tag says that the client has changed', async () => {
    const { host } = sitDown('#/reception/client/p1')
    await screen.findByRole('heading', { name: 'Примерова Анна Сергеевна' })
    const before = inputsOf(host, 'client.card').length
    change(host, 'client:p2')
    change(host, 'client:p1')
    await waitFor(() => expect(inputsOf(host, 'client.card')).toHaveLength(before + 1))
  })

  it('shows charges beside the history', async () => {
    const { hands } = sitDown('#/reception/client/p1')
    await hands.click(await screen.findByRole('tab', { name: 'Из чего сложился долг' }))
    expect(await screen.findByText('сентябрь 2026')).toBeTruthy()
    expect(screen.getByText('1 842,10 ₽')).toBeTruthy()
  })

  it('shows further pages of the history on demand, below what is there', async () => {
    const { host, hands } = sitDown('#/reception/client/p1')
    await screen.findByRole('heading', { name: 'Примерова Анна Сергеевна' })
    const table = screen.getByRole('table', { name: 'История' })
    expect(within(table).getAllByRole('row')).toHaveLength(5)
    await hands.click(screen.getByRole('button', { name: 'Показать ещё' }))
    expect(await within(table).findByText('Консультация: поверка счётчика')).toBeTruthy()
    expect(within(table).getAllByRole('row')).toHaveLength(6)
    expect(inputsOf(host, 'client.history')).toEqual([{ party_id: 'p1', after: 'a4.' }])
    expect(screen.queryByRole('button', { name: 'Показать ещё' })).toBeNull()
  })
})
