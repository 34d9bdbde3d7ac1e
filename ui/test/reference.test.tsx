import { act, screen, waitFor, within } from '@testing-library/react'
import axe from 'axe-core'
import { describe, expect, it } from 'vitest'
import { RpcError } from '../src/host/host'
import { chord, inputsOf, sitDown } from './desk'

async function violations(): Promise<string[]> {
  const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } })
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
}

describe('offices', () => {
  it('are found by a place as one types, from any page by a key', async () => {
    const { host, hands } = sitDown('#/link')
    await screen.findByRole('navigation', { name: 'Разделы' })
    chord('Digit7', '7', { altKey: true })
    const field = await screen.findByLabelText('Населённый пункт, улица или название')
    await waitFor(() => expect(document.activeElement).toBe(field))
    expect(await screen.findByText('Всего 3 отделения')).toBeTruthy()
    await hands.keyboard('Кротовка')
    expect(await screen.findByText('Найдено 2 отделения, первым самое точное')).toBeTruthy()
    expect(inputsOf(host, 'reference.offices').at(-1)).toEqual({ text: 'Кротовка', audience: '' })
    expect(screen.queryByRole('article', { name: 'Безенчукское отделение' })).toBeNull()
    expect(await violations()).toEqual([])
  })

  it('leave out for an organisation what serves citizens alone', async () => {
    const { hands } = sitDown('#/reference/offices?text=Кротовка')
    expect(await screen.findByText('Только граждане')).toBeTruthy()
    await hands.click(screen.getByRole('button', { name: /Для кого/ }))
    await hands.click(await screen.findByRole('option', { name: 'Для организации' }))
    await waitFor(() => expect(screen.queryByText('Только граждане')).toBeNull())
  })

  it('give the sheet that sends a client to another office, never to the own one', async () => {
    const { host, hands } = sitDown('#/reference/offices?text=Кротовка')
    const other = await screen.findByRole('article', { name: /пункт приёма/ })
    expect(within(screen.getByRole('article', { name: 'Отрадненское отделение' })).queryByRole('button')).toBeNull()
    await hands.click(within(other).getByRole('button', { name: 'Лист перенаправления' }))
    await waitFor(() =>
      expect(inputsOf(host, 'paper.preview').at(-1)).toEqual({ of: { about: 'offices', place: 'Кротовка', office_ids: ['krotovka-rp'], party_id: null }, form_id: 'redirect_sheet' }),
    )
  })

  it('say what to do when no zone has the place', async () => {
    sitDown('#/reference/offices?text=Нигдеево')
    expect(await screen.findByText('Такого места в зонах нет')).toBeTruthy()
    expect(screen.getByText(/чужая зона не повод отказать/)).toBeTruthy()
  })
})

describe('norms', () => {
  it('say until when, for the day of receipt, and from what the others count', async () => {
    const { hands } = sitDown('#/reference/norms')
    const grid = await screen.findByRole('grid', { name: 'Нормативы' })
    const row = (name: RegExp) => within(grid).getByRole('row', { name })
    expect(row(/Претензия гражданина/).textContent).toContain('05.11.2026')
    expect(row(/Всего времени/).textContent).toContain('от талона')
    await hands.type(screen.getByLabelText('Поиск по названию или пункту'), '7.4')
    expect(await screen.findByText('2 норматива')).toBeTruthy()
    expect(await violations()).toEqual([])
  })
})

describe('the calendar', () => {
  it('counts the working days, names each special day and says when it is a guess', async () => {
    const { hands } = sitDown('#/reference/calendar')
    expect(await screen.findByText('247 рабочих дней')).toBeTruthy()
    expect(screen.getByText('ПП РФ от 24.09.2025 № 1466')).toBeTruthy()
    expect(within(screen.getByRole('table', { name: 'ноябрь 2026' })).getByTitle('04.11.2026, День народного единства')).toBeTruthy()
    expect(within(screen.getByRole('list', { name: 'Праздники и переносы' })).getAllByText('короче на час')).toHaveLength(2)
    expect(await violations()).toEqual([])
    await hands.click(screen.getByRole('button', { name: 'Год позже' }))
    expect(await screen.findByText(/Постановления о переносе выходных на этот год ещё нет/)).toBeTruthy()
    expect(screen.getByRole('table', { name: 'январь 2027' })).toBeTruthy()
  })
})

