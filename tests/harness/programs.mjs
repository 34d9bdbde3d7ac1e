// Programs under test: started, listened to, ended; what they say is kept in tests/out.
import { spawn } from 'node:child_process'
import { appendFileSync, createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Pictures, logs, printed pages: what one looks at when a test has failed. */
export const out = join(root, 'tests/out')
mkdirSync(out, { recursive: true })

/** A program that cargo built; `cargo xtask` says where. */
export function built(name) {
  const programs = process.env.STOIKA_PROGRAMS
  if (programs === undefined) throw new Error('STOIKA_PROGRAMS is not set: start this by `cargo xtask test`')
  return join(programs, name)
}

const endings = new WeakMap()

/** Does this when the test ends. What was begun last ends first: a page before its server. */
export function atEnd(t, end) {
  const known = endings.get(t)
  if (known !== undefined) {
    known.push(end)
    return
  }
  const ends = [end]
  endings.set(t, ends)
  t.after(async () => {
    const troubles = []
    for (const one of ends.toReversed()) await Promise.resolve().then(one).catch((error) => troubles.push(error))
    if (troubles.length > 0) throw troubles.length === 1 ? troubles[0] : new AggregateError(troubles)
  })
}

/** A directory for one test run, gone afterwards. */
export function scratch(t) {
  const directory = mkdtempSync(join(tmpdir(), 'stoika-'))
  atEnd(t, () => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** What failed, in words: the last that the suite prints, where a log of it may be cut short. */
const failures = join(out, 'failures.txt')

/** So much of what was in sight stands with a failure. */
const SIGHT_CHARS_MAX = 1_500

/**
 * The parts of a story, each standing on the one before: `step(name, act)`. The first that fails ends it; `picture` then keeps
 * what was in sight, and `text` says it in words.
 */
export function storyOf(picture, text = async () => '') {
  return async (name, act) => {
    try {
      await act()
    } catch (error) {
      const sight = await text().catch((lost) => `(nothing in sight: ${lost.message})`)
      const cause = error.cause ? `\n  ${error.cause.message}` : ''
      appendFileSync(failures, `${name}: ${error.message}${cause}\n${sight.slice(0, SIGHT_CHARS_MAX).replace(/^/gm, '  | ')}\n`)
      await picture(`failed-${name.replaceAll(' ', '-')}`).catch(() => {})
      throw new Error(`${name}: ${error.message}`, { cause: error })
    }
  }
}

/** How often a condition outside of this process is looked at, in ms. No result depends on it. */
const LOOK_EVERY_MS = 25

/**
 * Waits until `look` gives something true and returns that. What it threw last is told when the deadline passes:
 * the deadline only ends a failure, no success waits for it.
 */
export async function until(what, look, deadline_ms = 20_000) {
  const end = performance.now() + deadline_ms
  let trouble
  for (;;) {
    try {
      const seen = await look()
      if (seen) return seen
      trouble = undefined
    } catch (error) {
      trouble = error
    }
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`, { cause: trouble })
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}

/** A running program. It ends when this process does, whatever way that is. */
export class Running {
  #child
  #name
  #lines = []
  #ended

  /** @param {{ name: string, env?: Record<string, string>, cwd?: string }} options name: of the log in tests/out */
  constructor(program, args, { name, env = {}, cwd = root }) {
    this.#name = name
    const log = createWriteStream(join(out, `${name}.log`), { flags: 'a' })
    this.#child = spawn('setpriv', ['--pdeathsig', 'TERM', '--', program, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child.stderr.pipe(log, { end: false })
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      log.write(`${line}\n`)
      this.#lines.push(line)
    })
    this.#ended = new Promise((resolve, reject) => {
      this.#child.once('exit', (code, signal) => resolve({ code, signal }))
      this.#child.once('error', reject)
    })
    // A program that cannot be started is told by whoever waits for it.
    this.#ended.catch(() => {})
  }

  get pid() {
    return this.#child.pid
  }

  get isRunning() {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** The first line of its output that `match` gives something true for, as that. */
  async told(match, deadline_ms) {
    return until(`${this.#name} told it`, () => {
      for (const line of this.#lines) {
        const seen = match(line)
        if (seen) return seen
      }
      if (!this.isRunning) throw new Error(`${this.#name} ended: see tests/out/${this.#name}.log`)
      return null
    }, deadline_ms)
  }

  /** Asks it to end and waits until it has. */
  async stop(signal = 'SIGTERM') {
    if (this.isRunning) this.#child.kill(signal)
    const end = await this.#ended
    // What it started may live on and hold the other ends; nobody listens any more.
    this.#child.stdout.destroy()
    this.#child.stderr.destroy()
    return end
  }
}

/** Runs a program to its end and returns what it printed; anything but success throws. */
export async function run(program, args, { env = {}, input } = {}) {
  const child = spawn(program, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.end(input)
  const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => {
    const parts = []
    stream.on('data', (part) => parts.push(part))
    return () => Buffer.concat(parts).toString()
  })
  const code = await new Promise((resolve, reject) => {
    child.once('close', resolve)
    child.once('error', reject)
  })
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}\n${stderr()}${stdout()}`)
  return stdout()
}

/** A port of the loopback that nobody uses now. */
export async function freePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}
