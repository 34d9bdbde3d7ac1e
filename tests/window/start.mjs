// How long a start takes, as a person feels it: printed as JSON for the benchmark.
// node start.mjs ACCOUNTS RUNS; the programs are those of STOIKA_PROGRAMS, built for release.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startCentre } from '../harness/centre.mjs'
import { startDisplay } from '../harness/display.mjs'
import { built, scratch, until } from '../harness/programs.mjs'
import { Window } from '../harness/window.mjs'
import { t } from '../harness/words.mjs'

const [accounts, runs] = process.argv.slice(2).map(Number)

/** Runs in the page: from the next Enter to the moment when reception's title has been painted, in ms, by the page's own clock. */
const WATCH = `
  const title = arguments[0]
  addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return
    const begun = performance.now()
    const look = () => {
      if (document.body.innerText.includes(title)) requestAnimationFrame(() => { document.documentElement.dataset.signedInMs = performance.now() - begun })
      else requestAnimationFrame(look)
    }
    look()
  }, { capture: true })
`

/** «ready_ms» of each start that the log tells of. */
function readyTimes(log) {
  return [...readFileSync(log, 'utf8').matchAll(/ready_ms["=: ]+(\d+)/g)].map(([, ms]) => Number(ms))
}

const endings = []
const test = { after: (end) => endings.push(end) }
try {
  const directory = scratch(test)
  const centre = await startCentre(test, directory, accounts)
  const env = { ...(await startDisplay(test)), XDG_DATA_HOME: join(directory, 'home'), STOIKA_LOG: 'info' }
  const data = join(directory, 'desk')
  const user = centre.users.find(({ post }) => post.includes('специалист'))
  const code = await centre.enrolmentCode(4)
  const loading = await Window.open(test, built('stoika'), ['--data', data, '--enrol', code], env)
  await loading.sees(t('sign-in-title'), 300_000)
  await loading.close()
  const log = join(data, 'logs', 'stoika.log')
  const before = readyTimes(log).length
  const signedIn = []
  for (let start = 0; start < runs; start += 1) {
    const window = await Window.open(test, built('stoika'), ['--data', data], env)
    await window.sees(t('sign-in-title'))
    await window.script(WATCH, t('start-title'))
    await window.signIn(user)
    signedIn.push(await until('reception is painted', async () => Number(await window.script('return document.documentElement.dataset.signedInMs ?? null'))))
    await window.close()
  }
  console.log(JSON.stringify({ ready_ms: readyTimes(log).slice(before), signed_in_ms: signedIn }))
} finally {
  for (const end of endings.toReversed()) await end()
}
