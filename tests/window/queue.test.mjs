// The queue of an office in the real window, by the keyboard alone: a visit by its ticket that is called with no link, lives through a
// crash between the call and the reception, is handed over, comes back, and ends; another desk sees it by the back-office.
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

/** After a cut the longest pause between two tries is a minute. */
const MENDED_MS = 90_000

/** Keys beside the text and beside what is sought. The first three are the design's; the others stand here so that they do not grow. */
const BUDGET = { callNext: 1, start: 1, finish: 1, issue: 4, openWindow: 5, transfer: 8, consultation: 6 }

/** Runs in the page: the course of the visit, `[what, way]` line by line. */
const COURSE = `
  return [...document.querySelectorAll('section[aria-label="' + arguments[0] + '"] ol > li')].map((line) => [
    (line.children[1]?.firstChild?.textContent ?? '').replace(/\\u00a0/g, ' '),
    line.querySelector('[role=img]')?.getAttribute('aria-label') ?? '',
  ])
`

/** Runs in the page: the streams that are chosen in the dialog. */
const CHOSEN = `
  return [...document.querySelectorAll('[data-field=streams] label')].filter((label) => label.querySelector('input')?.checked).map((label) => label.innerText.trim())
`

/** Runs in the page: the choice that has the caret. */
const CHOICE = `return document.activeElement.closest('label')?.innerText.trim() ?? ''`

/** Runs in the page: whether what is chosen in this field is chosen. */
const CHECKED = `return document.querySelector('[data-field="' + arguments[0] + '"] input')?.checked ?? false`

/** Runs in the page: what stands in a field that one types in. */
const TYPED = `return document.querySelector('input[data-field="' + arguments[0] + '"]')?.value ?? ''`

/** Runs in the page: the numbers of the line at this window, the next one first. */
const LINE = `
  const [section, title] = arguments
  const heading = [...document.querySelectorAll('section[aria-label="' + section + '"] h2')].find((one) => one.innerText === title)
  return heading === undefined ? null : [...heading.parentElement.parentElement.querySelectorAll('ol > li > strong')].map((number) => number.innerText)
`

