// What a person does at the desk, whatever holds the page: the real window or a browser.
import { until } from './programs.mjs'
import { t } from './words.mjs'

/** Runs in the page: the first element in sight that fits the selector and bears this name, as assistive technology would read it. */
const NAMED = `
  const [selector, name] = arguments
  const words = (element) => (element?.innerText ?? element?.textContent ?? '').replace(/\\s+/g, ' ').trim()
  const nameOf = (element) => {
    const label = element.getAttribute('aria-label')
    if (label) return label
    const ids = element.getAttribute('aria-labelledby')
    if (ids) return ids.split(' ').map((id) => words(document.getElementById(id))).join(' ')
    const labels = element.labels
    if (labels && labels.length > 0) return [...labels].map(words).join(' ')
    return words(element)
  }
  return [...document.querySelectorAll(selector)].find((element) => element.getClientRects().length > 0 && nameOf(element).includes(name)) ?? null
`

/** Gives the field the caret, as Tab or a click would. True when it has it. */
const FOCUS = `
  const target = document.querySelector('[data-field="' + arguments[0] + '"]')
  if (target === null) return false
  const field = target.matches('input, textarea, button') ? target : (target.querySelector('input:checked') ?? target.querySelector('input'))
  field.focus()
  return document.activeElement === field
`

/** Whether a field is a list that opens. */
const OPENS = `
  const field = document.querySelector('[data-field="' + arguments[0] + '"]')
  return field === null ? null : { list: field.matches('button') }
`

/** One line, one kind of space: as people read. */
const plain = (text) => text.replace(/[\s\u00a0\u202f]+/g, ' ')

/**
 * Eyes and hands. Who extends it knows how to: `script(code, ...args)` run in the page, `element(code, ...args)` the same for
 * an element, `press(...chords)`, `type(text)`, `click(element)`, `picture(name)`.
 */
export class Person {
  /** All text in sight. */
  async text() {
    return plain(await this.script('return document.body.innerText'))
  }

  /** Waits until these words are in sight; for a pattern, returns its match. */
  sees(words, deadline_ms) {
    const look = words instanceof RegExp ? (text) => words.exec(text) : (text) => text.includes(plain(words))
    return until(`«${words}» is in sight`, async () => look(await this.text()), deadline_ms)
  }

  /** Waits until these words are out of sight. */
  seesNoMore(words, deadline_ms) {
    return until(`«${words}» is out of sight`, async () => !(await this.text()).includes(plain(words)), deadline_ms)
  }

  /** Waits for the element in sight that fits the selector and whose name has these words. */
  find(selector, name = '') {
    return until(`there is ${selector} «${name}»`, () => this.element(NAMED, selector, name))
  }

  /** Waits until nothing in sight fits the selector. */
  findNone(selector) {
    return until(`there is no ${selector}`, async () => (await this.element(NAMED, selector, '')) === null)
  }

  /** Leaves a dialog: a list that is open in it goes first. */
  async leaveDialog() {
    if ((await this.element(NAMED, '[role=listbox]', '')) !== null) {
      await this.press('Escape')
      await this.findNone('[role=listbox]')
    }
    await this.press('Escape')
    await this.findNone('[role=dialog], [role=alertdialog]')
  }

  /** Clicks the button of this name. */
  async clickButton(name) {
    await this.click(await this.find('button, [role=button]', name))
  }

  /** Puts the caret into a field of the form. */
  focus(field) {
    return until(`the field ${field} has the caret`, () => this.script(FOCUS, field))
  }

  /** Replaces what stands in a field. */
  async fill(field, text) {
    await this.focus(field)
    await this.press('Ctrl+a', 'Delete')
    await this.type(text)
  }

  /** Chooses the first of this name in a list that opens, or among buttons that stand side by side. */
  async choose(field, name = '') {
    const opens = await until(`there is a field ${field}`, () => this.script(OPENS, field))
    if (opens.list) {
      await this.focus(field)
      await this.press('Enter')
      await this.click(await this.find('[role=option]', name))
    } else {
      await this.click(await this.find(`[data-field="${field}"] label`, name))
    }
  }

  /** Goes on by Tab until what fits the selector has the focus. */
  async tabTo(selector) {
    const steps_max = 100
    for (let step = 0; step < steps_max; step += 1) {
      if (await this.script('return document.activeElement?.matches(arguments[0]) ?? false', selector)) return
      await this.press('Tab')
    }
    throw new Error(`Tab does not lead to ${selector}`)
  }

  /** Fills in the sign-in screen and sends it off. */
  async signIn({ name, password }) {
    await this.sees(t('sign-in-title'))
    await this.focus('login')
    await this.press('Ctrl+a')
    await this.type(name)
    await this.click(await this.find('[role=option]', name))
    await this.focus('password')
    await this.type(password)
    await this.press('Enter')
  }

  /** Finds a client by what is typed into the one search, and opens the card of the first hit with this name. */
  async openClient(typed, name) {
    await this.press('Ctrl+k')
    await this.find('[role=combobox]', t('palette-label'))
    await this.type(typed)
    await this.click(await this.find('[role=option]', name))
    await this.find('h1', name)
  }
}
