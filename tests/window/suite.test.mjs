// The whole way in the real window: from a client's words to the back-office, with the link whole, cut, and cut by a crash.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { startCentre } from '../harness/centre.mjs'
import { startDisplay } from '../harness/display.mjs'
import { startPrinter } from '../harness/printer.mjs'
import { built, out, run, scratch, storyOf, until } from '../harness/programs.mjs'
import { NOT_HTTP, PORTAL, startStranger } from '../harness/stranger.mjs'
import { Window } from '../harness/window.mjs'
import { t } from '../harness/words.mjs'

const ACCOUNTS = 300

/** «05.11.2026» for `2026-11-05`. */
const dateWords = (iso) => iso.split('-').reverse().join('.')

/** What the centre of this and earlier runs has written; a run looks at what came after its beginning. */
function centreLog() {
  const path = join(out, 'centre.log')
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

/** Registers a claim of the client whose card is open, received today; returns its number and control date. `before` are the numbers given so far. */
async function registerClaim(desk, text, before) {
  await desk.press('Ctrl+2')
  await desk.sees(t('form-title', { claim: 'yes' }))
  await desk.choose('topic')
  await desk.fill('text', text)
  const [, limit] = await desk.sees(new RegExp(`${t('term-answer-by')} (\\d\\d\\.\\d\\d\\.\\d{4})`))
  await desk.press('Ctrl+Enter')
  // What was said of the claim before may still be in sight.
  const pattern = new RegExp(t('form-registered', { number: '(\\S+)', date: '([\\d.]+)' }), 'g')
  const [, number, due] = await until('the claim is registered', async () => [...(await desk.text()).matchAll(pattern)].find(([, given]) => !before.includes(given)))
  assert.equal(due, limit, 'the date while typing is the date that stands')
  return { number, limit }
}

test("from a client's words to the back-office", { timeout: 300_000 }, async (context) => {
  const directory = scratch(context)
  const centreSaid = centreLog().length
  const display = await startDisplay(context)
  const printer = await startPrinter(context, join(directory, 'print'))
  const centre = await startCentre(context, directory, ACCOUNTS)
  const data = join(directory, 'desk')
  const env = { ...display, ...printer.env, XDG_DATA_HOME: join(directory, 'home'), STOIKA_LOG: 'info' }
  const user = centre.users.find(({ post }) => post.includes('специалист'))
  let desk = await Window.open(context, built('stoika'), ['--data', data, '--enrol', await centre.enrolmentCode(4)], env)
  const step = storyOf((name) => desk.picture(`window-${name}`), () => desk.text())
  const arrives = (number) => until(`${number} is at the back-office`, async () => (await centre.appealNumbers()).includes(number))
  let client
  let account
  let street

  await step('sign in', async () => {
    await desk.sees(t('sign-in-title'))
    await desk.picture('window-sign-in')
    await desk.signIn(user)
    await desk.sees(t('start-title'))
    await desk.picture('window-reception')
  })

  await step('find by name typed in the wrong layout', async () => {
    await desk.press('Ctrl+k')
    await desk.find('[role=combobox]', t('palette-label'))
    await desk.type('bdfyjd') // «иванов» with the Latin layout left on
    const option = await desk.find('[role=option]', 'Иванов')
    await desk.picture('window-found')
    await desk.click(option)
    client = await until('the card is open', async () => desk.script("return document.querySelector('main h1')?.innerText ?? null"))
    assert.match(client, /^Иванов/)
    const card = await desk.text()
    ;[account] = /\d{4} \d{4} \d{4}/.exec(card)
    ;[, street] = /ул\. ([^,]+),/.exec(card)
    await desk.picture('window-client')
  })

  let first
  await step('register a claim of a citizen', async () => {
    first = await registerClaim(desk, 'Начислено за 230 кВт·ч, а по счётчику 176. Прошу пересчитать.', [])
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Samara' }).format(new Date())
    const { limit } = await centre.explainTerm('claim.citizen', today)
    assert.equal(first.limit, dateWords(limit), 'the control date is the engine’s')
  })

  await step('print it', async () => {
    await desk.sees(t('paper-copy', { copy: 1 }))
    await desk.picture('window-paper')
    await desk.press('Ctrl+Enter')
    await desk.sees(t('paper-printed', { copy: 1 }))
    const [job] = await until('the page is printed', () => (printer.jobs().length > 0 ? printer.jobs() : null))
    const page = (await run('pdftotext', ['-layout', job, '-'])).replace(/[\s\u00a0]+/g, ' ')
    for (const words of [first.number, client, first.limit]) assert.ok(page.includes(words), `the page says ${words}: ${page}`)
    await run('pdftoppm', ['-r', '80', '-png', '-singlefile', job, join('tests/out', 'window-page')])
  })

  await step('the back-office has it, and the mark of the visit says so', async () => {
    await arrives(first.number)
    await desk.find('main section [role=img]', t('way-name', { place: 'centre' }))
  })

  let second
  await step('the same with the link cut', async () => {
    await centre.link.cut()
    second = await registerClaim(desk, 'Вторая претензия: связи нет, а работа идёт.', [first.number])
    await desk.press('Escape', 'Alt+9')
    await desk.sees(t('link-title'))
    await desk.sees(second.number)
    await desk.picture('window-link-cut')
    assert.ok(!(await centre.appealNumbers()).includes(second.number))
  })

  await step('it arrives when the link is mended', async () => {
    await centre.link.mend()
    await arrives(second.number)
    await desk.sees(t('unsent-none'))
  })

  let third
  await step('killed between saved and sent', async () => {
    await centre.link.cut()
    await desk.press('Alt+1')
    await desk.openClient('bdfyjd', 'Иванов')
    third = await registerClaim(desk, 'Третья претензия: свет погас сразу после записи.', [first.number, second.number])
    await desk.kill()
    await centre.link.mend()
    desk = await Window.open(context, built('stoika'), ['--data', data], env)
    await desk.signIn(user)
    await desk.sees(t('drafts-none'))
    await arrives(third.number)
    await desk.press('Alt+3')
    await desk.sees(third.number)
    await desk.picture('window-after-crash')
  })

  await step('everything is there once', async () => {
    const { parked, refused_total: refused, branches } = await centre.status()
    assert.deepEqual((await centre.appealNumbers()).toSorted(), [first, second, third].map(({ number }) => number).toSorted())
    assert.deepEqual([parked, refused, branches], [[], 0, []])
  })

  await step('no log and no file name tells who was here', () => {
    const deskLog = readFileSync(join(data, 'logs/stoika.log'), 'utf8')
    assert.ok(deskLog.includes('ui.ready'), 'it is the log of this desk')
    const files = readdirSync(directory, { recursive: true }).join('\n')
    const told = `${deskLog}\n${centreLog().slice(centreSaid)}\n${files}`.toLowerCase()
    const personal = [...client.split(' '), 'bdfyjd', street, account, account.replaceAll(' ', ''), 'пересчитать', 'третья претензия', user.password]
    for (const words of personal) assert.ok(!told.includes(words.toLowerCase()), `«${words}» stands in a log or a file name`)
    assert.doesNotMatch(told, /\+7|\b7900\d{7}\b/, 'a phone stands in a log')
  })
})

test('somebody else answers in place of the back-office', { timeout: 300_000 }, async (context) => {
  const directory = scratch(context)
  const display = await startDisplay(context)
  const centre = await startCentre(context, join(directory, 'own'), 20)
  const stranger = await startCentre(context, join(directory, 'strange'), 1)
  const env = { ...display, XDG_DATA_HOME: join(directory, 'home'), STOIKA_LOG: 'info' }
  const desk = await Window.open(context, built('stoika'), ['--data', join(directory, 'desk'), '--enrol', await centre.enrolmentCode(4)], env)
  const step = storyOf((name) => desk.picture(`window-${name}`), () => desk.text())

  await step('the desk is at work', async () => {
    await desk.signIn(centre.users.find(({ post }) => post.includes('специалист')))
    await desk.sees(t('net-online'))
  })

  await step('a server with another certificate gets nothing', async () => {
    await centre.link.lead(stranger.port)
    await desk.press('Alt+9')
    await desk.sees(t('error-server-other-certificate'))
    await desk.picture('window-other-certificate')
    const { desks } = await stranger.status()
    assert.deepEqual(desks, [])
  })

  await step('the own one is known again', async () => {
    await centre.link.lead(centre.port)
    await desk.clickButton(t('link-try'))
    await desk.sees(t('net-online'))
    await desk.seesNoMore(t('error-server-other-certificate'))
  })
})

test('the network answers in place of the back-office', { timeout: 300_000 }, async (context) => {
  const directory = scratch(context)
  const display = await startDisplay(context)
  const centre = await startCentre(context, directory, ACCOUNTS)
  const portal = await startStranger(context, PORTAL)
  const mail = await startStranger(context, NOT_HTTP)
  const env = { ...display, XDG_DATA_HOME: join(directory, 'home'), STOIKA_LOG: 'info' }
  const desk = await Window.open(context, built('stoika'), ['--data', join(directory, 'desk'), '--enrol', await centre.enrolmentCode(4)], env)
  const step = storyOf((name) => desk.picture(`window-${name}`), () => desk.text())
  let number

  await step('the desk is at work and online', async () => {
    await desk.signIn(centre.users.find(({ post }) => post.includes('специалист')))
    await desk.sees(t('net-online'))
    await desk.openClient('bdfyjd', 'Иванов')
  })

  await step('a page of the network answers, and the work goes on', async () => {
    await centre.link.lead(portal.port)
    ;({ number } = await registerClaim(desk, 'Сеть просит войти, а клиент стоит у стойки.', []))
    await desk.press('Escape', 'Alt+9')
    await desk.sees(t('net-offline-unsent', { offline: t('net-portal'), count: 1 }))
    await desk.sees(t('error-server-portal'))
    await desk.sees(t('error-code', { code: 'server-portal' }))
    await desk.sees(number)
    await desk.picture('window-portal')
    assert.deepEqual(await centre.appealNumbers(), [])
    const heard = portal.heard()
    assert.ok(heard.includes('GET / HTTP/1.1'), 'the desk has asked who is there')
    assert.doesNotMatch(heard, /bearer|stoika|\/v1\//i, 'and has told nothing of itself')
  })

  await step('something else that is not the back-office has another name', async () => {
    await centre.link.lead(mail.port)
    await desk.clickButton(t('link-try'))
    await desk.sees(t('error-server-not-secure'))
    await desk.sees(t('error-code', { code: 'server-not-secure' }))
    await desk.seesNoMore(t('error-server-portal'))
    await desk.picture('window-not-secure')
  })

  await step('it arrives by itself, once, when the network is as it was', async () => {
    await centre.link.lead(centre.port)
    // The longest pause between two tries is a minute.
    await until(`${number} is at the back-office`, async () => (await centre.appealNumbers()).includes(number), 90_000)
    await desk.sees(t('unsent-none'))
    await desk.sees(t('net-online'))
    const { parked, refused_total: refused, branches } = await centre.status()
    assert.deepEqual([await centre.appealNumbers(), parked, refused, branches], [[number], [], 0, []])
  })
})