test('a visit by its ticket, by the keyboard alone', { timeout: 300_000 }, async (context) => {
  const directory = scratch(context)
  const display = await startDisplay(context)
  const centre = await startCentre(context, directory, ACCOUNTS)
  const data = join(directory, 'desk')
  const env = { ...display, XDG_DATA_HOME: join(directory, 'home'), STOIKA_LOG: 'info' }
  const user = centre.users.find(({ post }) => post.includes('платёжным'))
  let desk = await Window.open(context, built('stoika'), ['--data', data, '--enrol', await centre.enrolmentCode(1)], env)
  let keys = new Keyboard(desk)
  const picture = (name) => desk.picture(`queue-${name}`)
  const step = storyOf(picture, () => desk.text())
  let first
  let second

  /** Chooses in a list that one types in: what is typed leaves one choice. */
  const only = async (field, typed, title) => {
    await keys.at(field)
    await keys.write(typed)
    await desk.find('[role=option]', title)
    await keys.press('Enter')
    await until(`${field} is «${title}»`, async () => (await desk.script(TYPED, field)) === title)
  }

  /** Gives a ticket and returns its number. */
  const give = (typed, title, name) =>
    keys.within('give a ticket', BUDGET.issue, async () => {
      await keys.press('F7')
      await only('service', typed, title)
      await keys.press('Ctrl+Enter')
      const [, number] = await desk.sees(new RegExp(`${t('issue-done')} ([А-Я]-\\d{3})`))
      await picture(name)
      await keys.press('Escape')
      await desk.findNone('[role=dialog]')
      return number
    })

  /** One key, and what it does is in sight. */
  const one = (what, key, act) =>
    keys.within(what, 1, async () => {
      await keys.press(key)
      await act()
    })

  const called = (number) =>
    one('call next', 'F2', async () => {
      await desk.find('h2', number)
      await desk.sees(t('ticket-called'))
    })

  const started = () => one('start', 'F4', () => desk.sees(t('ticket-serving')))

  /** The line at this window is these, in this order. */
  const stand = (...numbers) =>
    until(`the line is ${numbers.join(', ')}`, async () => {
      const line = await desk.script(LINE, t('reception-left'), t('next-to-you'))
      return line !== null && line.join() === numbers.join()
    })

  /** What the course of the visit says, once so much stands in it and all of it is where `place` says. */
  const course = (lines, place, deadline_ms) =>
    until(`${lines} lines of the visit are at the ${place}`, async () => {
      const told = await desk.script(COURSE, t('reception-right'))
      return told.length >= lines && told.every(([, way]) => way === t('way-name', { place })) ? told.map(([what]) => what) : null
    }, deadline_ms)

  await step('the window is opened', async () => {
    await keys.signIn(user)
    await desk.sees(t('window-closed'))
    await desk.sees(t('net-online'))
    await picture('closed')
    await keys.within('open the window', BUDGET.openWindow, async () => {
      await keys.toWords(t('command-open-window'), 'Shift+Tab')
      await keys.press('Enter')
      await keys.at('number')
      assert.deepEqual(await desk.script(CHOSEN), ['Платежи'], 'what window 1 usually calls is chosen')
      await keys.to('streams')
      assert.equal(await desk.script(CHOICE), 'Договоры', "the head's own reception is not offered")
      await keys.press('Space')
      await until('both streams are chosen', async () => (await desk.script(CHOSEN)).length === 2)
      await picture('open-window')
      await keys.press('Ctrl+Enter')
    })
    await desk.sees(t('window-free'))
    await desk.sees(t('next-none'))
  })

  await step('two tickets are given', async () => {
    first = await give('платёжн', 'Платёжные документы, начисления и оплата', 'given')
    second = await give('показан', 'Приём показаний приборов учёта', 'given-second')
    assert.notEqual(first, second)
    await stand(first, second)
  })

  await step('a call with no link lives through a crash', async () => {
    await centre.link.cut()
    await called(first)
    await picture('called')
    await desk.kill()
    desk = await Window.open(context, built('stoika'), ['--data', data], env)
    const { measured } = keys
    keys = new Keyboard(desk)
    keys.measured.push(...measured)
    await keys.signIn(user)
    await desk.find('h2', first)
    await desk.sees(t('ticket-called'))
    await stand(second)
    await picture('called-after-crash')
  })

  await step('the reception', async () => {
    await started()
    await centre.link.mend()
    await keys.openClient('bdfyjd', 'Иванов')
    await keys.within('consultation', BUDGET.consultation, async () => {
      await keys.press('Ctrl+3')
      await keys.letter('topic', 'п', 'Перечень документов')
      await keys.to('note')
      await keys.write('Какие документы нужны для договора.')
      await keys.press('Ctrl+Enter')
      await desk.sees(t('consult-done'))
    })
    await desk.findNone('[role=dialog]')
    await course(5, 'centre', MENDED_MS)
    await picture('serving')
  })

  await step('handed over with a return, to a stream of the same window', async () => {
    await keys.within('hand over', BUDGET.transfer, async () => {
      await keys.command(t('command-transfer-ticket'))
      await only('service', 'гражданином', 'Договор с гражданином, смена собственника')
      await keys.to('comment')
      await keys.write('Сверить доли собственников')
      await keys.to('back')
      await keys.press('Space')
      await until('he comes back', () => desk.script(CHECKED, 'back'))
      await picture('transfer')
      await keys.press('Ctrl+Enter')
    })
    await desk.findNone('[role=dialog]')
    await desk.sees(t('said-transferred-back', { number: first }))
    await desk.sees(t('window-free'))
    // He keeps his place before the one who came after him.
    await stand(first, second)
    await called(first)
    await desk.sees('Сверить доли собственников')
    await picture('called-transferred')
    await started()
    // His card opens by itself.
    await desk.find('main h1', 'Иванов')
    await one('finish', 'F8', () => desk.sees(t('window-free')))
    await desk.sees(new RegExp(`${first} .*${t('why-returned')}`))
    await stand(first, second)
    await picture('returned')
  })

  await step('he comes back to the window that sent him, and the course says all of it', async () => {
    await called(first)
    await started()
    await desk.find('main h1', 'Иванов')
    const told = await course(11, 'centre')
    await picture('course')
    assert.deepEqual(told.slice(0, 8), [
      `Взят талон ${first}`,
      'Вызван: окно 1',
      'Приём начат: окно 1',
      'Клиент найден',
      'Консультация',
      'Передан: Договоры, договор, потом обратно',
      'Вызван: окно 1',
      'Приём начат: окно 1',
    ])
    assert.match(told[8], /^Завершён: /)
    assert.deepEqual(told.slice(9), ['Вызван: окно 1', 'Приём начат: окно 1'])
    await one('finish', 'F8', () => desk.sees(t('said-finished', { number: first })))
    await stand(second)
  })

  await step('another desk of the office sees who waits and who sits where', async () => {
    const colleague = centre.users.find(({ post }) => post.includes('договорам'))
    // On a screen of its own: two windows of one screen would take the keys from each other.
    const screen = { ...env, ...(await startDisplay(context)), XDG_DATA_HOME: join(directory, 'other-home') }
    const other = await Window.open(context, built('stoika'), ['--data', join(directory, 'other'), '--enrol', await centre.enrolmentCode(3)], screen)
    const otherKeys = new Keyboard(other)
    await otherKeys.signIn(colleague)
    await other.sees(t('window-closed'))
    await until('who waits is in sight', async () => (await other.script(LINE, t('reception-left'), t('next-in-office')))?.join() === second)
    await otherKeys.command(t('command-open-window'))
    await otherKeys.at('number')
    await otherKeys.press('Enter')
    await other.find('[role=option]', t('window-taken', { user: '' }))
    assert.ok(!(await other.text()).includes('кабинет руководителя'), 'the window of the head is not offered')
    await other.picture('queue-other-desk')
    await other.close()
  })

  await step('the second ticket', async () => {
    await called(second)
    await desk.sees(t('start-title'))
    await started()
    assert.deepEqual(await course(3, 'centre'), [`Взят талон ${second}`, 'Вызван: окно 1', 'Приём начат: окно 1'])
    await one('finish', 'F8', () => desk.sees(t('next-none')))
  })

  await step('the window is closed, and the back-office has all of it', async () => {
    await keys.toWords('окно 1', 'Shift+Tab')
    await keys.press('Enter')
    await desk.find('[role=menuitem]', t('window-close'))
    await keys.toWords(t('window-close'), 'Down')
    await picture('menu')
    await keys.press('Enter')
    await desk.sees(t('window-closed'))
    await keys.press('Alt+9')
    await desk.sees(t('unsent-none'))
    const { parked, refused_total: refused, branches, void: without_effect, effective, replicas } = await centre.status()
    assert.deepEqual([parked, refused, branches, without_effect], [[], 0, [], 0])
    assert.ok(replicas.every(({ ordered, acked }) => ordered === acked), 'all that came has its place')
    assert.equal(effective, replicas.reduce((sum, { ordered }) => sum + ordered, 0))
    for (const what of ['call next', 'start', 'finish']) assert.ok(keys.measured.filter((act) => act.what === what).every((act) => act.keys === 1), `${what} is one key`)
    context.diagnostic(keys.measured.map(({ what, keys: pressed, budget }) => `${what}: ${pressed} of ${budget}`).join('; '))
  })
})
