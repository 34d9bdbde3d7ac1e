import { act, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { HallDay } from '../src/generated/HallDay'
import { flowOption, loadOption, waitsOption } from '../src/features/hall/options'
import { paletteOf } from '../src/features/hall/palette'
import { loadKinds } from '../src/features/hall/plots'
import { RpcError } from '../src/host/host'
import { hallAnswers } from '../src/host/memory/branch'
import { NOW_MS } from '../src/host/memory/seed'
import { chord, inputsOf, sitDown } from './desk'

async function region(name: string): Promise<HTMLElement> {
  return screen.findByRole('region', { name })
}

describe('the hall', () => {
  it('shows norms, windows and the line with words, not colour alone', async () => {
    sitDown('#/hall')
    const norms = await region('Нормы сегодня')
    const contracts = within(norms).getByText('Договоры').closest('li')
    expect(contracts?.textContent).toContain('16:05')
    expect(contracts?.textContent).toContain('дольше')
    expect(within(norms).getByText('95 %')).toBeTruthy()
    const windows = await region('Окна')
    const late = within(windows).getByRole('rowheader', { name: 'окно 2' }).closest('tr')
    expect(late?.textContent).toMatch(/Д-022 Смена владельца.*дольше на 1:4/)
    const line = within(await region('Очередь')).getAllByRole('rowheader')
    expect(line.map((cell) => cell.textContent).slice(0, 3)).toEqual(['Д-024', 'Д-025', 'П-066'])
  })

  it('keeps what waits for a decision until somebody acts, by one key', async () => {
    const { host, hands } = sitDown('#/hall')
    const decisions = await region('Ждут вашего решения')
    expect(within(decisions).getAllByRole('listitem')).toHaveLength(4)
    expect(within(screen.getByRole('navigation', { name: 'Разделы' })).getByRole('img', { name: 'Ждут решения: 4' })).toBeTruthy()
    chord('KeyE', 'у', { ctrlKey: true })
    const first = within(decisions).getByRole('button', { name: 'Иду сам' })
    await waitFor(() => expect(document.activeElement).toBe(first))
    await hands.keyboard('1')
    await waitFor(() => expect(inputsOf(host, 'hall.escalation_take')).toEqual([{ id: 'help:s2', visit_id: '' }]))
    await waitFor(() => expect(within(decisions).getAllByRole('listitem')).toHaveLength(3))
    // The next one has the keys.
    await waitFor(() => expect(document.activeElement?.textContent).toMatch(/^Дать поток окну…/))
  })

  it('raises a ticket with a ground, and asks for the ground', async () => {
    const { host, hands } = sitDown('#/hall')
    await hands.click(await screen.findByRole('button', { name: 'Действия: П-067' }))
    await hands.click(await screen.findByRole('menuitem', { name: 'Поднять в очереди…' }))
    const dialog = await screen.findByRole('dialog', { name: 'Очерёдность П-067' })
    await hands.click(within(dialog).getByRole('button', { name: /^Поднять/ }))
    expect(await within(dialog).findByText('Выберите основание')).toBeTruthy()
    await hands.click(within(dialog).getByRole('button', { name: /Основание/ }))
    await hands.click(await screen.findByRole('option', { name: /Ветеран/ }))
    await hands.click(within(dialog).getByRole('button', { name: /^Поднять/ }))
    await waitFor(() => expect(inputsOf(host, 'queue.set_class')).toEqual([{ visit_id: 'v-П-067', class: 'veteran', reason: '' }]))
  })

  it('gives a stream that waits too long one more window', async () => {
    const { host, hands } = sitDown('#/hall')
    await hands.click(await screen.findByRole('button', { name: 'Дать поток окну…' }))
    const dialog = await screen.findByRole('dialog', { name: 'Договоры: ещё одно окно' })
    await hands.click(within(dialog).getByRole('button', { name: /^Дать поток окну/ }))
    await waitFor(() => expect(inputsOf(host, 'hall.window_streams')).toEqual([{ shift_id: 'shift-1', streams: ['payments', 'contracts'], pause: '' }]))
  })

  it('says why a client cannot be called to the head, until something else is done', async () => {
    const { hands } = sitDown('#/hall', (desk) =>
      desk.answer('queue.call', () => {
        throw new RpcError('window-closed', {}, 't-1')
      }),
    )
    await hands.click((await screen.findAllByRole('button', { name: 'Вызвать ко мне' }))[0] ?? document.body)
    await waitFor(() => expect(document.querySelector('[data-code="window-closed"]')).not.toBeNull())
    await hands.click(screen.getByRole('button', { name: 'Иду сам' }))
    await waitFor(() => expect(document.querySelector('[data-code="window-closed"]')).toBeNull())
  })

  it('says how a closed window is opened and does not pretend to open it', async () => {
    const { host, hands } = sitDown('#/hall')
    await hands.click(await screen.findByRole('button', { name: /Открыть….*окно 7/ }))
    expect(await screen.findByText(/Окно открывает тот, кто за него садится/)).toBeTruthy()
    expect(host.calls.some(({ name }) => name === 'window.open')).toBe(false)
  })

  it('pauses, resumes and closes the window of another, the last after a question', async () => {
    const { host, hands } = sitDown('#/hall')
    const acts = async (window: string, name: string) => {
      await hands.click(await screen.findByRole('button', { name: `Действия: ${window}` }))
      await hands.click(await screen.findByRole('menuitem', { name }))
    }
    await acts('окно 1', 'Приостановить…')
    await hands.click(within(await screen.findByRole('dialog')).getByRole('button', { name: /^Приостановить/ }))
    await waitFor(() => expect(inputsOf(host, 'hall.window_pause')).toEqual([{ shift_id: 'shift-1', streams: [], pause: 'lunch' }]))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await acts('окно 5', 'Продолжить работу')
    await waitFor(() => expect(inputsOf(host, 'hall.window_pause')).toHaveLength(2))
    await acts('окно 2', 'Закрыть окно…')
    const question = await screen.findByRole('alertdialog')
    expect(within(question).getByText(/Сейчас здесь Д-022/)).toBeTruthy()
    await hands.click(within(question).getByRole('button', { name: 'Закрыть окно' }))
    await waitFor(() => expect(inputsOf(host, 'hall.window_close')).toHaveLength(1))
  })

  it('marks a peak, puts a notice on the board and takes it off', async () => {
    const { host, hands } = sitDown('#/hall')
    await hands.click(await screen.findByRole('button', { name: 'Пик закончился' }))
    await waitFor(() => expect(inputsOf(host, 'hall.sign_end')).toEqual([{ id: 's1' }]))
    expect(await screen.findByRole('button', { name: 'Начался пик' })).toBeTruthy()
    await hands.click(screen.getByRole('button', { name: 'Объявление…' }))
    const dialog = await screen.findByRole('dialog', { name: 'Объявление на табло' })
    await hands.click(within(dialog).getByRole('button', { name: /^Показать на табло/ }))
    expect((await within(dialog).findByRole('textbox', { name: 'Текст объявления' })).getAttribute('aria-invalid')).toBe('true')
    await hands.type(within(dialog).getByRole('textbox', { name: 'Текст объявления' }), 'Касса до 16:00')
    await hands.type(within(dialog).getByRole('textbox', { name: 'До какого времени' }), '16:00')
    await hands.click(within(dialog).getByRole('button', { name: /^Показать на табло/ }))
    const signs = await region('Объявления и остановки')
    expect(signs.textContent).toContain('до 16:00: Касса до 16:00')
    await hands.click(within(signs).getByRole('button', { name: 'Снять' }))
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Объявления и остановки' })).toBeNull())
  })

  it('asks again at the moment that the answer names', async () => {
    let asked = 0
    sitDown('#/hall', (desk) => {
      const made = hallAnswers(() => ({}))['hall.state']
      if (made === undefined) throw new Error('no hall in memory')
      desk.answer('hall.state', async () => {
        asked += 1
        return { ...(await made({})), changes_at_ms: asked === 1 ? NOW_MS + 10 : null }
      })
    })
    await region('Окна')
    await waitFor(() => expect(asked).toBe(2))
  })

  it('tells the head of something new wherever he is', async () => {
    const { host, hands } = sitDown('#/appeals')
    await screen.findByRole('grid', { name: 'Обращения' })
    await waitFor(() => expect(screen.getByRole('img', { name: 'Ждут решения: 4' })).toBeTruthy())
    const made = hallAnswers(() => ({}))['hall.state']
    const before = await made?.({})
    if (before === undefined) throw new Error('no hall in memory')
    const [first] = before.escalations
    if (first === undefined) throw new Error('nothing waits')
    host.answer('hall.state', () => ({ ...before, escalations: [...before.escalations, { ...first, id: 'wait:new', kind: 'wait', title: 'П-066 ждёт дольше нормы' }] }))
    act(() => {
      host.change('queue')
    })
    expect(await screen.findByText('П-066 ждёт дольше нормы')).toBeTruthy()
    await hands.click(screen.getByRole('button', { name: /Открыть «Отделение»/ }))
    expect(window.location.hash).toBe('#/hall')
  })

  it('says when an office has no queue', async () => {
    sitDown('#/hall', (desk) => {
      const made = hallAnswers(() => ({}))['hall.state']
      desk.answer('hall.state', async () => {
        const state = await made?.({})
        if (state === undefined) throw new Error('no hall in memory')
        return { ...state, enabled: false }
      })
    })
    expect(await screen.findByText('В этом отделении нет электронной очереди')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Журнал доступа' })).toBeTruthy()
  })
})

async function dayOfMemory(): Promise<HallDay> {
  const day = await hallAnswers(() => ({}))['hall.day']?.({ on: '' })
  if (day === undefined) throw new Error('no day in memory')
  return day
}

interface Drawn {
  name?: string
  data?: unknown[]
}

const seriesOf = (option: { series?: unknown }) => option.series as Drawn[]

describe('the day', () => {
  it('has a table twin for each picture, kept in the address, with the same figures', async () => {
    const { hands } = sitDown('#/hall/day?view=table')
    const waits = await screen.findByRole('table', { name: 'Ожидание в среднем' })
    expect(within(waits).getAllByRole('row').map((row) => row.textContent)[3]).toBe('09:009:1011:00нет')
    expect(within(screen.getByRole('table', { name: 'Клиенты за полчаса' })).getAllByRole('row')[3]?.textContent).toBe('09:001512')
    expect(within(screen.getByRole('table', { name: 'Загрузка окон' })).getByRole('rowheader', { name: 'окно 5' })).toBeTruthy()
    await hands.click(screen.getByRole('radio', { name: 'График' }))
    await waitFor(() => expect(window.location.hash).toBe('#/hall/day'))
    expect(await screen.findByRole('img', { name: /Дольше всего ждали в 10:30: Договоры, 16:05/ })).toBeTruthy()
  })

  it('draws what the tables say', async () => {
    const day = await dayOfMemory()
    const look = paletteOf(16)
    const [, payments] = seriesOf(waitsOption(day, look))
    expect(payments?.data).toHaveLength(day.slots.filter(({ waits_ms }) => waits_ms[0] !== null).length)
    expect(payments?.data?.[2]).toEqual([9 * 60 + 15, 550 / 60])
    const [came, served] = seriesOf(flowOption(day, look))
    expect(came?.data?.map((point) => (point as number[])[1])).toEqual(day.slots.map((slot) => slot.came))
    expect(served?.data?.map((point) => (point as number[])[1])).toEqual(day.slots.map((slot) => slot.served))
    const load = seriesOf(loadOption(day, look))
    loadKinds.forEach((kind, index) => expect(load[index]?.data).toEqual(day.windows.map((window) => window[`${kind}_ms`] / 60_000)))
  })

  it('leaves out a half-hour without a call instead of drawing it as nothing', async () => {
    const day = await dayOfMemory()
    const head = seriesOf(waitsOption(day, paletteOf(16))).find(({ name }) => name === 'Руководитель')
    expect(head?.data).toHaveLength(2)
  })

  it('goes to another day and keeps it in the address', async () => {
    const { host, hands } = sitDown('#/hall/day?view=table')
    await screen.findByRole('table', { name: 'Клиенты за полчаса' })
    await hands.click(screen.getByRole('button', { name: /День/ }))
    await hands.click(await screen.findByRole('option', { name: 'чт, 29.10.2026' }))
    await waitFor(() => expect(inputsOf(host, 'hall.day').at(-1)).toEqual({ on: '2026-10-29' }))
    expect(window.location.hash).toBe('#/hall/day?view=table&on=2026-10-29')
  })

  it('shows the raw periods, only those in sight, and saves them', async () => {
    const { host, hands } = sitDown('#/hall/periods')
    const grid = await screen.findByRole('grid', { name: 'Периоды очереди' })
    expect(await screen.findByText('344 строки')).toBeTruthy()
    expect(within(grid).getAllByRole('row').length).toBeLessThan(60)
    await hands.click(screen.getByRole('button', { name: 'Сохранить таблицу' }))
    await waitFor(() => expect(inputsOf(host, 'hall.export')).toEqual([{ on: '' }]))
    expect(await screen.findByText(/Сохранено в документы: Очередь 2026-10-30.csv/)).toBeTruthy()
  })
})
