// The words that people see, from the same files as the window takes them.
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { root } from './programs.mjs'

/** Packages come from the UI's own installation. */
export const require = createRequire(join(root, 'ui/package.json'))
const { FluentBundle, FluentResource } = require('@fluent/bundle')

const bundle = new FluentBundle('ru', { useIsolating: false })
const directory = join(root, 'assets/i18n/ru')
for (const name of readdirSync(directory).filter((name) => name.endsWith('.ftl'))) {
  bundle.addResource(new FluentResource(readFileSync(join(directory, name), 'utf8')))
}

/** The words of a key; a key without words fails the test that asks for it. */
export function t(key, args = {}) {
  const pattern = bundle.getMessage(key)?.value
  if (pattern == null) throw new Error(`no words for ${key}`)
  return bundle.formatPattern(pattern, args)
}
