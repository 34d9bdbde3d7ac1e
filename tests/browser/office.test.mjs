// A whole visit through an office: a kiosk, a board and three desks with a hub among them, each in a browser of its own. A ticket is
// taken, called, handed over, served, comes back and is finished; the board says each call, and the head sees the hall.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startBrowser, violations, Visitor, walkTrouble } from '../harness/browser.mjs'
import { startOffice } from '../harness/office.mjs'
import { storyOf, until } from '../harness/programs.mjs'
import { t } from '../harness/words.mjs'

const KIOSK = { width: 1080, height: 1920 }
const BOARD = { width: 1920, height: 1080 }

/** Runs in the page: rows of a table in the hall, cell by cell. */
const ROWS = `
  return [...document.querySelectorAll('section[aria-label="' + arguments[0] + '"] tbody tr')].map((row) => [...row.children].map((cell) => cell.innerText.replace(/[\\s\\u00a0]+/g, ' ').trim()))
`

/** Runs in the page: what stands large on the board, «П-001окно1». */
const FIELD = `return document.querySelector('main [role=status]')?.innerText.replace(/\\s+/g, '') ?? null`

async function look(visitor, name) {
  await visitor.picture(`browser-office-${name}`)
  assert.deepEqual(await violations(visitor), [], `${name}: axe`)
  assert.deepEqual(await walkTrouble(visitor), [], `${name}: keyboard`)
}

/** A finger: after the glass has been calm, as people touch; what hammers is not heard (`Quiet` of the page). */
async function touch(visitor, name) {
  const sinceMs = await visitor.script('return performance.now()')
  const button = await visitor.find('button', name)
  await until('the glass is calm', () => visitor.script('return performance.now() - arguments[0] > 400', sinceMs))
  await visitor.click(button)
}

/** Lets a browser of the hall in by the code that stands on the head's screen. */
async function pair(head, station, kind) {
  await head.clickButton(t('station-pair'))
  await head.find('[role=dialog]')
  await head.choose('kind', t(`station-kind-${kind}`))
  await head.clickButton(t('station-pair-make'))
  await head.sees(t(`station-code-${kind}`))
  const [, first, second] = await head.sees(/(\d{4}) (\d{4})/)
  await station.sees(t('pairing-title'))
  for (const digit of first + second) await station.click(await station.find('button', digit))
  await touch(station, t('pairing-connect'))
}

/** Opens a window with the streams that its desk calls for as a rule. */
async function openWindow(desk, number) {
  await desk.press('Alt+1')
  await desk.clickButton(t('command-open-window'))
  await desk.find('[role=dialog]')
  await desk.choose('number', String(number))
  await desk.press('Ctrl+Enter')
  await desk.sees(t('window-free'))
}

test('a whole visit through kiosk, board and three desks', async (context) => {
  const office = await startOffice(context, [1, 3, 4])
  const browser = await startBrowser(context)
  const desks = []
  const step = storyOf(() => Promise.all(desks.map((desk, index) => desk.picture(`failed-office-${index}`))))
  const [first, second, head] = await Promise.all(office.urls.map((url) => Visitor.open(context, browser, url)))
  desks.push(first, second, head)
  let address = ''

  await step('three people come to work, and the head makes his desk the hub', async () => {
    for (const [desk, user] of [[first, office.payments], [second, office.contracts], [head, office.head]]) {
      await desk.signIn(user)
      await desk.sees(t('start-title'))
      await desk.press('Alt+9')
    }
    await head.clickButton(t('hub-become'))
    await head.find('[role=dialog]', t('hub-become-title'))
    await head.press('Ctrl+Enter')
    await head.sees(t('hub-mode-hub'))
    for (const desk of [first, second]) await desk.sees(/Узел \S+ на связи/)
    await look(second, 'at-hub')
    await head.click(await head.find('label', t('station-on')))
    // The hub's own address for desks stands there as well.
    ;[, address] = await head.sees(new RegExp(`${t('station-address')}.*?(http://127\\.0\\.0\\.1:\\d+)`))
  })

  const kiosk = await Visitor.open(context, browser, address, KIOSK)
  const board = await Visitor.open(context, browser, address, BOARD)
  desks.push(kiosk, board)
  /** The board calls so, in sight of the whole hall. */
  const calls = (number, window) => until(`the board calls ${number} to ${window}`, async () => (await board.script(FIELD)) === `${number}окно${window}`)

  await step('kiosk and board are let in', async () => {
    await pair(head, kiosk, 'kiosk')
    await kiosk.sees(t('kiosk-question'))
    await pair(head, board, 'board')
    await board.sees(t('board-waiting'))
  })

  await step('the windows open, and the head looks at his hall', async () => {
    await openWindow(first, 1)
    await openWindow(second, 3)
    await head.press('Alt+8')
    await head.sees(t('hall-queue-empty'))
    await until('both windows work', async () => (await head.script(ROWS, t('hall-windows'))).filter((row) => row.some((cell) => cell.includes('свободно'))).length === 2)
  })

  let number = ''
  await step('a client takes a ticket', async () => {
    await touch(kiosk, 'Квитанция')
    await kiosk.sees(t('kiosk-documents'))
    await touch(kiosk, t('kiosk-take'))
    ;[number] = await kiosk.sees(/П-\d{3}/)
    await board.sees(number)
    await first.sees(number)
    await head.sees(new RegExp(`${t('hall-queue')}.*${number}`, 's'))
  })

  await step('he is called, and the hall sees it', async () => {
    await first.press('F2')
    await first.sees(t('ticket-called'))
    await calls(number, 1)
    await board.picture('browser-office-board')
    await first.press('F4')
    await first.sees(t('ticket-serving'))
    await head.sees(t('hall-queue-empty'))
    await until('window 1 serves him', async () => (await head.script(ROWS, t('hall-windows'))).some((row) => row[0].includes('1') && row.some((cell) => cell.includes(number))))
    await look(head, 'hall-serving')
  })

  await step('he is handed over for a contract, to come back afterwards', async () => {
    await first.clickButton(t('act-transfer'))
    await first.find('[role=dialog]')
    await first.focus('service')
    await first.type('договор')
    await first.click(await first.find('[role=option]', 'Договор с гражданином'))
    await first.fill('comment', 'Сменился собственник')
    await first.click(await first.find('[data-field=back] label', t('transfer-back')))
    await first.press('Ctrl+Enter')
    await first.findNone('[role=dialog]')
    await first.sees(t('window-free'))
    await second.sees(number)
    await second.press('F2')
    await second.sees('Сменился собственник')
    await calls(number, 3)
    await second.press('F4')
    await second.sees(t('ticket-serving'))
    await second.press('F8')
    await second.sees(t('window-free'))
  })

  await step('he comes back to the window that sent him, and is done', async () => {
    await first.sees(new RegExp(`${number} .*${t('why-returned')}`))
    await look(first, 'returned')
    await first.press('F2')
    await first.sees(t('ticket-called'))
    await calls(number, 1)
    await first.press('F4')
    await first.sees(t('ticket-serving'))
    await first.press('F8')
    await first.sees(t('next-none'))
  })

  await step('the head sees a day of one whole visit', async () => {
    await head.sees(/обслужены? 1 из 1/i)
    const windows = await head.script(ROWS, t('hall-windows'))
    const served = windows.map(([title, , , state, , , count]) => [title, state, count])
    assert.deepEqual(served.slice(0, 3), [['окно 1', 'свободно', '2'], ['окно 2', 'закрыто', ''], ['окно 3', 'свободно', '1']])
  })
})
