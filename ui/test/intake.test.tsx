import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { RpcError } from '../src/host/host'
import { chord, inputsOf, sitDown } from './desk'

const NEW_CLAIM = '#/appeals/new?party=p1&category=claim'

async function choose(hands: ReturnType<typeof sitDown>['hands'], field: string, option: string | RegExp): Promise<void> {
  const button = await waitFor(() => {
    const found = document.querySelector(`button[data-field="${field}"]`)
    if (found === null) throw new Error(`no field ${field}`)
    return found
  })
  await hands.click(button)
  await hands.click(await screen.findByRole('option', { name: option }))
}

describe('a claim of a client who was found', () => {
  it('takes at most 12 keys beside its text', async () => {
    const { host, hands } = sitDown('#/reception/client/p1')
    await screen.findByRole('heading', { name: 'Примерова Анна Сергеевна' })
    let keys = 0
    const press = async (one: () => Promise<void> | void) => {
      keys += 1
      await one()
    }
    await press(() => chord('Digit2', '2', { ctrlKey: true }))
    await screen.findByText(/По счёту уже открыта/)
    // «р»: the first topic that begins so.
    await press(() => hands.keyboard('р'))
    const text = screen.getByLabelText('Что случилось')
    while (document.activeElement !== text && keys < 20) await press(() => hands.tab())
    await hands.keyboard('Начислено за ночь, дома не был')
    await press(() => chord('Enter', 'Enter', { ctrlKey: true }))
    await screen.findByRole('dialog', { name: 'Регистрационная карточка' })
    await press(() => chord('Enter', 'Enter', { ctrlKey: true }))
    await waitFor(() => expect(inputsOf(host, 'paper.print')).toHaveLength(1))
    expect(inputsOf(host, 'appeal.register').at(-1)).toMatchObject({ form: { category: 'claim', topic: 'cost', text: 'Начислено за ночь, дома не был' } })
    expect(keys).toBeLessThanOrEqual(12)
  })
})

describe('documents handed in', () => {
  it('takes them line by line with the keyboard alone, and sends them with the form', async () => {
    const { host, hands } = sitDown(NEW_CLAIM)
    await choose(hands, 'topic', 'Расчёты стоимости')
    await hands.type(screen.getByLabelText('Что случилось'), 'Начислено за ночь, дома не был')
    chord('KeyD', 'в', { ctrlKey: true })
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Документ 1')))
    await hands.keyboard('Квитанция за август{Enter}')
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Документ 2')))
    await hands.keyboard('Лишний')
    await hands.click(screen.getByRole('button', { name: 'Убрать документ 2' }))
    await hands.type(screen.getByLabelText('Листов'), '2')
    await hands.click(screen.getByRole('radio', { name: 'Оригинал' }))
    chord('Enter', 'Enter', { ctrlKey: true })
    await waitFor(() => expect(inputsOf(host, 'appeal.register').at(-1)).toMatchObject({ form: { attachments: [{ name: 'Квитанция за август', form: 'original', sheets: '2' }] } }))
  })

  it('asks for the receipt after the card, and the receipt says that the card went off: no toast lies over its buttons', async () => {
    const { host, hands } = sitDown(NEW_CLAIM)
    await choose(hands, 'topic', 'Расчёты стоимости')
    await hands.type(screen.getByLabelText('Что случилось'), 'Начислено за ночь, дома не был')
    chord('KeyD', 'в', { ctrlKey: true })
    await hands.type(await screen.findByLabelText('Документ 1'), 'Квитанция за август')
    chord('Enter', 'Enter', { ctrlKey: true })
    await screen.findByText('Экземпляр 1')
    chord('Enter', 'Enter', { ctrlKey: true })
    await waitFor(() => expect(inputsOf(host, 'paper.print')).toHaveLength(1))
    const said = await screen.findByText('Отправлено на печать, экземпляр 1')
    expect(screen.getByRole('dialog').contains(said)).toBe(true)
    expect(screen.getAllByText('Отправлено на печать, экземпляр 1')).toHaveLength(1)
    await hands.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(screen.getByText('Отправлено на печать, экземпляр 1')).toBeTruthy()
  })

  it('are ticked in the checklist of the matter; each tick is a line, and what is written by hand in its words counts', async () => {
    const { host, hands } = sitDown('#/appeals/new?party=p1&category=contract_application')
    await screen.findByText(/^Предъявляет: Паспорт/)
    const list = screen.getByRole('group', { name: /По перечню/ })
    expect(within(list).queryByRole('checkbox', { name: /Паспорт/ })).toBeNull()
    expect(within(list).getByRole('checkbox', { name: 'Документ о мерах социальной поддержки: если есть льготы' })).toBeTruthy()
    await hands.click(within(list).getByRole('checkbox', { name: /праве собственности/ }))
    await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('Документ 1').value).toMatch(/праве собственности/))
    await hands.click(within(list).getByRole('checkbox', { name: /Подписанный проект/ }))
    await hands.click(within(list).getByRole('checkbox', { name: /праве собственности/ }))
    await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('Документ 1').value).toBe('Подписанный проект договора'))
    chord('KeyD', 'в', { ctrlKey: true })
    await hands.type(await screen.findByLabelText('Документ 2'), 'Сведения о площади помещения')
    await waitFor(() => expect(within(list).getByRole<HTMLInputElement>('checkbox', { name: /площади/ }).checked).toBe(true))
    await waitFor(() => expect(inputsOf(host, 'draft.save').at(-1)).toMatchObject({ form: { attachments: [{ form: 'original', document: 'signed_draft' }, { name: 'Сведения о площади помещения', document: '' }] } }))
  })

  it('names the document and the part of it that is wrong', async () => {
    const { hands } = sitDown(NEW_CLAIM)
    await screen.findByLabelText('Что случилось')
    chord('KeyD', 'в', { ctrlKey: true })
    await hands.type(await screen.findByLabelText('Документ 1'), 'Квитанция')
    await hands.type(screen.getByLabelText('Листов'), '0')
    chord('Enter', 'Enter', { ctrlKey: true })
    await hands.click(await screen.findByRole('button', { name: 'Листов: число листов: от 1 до 999' }))
    expect(document.activeElement).toBe(screen.getByLabelText('Листов'))
  })
})

