import { act, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { hallHost, kiosk } from '../host/memory/hall'
import type { MemoryHost } from '../host/memory/memory'
import { BridgeProvider } from '../shared/bridge'
import { t } from '../shared/words'
import type { Sound } from '../station/sound'
import { phrasesOf } from './speech'
import { Kiosk } from './Kiosk'

const silent: Sound = { say: () => Promise.resolve(), hush: () => undefined, audible: () => false, listen: () => () => undefined, wake: () => undefined }

/** Lets answers come and timers run. */
async function pass(ms: number): Promise<void> {
  await act(async () => {
    await vi.advanceTimersByTimeAsync(ms)
  })
}

async function stand(search = '', prepare: (host: MemoryHost) => void = () => undefined): Promise<MemoryHost> {
  const host = hallHost({ search })
  prepare(host)
  render(
    <BridgeProvider host={host}>
      <Kiosk host={host} sound={silent} />
    </BridgeProvider>,
  )
  await pass(0)
  return host
}

const button = (name: RegExp | string) => screen.getByRole('button', { name })
const finger = { isPrimary: true, button: 0, pointerId: 1 }

/** One finger for so long, a calm while after the one before. */
async function touch(target: HTMLElement, heldMs = 80, restMs = 500): Promise<void> {
  await pass(restMs)
  fireEvent.pointerDown(target, finger)
  await pass(heldMs)
  fireEvent.pointerUp(target, finger)
  await pass(0)
}

const issued = (host: MemoryHost) => host.calls.filter(({ name }) => name === 'kiosk.issue').map(({ input }) => input)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
  delete document.documentElement.dataset.theme
})

