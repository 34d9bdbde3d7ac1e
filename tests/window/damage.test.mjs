// What befalls a desk in the real window: its base is spoilt, its disk is full, its disk cannot be written, its base is gone, its
// key is lost, its passphrase is forgotten.
import assert from 'node:assert/strict'
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { startCentre } from '../harness/centre.mjs'
import { startDisplay } from '../harness/display.mjs'
import { atEnd, built, run, scratch, storyOf, until } from '../harness/programs.mjs'
import { Window } from '../harness/window.mjs'
import { t } from '../harness/words.mjs'

const ACCOUNTS = 300
const PAGE = 4096
const PASSPHRASE = 'свет в окне горит'

/** Noise over a part of a file, as a failing disk leaves it. */
function spoil(path, from, count) {
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.alloc(count, 0x5a), 0, count, from)
  closeSync(file)
}

/** Only root may make a disk of a test's own; without one its steps are left out, and the store's tests stand alone for them. */
const mayMount = process.getuid?.() === 0

/** A disk of so many mebibytes of its own. */
async function disk(context, place, mebibytes) {
  mkdirSync(place, { recursive: true })
  if (!mayMount) return
  await run('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', place])
  atEnd(context, () => run('umount', ['--lazy', place]))
}

const title = (problem) => t('damaged-title', { problem })

