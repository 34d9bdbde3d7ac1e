// What the window takes of the machine's memory: printed as JSON for the benchmark.
// node memory.mjs DATA; the programs are those of STOIKA_PROGRAMS, built for release.
import { readdirSync, readFileSync } from 'node:fs'
import { startDisplay } from '../harness/display.mjs'
import { built } from '../harness/programs.mjs'
import { Window } from '../harness/window.mjs'
import { t } from '../harness/words.mjs'

const [data] = process.argv.slice(2)

/** Processes that descend from the window's own, by their names and parents. */
function family() {
  const all = readdirSync('/proc').map(Number).filter((pid) => pid > 0).flatMap((pid) => {
    try {
      const [, name, rest] = /^\d+ \((.*)\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
      return [{ pid, name, parent: Number(rest?.split(' ')[1]) }]
    } catch {
      return []
    }
  })
  const roots = all.filter(({ name }) => name === 'stoika').map(({ pid }) => pid)
  const kin = new Set(roots)
  // WebKit's helpers are children of the window, or of its sandbox.
  for (let grown = true; grown; ) {
    grown = false
    for (const { pid, parent } of all) if (kin.has(parent) && !kin.has(pid)) grown = Boolean(kin.add(pid))
  }
  return [...kin]
}

const pssOf = (pid) => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)

const endings = []
const test = { after: (end) => endings.push(end) }
try {
  const env = await startDisplay(test)
  const window = await Window.open(test, built('stoika'), ['--data', data], env)
  await window.sees(t('sign-in-title'), 120_000)
  const pids = family()
  console.log(JSON.stringify({ pss_kib: pids.reduce((sum, pid) => sum + pssOf(pid), 0), processes: pids.length }))
} finally {
  for (const end of endings.toReversed()) await end()
}