describe('tariffs', () => {
  it('are those of the day', async () => {
    sitDown('#/reference/tariffs')
    const grid = await screen.findByRole('grid', { name: 'Тарифы' })
    expect(within(grid).getAllByRole('row')).toHaveLength(4)
    expect(within(grid).getByText('день (7–23) 8,02 ₽, ночь (23–7) 4,14 ₽')).toBeTruthy()
  })
})

describe('articles', () => {
  it('are read, searched and handed over', async () => {
    const { host, hands } = sitDown('#/reference/articles')
    const text = await screen.findByRole('region', { name: 'Статья' })
    expect(await within(text).findByText('Как получить это в следующий раз')).toBeTruthy()
    expect(await violations()).toEqual([])
    await hands.click(screen.getByRole('link', { name: /Двухзонный тариф/ }))
    expect(await within(text).findByRole('heading', { name: 'Двухзонный тариф' })).toBeTruthy()
    chord('F9', 'F9')
    await waitFor(() => expect(inputsOf(host, 'paper.preview').at(-1)).toEqual({ of: { about: 'article', id: 'prices-zones', party_id: null }, form_id: 'information_sheet' }))
  })

  it('can be kept as a file when no print system answers', async () => {
    const { host, hands } = sitDown('#/reference/articles', (desk) =>
      desk.answer('printer.list', () => {
        throw new RpcError('printer-service-away', {}, 't-p')
      }),
    )
    await screen.findByText('Как получить это в следующий раз')
    chord('F9', 'F9')
    const paper = await screen.findByRole('dialog')
    expect(await within(paper).findByText(/Принтеров нет. Сохраните PDF/)).toBeTruthy()
    expect(within(paper).queryByText('Ищем принтеры')).toBeNull()
    await hands.click(within(paper).getByRole('button', { name: 'Сохранить PDF' }))
    await waitFor(() => expect(inputsOf(host, 'paper.save')).toHaveLength(1))
  })

  it('say what to do when there is none', async () => {
    const { hands } = sitDown('#/reference/articles')
    await hands.type(await screen.findByLabelText('Поиск по статьям'), 'щщщ')
    expect(await screen.findByText('Статей не найдено')).toBeTruthy()
  })
})

describe('documents and lists', () => {
  it('say what is needed, when, and where to get it', async () => {
    const { hands } = sitDown('#/reference/documents')
    const list = await screen.findByRole('region', { name: 'Перечень документов' })
    const line = (await within(list).findByText(/Документ о полномочиях/)).closest('li')
    expect(line?.textContent).toMatch(/по условию.*Когда: Если обращается представитель.*Где получить: Нотариус/)
    expect(await violations()).toEqual([])
    await hands.click(screen.getByRole('link', { name: 'Претензия: гражданин' }))
    expect(await within(list).findByText('оригинал')).toBeTruthy()
  })

  it('teach what is asked about, each with its clause', async () => {
    sitDown('#/reference/lists/legal')
    expect(await screen.findByText('Гражданский кодекс Российской Федерации')).toBeTruthy()
    expect(await violations()).toEqual([])
  })

  it('say that they will come when the centre has published none', async () => {
    sitDown('#/reference/documents', (host) => host.answer('reference.document_sets', () => ({ sets: [] })))
    expect(await screen.findByText('Перечней пока нет')).toBeTruthy()
  })
})

describe('a day that no rule knows', () => {
  it.each([
    ['norms', 'reference.norms'],
    ['tariffs', 'reference.tariffs'],
  ] as const)('is told at its field, with what is right: %s', async (tab, command) => {
    sitDown(`#/reference/${tab}`, (host) =>
      host.answer(command, () => {
        throw new RpcError('input-invalid', {}, 't-7', [{ field: 'on', code: 'date_range', args: { from: '1900', to: '2100' }, warning: false }])
      }),
    )
    expect(await screen.findByText('Год: от 1900 до 2100. Проверьте дату')).toBeTruthy()
    expect(screen.queryByText(/Исправьте отмеченные поля/)).toBeNull()
  })
})

describe('tabs', () => {
  it('are walked by the arrows without losing the place', async () => {
    const { hands } = sitDown('#/reference/calendar')
    const tab = await screen.findByRole('tab', { name: 'Календарь' })
    act(() => tab.focus())
    await hands.keyboard('{ArrowLeft}')
    await screen.findByRole('grid', { name: 'Нормативы' })
    expect(document.activeElement).toBe(screen.getByRole('tab', { name: 'Нормативы' }))
    await hands.keyboard('{ArrowLeft}')
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('tab', { name: 'Отделения' })))
    expect(await screen.findByLabelText('Населённый пункт, улица или название')).toBeTruthy()
  })
})
