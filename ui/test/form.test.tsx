import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { RpcError } from '../src/host/host'
import { chord, inputsOf, sitDown } from './desk'

const NEW_CLAIM = '#/appeals/new?party=p1&category=claim'

async function choose(hands: ReturnType<typeof sitDown>['hands'], field: string, option: string): Promise<void> {
  await screen.findByLabelText('Что случилось')
  const button = document.querySelector(`button[data-field="${field}"]`)
  if (button === null) throw new Error(`no field ${field}`)
  await hands.click(button)
  await hands.click(await screen.findByRole('option', { name: option }))
}

describe('registering an appeal', () => {
  it('shows the control date while typing, and why it is that', async () => {
    const { hands } = sitDown(NEW_CLAIM)
    expect(await screen.findByText('05.11.2026, четверг')).toBeTruthy()
    await hands.click(screen.getByRole('button', { name: 'Почему эта дата' }))
    const why = await screen.findByRole('dialog', { name: 'Почему эта дата' })
    expect(within(why).getAllByRole('listitem')).toHaveLength(7)
    expect(within(why).getByLabelText('04.11.2026, среда: не считаем, День народного единства')).toBeTruthy()
    expect(within(why).getByLabelText('05.11.2026, четверг: срок, день 3')).toBeTruthy()
  })

  it('tells an error on leaving the field, not before', async () => {
    const { hands } = sitDown(NEW_CLAIM)
    const index = await screen.findByLabelText('Индекс')
    await hands.clear(index)
    await hands.type(index, '44500')
    expect(screen.queryByText('Нужно 6 цифр, здесь 5')).toBeNull()
    await hands.tab()
    expect(await screen.findByText('Нужно 6 цифр, здесь 5')).toBeTruthy()
    expect(index.getAttribute('aria-invalid')).toBe('true')
  })

  it('sums up the errors on submit, and a line of the summary leads to its field', async () => {
    const { hands } = sitDown(NEW_CLAIM)
    await screen.findByText('05.11.2026, четверг')
    chord('Enter', 'Enter', { ctrlKey: true })
    expect(await screen.findByText('Исправьте 2 поля')).toBeTruthy()
    await hands.click(screen.getByRole('button', { name: 'Что случилось: заполните' }))
    expect(document.activeElement).toBe(screen.getByLabelText('Что случилось'))
    await hands.keyboard('Начислено за ночь, дома не был')
    expect(await screen.findByText('Исправьте 1 поле')).toBeTruthy()
    await choose(hands, 'topic', 'Приборы учёта')
    await waitFor(() => expect(screen.queryByText(/Исправьте \d/)).toBeNull())
  })

  it('keeps a draft by itself, tells when, and deletes it when asked', async () => {
    const { host, hands } = sitDown(NEW_CLAIM)
    await hands.type(await screen.findByLabelText('Что случилось'), 'Не был дома')
    expect(await screen.findByText('Черновик сохранён в 10:42')).toBeTruthy()
    expect(inputsOf(host, 'draft.save').at(-1)).toMatchObject({ form: { text: 'Не был дома', party_id: 'p1', category: 'claim' } })
    await hands.click(screen.getByRole('button', { name: 'Удалить черновик' }))
    await waitFor(() => expect(inputsOf(host, 'draft.delete')).toHaveLength(1))
    expect(await screen.findByText('Черновик удалён')).toBeTruthy()
    expect(await screen.findByText('Нет. Начатое обращение сохраняется само')).toBeTruthy()
  })

  it('tells why a draft was not deleted, and goes on keeping it', async () => {
    const { host, hands } = sitDown(NEW_CLAIM, (made) =>
      made.answer('draft.delete', () => {
        throw new RpcError('disk-full', {}, 'след-1')
      }),
    )
    const text = await screen.findByLabelText('Что случилось')
    await hands.type(text, 'Не был дома')
    await hands.click(await screen.findByRole('button', { name: 'Удалить черновик' }))
    expect(await screen.findByText(/На диске нет места/)).toBeTruthy()
    await hands.type(text, ' неделю')
    await waitFor(() => expect(inputsOf(host, 'draft.save').at(-1)).toMatchObject({ form: { text: 'Не был дома неделю' } }))
  })

  it('says why a draft was not saved, and what was typed stays', async () => {
    const { hands } = sitDown(NEW_CLAIM, (host) =>
      host.answer('draft.save', () => {
        throw new RpcError('disk-full', {}, 'след-1')
      }),
    )
    const text = await screen.findByLabelText('Что случилось')
    await hands.type(text, 'Не был дома')
    expect(await screen.findByText(/Черновик не сохранён\. На диске нет места/)).toBeTruthy()
    expect((text as HTMLTextAreaElement).value).toBe('Не был дома')
  })

  it('registers by Ctrl+Enter and shows the paper before it is printed', async () => {
    const { host, hands } = sitDown(NEW_CLAIM)
    await choose(hands, 'topic', 'Расчёты стоимости')
    await hands.type(screen.getByLabelText('Что случилось'), 'Начислено за ночь, дома не был')
    chord('Enter', 'Enter', { ctrlKey: true })
    const paper = await screen.findByRole('dialog', { name: 'Регистрационная карточка' })
    expect(within(paper).getByRole('img', { name: 'Страница 1 из 1' })).toBeTruthy()
    expect(inputsOf(host, 'appeal.register')).toHaveLength(1)
    expect(inputsOf(host, 'paper.print')).toHaveLength(0)
    chord('Enter', 'Enter', { ctrlKey: true })
    await waitFor(() => expect(inputsOf(host, 'paper.print')).toEqual([{ of: { about: 'appeal', id: expect.any(String) as string }, form_id: 'registration_card', reason: '', printer: 'Окно 4' }]))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    // In the visit and in the day.
    expect(await screen.findAllByRole('link', { name: /Претензия ОТ-04\/26-\d+-КМ7 принята/ })).toHaveLength(2)
  })

  it('says what is wrong with the form of the paper; the claim stands, and the paper can be tried again', async () => {
    let broken = true
    const { host, hands } = sitDown(NEW_CLAIM, (desk) =>
      desk.answer('paper.preview', () => {
        if (broken) throw new RpcError('form-field-missing', { template: 'Регистрационная карточка обращения', field: 'queue_ticket' }, 't-9')
        return { title: 'Регистрационная карточка', pages_svg: [], copy_number: 1, reason_needed: false, replaced: '' }
      }),
    )
    await choose(hands, 'topic', 'Расчёты стоимости')
    await hands.type(screen.getByLabelText('Что случилось'), 'Начислено за ночь, дома не был')
    chord('Enter', 'Enter', { ctrlKey: true })
    const paper = await screen.findByRole('dialog', { name: 'Документ' })
    const alert = await within(paper).findByRole('alert')
    expect(alert.textContent).toContain('В бланке «Регистрационная карточка обращения» есть поле «queue_ticket», которое программе нечем заполнить')
    expect(alert.textContent).toContain('Код form-field-missing, след t-9')
    expect(within(paper).getByText('Напечатать сейчас нельзя. Запись цела: документ выдадите позже')).toBeTruthy()
    expect(within(paper).getByRole('button', { name: /^Печатать/ }).hasAttribute('disabled')).toBe(true)
    expect(inputsOf(host, 'appeal.register')).toHaveLength(1)
    broken = false
    await hands.click(within(paper).getByRole('button', { name: 'Попробовать снова' }))
    expect(await screen.findByRole('dialog', { name: 'Регистрационная карточка' })).toBeTruthy()
    expect(within(paper).queryByRole('alert')).toBeNull()
    expect(inputsOf(host, 'appeal.register')).toHaveLength(1)
  })

  it('registers with no paper when asked so', async () => {
    const { hands } = sitDown(NEW_CLAIM)
    await choose(hands, 'topic', 'Расчёты стоимости')
    await hands.type(screen.getByLabelText('Что случилось'), 'Начислено за ночь, дома не был')
    await hands.click(screen.getByRole('button', { name: 'Без печати' }))
    expect(await screen.findByText(/^Зарегистрировано: ОТ-04\/26-\d+-КМ7, ответить до 05\.11\.2026$/)).toBeTruthy()
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('offers for an oral appeal only the ways in which one is answered', async () => {
    const { hands } = sitDown(NEW_CLAIM)
    await hands.click(await screen.findByRole('radio', { name: 'Устно' }))
    expect(await screen.findByRole('radio', { name: 'Устно на месте' })).toBeTruthy()
    expect(screen.queryByRole('radio', { name: 'Заказным письмом' })).toBeNull()
    expect(screen.queryByLabelText('Индекс')).toBeNull()
    await hands.click(screen.getByRole('radio', { name: 'По телефону' }))
    expect(await screen.findByLabelText('Телефон для ответа')).toBeTruthy()
  })

  it('tells a refusal of the program with its code and loses nothing', async () => {
    const { hands } = sitDown(NEW_CLAIM, (host) =>
      host.answer('appeal.register', () => {
        throw new RpcError('disk-full', {}, 'след-7')
      }),
    )
    await choose(hands, 'topic', 'Расчёты стоимости')
    await hands.type(screen.getByLabelText('Что случилось'), 'Начислено за ночь, дома не был')
    chord('Enter', 'Enter', { ctrlKey: true })
    expect(await screen.findByText('Код disk-full, след след-7')).toBeTruthy()
    expect((screen.getByLabelText<HTMLTextAreaElement>('Что случилось')).value).toBe('Начислено за ночь, дома не был')
  })

  it('goes back to the client by Esc with the draft kept', async () => {
    const { host, hands } = sitDown(NEW_CLAIM)
    await hands.type(await screen.findByLabelText('Что случилось'), 'Не был дома')
    await hands.keyboard('{Escape}')
    expect(await screen.findByRole('heading', { name: 'Примерова Анна Сергеевна' })).toBeTruthy()
    await waitFor(() => expect(inputsOf(host, 'draft.save').at(-1)).toMatchObject({ form: { text: 'Не был дома' } }))
    expect(await screen.findByRole('link', { name: /Не был дома/ })).toBeTruthy()
  })
})
