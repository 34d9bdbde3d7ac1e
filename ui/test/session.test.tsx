import { screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { ErrorCode } from '../src/generated/ErrorCode'
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

  it.each(['Enter', 'Tab'])('takes by %s the one name that is left', async (key) => {
    const { hands } = sitDown('', (host) => host.session({ stage: 'sign_in', user: null }))
    await hands.type(await screen.findByRole('combobox', { name: 'Сотрудник' }), 'Ерм')
    await hands.keyboard(`{${key}}`)
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Пароль')))
    expect(screen.getByRole<HTMLInputElement>('combobox', { name: 'Сотрудник' }).value).toMatch(/^Ермаков/)
    await hands.keyboard('1234{Enter}')
    expect(await screen.findByText('Ермаков Д. С.')).toBeTruthy()
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

describe('the base cannot be opened', () => {
  const damaged = (problem: ErrorCode) => sitDown('', (host) => host.session({ stage: 'damaged', user: null, problem }))

  it.each<[ErrorCode, string, string]>([
    ['store-damaged', 'База повреждена', 'Восстановить'],
    ['store-missing', 'Базы нет на месте', 'Повторить'],
    ['store-wrong-key', 'База заперта', 'Повторить'],
    ['store-newer', 'Программа устарела', 'Повторить'],
    ['desk-in-use', '«Стойка» уже открыта', 'Повторить'],
    ['disk-full', 'На диске нет места', 'Повторить'],
    ['disk-read-only', 'На диск нельзя писать', 'Повторить'],
    ['internal', 'База не открывается', 'Повторить'],
  ])('%s says what is so, what is safe, what to do, and Enter does the first of it', async (code, title, first) => {
    const { host, hands } = damaged(code)
    expect(await screen.findByRole('heading', { name: title })).toBeTruthy()
    expect(screen.getByText('Что цело')).toBeTruthy()
    expect(screen.getByText('Что делать')).toBeTruthy()
    expect(screen.getByText(`Код ${code}`)).toBeTruthy()
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: first })))
    await hands.keyboard('{Enter}')
    await waitFor(() => expect(inputsOf(host, code === 'store-damaged' ? 'recovery.restore' : 'recovery.retry')).toHaveLength(1))
  })

  it('restores, tells what came of it, and goes on to work', async () => {
    const { hands } = damaged('store-damaged')
    await hands.click(await screen.findByRole('button', { name: 'Восстановить' }))
    expect(await screen.findByRole('heading', { name: 'База восстановлена' })).toBeTruthy()
    expect(screen.getByText('replica-20261030-104600.damaged')).toBeTruthy()
    expect(screen.getByText(/Не нашлось 2 записей/)).toBeTruthy()
    await hands.keyboard('{Enter}')
    expect(await screen.findByRole('heading', { name: 'Вход' })).toBeTruthy()
  })

  it('says that a base which did not come back was made anew, where the office has no name yet', async () => {
    const { host, hands } = damaged('store-missing')
    host.answer('recovery.restore', () =>
      host.session({
        stage: 'recovered',
        desk: { label: 'ОТ-04', office_id: 'o', office_name: '', window: 4, site: null, utc_offset_minutes: 0 },
        problem: null,
        recovered: { set_aside: '', unsent: 0, lost: 1, drafts: 0, works_offline: false },
      }),
    )
    await hands.click(await screen.findByRole('button', { name: 'Создать заново' }))
    await hands.click(await screen.findByRole('button', { name: 'Да, создать заново' }))
    expect(await screen.findByRole('heading', { name: 'База создана заново' })).toBeTruthy()
    expect(screen.queryByText('Собрано черновиков')).toBeNull()
    expect(screen.getByText(/Не нашлось 1 записи/)).toBeTruthy()
    expect(screen.getByText('окно 4')).toBeTruthy()
  })

  it('shows how far the recovery is', async () => {
    const { host, hands } = damaged('store-damaged')
    let percent = 10
    host.answer('recovery.progress', () => ({ percent }))
    host.answer('recovery.restore', () => new Promise(() => undefined))
    await hands.click(await screen.findByRole('button', { name: 'Восстановить' }))
    expect(await screen.findByText(/Готово 10 %/)).toBeTruthy()
    percent = 60
    host.change('recovery')
    expect(await screen.findByText(/Готово 60 %/)).toBeTruthy()
  })

  it('says when there is no room for a recovery, and may be asked again', async () => {
    const { host, hands } = damaged('store-damaged')
    host.answer('recovery.restore', () => {
      throw new RpcError('disk-full', {}, 't-1')
    })
    await hands.click(await screen.findByRole('button', { name: 'Восстановить' }))
    expect(await screen.findByText(/Для восстановления не хватает места/)).toBeTruthy()
    await hands.click(screen.getByRole('button', { name: 'Восстановить' }))
    await waitFor(() => expect(inputsOf(host, 'recovery.restore')).toHaveLength(2))
  })

  it.each<[ErrorCode, string, string, 'recovery.restore' | 'recovery.begin_anew']>([
    ['store-missing', 'Создать заново', 'Да, создать заново', 'recovery.restore'],
    ['store-wrong-key', 'Подключить заново', 'Да, подключить заново', 'recovery.begin_anew'],
  ])('%s: what cannot be taken back is asked about first', async (code, way, sure, command) => {
    const { host, hands } = damaged(code)
    await hands.click(await screen.findByRole('button', { name: way }))
    expect(inputsOf(host, command)).toHaveLength(0)
    await hands.click(screen.getByRole('button', { name: 'Отменить' }))
    await hands.click(screen.getByRole('button', { name: way }))
    const warning = command === 'recovery.restore' ? /не вернутся, даже если/ : /сюда не попадут/
    expect(await screen.findByText(warning)).toBeTruthy()
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Отменить' })))
    await hands.tab()
    expect(document.activeElement).toBe(screen.getByRole('button', { name: sure }))
    await hands.keyboard('{Enter}')
    await waitFor(() => expect(inputsOf(host, command)).toHaveLength(1))
  })
})
