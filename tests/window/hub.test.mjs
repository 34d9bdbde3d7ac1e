// Three desks of one office in three real windows and no centre: the head makes one the hub, tickets and calls go through it, it dies,
// and its successor goes on. In the end the back-office has all of it, and nobody was called twice.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { startCentre } from '../harness/centre.mjs'
import { startDisplay } from '../harness/display.mjs'
import { Keyboard } from '../harness/keyboard.mjs'
import { built, scratch, storyOf, until } from '../harness/programs.mjs'
import { Window } from '../harness/window.mjs'
import { t } from '../harness/words.mjs'

const ACCOUNTS = 300
/** A lost link is seen at the next try, and after a cut the longest pause between two is a minute. */
const LINK_MS = 90_000

/** Runs in the page: numbers of those who wait for this window, the next one first. */
const LINE = `
  return [...document.querySelectorAll('section[aria-label="' + arguments[0] + '"] ol > li > strong')].map((number) => number.innerText)
`

test('three windows work on one queue with no centre, and lose their hub', { timeout: 420_000 }, async (context) => {
  const directory = scratch(context)
  const centre = await startCentre(context, directory, ACCOUNTS)
  const head = centre.users.find(({ post }) => post.includes('начальник'))
  const people = [head, ...centre.users.filter(({ post }) => post.includes('платёжным'))]
  const desks = []
  const open = async (index, ...args) => {
    const desk = await Window.open(context, built('stoika'), ['--data', join(directory, `desk-${index}`), ...args], desks[index].env)
    Object.assign(desks[index], { desk, keys: new Keyboard(desk) })
    await desks[index].keys.signIn(people[index])
    return desk
  }
  const picture = (name) => Promise.all(desks.map(({ desk }, index) => desk?.picture(`hub-${name}-${index}`)))
  const step = storyOf(picture, async () => (await Promise.all(desks.map(({ desk }) => desk?.text()))).join('\n'))
  const link = (index) => desks[index].desk.press('Alt+9')

  await step('three desks come in', async () => {
    for (const index of [0, 1, 2]) {
      // On a screen of its own: two windows of one screen would take the keys from each other.
      desks.push({ env: { ...(await startDisplay(context)), XDG_DATA_HOME: join(directory, `home-${index}`), STOIKA_LOG: 'info' } })
      const desk = await open(index, '--enrol', await centre.enrolmentCode(index + 1))
      await desk.sees(t('net-online'))
    }
  })

  await step('the head makes his desk the hub and names who goes on', async () => {
    const [{ desk }] = desks
    await link(0)
    await desk.clickButton(t('hub-become'))
    await desk.find('[role=dialog]', t('hub-become-title'))
    await desk.press('Ctrl+Enter')
    await desk.sees(t('hub-mode-hub'))
    await desk.clickButton(t('hub-successors'))
    await desk.find('[role=dialog]', t('hub-successors-title'))
    await desk.click(await desk.find('[role=dialog] label', 'окно 2'))
    await desk.press('Ctrl+Enter')
    await desk.sees(t('hub-desk-successor'))
    await link(1)
    await link(2)
    for (const { desk: other } of desks.slice(1)) await other.sees(/Узел \S+ на связи/, LINK_MS)
    await picture('chosen')
  })

  await step('the centre is gone', async () => {
    await centre.link.cut()
    for (const { desk } of desks) await desk.sees(t('net-branch'), LINK_MS)
    await picture('no-centre')
  })

  await step('tickets of one desk are called at two, each once', async () => {
    for (const index of [1, 2]) {
      const { desk, keys } = desks[index]
      await keys.press('Alt+1')
      await keys.command(t('command-open-window'))
      await keys.at('number')
      // Window 3 calls for contracts as a rule.
      if (index === 2) await desk.click(await desk.find('[data-field="streams"] label', 'Платежи'))
      await keys.press('Ctrl+Enter')
      await desk.sees(t('window-free'))
    }
    const given = []
    const { desk: giver, keys } = desks[2]
    for (const typed of ['платёжн', 'показан']) {
      await keys.press('F7')
      await keys.at('service')
      await keys.write(typed)
      await giver.find('[role=option]')
      await keys.press('Enter', 'Ctrl+Enter')
      given.push((await giver.sees(new RegExp(`${t('issue-done')} ([А-Я]-\\d{3})`)))[1])
      await keys.press('Escape')
      await giver.findNone('[role=dialog]')
    }
    assert.notEqual(given[0], given[1])
    await until('the other desk sees who waits', async () => (await desks[1].desk.script(LINE, t('reception-left'))).join() === given.join())
    await Promise.all([desks[1].keys.press('F2'), desks[2].keys.press('F2')])
    const called = []
    for (const index of [1, 2]) {
      await desks[index].desk.sees(t('ticket-called'))
      called.push((await desks[index].desk.sees(/[А-Я]-\d{3}/))[0])
    }
    await picture('called')
    assert.deepEqual(called.toSorted(), given.toSorted(), 'two windows have two clients')
    for (const index of [1, 2]) {
      await desks[index].keys.press('F4')
      await desks[index].desk.sees(t('ticket-serving'))
    }
  })

  await step('the hub dies, and its successor goes on', async () => {
    await desks[0].desk.kill()
    desks[0].desk = undefined
    await link(1)
    await desks[1].desk.sees(t('hub-take'), LINK_MS)
    await picture('away')
    await desks[1].desk.clickButton(t('hub-take'))
    await desks[1].desk.find('[role=dialog]', t('hub-take-title'))
    await desks[1].desk.press('Ctrl+Enter')
    await desks[1].desk.sees(t('hub-mode-hub'))
    await picture('successor')
    for (const index of [1, 2]) {
      await desks[index].keys.press('Alt+1')
      await desks[index].keys.press('F8')
      await desks[index].desk.sees(t('window-free'))
    }
  })

  await step('the centre is back, and the old hub too, as a desk like the others', async () => {
    await centre.link.mend()
    const desk = await open(0)
    await desk.sees(t('net-online'))
    await link(0)
    await desk.sees(/Узел \S+ на связи/, LINK_MS)
    await link(1)
    await link(2)
    await desks[2].desk.sees(/Узел \S+ на связи/, LINK_MS)
    await picture('together')
    await until('the back-office has all of it', async () => {
      const { parked, replicas } = await centre.status()
      return parked.length === 0 && replicas.length >= 3 && replicas.every(({ ordered, acked }) => ordered === acked)
    }, LINK_MS)
    for (const { desk: one } of desks) await one.sees(t('unsent-none'), LINK_MS)
    const { void: without_effect, refused_total: refused, branches } = await centre.status()
    assert.deepEqual([without_effect, refused, branches], [0, 0, []])
  })
})
