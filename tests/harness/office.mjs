// An office of several desks with its centre, in one process of the loopback twin; each desk has a page of its own.
import { join } from 'node:path'
import { atEnd, built, root, Running } from './programs.mjs'

/** Friday, 30 October 2026, 10:46 in Samara: an office is not open at every hour at which tests run. */
const FRIDAY_MS = 1_793_342_760_000

/** Desks at work, one for each of these windows: enrolled, loaded, nobody signed in. */
export async function startOffice(t, windows) {
  const options = ['--world', '--ui', join(root, 'ui/dist'), '--stations', '--now-ms', String(FRIDAY_MS), '--windows', windows.join()]
  const office = new Running(built('stoika-twin'), options, { name: 'office' })
  atEnd(t, () => office.stop())
  const desks = new Set()
  await office.told((line) => desks.add(line).size === windows.length)
  const password = 'стойка-2026'
  return {
    urls: [...desks].map((line) => JSON.parse(line).url),
    head: { name: 'Ермаков', password },
    payments: { name: 'Самойлова', password },
    contracts: { name: 'Кузнецов', password },
  }
}
