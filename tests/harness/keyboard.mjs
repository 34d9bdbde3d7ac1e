// A person who never takes the hand off the keyboard, with every key counted.
import assert from 'node:assert/strict'
import { until } from './programs.mjs'
import { t } from './words.mjs'

/** Runs in the page: whether the field of this name has the caret. */
const IN_FIELD = `
  const field = document.querySelector('[data-field="' + arguments[0] + '"]')
  return field !== null && field.contains(document.activeElement)
`

/** Runs in the page: what has the focus, as it reads. */
const FOCUSED = `
  const focused = document.activeElement
  const list = focused?.getAttribute('aria-activedescendant')
  const shown = list ? document.getElementById(list) : focused
  return (shown?.getAttribute('aria-label') ?? shown?.innerText ?? '').replace(/\\s+/g, ' ').trim()
`

const STEPS_MAX = 40

/** Keys into one window. What is typed as a text or sought is not counted: budgets are for the keys beside it. */
export class Keyboard {
  #desk
  #pressed = 0
  /** `{ what, keys, budget }` of every act that was measured. */
  measured = []

  constructor(desk) {
    this.#desk = desk
  }

  /** Presses keys one after another; a chord is one. */
  async press(...chords) {
    this.#pressed += chords.length
    await this.#desk.press(...chords)
  }

  /** Types what the client says, or what is sought. */
  write(text) {
    return this.#desk.type(text)
  }

  /** Does an act and holds it to its budget of keys. */
  async within(what, budget, act) {
    const before = this.#pressed
    const result = await act()
    const keys = this.#pressed - before
    this.measured.push({ what, keys, budget })
    assert.ok(keys <= budget, `${what}: ${keys} keys, the budget is ${budget}`)
    return result
  }

  /** Waits until a field has the caret by itself. */
  at(field) {
    return until(`the caret is in ${field}`, () => this.#desk.script(IN_FIELD, field))
  }

  /** Goes on (`Shift+Tab`: back) until a field has the caret. */
  async to(field, by = 'Tab') {
    for (let step = 0; step < STEPS_MAX; step += 1) {
      if (await this.#desk.script(IN_FIELD, field)) return
      await this.press(by)
    }
    throw new Error(`${by} does not lead to ${field}`)
  }

  /** Goes on by a key until what has the focus reads so. */
  async toWords(words, by = 'Tab') {
    for (let step = 0; step < STEPS_MAX; step += 1) {
      if ((await this.#desk.script(FOCUSED)).includes(words)) return
      await this.press(by)
    }
    throw new Error(`${by} does not lead to «${words}»`)
  }

  /** Chooses in the list that has the focus by the first letters of a choice. */
  async letter(field, letters, chosen) {
    await this.at(field)
    await this.press(...letters)
    await until(`${field} is «${chosen}»`, async () => (await this.#desk.script(FOCUSED)).includes(chosen))
  }

  /** Finds a client by what is typed into the one search, and opens his card. */
  async openClient(typed, name) {
    await this.press('Ctrl+k')
    await this.#desk.find('[role=combobox]', t('palette-label'))
    await this.write(typed)
    await this.#desk.find('[role=option]', name)
    await this.toWords(name, 'Down')
    await this.press('Enter')
    await this.#desk.find('main h1', name)
    await this.#desk.findNone('[role=dialog]')
  }

  /** Runs a command by its name, without knowing its key. */
  async command(title) {
    await this.press('Ctrl+k')
    await this.#desk.find('[role=combobox]', t('palette-label'))
    await this.write(title)
    await this.toWords(title, 'Down')
    await this.press('Enter')
  }

  /** Signs in: the surname, the password. */
  async signIn({ name, password }) {
    await this.#desk.sees(t('sign-in-title'))
    await this.at('login')
    await this.write(name)
    await this.#desk.find('[role=option]', name)
    await this.press('Down', 'Enter')
    await this.at('password')
    await this.write(password)
    await this.press('Enter')
  }
}
