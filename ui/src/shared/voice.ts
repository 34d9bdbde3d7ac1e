/**
 * What the board and the kiosk say, as pieces of `assets/sounds/voice.json`. Words are put together, not played
 * one by one from a list of sentences, so every number and every window can be said without a network.
 */

/** A whole number from 0 to 9999 as it is read out: «сто сорок семь». */
function number(value: number): string[] {
  if (value === 0) return ['0']
  const pieces: string[] = []
  let rest = value
  if (rest >= 1000) {
    pieces.push(String(Math.floor(rest / 1000) * 1000))
    rest %= 1000
  }
  if (rest >= 100) {
    pieces.push(String(Math.floor(rest / 100) * 100))
    rest %= 100
  }
  if (rest >= 20) {
    pieces.push(String(Math.floor(rest / 10) * 10))
    rest %= 10
  }
  if (rest > 0) pieces.push(String(rest))
  return pieces
}

/** The digits of a ticket as the board shows them: «047» is «ноль сорок семь», so that ear and eye agree. */
function ticket(digits: number): string[] {
  const shown = String(digits).padStart(3, '0')
  const zeros = shown.length - shown.replace(/^0+/, '').length
  return [...Array.from({ length: zeros }, () => '0'), ...(digits === 0 ? [] : number(digits))]
}

/** «Талон пэ ноль сорок семь, окно три». */
export function spokenCall(call: { letter: string; digits: number; window: number; window_word: string }): string[] {
  const where = call.window_word === 'кабинет' ? 'cabinet' : 'window'
  return ['ticket', `letter.${call.letter}`, ...ticket(call.digits), where, ...number(call.window)]
}

/** «Время ожидания: двадцать одна минута». */
export function spokenWait(minutes: number): string[] {
  const pieces = number(minutes)
  const last = pieces.at(-1)
  // One and two minutes are feminine.
  if (last === '1' || last === '2') pieces.splice(-1, 1, `${last}.f`)
  const form = last === '1' ? '1' : last === '2' || last === '3' || last === '4' ? '2' : '5'
  return ['wait', ...pieces, `minute.${form}`]
}
