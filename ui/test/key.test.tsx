import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { RpcError } from '../src/host/host'
import { PASSPHRASE, RECOVERY_TEXT, SPARE_KEY } from '../src/host/memory/seed'
import { t } from '../src/shared/words'
import { inputsOf, sitDown } from './desk'

const field = (label: string) => screen.findByLabelText<HTMLInputElement>(label)

describe('a laptop that asks for its passphrase', () => {
  it('refuses a wrong one in words and empties the field, then goes on to sign-in', async () => {
    const { host, hands } = sitDown('', (made) => made.session({ stage: 'passphrase', user: null }))
    const passphrase = await field(t('passphrase-field'))
    expect(document.activeElement).toBe(passphrase)
    await hands.keyboard('{Enter}')
    expect(await screen.findByText(t('passphrase-empty'))).toBeTruthy()
    await hands.keyboard('не та{Enter}')
    expect(await screen.findByText(t('error-passphrase-wrong'))).toBeTruthy()
    expect(passphrase.value).toBe('')
    await hands.keyboard(`${PASSPHRASE}{Enter}`)
    expect(await screen.findByRole('heading', { name: t('sign-in-title') })).toBeTruthy()
    expect(inputsOf(host, 'key.open')).toEqual([{ passphrase: 'не та' }, { passphrase: PASSPHRASE }])
  })

  it('says how long to wait after too many tries', async () => {
    const { hands } = sitDown('', (host) => {
      host.session({ stage: 'passphrase', user: null })
      host.answer('key.open', () => {
        throw new RpcError('passphrase-too-many-tries', { seconds: '30' }, 't-1')
      })
    })
    await hands.type(await field(t('passphrase-field')), 'ещё раз{Enter}')
    expect(await screen.findByText('Слишком много попыток. Подождите 30 секунд')).toBeTruthy()
  })

  it('goes from a forgotten passphrase to the text of the centre, and back', async () => {
    const { hands } = sitDown('', (host) => host.session({ stage: 'passphrase', user: null, spare_key: SPARE_KEY }))
    await hands.click(await screen.findByRole('button', { name: t('passphrase-forgotten') }))
    expect(await screen.findByText(SPARE_KEY)).toBeTruthy()
    await hands.click(screen.getByRole('button', { name: t('passphrase-back') }))
    await field(t('passphrase-field'))
    await hands.click(screen.getByRole('button', { name: t('passphrase-forgotten') }))
    await hands.type(await field(t('spare-text')), `${RECOVERY_TEXT.toLowerCase()}{Enter}`)
    expect(await screen.findByRole('heading', { name: t('sign-in-title') })).toBeTruthy()
  })

  it('with no spare key leaves a new enrolment, and asks before it', async () => {
    const { host, hands } = sitDown('', (made) => made.session({ stage: 'passphrase', user: null }))
    await hands.click(await screen.findByRole('button', { name: t('passphrase-forgotten') }))
    expect(screen.queryByLabelText(t('spare-text'))).toBeNull()
    await hands.click(await screen.findByRole('button', { name: t('damaged-way', { problem: 'passphrase-needed' }) }))
    expect(await screen.findByText(t('damaged-way-warning', { problem: 'passphrase-needed' }))).toBeTruthy()
    expect(inputsOf(host, 'recovery.begin_anew')).toHaveLength(0)
    await hands.click(screen.getByRole('button', { name: t('damaged-way-sure', { problem: 'passphrase-needed' }) }))
    expect(await screen.findByRole('heading', { name: t('enrol-title') })).toBeTruthy()
  })
})