test('a desk finds its way back from damage', { timeout: 420_000 }, async (context) => {
  const directory = scratch(context)
  const display = await startDisplay(context)
  const centre = await startCentre(context, directory, ACCOUNTS)
  const place = join(directory, 'disk')
  await disk(context, place, 120)
  const data = join(place, 'desk')
  const replica = join(data, 'replica', 'replica.db')
  const env = { ...display, XDG_DATA_HOME: join(directory, 'home'), XDG_STATE_HOME: join(directory, 'state'), STOIKA_LOG: 'info' }
  const user = centre.users.find(({ post }) => post.includes('специалист'))
  const head = centre.users.find(({ post }) => post.includes('начальник'))
  const open = (...args) => Window.open(context, built('stoika'), ['--data', data, ...args], env)
  let desk = await open('--enrol', await centre.enrolmentCode(4))
  const step = storyOf((name) => desk.picture(`damage-${name}`), () => desk.text())
  const numbers = []
  const registered = new RegExp(t('form-registered', { number: '(\\S+)', date: '([\\d.]+)' }))
  const claim = async (text) => {
    await desk.press('Ctrl+2')
    await desk.sees(t('form-title', { claim: 'yes' }))
    await desk.choose('topic')
    await desk.fill('text', text)
    await desk.press('Ctrl+Enter')
  }

  await step('a claim is registered with no link', async () => {
    await desk.signIn(user)
    await desk.sees(t('start-title'))
    await desk.openClient('bdfyjd', 'Иванов')
    await centre.link.cut()
    await claim('Прошу пересчитать сентябрь')
    const [, number] = await desk.sees(registered)
    numbers.push(number)
    await desk.close()
  })

  await step('a spoilt base is restored from the keyboard and works with no link', async () => {
    spoil(replica, 0, PAGE)
    desk = await open()
    await desk.sees(title('store-damaged'))
    await desk.picture('damage-spoilt')
    await desk.press('Enter')
    await desk.sees(t('recovered-title', { way: 'offline' }))
    await desk.picture('damage-recovered')
    await desk.press('Enter')
    await desk.signIn(user)
    await desk.sees(t('start-title'))
    assert.ok(readdirSync(join(data, 'replica')).some((name) => name.endsWith('.damaged')))
  })

  await step('what was not sent arrives once', async () => {
    await centre.link.mend()
    await until('it is at the back-office', async () => (await centre.appealNumbers()).filter((number) => numbers.includes(number)).length === 1)
    await desk.close()
  })

  const filler = join(place, 'filler')
  const fill = () => run('sh', ['-c', `head -c 200M /dev/zero > ${filler} || true`])

  await step('a full disk refuses the act and keeps what was typed', async () => {
    if (!mayMount) return
    desk = await open()
    await desk.signIn(user)
    await desk.sees(t('start-title'))
    await desk.openClient('bdfyjd', 'Иванов')
    await fill()
    await claim('Прошу пересчитать ноябрь')
    await desk.sees(t('error-disk-full').slice(0, 40))
    await desk.picture('damage-full')
    rmSync(filler)
    await desk.press('Ctrl+Enter')
    await desk.sees(registered)
    await desk.close()
  })

  await step('a recovery with no room says so, and is asked again', async () => {
    if (!mayMount) return
    spoil(replica, 0, PAGE)
    await fill()
    desk = await open()
    await desk.sees(title('store-damaged'))
    await desk.press('Enter')
    await desk.sees(t('damaged-needs-room'))
    await desk.picture('damage-needs-room')
    rmSync(filler)
    await desk.press('Enter')
    await desk.sees(t('recovered-title', { way: 'offline' }))
    await desk.press('Enter')
    await desk.sees(t('sign-in-title'))
    await desk.close()
  })

  await step('a disk that cannot be written says so, and opens when it can', async () => {
    if (!mayMount) return
    // The last of the program's processes may still be letting go.
    await until('nobody writes there', () => run('mount', ['-o', 'remount,ro', place]).then(() => true))
    desk = await open()
    await desk.sees(title('disk-read-only'))
    await desk.picture('damage-read-only')
    await run('mount', ['-o', 'remount,rw', place])
    await desk.press('Enter')
    await desk.sees(t('sign-in-title'))
    await desk.close()
  })

  await step('a base that is gone is asked for, and made anew when it does not come back', async () => {
    renameSync(join(data, 'replica'), join(place, 'away'))
    desk = await open()
    await desk.sees(title('store-missing'))
    await desk.picture('damage-missing')
    renameSync(join(place, 'away'), join(data, 'replica'))
    await desk.press('Enter')
    await desk.sees(t('sign-in-title'))
    await desk.close()
    rmSync(join(data, 'replica'), { recursive: true })
    desk = await open()
    await desk.sees(title('store-missing'))
    await desk.press('Tab', 'Enter')
    await desk.sees(t('damaged-way-sure', { problem: 'store-missing' }))
    await desk.picture('damage-missing-sure')
    await desk.press('Tab', 'Enter')
    await desk.sees(t('recovered-title', { way: 'anew' }))
    await desk.picture('damage-anew')
    await desk.press('Enter')
    await desk.sees(t('sign-in-title'))
    await desk.close()
  })

  const spare = join(data, 'replica.key.recovery')
  const recover = async () => {
    await desk.fill('text', await centre.recoveryText(spare))
    await desk.press('Enter')
    await desk.sees(t('sign-in-title'))
  }

  await step('a lost key comes back by the text of the centre', async () => {
    rmSync(join(data, 'desk.key'))
    desk = await open()
    await desk.sees(title('store-wrong-key'))
    await desk.sees(spare)
    await desk.fill('text', '04G2R-5T8XK')
    await desk.press('Enter')
    await desk.sees(t('error-recovery-text-malformed'))
    await desk.picture('damage-key-spare')
    await recover()
    await desk.close()
  })

  await step('a laptop asks for its passphrase before sign-in', async () => {
    desk = await open()
    await desk.signIn(head)
    await desk.sees(t('start-title'))
    await desk.press('Alt+9')
    await desk.clickButton(t('key-set'))
    await desk.fill('passphrase', PASSPHRASE)
    await desk.fill('again', PASSPHRASE)
    await desk.picture('damage-passphrase-set')
    await desk.press('Ctrl+Enter')
    await desk.sees(t('key-passphrase-yes'))
    await desk.close()
    desk = await open()
    await desk.sees(t('passphrase-title'))
    await desk.fill('passphrase', 'свет в окне погас')
    await desk.press('Enter')
    await desk.sees(t('error-passphrase-wrong'))
    await desk.picture('damage-passphrase')
    await desk.fill('passphrase', PASSPHRASE)
    await desk.press('Enter')
    await desk.sees(t('sign-in-title'))
    await desk.close()
  })

  await step('a forgotten passphrase gives way to the text of the centre', async () => {
    desk = await open()
    await desk.sees(t('passphrase-title'))
    await desk.clickButton(t('passphrase-forgotten'))
    await desk.sees(title('passphrase-needed'))
    await recover()
    await desk.close()
    desk = await open()
    await desk.sees(t('sign-in-title'))
    await desk.close()
  })

  await step('a lost key with no help says what is locked', async () => {
    writeFileSync(join(data, 'desk.key'), Buffer.alloc(32, 7))
    desk = await open()
    await desk.sees(title('store-wrong-key'))
    await desk.picture('damage-key')
    await desk.clickButton(t('damaged-way', { problem: 'store-wrong-key' }))
    await desk.sees(t('damaged-way-sure', { problem: 'store-wrong-key' }))
    await desk.press('Tab', 'Enter')
    await desk.sees(t('enrol-title'))
    assert.ok(readdirSync(data).some((name) => name.startsWith('locked-') && existsSync(join(data, name, 'replica', 'replica.db'))))
    assert.equal(JSON.parse(readFileSync(join(data, 'desk.key'), 'utf8')).version, 2)
  })
})
