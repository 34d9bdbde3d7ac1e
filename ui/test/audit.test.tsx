import { act, screen, waitFor, within } from '@testing-library/react'
import axe from 'axe-core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { RpcError } from '../src/host/host'
import * as seed from '../src/host/memory/seed'
import { chord, inputsOf, sitDown } from './desk'

afterEach(() => {
  vi.useRealTimers()
})

const specialist = { ...seed.user, forbidden: ['audit.list', 'hall.state', 'hall.day', 'hall.periods'] }

describe('the journal of accesses', () => {
  it('shows the head who saw whose card, and why what was hidden was shown', async () => {
    const { host } = sitDown('#/audit')
    const grid = await screen.findByRole('grid', { name: 'Записи журнала' })
    const rows = within(grid).getAllByRole('row').slice(1)
    expect(rows).toHaveLength(4)
    expect(rows[1]?.textContent).toMatch(/Показан телефон.*Сверить с клиентом/)
    expect(rows[0]?.textContent).toContain('на этом месте')
    expect(screen.getByText('1 запись ещё не передана бэк-офису')).toBeTruthy()
    expect(inputsOf(host, 'audit.list')[0]).toEqual({ user_id: '', action: '', party_id: '', from: '', to: '', after: null, limit: 200 })
    const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } })
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
  })

  it('filters by the address, so that a filter can be taken back and passed on', async () => {
    const { host, hands } = sitDown('#/audit?action=unmasked&client=p1')
    expect(await screen.findByText('Показан телефон')).toBeTruthy()
    await waitFor(() => expect(inputsOf(host, 'audit.list').at(-1)).toMatchObject({ action: 'unmasked', party_id: 'p1' }))
    await hands.click(await screen.findByRole('button', { name: /Клиент: Примерова/ }))
    await waitFor(() => expect(inputsOf(host, 'audit.list').at(-1)).toMatchObject({ action: 'unmasked', party_id: '' }))
    await hands.click(screen.getByRole('button', { name: 'Сбросить отбор' }))
    await waitFor(() => expect(screen.getByText('4 записи')).toBeTruthy())
    expect(window.location.hash).toBe('#/audit')
  })

  it('says what will stand here, and what to change when a filter leaves nothing', async () => {
    sitDown('#/audit', (host) => host.answer('audit.list', (input) => ({ ...seed.auditOf(input), rows: [], unsent: 0 })))
    expect(await screen.findByText('Записей пока нет')).toBeTruthy()
    expect(screen.getByText('Бэк-офис получил всё')).toBeTruthy()
    act(() => {
      window.location.hash = '#/audit?user=u9'
    })
    expect(await screen.findByText('По этому отбору ничего нет')).toBeTruthy()
  })

  it('asks the back-office for the whole office, and with no link leads back to this desk', async () => {
    const { host, hands } = sitDown('#/audit?action=viewed')
    await hands.click(await screen.findByRole('radio', { name: 'Всё отделение (по связи)' }))
    await waitFor(() => expect(inputsOf(host, 'audit.office')).toEqual([{ user_id: '', action: 'viewed', party_id: '', from: '', to: '', after: null, limit: 200 }]))
    const grid = await screen.findByRole('grid', { name: 'Записи журнала' })
    expect(within(grid).getByRole('columnheader', { name: 'Место' })).toBeTruthy()
    expect(within(grid).getAllByText('ОТ-04').length).toBeGreaterThan(0)
    expect(window.location.hash).toContain('whose=office')
    const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } })
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
    host.answer('audit.office', () => {
      throw new RpcError('server-unreachable', {}, 't-3')
    })
    await hands.click(screen.getByRole('button', { name: 'Сбросить отбор' }))
    expect(await screen.findByText(/Центр не отвечает/)).toBeTruthy()
    expect(screen.queryByRole('grid')).toBeNull()
    await hands.click(screen.getByRole('button', { name: 'Показать это рабочее место' }))
    expect(await screen.findByText('4 записи')).toBeTruthy()
    expect(window.location.hash).toBe('#/audit')
  })

  it('is there for the head alone', async () => {
    const { host } = sitDown('#/reception', (desk) => desk.session({ user: specialist }))
    await screen.findByRole('navigation', { name: 'Разделы' })
    expect(screen.queryByRole('link', { name: /Отделение/ })).toBeNull()
    chord('Digit8', '8', { altKey: true, shiftKey: true })
    expect(window.location.hash).toBe('#/reception')
    act(() => {
      host.session({ user: seed.user })
    })
    expect(await screen.findByRole('link', { name: /Отделение/ })).toBeTruthy()
    chord('Digit8', '8', { altKey: true, shiftKey: true })
    expect(window.location.hash).toBe('#/audit')
  })

  it('is walked by the keys and opens the card of the client', async () => {
    const { hands } = sitDown('#/audit')
    await screen.findByRole('grid', { name: 'Записи журнала' })
    await waitFor(() => expect(document.activeElement?.closest('[role="grid"]')).not.toBeNull())
    await hands.keyboard('{ArrowDown}{Enter}')
    await waitFor(() => expect(window.location.hash).toMatch(/^#\/reception\/client\/p/))
  })
})