describe('a lost key', () => {
  it('opens by the text of the centre; a cut one and one of another file have words of their own', async () => {
    const { hands } = sitDown('', (host) => host.session({ stage: 'damaged', user: null, problem: 'store-wrong-key', spare_key: SPARE_KEY }))
    const text = await field(t('spare-text'))
    expect(screen.getByText(SPARE_KEY)).toBeTruthy()
    await waitFor(() => expect(document.activeElement).toBe(text))
    await hands.keyboard('{Enter}')
    expect(await screen.findByText(t('spare-empty'))).toBeTruthy()
    await hands.type(text, '04G2R{Enter}')
    expect(await screen.findByText(t('error-recovery-text-malformed'))).toBeTruthy()
    await hands.clear(text)
    await hands.type(text, `${RECOVERY_TEXT.replace('04G2R', '14G2R')}{Enter}`)
    expect(await screen.findByText(t('error-recovery-text-other'))).toBeTruthy()
    await hands.clear(text)
    await hands.type(text, `${RECOVERY_TEXT}{Enter}`)
    expect(await screen.findByRole('heading', { name: t('sign-in-title') })).toBeTruthy()
  })

  it('without a spare key tries again or begins anew, as before', async () => {
    sitDown('', (host) => host.session({ stage: 'damaged', user: null, problem: 'store-wrong-key' }))
    await screen.findByRole('button', { name: t('damaged-retry') })
    expect(screen.queryByLabelText(t('spare-text'))).toBeNull()
  })
})

describe('the key on the page of the link', () => {
  const section = async () => within(await screen.findByRole('region', { name: t('key-title') }))

  it('takes a passphrase typed twice, changes it and takes it away', async () => {
    const { host, hands } = sitDown('#/link')
    const key = await section()
    await hands.click(await key.findByRole('button', { name: t('key-set') }))
    const dialog = within(await screen.findByRole('dialog'))
    const press = () => hands.click(dialog.getByRole('button', { name: t('key-set') }))
    await hands.type(dialog.getByLabelText(t('key-set-field')), 'коротко')
    await press()
    expect(await dialog.findByText('Слишком коротко: 7 знаков, нужно от 12')).toBeTruthy()
    await hands.clear(dialog.getByLabelText(t('key-set-field')))
    await hands.type(dialog.getByLabelText(t('key-set-field')), PASSPHRASE)
    await hands.type(dialog.getByLabelText(t('key-set-again')), 'другое')
    await press()
    expect(await dialog.findByText(t('field-passphrase_differs'))).toBeTruthy()
    await hands.clear(dialog.getByLabelText(t('key-set-again')))
    await hands.type(dialog.getByLabelText(t('key-set-again')), PASSPHRASE)
    await press()
    expect(await key.findByText(t('key-passphrase-yes'))).toBeTruthy()
    expect(inputsOf(host, 'key.set_passphrase').at(-1)).toEqual({ passphrase: PASSPHRASE, again: PASSPHRASE })
    await hands.click(await key.findByRole('button', { name: t('key-remove') }))
    const sure = within(await screen.findByRole('alertdialog'))
    await hands.click(sure.getByRole('button', { name: t('key-remove') }))
    expect(await key.findByText(t('key-passphrase-no'))).toBeTruthy()
  })

  it('has no passphrase where the hall must come up by itself, and warns where nobody could help', async () => {
    const { host, hands } = sitDown('#/link', (made) => made.answer('key.state', () => ({ tie: 'credential', passphrase: false, spare: false, serves_hall: true, length_min: 12 })))
    const key = await section()
    expect(await key.findByText(t('key-hall-hint'))).toBeTruthy()
    expect(key.getByText(t('key-spare-no'))).toBeTruthy()
    expect(key.queryByRole('button', { name: t('key-set') })).toBeNull()
    host.answer('key.state', () => ({ tie: 'machine', passphrase: false, spare: false, serves_hall: false, length_min: 12 }))
    host.change('key')
    await hands.click(await key.findByRole('button', { name: t('key-set') }))
    expect(await screen.findByText(t('key-set-no-spare'))).toBeTruthy()
  })

  it('is not there for who may not keep it', async () => {
    sitDown('#/link', (host) => host.session({ user: { id: 'u2', short_name: 'Иванова А. А.', post: 'специалист', role: 'specialist', forbidden: ['key.state', 'station.state'] } }))
    await screen.findByRole('region', { name: t('discrepancies-title') })
    expect(screen.queryByRole('region', { name: t('key-title') })).toBeNull()
  })
})
