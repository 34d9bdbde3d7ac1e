import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { FluentResource } from '@fluent/bundle'
import { describe, expect, it } from 'vitest'
import { troubleWords } from '../src/shared/refusal'

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

  it('has words for every fault of a field', () => {
    const faults = [...(rust('domain/src') + rust('workstation/src')).matchAll(/(?:Fault::new|Wrong::new|length_fault|only_digits)\(\s*(?:\w+, )?"([a-z_]+)"/g)].map((match) => match[1] ?? '')
    expect(faults.length).toBeGreaterThan(40)
    expect(faults.filter((name) => !known.has(`field-${name}`))).toEqual([])
  })

  it('tells years as years and says what is right', () => {
    const words = (code: string, args: Record<string, string>) => troubleWords({ field: 'f', code, args, warning: false })
    expect(words('year_range', { from: '2000', to: '2100' })).toBe('Год: от 2000 до 2100')
    expect(words('date_range', { from: '1900', to: '2100' })).toBe('Год: от 1900 до 2100. Проверьте дату')
    expect(words('inn_length', { expected: '10/12', actual: '9' })).toBe('В ИНН 10 цифр у организации, 12 у человека; здесь 9')
    expect(words('personal_account_digits', { expected: '12' })).toBe('В лицевом счёте только цифры, их 12')
    expect(words('of_tomorrow', {})).toBe('Проверьте поле (of_tomorrow)')
  })

  it('has words for every discrepancy that is noted', () => {
    const sources = rust('store/src') + rust('workstation/src')
    const noted = [...sources.matchAll(/\bnote(?:_discrepancy)?\([^"()]*"([a-z-]+)"/g), ...sources.matchAll(/"(restored|forked|other-machine|effective-after-all)"/g)].map((match) => match[1] ?? '')
    expect(noted.length).toBeGreaterThan(2)
    expect(noted.filter((name) => !known.has(`discrepancy-${name}`) || !known.has(`discrepancy-${name}-text`))).toEqual([])
  })
})
