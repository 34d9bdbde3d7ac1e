import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { FluentResource } from '@fluent/bundle'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const wordsDir = join(root, '../assets/i18n/ru')

function filesUnder(dir: string): string[] {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name)
    return statSync(path).isDirectory() ? filesUnder(path) : [path]
  })
}

const files = readdirSync(wordsDir).filter((name) => name.endsWith('.ftl'))
const keys = files.flatMap((name) => new FluentResource(readFileSync(join(wordsDir, name), 'utf8')).body.map((message) => message.id))
const known = new Set(keys)
const code = filesUnder(join(root, 'src'))
  .filter((path) => /\.tsx?$/.test(path) && !path.includes('.test.') && !path.includes('/memory/'))
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n')

describe('words', () => {
  it('defines no key twice', () => {
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
  })

  it('has every key that the code names', () => {
    const named = [...code.matchAll(/\bt\(\s*'([a-z0-9-]+)'/g)].map((match) => match[1] ?? '')
    expect(named.length).toBeGreaterThan(20)
    expect(named.filter((key) => !known.has(key))).toEqual([])
  })

  it('has words for every family of keys that the code builds', () => {
    const families = [...new Set([...code.matchAll(/`([a-z-]+-)\$\{/g)].map((match) => match[1] ?? ''))]
    expect(families.filter((family) => !keys.some((key) => key.startsWith(family)))).toEqual([])
  })

  it('keeps no words that nobody says', () => {
    const families = [...code.matchAll(/`([a-z-]+-)\$\{/g)].map((match) => match[1] ?? '')
    const unused = keys.filter((key) => !code.includes(`'${key}'`) && !families.some((family) => key.startsWith(family)))
    expect(unused).toEqual([])
  })

  it('is Russian, with ё and ёлочки, and no straight quotes', () => {
    for (const name of files) {
      const text = readFileSync(join(wordsDir, name), 'utf8').replace(/^#.*$/gm, '')
      expect(text, name).not.toMatch(/["']/)
      expect(text, name).not.toMatch(/(?<!\p{L})(еще|ее|идет|счет|прием|приема)(?!\p{L})/u)
    }
  })
})