describe('an oral appeal', () => {
  it('is solved on the spot: asks what was answered and nothing of where to send it', async () => {
    const { host, hands } = sitDown(NEW_CLAIM)
    expect(screen.queryByRole('checkbox', { name: /Решено на месте/ })).toBeNull()
    await choose(hands, 'topic', 'Расчёты стоимости')
    await hands.click(screen.getByRole('radio', { name: 'Устно' }))
    await hands.click(await screen.findByRole('checkbox', { name: /Решено на месте/ }))
    expect(screen.queryByRole('radio', { name: 'По телефону' })).toBeNull()
    await hands.type(screen.getByLabelText('Что ответили'), 'Показали расчёт по дням')
    await hands.type(screen.getByLabelText('Что случилось'), 'Не понимает начисление')
    chord('Enter', 'Enter', { ctrlKey: true })
    await waitFor(() => expect(inputsOf(host, 'appeal.register').at(-1)).toMatchObject({ form: { form: 'oral', solved: true, solution: 'Показали расчёт по дням', answer_channel: 'oral' } }))
  })

  it('is not solved on the spot any more when it turns out to be written', async () => {
    const { host, hands } = sitDown(NEW_CLAIM)
    await hands.click(await screen.findByRole('radio', { name: 'Устно' }))
    await hands.click(await screen.findByRole('checkbox', { name: /Решено на месте/ }))
    await hands.click(screen.getByRole('radio', { name: 'Письменно' }))
    await waitFor(() => expect(inputsOf(host, 'draft.save').at(-1)).toMatchObject({ form: { form: 'written', solved: false } }))
  })
})

describe('a representative', () => {
  it('is chosen from the card, and an authority that has ended is told', async () => {
    const { host, hands } = sitDown(NEW_CLAIM)
    await hands.click(await screen.findByRole('button', { name: 'Подаёт представитель' }))
    await choose(hands, 'representative-known', /Вымыслова/)
    expect(await screen.findByText('Полномочия закончились 10.09.2026: попросите новую доверенность')).toBeTruthy()
    await choose(hands, 'representative-known', /Примеров Олег/)
    await waitFor(() => expect(screen.queryByText(/Полномочия закончились/)).toBeNull())
    await waitFor(() => expect(inputsOf(host, 'draft.save').at(-1)).toMatchObject({ form: { representative: 'Примеров Олег Иванович', authority: 'доверенность от 01.02.2026 №\u00A05' } }))
  })

  it('may be one whom the card does not know', async () => {
    const { hands } = sitDown(NEW_CLAIM)
    await hands.click(await screen.findByRole('button', { name: 'Подаёт представитель' }))
    await choose(hands, 'representative-known', 'Другой представитель')
    expect(await screen.findByLabelText('Чем подтверждено')).toBeTruthy()
  })
})

describe('one who is not in the base', () => {
  it('is asked of the centre, and what it tells stands in the form', async () => {
    const { host, hands } = sitDown('#/appeals/new')
    await hands.type(await screen.findByLabelText('Лицевой счёт'), '631000456789')
    chord('Digit7', '7', { ctrlKey: true })
    const dialog = await screen.findByRole('dialog', { name: 'Спросить центр о счёте' })
    await hands.click(within(dialog).getByRole('button', { name: /^Спросить/ }))
    expect(await within(dialog).findByText('Тольяттинское отделение')).toBeTruthy()
    chord('Enter', 'Enter', { ctrlKey: true })
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(screen.getByLabelText<HTMLInputElement>('ФИО или название').value).toBe('Небылицын Андрей Дмитриевич')
    expect(inputsOf(host, 'account.lookup')).toEqual([{ number: '631000456789', reason: 'Клиент обратился в наше отделение' }])
  })

  it('is taken by the number alone when there is no link', async () => {
    const { hands } = sitDown('#/appeals/new', (host) =>
      host.answer('account.lookup', () => {
        throw new RpcError('server-unreachable', {}, 't-1')
      }),
    )
    await hands.type(await screen.findByLabelText('Лицевой счёт'), '631000456789')
    chord('Digit7', '7', { ctrlKey: true })
    const dialog = await screen.findByRole('dialog', { name: 'Спросить центр о счёте' })
    await hands.click(within(dialog).getByRole('button', { name: /^Спросить/ }))
    expect(await within(dialog).findByText('Связи нет: зарегистрируйте, центр сверит')).toBeTruthy()
    await hands.click(within(dialog).getByRole('button', { name: 'Принять по номеру счёта' }))
    expect(screen.getByLabelText<HTMLInputElement>('Лицевой счёт').value).toBe('631000456789')
  })

  it('gives the contract when it is an organisation', async () => {
    const { host, hands } = sitDown('#/appeals/new')
    await hands.click(await screen.findByRole('radio', { name: 'Организация, ИП' }))
    await hands.type(await screen.findByLabelText('Номер договора'), '63-Ю-1')
    await waitFor(() => expect(inputsOf(host, 'draft.save').at(-1)).toMatchObject({ form: { audience: 'other', contract_number: '63-Ю-1' } }))
  })
})
