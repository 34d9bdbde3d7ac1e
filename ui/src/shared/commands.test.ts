import { describe, expect, it } from 'vitest'
import { commands, type Command, commandsFor, type KeyStroke } from './commands'

function stroke(code: string, key: string, held: Partial<KeyStroke> = {}): KeyStroke {
  return { code, key, ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...held }
}

describe('keys in the Russian layout', () => {
  it.each([
    ['Ctrl+л opens the palette', stroke('KeyK', 'л', { ctrlKey: true }), ['palette']],
    ['Ctrl+д locks', stroke('KeyL', 'д', { ctrlKey: true }), ['lock']],
    ['Ctrl+т starts an appeal', stroke('KeyN', 'т', { ctrlKey: true }), ['appeal-new']],
    ['the key of «/» types a full stop, and still filters', stroke('Slash', '.'), ['filter']],
    ['«?» is Shift+7', stroke('Digit7', '?', { shiftKey: true }), ['keys']],
    ['«?» in the Latin layout is Shift+/', stroke('Slash', '?', { shiftKey: true }), ['keys']],
    ['a letter alone means nothing', stroke('KeyK', 'л'), []],
    ['Ctrl+Shift+K is not Ctrl+K', stroke('KeyK', 'Л', { ctrlKey: true, shiftKey: true }), []],
  ])('%s', (_, pressed, expected) => {
    expect(commandsFor(pressed, document.body)).toEqual(expected)
  })

  it('leaves signs to a field that is being typed in, but not chords', () => {
    const input = document.createElement('input')
    expect(commandsFor(stroke('Digit7', '?', { shiftKey: true }), input)).toEqual([])
    expect(commandsFor(stroke('Slash', '.'), input)).toEqual([])
    expect(commandsFor(stroke('Enter', 'Enter', { ctrlKey: true }), input)).toEqual(['submit'])
  })
})

describe('the registry', () => {
  const all: readonly Command[] = commands

  it('gives no chord to two commands', () => {
    const chords = all.flatMap(({ chord }) => (chord === null ? [] : [`${String(chord.ctrl)} ${String(chord.alt)} ${String(chord.shift)} ${chord.code}`]))
    expect(chords).toHaveLength(new Set(chords).size)
  })

  it('matches no letter by what it types', () => {
    for (const { chord } of all) if (chord !== null) expect(chord.code).toMatch(/^(Key[A-Z]|Digit\d|F\d+|Slash|Enter|Escape)$/)
  })
})
