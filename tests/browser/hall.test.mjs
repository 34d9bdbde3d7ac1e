// The head's hall in Chromium, on the loopback twin of the command table: tickets come and go by real commands, what waits for a
// decision is decided by the keyboard, signs are raised and ended, and the pictures of the day say what their tables and the table say.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startBrowser, violations, Visitor, walkTrouble } from '../harness/browser.mjs'
import { storyOf } from '../harness/programs.mjs'
import { startTwin } from '../harness/twin.mjs'
import { t } from '../harness/words.mjs'

async function look(visitor, name) {
  await visitor.picture(`browser-hall-${name}`)
  assert.deepEqual(await violations(visitor), [], `${name}: axe`)
  assert.deepEqual(await walkTrouble(visitor), [], `${name}: keyboard`)
}

/** A command of the table, as another window of the office would give it; `listener`: as the kiosk. */
function command(visitor, name, input, listener = '') {
  return visitor.script(
    `const [name, input, listener] = arguments
     const headers = { 'content-type': 'application/json', 'x-stoika-token': new URLSearchParams(location.search).get('token') ?? '' }
     if (listener !== '') headers['x-stoika-listener'] = listener
     return fetch('/rpc/' + name, { method: 'POST', headers, body: JSON.stringify(input) }).then(async (answer) => {
       const text = await answer.text()
       if (!answer.ok) throw new Error(name + ': ' + text)
       return text === '' ? null : JSON.parse(text)
     })`,
    name,
    input,
    listener,
  )
}

/** Rows of a table in sight, cell by cell. */
function rowsOf(visitor, label) {
  return visitor.script(
    `const table = document.querySelector('table[aria-label="' + arguments[0] + '"]')
     return [...table.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.innerText.trim()))`,
    label,
  )
}

/** Clicks an act of a window or a ticket in its menu. */
async function act(visitor, label, title) {
  await visitor.clickButton(label)
  await visitor.click(await visitor.find('[role=menuitem]', title))
}

