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

describe('codes of the program', () => {
  const generated = readFileSync(join(root, 'src/generated/ErrorCode.ts'), 'utf8')
  const errorCodes = [...generated.matchAll(/"([a-z-]+)"/g)].map((match) => match[1] ?? '')
  const rust = (path: string) =>
    filesUnder(join(root, '../src-tauri/crates', path))
      .filter((name) => name.endsWith('.rs'))
      .map((name) => readFileSync(name, 'utf8').split('#[cfg(test)]')[0] ?? '')
      .join('\n')

  it('has words for every error that a screen may meet', () => {
    expect(errorCodes.length).toBeGreaterThan(25)
    expect(errorCodes.filter((name) => !known.has(`error-${name}`))).toEqual([])
  })

  it('has words for every reason of a match', () => {
    const reasons = [...readFileSync(join(root, 'src/generated/MatchReason.ts'), 'utf8').matchAll(/"([a-z_]+)"/g)].map((match) => match[1] ?? '')
    expect(reasons.length).toBeGreaterThan(5)
    expect(reasons.filter((name) => !known.has(`reason-${name}`))).toEqual([])
  })

  it('has words for every reason why an entry is void', () => {
    const body = /pub enum VoidReason \{([\s\S]*?)\n\}/.exec(rust('domain/src'))?.[1] ?? ''
    const reasons = [...body.matchAll(/^ {4}([A-Z]\w+)/gm)].map((match) => (match[1] ?? '').replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase())
    expect(reasons.length).toBeGreaterThan(5)
    expect(reasons.filter((name) => !known.has(`void-${name}`))).toEqual([])
  })

  it('has words for every fault of a field of these forms', () => {
    const intake = [...rust('domain/src').matchAll(/Fault::new\(\s*"([a-z_]+)"/g)].map((match) => match[1] ?? '')
    expect(intake.length).toBeGreaterThan(10)
    // Checks of companies' numbers have no form yet.
    const notAsked = /^(inn|kpp|ogrn|snils|bik|account)_/
    expect(intake.filter((name) => (name === 'account_wanted' || !notAsked.test(name)) && !known.has(`field-${name}`))).toEqual([])
  })

  it('has words for every discrepancy that is noted', () => {
    const sources = rust('store/src') + rust('workstation/src')
    const noted = [...sources.matchAll(/\bnote(?:_discrepancy)?\([^"()]*"([a-z-]+)"/g), ...sources.matchAll(/"(restored|forked|other-machine|effective-after-all)"/g)].map((match) => match[1] ?? '')
    expect(noted.length).toBeGreaterThan(2)
    expect(noted.filter((name) => !known.has(`discrepancy-${name}`) || !known.has(`discrepancy-${name}-text`))).toEqual([])
  })
})
