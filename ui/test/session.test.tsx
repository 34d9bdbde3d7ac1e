import { screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { RpcError } from '../src/host/host'
import { chord, inputsOf, sitDown } from './desk'

describe('before work', () => {
  it('asks a new machine for its code, and says what is wrong with it', async () => {
    const { hands } = sitDown('', (host) => host.session({ stage: 'enrolment', desk: null, user: null }))
    const code = await screen.findByLabelText('Одноразовый код')
    await hands.click(screen.getByRole('button', { name: 'Подключить' }))
    expect(await screen.findByText('Вставьте или введите код')).toBeTruthy()
    await hands.type(code, 'старый-код')
    await hands.click(screen.getByRole('button', { name: 'Подключить' }))
    expect(await screen.findByText('Срок кода истёк. Попросите у центра новый')).toBeTruthy()
    await hands.clear(code)
    await hands.type(code, 'ABCD-EFGH{Enter}')
    expect(await screen.findByText('28 140 из 67 000 счетов, ещё 3 мин')).toBeTruthy()
  })

  it('says on top what is not about the code', async () => {
    const { hands } = sitDown('', (host) => {
      host.session({ stage: 'enrolment', desk: null, user: null })
      host.answer('enrolment.enrol', () => {
        throw new RpcError('server-other-certificate', {}, 'след-9')
      })
    })
    await hands.type(await screen.findByLabelText('Одноразовый код'), 'ABCD')
    await hands.click(screen.getByRole('button', { name: 'Подключить' }))
    expect(await screen.findByText(/Ответил другой сервер/)).toBeTruthy()
    expect(screen.getByText('Код server-other-certificate, след след-9')).toBeTruthy()
  })

  it('refuses a wrong password in words and empties the field, then lets in', async () => {
    const { hands } = sitDown('', (host) => host.session({ stage: 'sign_in', user: null }))
    const user = await screen.findByRole('combobox', { name: 'Сотрудник' })
    await hands.type(user, 'Ерм')
    await hands.keyboard('{ArrowDown}{Enter}')
    const password = screen.getByLabelText('Пароль')
    await waitFor(() => expect(document.activeElement).toBe(password))
    await hands.keyboard('0000{Enter}')
    expect(await screen.findByText('Пароль не подошёл. Проверьте раскладку и Caps Lock')).toBeTruthy()
    expect((password as HTMLInputElement).value).toBe('')
    await hands.type(password, '1234{Enter}')
    expect(await screen.findByRole('heading', { name: 'Кого принимаем?' })).toBeTruthy()
    expect(screen.getByText('Ермаков Д. С.')).toBeTruthy()
  })

  it('tells the layout that a password is typed in', async () => {
    const { hands } = sitDown('', (host) => host.session({ stage: 'locked' }))
    const password = await screen.findByLabelText('Пароль')
    await hands.type(password, 'п')
    expect(screen.getByText('раскладка РУС')).toBeTruthy()
    await hands.type(password, 'q')
    expect(screen.getByText('раскладка ENG')).toBeTruthy()
  })
})

describe('the lock', () => {
  it('closes by Ctrl+Д and hides the client', async () => {
    const { host, hands } = sitDown('#/reception/client/p1')
    await screen.findByRole('heading', { name: 'Примерова Анна Сергеевна' })
    chord('KeyL', 'д', { ctrlKey: true })
    const password = await screen.findByLabelText('Пароль')
    expect(screen.queryByText('Примерова Анна Сергеевна')).toBeNull()
    expect(inputsOf(host, 'session.lock')).toHaveLength(1)
    await hands.type(password, '1234{Enter}')
    expect(await screen.findByRole('heading', { name: 'Примерова Анна Сергеевна' })).toBeTruthy()
  })

  it('saves the draft before it closes', async () => {
    const { host, hands } = sitDown('#/appeals/new?party=p1&category=claim')
    await hands.type(await screen.findByLabelText('Что случилось'), 'Начислено лишнее')
    chord('KeyL', 'д', { ctrlKey: true })
    await screen.findByLabelText('Пароль')
    const names = host.calls.map((call) => call.name)
    expect(names.lastIndexOf('draft.save')).toBeLessThan(names.lastIndexOf('session.lock'))
    expect(inputsOf(host, 'draft.save').at(-1)).toMatchObject({ form: { text: 'Начислено лишнее' } })
    await hands.type(screen.getByLabelText('Пароль'), '1234{Enter}')
    expect((await screen.findByLabelText<HTMLTextAreaElement>('Что случилось')).value).toBe('Начислено лишнее')
  })
})

it('tells a base that cannot be opened, with its code', async () => {
  sitDown('', (host) => host.session({ stage: 'damaged', user: null, problem: 'store-damaged' }))
  expect(await screen.findByRole('heading', { name: 'База не открывается' })).toBeTruthy()
  expect(screen.getByText('Код store-damaged')).toBeTruthy()
})

it('says that the base is not where it was, and what not to do', async () => {
  sitDown('', (host) => host.session({ stage: 'damaged', user: null, problem: 'store-missing' }))
  expect(await screen.findByRole('heading', { name: 'Базы нет на месте' })).toBeTruthy()
  expect(screen.getByText('Код store-missing')).toBeTruthy()
  expect(screen.getByText(/ничего не удаляйте/)).toBeTruthy()
})
