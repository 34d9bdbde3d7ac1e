// What the suites rely on finds what it is there to find.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openPage, startBrowser, violations, walkTrouble } from './browser.mjs'

const page = (body, style = '') =>
  `data:text/html;charset=utf-8,${encodeURIComponent(`<!doctype html><html lang="ru"><title>Проба</title><style>${style}</style><main><h1>Проба</h1>${body}</main></html>`)}`

test('every screen is asked by axe and by the keyboard', async (t) => {
  const browser = await startBrowser(t)
  for (const [what, url, axe, walk] of [
    ['a plain page is fine', page('<button>Да</button> <label>Имя <input></label>'), [], []],
    ['a button without a name', page('<button></button>'), [/^button-name: /], []],
    ['pale words', page('<p style="color:#bbb">бледно</p>'), [/^color-contrast: /], []],
    ['a hidden focus', page('<button>Да</button>', 'button { outline: none !important }'), [], [/focus cannot be seen on <button submit> «Да»/]],
    ['a trap', page('<button>Раз</button><button onkeydown="event.preventDefault()">Два</button><button>Три</button>'), [], [/does not reach <button submit> «Три»/]],
  ]) {
    const opened = await openPage(t, browser, url)
    for (const [found, expected] of [[await violations(opened), axe], [await walkTrouble(opened), walk]]) {
      assert.equal(found.length, expected.length, `${what}: ${found.join('; ')}`)
      expected.forEach((pattern, at) => assert.match(found[at], pattern, what))
    }
  }
})
