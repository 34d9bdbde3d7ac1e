// A visit by its ticket in Chromium, on the loopback twin of the command table: the window is opened, a ticket given, called, served, handed
// over with a return, and finished; every screen on the way is asked as the others are.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startBrowser, violations, Visitor, walkTrouble } from '../harness/browser.mjs'
import { storyOf } from '../harness/programs.mjs'
import { startTwin } from '../harness/twin.mjs'
import { t } from '../harness/words.mjs'

async function look(visitor, name) {
  await visitor.picture(`browser-queue-${name}`)
  assert.deepEqual(await violations(visitor), [], `${name}: axe`)
  assert.deepEqual(await walkTrouble(visitor), [], `${name}: keyboard`)
}

/** Gives a ticket by F7 and returns its number. */
async function give(visitor, service, picture) {
  await visitor.press('F7')
  await visitor.find('[role=dialog]', '')
  await visitor.focus('service')
  await visitor.type(service)
  await visitor.press('Enter', 'Ctrl+Enter')
  const [, number] = await visitor.sees(new RegExp(`${t('issue-done')} ([А-Я]-\\d{3})`))
  if (picture !== undefined) await look(visitor, picture)
  await visitor.leaveDialog()
  return number
}

test('a visit by its ticket', async (context) => {
  const twin = await startTwin(context)
  const visitor = await Visitor.open(context, await startBrowser(context), twin.url)
  const step = storyOf((name) => visitor.picture(name))
  let number

  await step('the window is opened', async () => {
    await visitor.signIn(twin.user)
    await visitor.sees(t('window-closed'))
    await visitor.press('F2')
    await visitor.sees(t('against-closed'))
    await look(visitor, 'closed')
    await visitor.clickButton(t('command-open-window'))
    await visitor.find('[role=dialog]')
    await visitor.choose('number', '1')
    for (const stream of ['Договоры', 'Руководитель']) {
      const box = await visitor.element("return [...document.querySelectorAll('[data-field=streams] label')].find((label) => label.innerText.includes(arguments[0])) ?? null", stream)
      if (box !== null) await visitor.click(box)
    }
    await look(visitor, 'open-window')
    await visitor.press('Ctrl+Enter')
    await visitor.sees(t('window-free'))
    await visitor.sees(t('next-none'))
  })

  await step('a ticket is given, called and served', async () => {
    number = await give(visitor, 'показан', 'given')
    await visitor.sees(number)
    await visitor.press('F2')
    await visitor.sees(t('ticket-called'))
    await look(visitor, 'called')
    // Not sooner than the settings allow.
    await visitor.press('F3')
    await visitor.sees(/Ещё раз через \d:\d\d/)
    await visitor.press('F4')
    await visitor.sees(t('ticket-serving'))
    await visitor.sees(t('clock-reception'))
  })

  await step('what is done belongs to the visit', async () => {
    await visitor.openClient(twin.client.typed, twin.client.name)
    await visitor.sees(t('visit-course'))
    await visitor.press('Ctrl+3')
    await visitor.sees(t('consult-topic'))
    await visitor.choose('topic')
    await visitor.fill('note', 'Как передать показания')
    await visitor.press('Ctrl+Enter')
    await visitor.findNone('[role=dialog]')
    await visitor.sees(/Что дальше.*Этот визит.*Консультация/s)
    await look(visitor, 'serving')
  })

  await step('handed over and back', async () => {
    await visitor.clickButton(t('act-transfer'))
    await visitor.find('[role=dialog]')
    await visitor.focus('service')
    await visitor.type('справк')
    await visitor.press('Enter')
    await visitor.fill('comment', 'Справка для субсидии')
    await visitor.click(await visitor.find('[data-field=back] label', t('transfer-back')))
    await look(visitor, 'transfer')
    await visitor.press('Ctrl+Enter')
    await visitor.findNone('[role=dialog]')
    await visitor.sees(t('window-free'))
    await visitor.press('F2')
    await visitor.sees('Справка для субсидии')
    await visitor.press('F4')
    await visitor.sees(t('ticket-serving'))
    await visitor.press('F8')
    await visitor.sees(t('window-free'))
    // He waits for the window that sent him away.
    await visitor.sees(new RegExp(`${number} .*${t('why-returned')}`))
    await visitor.press('F2')
    await visitor.sees(t('ticket-called'))
    await visitor.press('F4')
    await visitor.sees(t('ticket-serving'))
    await visitor.press('F8')
    await visitor.sees(t('next-none'))
  })

  await step('the page of the queue', async () => {
    await visitor.press('Alt+2')
    await visitor.sees(t('queue-none-hint'))
    await look(visitor, 'empty')
    const first = await give(visitor, 'показан')
    const second = await give(visitor, 'справк')
    await visitor.find('[role=row]', second)
    await look(visitor, 'page')
    await visitor.click(await visitor.find('[role=row]', second))
    await visitor.clickButton(t('queue-class'))
    await visitor.find('[role=dialog]')
    await look(visitor, 'class')
    await visitor.leaveDialog()
    await visitor.clickButton(t('queue-gone'))
    await visitor.find('[role=alertdialog]')
    await look(visitor, 'gone')
    await visitor.leaveDialog()
    await visitor.clickButton(t('queue-call-direct'))
    await visitor.find('[role=dialog]')
    await visitor.fill('reason', 'Донёс документ')
    await look(visitor, 'call')
    await visitor.press('Ctrl+Enter')
    await visitor.findNone('[role=dialog]')
    await visitor.sees(t('ticket-called'))
    await visitor.press('F4')
    await visitor.sees(t('ticket-serving'))
    await visitor.clickButton(t('act-hold'))
    await visitor.choose('reason')
    await look(visitor, 'hold')
    await visitor.press('Ctrl+Enter')
    await visitor.findNone('[role=dialog]')
    await visitor.press('Alt+2')
    await visitor.click(await visitor.find('[role=tab]', t('queue-tab-held')))
    await visitor.find('[role=row]', second)
    await look(visitor, 'held')
    await visitor.press('F2')
    await visitor.sees(t('ticket-called'))
    await visitor.find('h2', first)
  })

  await step('a rest after the reception', async () => {
    await visitor.press('F4')
    await visitor.sees(t('ticket-serving'))
    await visitor.clickButton(t('finish-otherwise'))
    await visitor.find('[role=menuitem]')
    await visitor.press('Enter')
    await visitor.sees(t('pause-ready'))
    await look(visitor, 'wrap-up')
    await visitor.clickButton(t('pause-ready'))
    await visitor.sees(t('window-free'))
  })

  await step('closed, and offered again as it was', async () => {
    await visitor.clickButton('окно 1')
    await visitor.click(await visitor.find('[role=menuitem]', t('window-close')))
    await visitor.sees(t('window-closed'))
    await visitor.clickButton(t('command-open-window'))
    await visitor.sees('окно 1')
    const chosen = await visitor.script("return [...document.querySelectorAll('[data-field=streams] input')].filter((box) => box.checked).length")
    assert.ok(chosen > 1, 'its streams are those of before')
    await visitor.press('Ctrl+Enter')
    await visitor.sees(t('window-free'))
  })
})
