// Signs in on a screen that nobody sees and takes a picture of each screen: `cargo xtask run` on a machine without a display.
// node pictures.mjs FOLDER USERS PROGRAM DATA [ARGUMENT…]; USERS is the file of what `stoika-backoffice demo` said.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { usersIn } from '../harness/centre.mjs'
import { run, until } from '../harness/programs.mjs'
import { Window } from '../harness/window.mjs'
import { t } from '../harness/words.mjs'

const [folder, users, program, data, ...asked] = process.argv.slice(2)
const HALL = ['--kiosk', '--board']
/** Fewer are a window that has not drawn yet. */
const COLOURS_MIN = 40
const [user] = usersIn(readFileSync(users, 'utf8'))
// A picture of an earlier start would pass for one of this.
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })

// What a test leaves to its end, a program does when it is done.
const endings = []
let window

/** All that stands on the screen, dot by dot. */
const screen = () => run('import', ['-window', 'root', '-depth', '8', 'rgb:-'])

/** Waits until what the page knows is painted too: nothing has moved for so many looks. */
async function still() {
  const looks = 3
  let [last, same] = ['', 0]
  await until('nothing moves', async () => {
    const now = await screen()
    same = now === last ? same + 1 : 0
    last = now
    return same >= looks
  })
}

/** Opens a window of the hall in the running program, as a second start does, and waits until it is drawn. */
async function openHall(word) {
  let last = await screen()
  const before = last
  await run(program, ['--data', data, word])
  await until(`the window of ${word} is drawn`, async () => {
    const now = await screen()
    const stands = now === last && now !== before && new Set(now).size >= COLOURS_MIN
    last = now
    return stands
  })
}

try {
  // No window manager stands here: the hall's windows would cover the desk's, so they come last.
  const desk = asked.filter((word) => !HALL.includes(word))
  window = await Window.open({ after: (end) => endings.push(end) }, program, ['--data', data, ...desk], {})
  const picture = async (name) => {
    await still()
    await window.picture(join(folder, name))
  }
  // The first start loads the office from the centre.
  await window.sees(t('sign-in-title'), 120_000)
  await window.focus('login')
  await picture('1-sign-in')
  await window.signIn(user)
  await window.sees(t('start-title'))
  await window.sees(new RegExp(`${t('net-online')}|${t('net-offline')}`))
  await picture('2-reception')
  await window.press('Ctrl+k')
  await window.type('bdfyjd')
  await window.find('[role=option]', 'Иванов')
  await picture('3-search')
  await window.press('Enter')
  await window.find('main h1', 'Иванов')
  await window.findNone('[role=dialog]')
  await picture('4-client')
  await window.press('Alt+3')
  await window.find('[role=grid]')
  await picture('5-appeals')
  await window.press('Alt+9')
  await window.sees(t('discrepancies-title'))
  await picture('6-link')
  await window.openClient('bdfyjd', 'Иванов')
  await window.press('Ctrl+2')
  await window.choose('topic')
  await window.sees(t('term-answer-by'))
  await picture('7-claim')
  // What is kept for a specialist's own work holds nothing of this walk.
  await window.clickButton(t('draft-delete'))
  await window.sees(t('draft-deleted'))
  for (const word of HALL.filter((one) => asked.includes(one))) {
    await openHall(word)
    await picture(`${word === '--kiosk' ? 8 : 9}-${word.slice(2)}`)
  }
} catch (error) {
  await window?.picture(join(folder, 'failed')).catch(() => {})
  throw error
} finally {
  for (const end of endings.toReversed()) await end()
}