describe('a masked value', () => {
  it('is shown for a reason, for a while, and is written nowhere', async () => {
    const { host, hands } = sitDown('#/reception/client/p1')
    await hands.click(await screen.findByRole('button', { name: 'Показать телефон полностью' }))
    const dialog = await screen.findByRole('dialog', { name: 'Показать телефон полностью' })
    await hands.click(within(dialog).getByRole('button', { name: /Показать/ }))
    expect(await within(dialog).findAllByText('Выберите причину')).toHaveLength(2)
    expect(inputsOf(host, 'client.unmask')).toEqual([])
    await hands.click(within(dialog).getByRole('button', { name: /Зачем/ }))
    await hands.click(await screen.findByRole('option', { name: 'Сверить с клиентом' }))
    const later = vi.spyOn(window, 'setTimeout')
    await hands.click(within(dialog).getByRole('button', { name: /Показать/ }))
    expect(await screen.findByText('+7 900 123-45-12')).toBeTruthy()
    expect(inputsOf(host, 'client.unmask')).toEqual([{ party_id: 'p1', kind: 'phone', reason: 'verify' }])
    const hide = later.mock.calls.find(([, delayMs]) => delayMs === 30_000)?.[0]
    later.mockRestore()
    act(() => {
      if (typeof hide === 'function') hide()
    })
    expect(screen.queryByText('+7 900 123-45-12')).toBeNull()
  })

  it('says why it is not shown', async () => {
    const { hands } = sitDown('#/reception/client/p1', (host) =>
      host.answer('client.unmask', () => {
        throw new RpcError('unmask-limit-offline', { count: '10', hours: '72' }, 't-9')
      }),
    )
    await hands.click(await screen.findByRole('button', { name: 'Показать телефон полностью' }))
    const dialog = await screen.findByRole('dialog')
    await hands.click(within(dialog).getByRole('button', { name: /Зачем/ }))
    await hands.click(await screen.findByRole('option', { name: 'Сверить с клиентом' }))
    await hands.click(within(dialog).getByRole('button', { name: /Показать/ }))
    expect(await within(dialog).findByText(/Связи с центром нет больше 72 ч/)).toBeTruthy()
  })

  it('has no eye for whom it is forbidden', async () => {
    sitDown('#/reception/client/p1', (host) => host.session({ user: { ...seed.user, forbidden: ['client.unmask'] } }))
    await screen.findByRole('heading', { name: 'Примерова Анна Сергеевна' })
    expect(screen.queryByRole('button', { name: 'Показать телефон полностью' })).toBeNull()
  })
})

describe('somebody at the desk', () => {
  it('is told to the program now and then, not at every move', async () => {
    const { host, hands } = sitDown('#/link')
    await screen.findByRole('heading', { level: 1 })
    const now = vi.spyOn(performance, 'now')
    const start = performance.now()
    now.mockReturnValue(start + 10_000)
    await hands.keyboard('a')
    expect(inputsOf(host, 'session.touch')).toHaveLength(0)
    now.mockReturnValue(start + 31_000)
    await hands.keyboard('ab')
    expect(inputsOf(host, 'session.touch')).toHaveLength(1)
    now.mockRestore()
  })
})
