import { screen, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { t } from '../src/shared/words'
import { inputsOf, sitDown } from './desk'

const section = () => screen.findByRole('region', { name: t('station-title') })

it('lets a screen in: the address to type, a code for it, and who is connected', async () => {
  const { host, hands } = sitDown('#/link')
  const stations = within(await section())
  expect(stations.queryByText('https://192.168.1.20:7443')).toBeNull()
  await hands.click(await stations.findByRole('checkbox', { name: t('station-on') }))
  expect(await stations.findByText('https://192.168.1.20:7443')).toBeTruthy()
  await hands.click(stations.getByRole('button', { name: t('station-pair') }))
  const dialog = within(await screen.findByRole('dialog'))
  await hands.click(dialog.getByRole('radio', { name: t('station-kind-board') }))
  await hands.type(dialog.getByRole('textbox', { name: t('station-name') }), 'Второй зал')
  await hands.click(dialog.getByRole('button', { name: t('station-pair-make') }))
  expect(inputsOf(host, 'station.pair')).toEqual([{ kind: 'board', name: 'Второй зал' }])
  expect(await stations.findByText('4820 1735')).toBeTruthy()
  expect(stations.getByText(t('station-code-board'))).toBeTruthy()
  await hands.click(stations.getByRole('button', { name: t('station-revoke') }))
  expect(inputsOf(host, 'station.revoke')).toEqual([{ id: 'a1' }])
})

it('opens and closes the windows of the hall on this machine', async () => {
  const { host, hands } = sitDown('#/link')
  const stations = within(await section())
  await hands.click(await stations.findByRole('button', { name: t('station-open-kiosk') }))
  await hands.click(await stations.findByRole('button', { name: t('station-close-kiosk') }))
  expect(inputsOf(host, 'station.open')).toEqual([{ kind: 'kiosk' }])
  expect(inputsOf(host, 'station.close')).toEqual([{ kind: 'kiosk' }])
})

it('is not there for who may not run the hall', async () => {
  sitDown('#/link', (host) => host.session({ user: { id: 'u2', short_name: 'Иванова А. А.', post: 'специалист', role: 'specialist', forbidden: ['station.state'] } }))
  await screen.findByRole('region', { name: t('discrepancies-title') })
  expect(screen.queryByRole('region', { name: t('station-title') })).toBeNull()
})