describe('the kiosk', () => {
  it('gives a ticket in two touches, with the documents before it', async () => {
    const host = await stand()
    await touch(button(/^Квитанция/))
    expect(screen.getByText('Номер лицевого счёта или последняя квитанция')).toBeTruthy()
    expect(issued(host)).toEqual([])
    await touch(button(t('kiosk-take')))
    expect(issued(host)).toEqual([{ service: 'payment_documents', class: '' }])
    expect(screen.getByText('П-066')).toBeTruthy()
    await pass(15_000)
    expect(screen.getByText(t('kiosk-question'))).toBeTruthy()
  })

  it('gives one ticket to a hand that hammers', async () => {
    const host = await stand()
    await touch(button(/^Квитанция/))
    await pass(500)
    // Fifty a second for five seconds, on whatever stands under the finger: the desk answers meanwhile.
    for (let tap = 0; tap < 250; tap += 1) {
      const under = screen.queryByRole('button', { name: t('kiosk-take') }) ?? screen.queryByRole('button', { name: t('kiosk-taking') }) ?? button(t('kiosk-done'))
      fireEvent.pointerDown(under, finger)
      fireEvent.pointerUp(under, finger)
      await pass(20)
    }
    expect(issued(host)).toHaveLength(1)
    expect(screen.getByText('П-066')).toBeTruthy()
  })

  it('does nothing at a long press, a second finger, or a finger that slides off', async () => {
    await stand()
    const line = button(/^Квитанция/)
    await touch(line, 2000)
    fireEvent.pointerDown(line, { ...finger, isPrimary: false, pointerId: 2 })
    fireEvent.pointerUp(line, { ...finger, isPrimary: false, pointerId: 2 })
    fireEvent.pointerDown(line, finger)
    fireEvent.pointerLeave(line, finger)
    fireEvent.pointerUp(line, finger)
    await pass(500)
    expect(screen.getByText(t('kiosk-question'))).toBeTruthy()
  })

  it('says why a line cannot be had, and does not lead there', async () => {
    await stand()
    const head = button(/^Руководитель/)
    expect(head.textContent).toContain('Сегодня талоны на эту услугу закончились')
    await touch(head)
    expect(screen.getByText(t('kiosk-question'))).toBeTruthy()
  })

  it('takes the ground to be served before others along', async () => {
    const host = await stand()
    await touch(button(new RegExp(t('kiosk-ground'))))
    await touch(button('Беременная'))
    await touch(button(/^Показания/))
    await touch(screen.getAllByRole('button', { name: t('kiosk-take') })[0] as HTMLElement)
    expect(issued(host)).toEqual([{ service: 'readings', class: 'pregnant' }])
  })

  it('asks whoever is silent, counts down, and begins anew', async () => {
    await stand()
    await touch(button(/^Договор/))
    await pass(40_000)
    expect(screen.getByRole('alertdialog')).toBeTruthy()
    await touch(button(t('kiosk-silence-here')))
    expect(screen.queryByRole('alertdialog')).toBeNull()
    await pass(40_000)
    expect(screen.getByText(t('kiosk-silence-hint', { count: 15 }))).toBeTruthy()
    await pass(5000)
    expect(screen.getByText(t('kiosk-silence-hint', { count: 10 }))).toBeTruthy()
    await pass(10_000)
    expect(screen.queryByRole('alertdialog')).toBeNull()
    expect(screen.getByText(t('kiosk-question'))).toBeTruthy()
  })

  it('shows the number large when there is no paper, and says so', async () => {
    await stand('?trouble')
    await touch(button(/^Претензия/))
    await touch(button(t('kiosk-take')))
    expect(screen.getByText(t('kiosk-given-number'))).toBeTruthy()
    expect(screen.getByRole('alert').textContent).toContain('В принтере кончилась бумага.')
    await pass(20_000)
    expect(screen.getByText('П-066')).toBeTruthy()
  })

  it('checks an appointment in by its number, and tells beside it that there is none', async () => {
    const host = await stand()
    await touch(button(new RegExp(t('kiosk-appointment'))))
    await touch(button('7'))
    await touch(button(t('kiosk-take')))
    expect(screen.getByRole('alert').textContent).toBe(t('kiosk-appointment-unknown'))
    await touch(button(t('pad-erase')))
    await touch(button('1'), 50, 20)
    await touch(button('2'), 50, 20)
    await touch(button(t('kiosk-take')))
    expect(host.calls.filter(({ name }) => name === 'kiosk.check_in').at(-1)?.input).toEqual({ number: '12' })
    expect(screen.getByText('П-066')).toBeTruthy()
  })

  it('gives nothing while it is shut, and opens by itself at its hour', async () => {
    let open = false
    const host = await stand('?shut=before_opening')
    host.answer('kiosk.state', () => ({ ...kiosk, shut: open ? null : 'before_opening', changes_at_ms: open ? null : kiosk.now_ms + 60_000 }))
    act(() => {
      host.change('queue')
    })
    await pass(0)
    expect(screen.getByText(t('kiosk-shut-before-opening'))).toBeTruthy()
    open = true
    await pass(60_000)
    await pass(1000)
    expect(screen.getByText(t('kiosk-question'))).toBeTruthy()
  })

  it('calls a colleague, and goes over to large and contrasting', async () => {
    const host = await stand()
    await touch(button(t('kiosk-contrast-on')))
    expect(document.documentElement.dataset.theme).toBe('kiosk-contrast')
    await touch(button(t('kiosk-help')))
    expect(host.calls.some(({ name }) => name === 'kiosk.help')).toBe(true)
    await pass(12_000)
    expect(document.documentElement.dataset.theme).toBe('kiosk')
  })

  it('reads out what can be chosen, with the wait', () => {
    const phrases = phrasesOf({ name: 'choose' }, [
      { id: 'bill', title: '', hint: '', expected: [10, 15], ahead: 3, refused: null, services: [] },
      { id: 'head', title: '', hint: '', expected: null, ahead: 0, refused: 'нет', services: [] },
      { id: 'new-one', title: '', hint: '', expected: null, ahead: 0, refused: null, services: [] },
    ])
    expect(phrases).toEqual([
      { line: null, pieces: ['kiosk.ask'] },
      { line: 'bill', pieces: ['kiosk.bill', 'wait', '15', 'minute.5'] },
    ])
  })
})
