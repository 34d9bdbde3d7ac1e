// Chromium, and what is asked of every screen in it: no violation that axe knows, and a way to everything by keyboard.
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Person } from './person.mjs'
import { atEnd, out } from './programs.mjs'
import { require } from './words.mjs'

const { chromium } = require('playwright-core')
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

/** WCAG 2.1 AA, and what axe counts as good practice. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']

/** React Aria's way out of a popover, for screen readers alone: it stands beside the dialog within, and axe would have it in a landmark. */
const CLOSERS = '[data-rac][data-trigger] > div > button[tabindex="-1"]'

/** React Aria's live region says elements by their ids for some seconds more, when their menu or list has gone already. */
const SAID = '[data-live-announcer] [role="img"]'

const EXCEPT = [CLOSERS, SAID]

/** Quiet, and content with a machine that reaches nothing; the sandbox is not for root. */
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

function findBrowser() {
  const directories = (process.env.PATH ?? '').split(delimiter)
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    const found = directories.map((directory) => join(directory, name)).find((path) => existsSync(path))
    if (found !== undefined) return found
  }
  throw new Error('no Chromium on the path: `cargo xtask doctor` says what is missing')
}

/** Starts Chromium with an empty profile. */
export async function startBrowser(t) {
  const browser = await chromium.launch({ executablePath: findBrowser(), args: FLAGS })
  atEnd(t, () => browser.close())
  return browser
}

const KEYS = { Ctrl: 'Control', Left: 'ArrowLeft', Up: 'ArrowUp', Right: 'ArrowRight', Down: 'ArrowDown' }

/** A person at a page as wide as the common office monitor. What breaks in the page is kept, and told at the end of the test. */
export class Visitor extends Person {
  static async open(t, browser, url, viewport = { width: 1366, height: 768 }) {
    const visitor = new Visitor()
    const context = await browser.newContext({ viewport, locale: 'ru-RU', timezoneId: 'Europe/Samara', reducedMotion: 'reduce' })
    // As the window of the program does (src-tauri/tauri.conf.json): a library that cannot live with it leaves the window blank.
    await context.addInitScript(() => Object.freeze(Object.prototype))
    visitor.page = await context.newPage()
    const broken = []
    visitor.page.on('pageerror', (error) => broken.push(String(error)))
    visitor.page.on('console', (message) => {
      // A refusal of the command table or of the hub is an answer, though Chromium reports its status.
      if (message.type() === 'error' && !/status of (401|403|422)/.test(message.text())) broken.push(message.text())
    })
    atEnd(t, async () => {
      await context.close()
      if (broken.length > 0) throw new Error(`the page complained:\n${broken.join('\n')}`)
    })
    await visitor.page.goto(url)
    return visitor
  }

  script(code, ...args) {
    return this.page.evaluate(call(code, args))
  }

  async element(code, ...args) {
    return (await this.page.evaluateHandle(call(code, args))).asElement()
  }

  click(element) {
    return element.click()
  }

  async press(...chords) {
    for (const chord of chords) {
      await this.page.keyboard.press(chord.split('+').map((name) => KEYS[name] ?? name).join('+'))
    }
  }

  type(text) {
    return this.page.keyboard.type(text)
  }

  picture(name) {
    // With its caret: hiding it would need a style that the page's own rules forbid.
    return this.page.screenshot({ path: join(out, `${name}.png`), caret: 'initial' })
  }
}

/** As text, because the page's own rules forbid it to make functions from text. */
const call = (code, args) => `(function () { ${code} })(...${JSON.stringify(args)})`

/** What axe finds on the page as it stands: one line for each place, none when all is well. */
export async function violations({ page }) {
  await page.evaluate(axeSource)
  const { violations: found } = await page.evaluate(({ rules, except }) => globalThis.axe.run({ include: document, exclude: except }, { runOnly: rules }), { rules: RULES, except: EXCEPT })
  return found.flatMap(({ id, help, nodes }) => nodes.map(({ target, html, failureSummary }) => `${id}: ${help} — ${target.join(' ')} ${html.slice(0, 200)}\n    ${failureSummary.replaceAll('\n', '\n    ')}`))
}

/** In the page: everything in sight that should be reached by Tab. Of a group of radio buttons one is enough. */
const REACHABLE = () => {
  const inSight = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility === 'visible'
  const groups = new Set()
  return [...document.querySelectorAll('a[href], button, input, select, textarea, [tabindex], [contenteditable=true]')].filter((element) => {
    if (element.tabIndex < 0 || element.disabled || element.closest('[inert], [aria-hidden=true]') !== null || !inSight(element)) return false
    if (element.type !== 'radio') return true
    const group = element.name
    if (groups.has(group)) return false
    groups.add(group)
    return true
  })
}

const DESCRIBE = (element) => {
  const name = element.getAttribute('aria-label') ?? element.labels?.[0]?.innerText ?? element.innerText ?? ''
  return `<${element.tagName.toLowerCase()}${element.type ? ` ${element.type}` : ''}> «${name.trim().slice(0, 40)}»`
}

/** In the page: whether one can see where the focus is; a hidden input shows it on the label around it. */
const SHOWS_FOCUS = (element) => {
  for (let at = element, up = 0; at !== null && up < 4; at = at.parentElement, up += 1) {
    // A row of a list draws its ring over its cells.
    for (const part of [null, '::after']) {
      const { content, outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at, part)
      if (part !== null && content === 'none') continue
      if ((outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none') return true
    }
  }
  return false
}

/**
 * Walks the page by Tab, as someone without a mouse does, and puts the focus back. Returns what is wrong, one line each:
 * what cannot be reached, and where the focus cannot be seen.
 */
export async function walkTrouble({ page }) {
  await page.evaluate(`globalThis.stoikaWalk = { reachable: ${REACHABLE}, describe: ${DESCRIBE}, showsFocus: ${SHOWS_FOCUS}, seen: new Set(), dim: [] }`)
  const count = await page.evaluate(() => {
    globalThis.stoikaWalk.start = document.activeElement
    document.activeElement?.blur()
    return globalThis.stoikaWalk.reachable().length
  })
  // Twice as often as there are stops: some have stops of their own within.
  for (let step = 0; step < 2 * count + 2; step += 1) {
    await page.keyboard.press('Tab')
    const isNew = await page.evaluate(() => {
      const { seen, dim, showsFocus, describe } = globalThis.stoikaWalk
      const element = document.activeElement
      if (element === null || element === document.body || seen.has(element)) return element === document.body
      seen.add(element)
      // What is no stop of Tab holds the focus for a dialog that has none; the whole dialog is where one is.
      if (element.tabIndex >= 0 && !showsFocus(element)) dim.push(`the focus cannot be seen on ${describe(element)}`)
      return true
    })
    if (!isNew) break
  }
  return page.evaluate(() => {
    const { reachable, seen, dim, describe, start } = globalThis.stoikaWalk
    const radioSeen = (element) => element.type === 'radio' && [...seen].some((other) => other.type === 'radio' && other.name === element.name)
    const missed = reachable().filter((element) => !seen.has(element) && !radioSeen(element))
    start?.focus()
    return [...dim, ...missed.map((element) => `Tab does not reach ${describe(element)}`)]
  })
}
