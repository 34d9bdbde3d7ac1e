// What the suites rely on finds what it is there to find.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { startBrowser, violations, Visitor, walkTrouble } from './browser.mjs'
import { startLink } from './link.mjs'
import { PRINTER, startPrinter } from './printer.mjs'
import { freePort, run, scratch, until } from './programs.mjs'

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
    const opened = await Visitor.open(t, browser, url)
    for (const [found, expected] of [[await violations(opened), axe], [await walkTrouble(opened), walk]]) {
      assert.equal(found.length, expected.length, `${what}: ${found.join('; ')}`)
      expected.forEach((pattern, at) => assert.match(found[at], pattern, what))
    }
  }
})

test('a cut wire loses what is on its way, a mended one carries again', async (t) => {
  const answering = createServer((_, response) => response.end('здесь'))
  await new Promise((resolve) => answering.listen(0, '127.0.0.1', resolve))
  t.after(() => answering.close())
  const port = await freePort()
  const ask = () => fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } }).then((response) => response.text())
  const link = await startLink(t, port, answering.address().port)
  assert.equal(await ask(), 'здесь')
  await link.cut()
  await assert.rejects(ask())
  await link.mend()
  assert.equal(await ask(), 'здесь')
})

test('what is printed comes out as it was sent', async (t) => {
  const directory = scratch(t)
  const printer = await startPrinter(t, directory)
  const sent = join(directory, 'sent.pdf')
  writeFileSync(sent, '%PDF-1.7\nпроба\n')
  await run('lp', ['-d', PRINTER, sent], { env: printer.env })
  const [job] = await until('the job is printed', () => (printer.jobs().length > 0 ? printer.jobs() : null))
  assert.deepEqual(readFileSync(job), readFileSync(sent))
})
