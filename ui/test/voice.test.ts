import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { spokenCall, spokenWait } from '../src/shared/voice'

const SOUNDS = join(import.meta.dirname, '../../assets/sounds')
const voice = JSON.parse(readFileSync(join(SOUNDS, 'voice.json'), 'utf8')) as {
  chime: string
  pieces: Record<string, string>
  words: Record<string, string>
}
const words = (pieces: string[]) => pieces.map((piece) => voice.words[piece]).join(' ')
const call = (letter: string, digits: number, window: number, window_word = 'окно') =>
  words(spokenCall({ letter, digits, window, window_word }))

describe('what the board says', () => {
  it('reads a ticket as it is shown', () => {
    expect(call('К', 12, 3)).toBe('талон ка ноль двенадцать окно три')
    expect(call('П', 47, 14)).toBe('талон пэ ноль сорок семь окно четырнадцать')
    expect(call('Д', 7, 21)).toBe('талон дэ ноль ноль семь окно двадцать один')
    expect(call('П', 100, 1)).toBe('талон пэ сто окно один')
    expect(call('П', 999, 20)).toBe('талон пэ девятьсот девяносто девять окно двадцать')
    expect(call('П', 2015, 5)).toBe('талон пэ две тысячи пятнадцать окно пять')
    expect(call('Р', 3, 12, 'кабинет')).toBe('талон эр ноль ноль три кабинет двенадцать')
  })

  it('says minutes in their form', () => {
    expect(words(spokenWait(1))).toBe('время ожидания одна минута')
    expect(words(spokenWait(2))).toBe('время ожидания две минуты')
    expect(words(spokenWait(11))).toBe('время ожидания одиннадцать минут')
    expect(words(spokenWait(13))).toBe('время ожидания тринадцать минут')
    expect(words(spokenWait(24))).toBe('время ожидания двадцать четыре минуты')
    expect(words(spokenWait(21))).toBe('время ожидания двадцать одна минута')
  })

  it('has a file for every piece of every ticket and window', () => {
    for (let digits = 1; digits <= 9999; digits += 1) {
      for (const piece of spokenCall({ letter: 'П', digits, window: (digits % 40) + 1, window_word: 'окно' })) {
        expect(voice.pieces[piece], piece).toBeDefined()
      }
    }
    for (const file of [voice.chime, ...Object.values(voice.pieces)]) expect(existsSync(join(SOUNDS, file)), file).toBe(true)
  })
})
