// The real window, driven from outside by WebDriver: real keys, real clicks, and pictures of what a person sees.
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Person } from './person.mjs'
import { atEnd, freePort, out, run, Running, until } from './programs.mjs'

const KEYS = {
  Ctrl: '\uE009', Alt: '\uE00A', Shift: '\uE008', Enter: '\uE007', Tab: '\uE004', Escape: '\uE00C', Backspace: '\uE003', Delete: '\uE017', Space: ' ',
  Left: '\uE012', Up: '\uE013', Right: '\uE014', Down: '\uE015', Home: '\uE011', End: '\uE010', PageUp: '\uE00E', PageDown: '\uE00F',
  ...Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`F${at + 1}`, String.fromCharCode(0xe031 + at)])),
}

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'

/** State letter and parent of a process, as Linux tells them; nothing once it is gone. */
function statOf(pid) {
  try {
    // The name in brackets may hold anything; what follows it does not.
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')
    return { state, parent: Number(parent) }
  } catch {
    return null
  }
}

const stateOf = (pid) => statOf(pid)?.state ?? null

/** The process that `parent` started. */
function childOf(parent) {
  return readdirSync('/proc').map(Number).find((pid) => pid > 0 && statOf(pid)?.parent === parent)
}

/** One start of the program and the session that drives it. */
export class Window extends Person {
  #driver
  #base
  #display
  #session

  /** Starts the driver and, through it, the program; both end with the test. */
  static async open(t, program, args, env) {
    const window = new Window()
    window.#display = env.DISPLAY ?? process.env.DISPLAY
    const port = await freePort()
    // Tauri lets itself be driven only when it is told so. A hub of a test is found on this machine and nowhere else.
    window.#driver = new Running('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], { name: 'window', env: { STOIKA_LAN: '127.0.0.1', ...env, TAURI_WEBVIEW_AUTOMATION: 'true' } })
    atEnd(t, () => window.close())
    window.#base = `http://127.0.0.1:${port}`
    await until('the driver is ready', async () => (await window.#call('GET', '/status')).ready)
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': { binary: program, args } } }
    const { sessionId } = await window.#call('POST', '/session', { capabilities })
    window.#session = `/session/${sessionId}`
    return window
  }

  async #call(method, path, body) {
    const response = await fetch(this.#base + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    const { value } = await response.json()
    if (!response.ok) throw new Error(`${method} ${path}: ${value?.error}: ${value?.message}`)
    return value
  }

  /** Runs a script in the page and returns what it returns. */
  script(code, ...args) {
    return this.#call('POST', `${this.#session}/execute/sync`, { script: code, args })
  }

  /** The same for a script that returns an element or nothing. */
  element(code, ...args) {
    return this.script(code, ...args)
  }

  /**
   * Clicks with the pointer, as WebDriver demands: only what is in sight and not covered. What words that have just come push
   * aside stands still in a moment: a click that hit nothing was none.
   */
  async click(element) {
    await until('there is something to click', async () => {
      try {
        await this.#call('POST', `${this.#session}/element/${element[ELEMENT]}/click`, {})
        return true
      } catch (error) {
        if (error.message.includes('element not interactable')) return false
        throw error
      }
    })
  }

  /** Presses keys one after another; `Ctrl+k` holds the first while pressing the second. */
  async press(...chords) {
    for (const chord of chords) {
      const keys = chord === '+' ? ['+'] : chord.split('+').map((name) => KEYS[name] ?? name)
      await this.#keys([...keys.map((value) => ({ type: 'keyDown', value })), ...keys.toReversed().map((value) => ({ type: 'keyUp', value }))])
    }
  }

  /** Types a text, key by key. */
  async type(text) {
    await this.#keys([...text].flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]))
  }

  #keys(actions) {
    return this.#call('POST', `${this.#session}/actions`, { actions: [{ type: 'key', id: 'keyboard', actions }] })
  }

  /** Keeps a picture of the screen in tests/out (or where the name's path leads), window frame and all. */
  picture(name) {
    return run('import', ['-display', this.#display, '-window', 'root', resolve(out, `${name}.png`)])
  }

  /** Process id of the program itself. */
  pid() {
    return until('the program runs', () => childOf(this.#driver.pid))
  }

  /** Kills the program as a power cut would, and waits until it is gone. */
  async kill() {
    const pid = await this.pid()
    process.kill(pid, 'SIGKILL')
    await until('the program is gone', () => stateOf(pid) === null || stateOf(pid) === 'Z')
    await this.#driver.stop()
  }

  /** Closes the window, waits until the program is gone (another start on its folder would see it and step back), and ends the driver. */
  async close() {
    if (!this.#driver.isRunning) return
    if (this.#session !== undefined) {
      const pid = childOf(this.#driver.pid)
      await this.#call('DELETE', this.#session).catch(() => {})
      if (pid !== undefined) await until('the program is gone', () => stateOf(pid) === null || stateOf(pid) === 'Z')
    }
    await this.#driver.stop()
  }
}
