// Kiosk and board in browsers of the office's network: let in by the head's code, a whole ticket from the first touch to the
// call on the board, and nothing that axe knows on any of their screens.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startBrowser, violations, Visitor, walkTrouble } from '../harness/browser.mjs'
import { storyOf, until } from '../harness/programs.mjs'
import { startTwin } from '../harness/twin.mjs'
import { t } from '../harness/words.mjs'

/** Friday, 30 October 2026, 10:46 in Samara: an office is not open at every hour at which tests run. */
const FRIDAY_MS = 1_793_342_760_000
const KIOSK = { width: 1080, height: 1920 }
const BOARD = { width: 1920, height: 1080 }

async function look(visitor, name) {
  await visitor.picture(`browser-${name}`)
  assert.deepEqual(await violations(visitor), [], `${name}: axe`)
  assert.deepEqual(await walkTrouble(visitor), [], `${name}: keyboard`)
  const scrolled = await visitor.script('return [document.documentElement.scrollHeight - innerHeight, document.documentElement.scrollWidth - innerWidth]')
  assert.ok(Math.max(...scrolled) <= 0, `${name}: scrolls`)
}

/** A command of the table, as the desk's own window gives it. */
function command(visitor, name, input) {
  return visitor.script(
    `const [name, input] = arguments
     return fetch('/rpc/' + name, { method: 'POST', headers: { 'content-type': 'application/json', 'x-stoika-token': new URLSearchParams(location.search).get('token') ?? '' }, body: JSON.stringify(input) })
       .then(async (answer) => { if (!answer.ok) throw new Error(name + ': ' + await answer.text()); return answer.json() })`,
    name,
    input,
  )
}

/** A finger: after the glass has been calm, as people touch; what hammers is not heard (`Quiet` of the page). */
async function touch(visitor, name) {
  const sinceMs = await visitor.script('return performance.now()')
  const button = await visitor.find('button', name)
  await until('the glass is calm', () => visitor.script('return performance.now() - arguments[0] > 400', sinceMs))
  await visitor.click(button)
}

async function typeCode(visitor, digits) {
  for (const digit of digits) await visitor.click(await visitor.find('button', digit))
  await touch(visitor, t('pairing-connect'))
}

test('kiosk and board of the hall', async (context) => {
  const twin = await startTwin(context, ['--stations', '--now-ms', String(FRIDAY_MS)])
  const browser = await startBrowser(context)
  const head = await Visitor.open(context, browser, twin.url)
  const step = storyOf((name) => head.picture(name))
  let address = ''
  const codeFor = async (kind) => {
    await command(head, 'station.pair', { kind, name: '' })
    return (await command(head, 'station.state', {})).code.digits
  }

  await step('the head lets screens in', async () => {
    await head.signIn(twin.user)
    await head.sees(t('start-title'))
    await head.press('Alt+9')
    await head.click(await head.find('label', t('station-on')))
    address = await until('the hub listens', async () => (await command(head, 'station.state', {})).addresses[0])
    await head.sees(address)
    await head.clickButton(t('station-pair'))
    await head.find('[role=dialog]')
    await head.clickButton(t('station-pair-make'))
    await head.sees(t('station-code-kiosk'))
    assert.deepEqual(await violations(head), [], 'link: axe')
    await head.picture('browser-stations-link')
  })

  const kiosk = await Visitor.open(context, browser, address, KIOSK)
  await step('a forged code is refused and told to the head', async () => {
    await kiosk.sees(t('pairing-title'))
    await look(kiosk, 'pairing')
    const { code } = await command(head, 'station.state', {})
    await typeCode(kiosk, code.digits === '00000000' ? '00000001' : '00000000')
    await kiosk.sees(t('pairing-station-code'))
    await head.sees(/Отказано 1 раз/)
    await typeCode(kiosk, code.digits)
    await kiosk.sees(t('kiosk-question'))
  })

  const board = await Visitor.open(context, browser, address, BOARD)
  await step('a board by its own code', async () => {
    await board.sees(t('pairing-title'))
    await typeCode(board, await codeFor('board'))
    await board.sees(t('board-waiting'))
    await look(board, 'board-empty')
  })

  let number = ''
  await step('a ticket in two touches', async () => {
    await command(head, 'window.open', { number: 1, streams: [] })
    await look(kiosk, 'kiosk')
    await touch(kiosk, 'Квитанция')
    await kiosk.sees(t('kiosk-documents'))
    await look(kiosk, 'kiosk-documents')
    await touch(kiosk, t('kiosk-take'))
    ;[number] = await kiosk.sees(/П-\d{3}/)
    await look(kiosk, 'kiosk-given')
    await board.sees(number)
    await touch(kiosk, t('kiosk-done'))
    await touch(kiosk, t('kiosk-contrast-on'))
    await look(kiosk, 'kiosk-contrast')
    await kiosk.page.setViewportSize(BOARD)
    await look(kiosk, 'kiosk-contrast-landscape')
    await touch(kiosk, t('kiosk-contrast-off'))
    await look(kiosk, 'kiosk-landscape')
  })

  await step('the call is on the board', async () => {
    const { number: called } = await command(head, 'queue.call_next', {})
    assert.equal(called, number)
    await until('the field is yellow', () => board.script('return document.querySelector("[data-loud]")?.innerText.includes(arguments[0])', number))
    await look(board, 'board')
  })

  await step('a screen that is revoked shows nothing more', async () => {
    const { devices } = await command(head, 'station.state', {})
    const { id } = devices.find(({ kind }) => kind === 'kiosk')
    await command(head, 'station.revoke', { id })
    await kiosk.sees(t('pairing-title'))
  })
})