test('the hall of the head', async (context) => {
  const twin = await startTwin(context)
  const visitor = await Visitor.open(context, await startBrowser(context), twin.url)
  const step = storyOf((name) => visitor.picture(name))
  const give = async (service) => (await command(visitor, 'queue.issue', { service, class: '' })).number
  let [served, raised, asked] = ['', '', '']

  await step('a hall with nobody in it', async () => {
    await visitor.signIn(twin.user)
    await visitor.sees(t('start-title'))
    await visitor.press('Alt+8')
    await visitor.sees(t('hall-decisions-none'))
    await visitor.sees(t('hall-queue-empty'))
    await look(visitor, 'empty')
  })

  await step('tickets come by themselves', async () => {
    served = await give('readings')
    await visitor.sees(served)
    await command(visitor, 'window.open', { number: 1, streams: [] })
    await command(visitor, 'queue.call_next', {})
    await command(visitor, 'queue.start', {})
    raised = await give('readings')
    asked = await give('head_reception')
    await visitor.sees(new RegExp(`${t('hall-queue')}.*${raised}.*${asked}`, 's'))
    await visitor.find('nav [role=img]', t('mark-hall', { count: 1 }))
    await look(visitor, 'at-work')
  })

  await step('a ticket is raised', async () => {
    await act(visitor, t('hall-ticket-acts', { number: raised }), t('hall-raise'))
    await visitor.find('[role=dialog]')
    await visitor.press('Ctrl+Enter')
    await visitor.sees(t('hall-raise-missing'))
    await visitor.choose('class')
    await visitor.fill('reason', 'Видно по удостоверению')
    await look(visitor, 'raise')
    await visitor.press('Ctrl+Enter')
    await visitor.findNone('[role=dialog]')
    await visitor.sees(t('hall-privileged'))
  })

  await step('what waits for a decision stays until one acts', async () => {
    await command(visitor, 'kiosk.help', { place: 'entrance' }, 'kiosk')
    await visitor.sees(/зовут на помощь/)
    await look(visitor, 'help')
    await visitor.press('Ctrl+e', '1')
    await visitor.seesNoMore(t('hall-decide-take', { kind: 'help' }))
    assert.deepEqual((await command(visitor, 'hall.state', {})).signs, [], 'the call for help is answered')
    await visitor.sees(`${asked} просит руководителя`)
    // The next one has the keys.
    await visitor.press('2')
    await visitor.sees(t('hall-decisions-none'))
  })

  await step('signs over the hall', async () => {
    await visitor.clickButton(t('hall-peak-begin'))
    await visitor.find('button', t('hall-peak-end'))
    assert.equal((await command(visitor, 'hall.state', {})).peak, true)
    await visitor.clickButton(t('hall-notice'))
    await visitor.find('[role=dialog]')
    await visitor.press('Ctrl+Enter')
    await visitor.find('[aria-invalid=true]')
    await look(visitor, 'notice-refused')
    await visitor.fill('text', 'Касса работает до шести')
    await visitor.press('Ctrl+Enter')
    await visitor.findNone('[role=dialog]')
    await visitor.sees('Касса работает до шести')
    await visitor.clickButton(t('hall-stop'))
    await visitor.fill('text', 'Нет света')
    await visitor.press('Ctrl+Enter')
    await visitor.findNone('[role=dialog]')
    await visitor.sees(/Талоны не выдаются/)
    await look(visitor, 'signs')
    await visitor.clickButton(t('hall-sign-end-tickets_stopped'))
    await visitor.seesNoMore('Талоны не выдаются')
    await visitor.clickButton(t('hall-sign-end-notice'))
    await visitor.seesNoMore('Касса работает до шести')
    await visitor.clickButton(t('hall-peak-end'))
    await visitor.find('button', t('hall-peak-begin'))
  })

  await step('windows of others', async () => {
    await command(visitor, 'queue.finish', { outcome: '', wrap_up: false })
    const { windows } = await command(visitor, 'hall.state', {})
    const [own] = windows.filter((line) => line.shift_id !== null)
    const label = t('hall-window-acts', { window: own.title }).replaceAll('\u00a0', ' ')
    await act(visitor, label, t('hall-act-streams'))
    await visitor.find('[role=dialog]')
    await look(visitor, 'streams')
    await visitor.press('Ctrl+Enter')
    await visitor.findNone('[role=dialog]')
    await act(visitor, label, t('hall-act-pause'))
    await visitor.find('[role=dialog]')
    await look(visitor, 'pause')
    await visitor.press('Ctrl+Enter')
    await visitor.findNone('[role=dialog]')
    await act(visitor, label, t('hall-act-resume'))
    await visitor.sees(t('hall-resume-done', { window: own.title }))
    await act(visitor, label, t('hall-act-close'))
    await visitor.find('[role=alertdialog]')
    await look(visitor, 'close')
    await visitor.leaveDialog()
    await visitor.clickButton(t('hall-open'))
    await visitor.sees('Окно открывает тот, кто за него садится')
    await look(visitor, 'how-to-open')
    await visitor.leaveDialog()
  })

  await step('the day is what the table says', async () => {
    await visitor.click(await visitor.find('a', t('hall-nav-day')))
    // Drawn under the page's own rules: a style that they refuse would be a complaint.
    await visitor.find('[role=img] svg path')
    // The words at the pointer are part of the picture.
    await (await visitor.find(`figure[aria-label="${t('day-flow')}"] [role=img]`)).hover()
    await visitor.find('[role=img] svg text', `${t('day-came')} 3`)
    await look(visitor, 'day')
    await visitor.click(await visitor.find('[data-field=view] label', t('day-view-table')))
    await visitor.find('table')
    await look(visitor, 'day-table')
    const day = await command(visitor, 'hall.day', { on: '' })
    const flow = await rowsOf(visitor, t('day-flow'))
    assert.deepEqual(flow, day.slots.map((slot) => [slot.from, String(slot.came), String(slot.served)]))
    assert.equal(day.slots.reduce((sum, slot) => sum + slot.came, 0), 3)
    const waits = await rowsOf(visitor, t('day-waits-name'))
    assert.deepEqual(waits.map((cells) => cells.slice(1).map((cell) => cell !== t('day-none'))), day.slots.map((slot) => slot.waits_ms.map((wait) => wait !== null)))
    assert.deepEqual((await rowsOf(visitor, t('day-load-name'))).map(([title, count]) => [title, count]), day.windows.map((window) => [window.title, String(window.served)]))
  })

  await step('the periods behind it', async () => {
    await visitor.click(await visitor.find('a', t('hall-nav-periods')))
    await visitor.find('[role=row]', served)
    const periods = await command(visitor, 'hall.periods', { on: '' })
    await visitor.sees(t('periods-count', { count: periods.length }))
    await look(visitor, 'periods')
    await visitor.clickButton(t('periods-export'))
    await visitor.sees(/Сохранено в документы: .*\.csv/)
    await visitor.click(await visitor.find('a', t('hall-nav-audit')))
    await visitor.sees(t('audit-title'))
    await look(visitor, 'audit')
  })
})
