// Makes the pieces of the voice and the chime: `node assets/sounds/make.mjs` beside Festival with the voice
// msu_ru_nsh_clunits (Debian: festival, festvox-ru). Not part of a build: what it made is committed.
//
// One word is one piece, so that any number is put together from few. Words that Festival's lexicon does not
// stress are given to it with their stress.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const HERE = import.meta.dirname
const RATE = 16_000

/** Letters as they are named when a number is read out. */
const LETTERS = {
  А: 'а', Б: 'бэ', В: 'вэ', Г: 'гэ', Д: 'дэ', Е: 'е', Ж: 'жэ', З: 'зэ', И: 'и', К: 'ка', Л: 'эль', М: 'эм', Н: 'эн',
  О: 'о', П: 'пэ', Р: 'эр', С: 'эс', Т: 'тэ', У: 'у', Ф: 'эф', Х: 'ха', Ц: 'цэ', Ч: 'чэ', Ш: 'ша', Э: 'э', Ю: 'ю', Я: 'я',
}

const UNITS = [
  'ноль', 'один', 'два', 'три', 'четыре', 'пять', 'шесть', 'семь', 'восемь', 'девять', 'десять', 'одиннадцать',
  'двенадцать', 'тринадцать', 'четырнадцать', 'пятнадцать', 'шестнадцать', 'семнадцать', 'восемнадцать', 'девятнадцать',
]
const TENS = ['двадцать', 'тридцать', 'сорок', 'пятьдесят', 'шестьдесят', 'семьдесят', 'восемьдесят', 'девяносто']
const HUNDREDS = ['сто', 'двести', 'триста', 'четыреста', 'пятьсот', 'шестьсот', 'семьсот', 'восемьсот', 'девятьсот']
const THOUSANDS = ['тысяча', 'две тысячи', 'три тысячи', 'четыре тысячи', 'пять тысяч', 'шесть тысяч', 'семь тысяч', 'восемь тысяч', 'девять тысяч']

/** Words with the syllable that bears the stress: the lexicon lacks some, and guesses for others. */
const STRESS = {
  ноль: 1, бэ: 1, вэ: 1, гэ: 1, дэ: 1, жэ: 1, зэ: 1, эль: 1, эм: 1, эн: 1, пэ: 1, эр: 1, эс: 1, тэ: 1, эф: 1, цэ: 1, чэ: 1,
  квитанция: 2, показания: 3, договор: 3, справка: 1, сверки: 1, претензия: 2, жалоба: 1, другой: 2, вопрос: 2,
  руководитель: 4, отделения: 3, возьмите: 2, ждите: 1, вызова: 1, пришли: 2, время: 1, ожидания: 3, одна: 2, две: 1, минута: 2, минуты: 2, минут: 2,
}

/** Piece → what is said. */
function pieces() {
  const said = { ticket: 'талон', window: 'окно', cabinet: 'кабинет', wait: 'время ожидания', 'minute.1': 'минута', 'minute.2': 'минуты', 'minute.5': 'минут', '1.f': 'одна', '2.f': 'две' }
  for (const [letter, word] of Object.entries(LETTERS)) said[`letter.${letter}`] = word
  UNITS.forEach((word, n) => { said[String(n)] = word })
  TENS.forEach((word, n) => { said[String((n + 2) * 10)] = word })
  HUNDREDS.forEach((word, n) => { said[String((n + 1) * 100)] = word })
  THOUSANDS.forEach((word, n) => { said[String((n + 1) * 1000)] = word })
  const queue = JSON.parse(readFileSync(join(HERE, '../../fixtures/standard/queue.json'), 'utf8'))
  for (const choice of queue.kiosk) said[`kiosk.${choice.id}`] = choice.title_ru
  said['kiosk.ask'] = 'С чем вы пришли?'
  said['kiosk.take'] = 'Возьмите талон и ждите вызова'
  return said
}

/** Samples of a mono 16-bit WAV. */
function samples(file) {
  const bytes = readFileSync(file)
  const at = bytes.indexOf('data', 12, 'latin1') + 8
  return Array.from({ length: (bytes.length - at) >> 1 }, (_, n) => bytes.readInt16LE(at + n * 2) / 32_768)
}

/** Without silence at its ends, at one loudness, with soft edges. */
function trimmed(raw) {
  const loud = (value) => Math.abs(value) > 0.012
  const from = Math.max(0, raw.findIndex(loud) - RATE / 50)
  const to = Math.min(raw.length, raw.findLastIndex(loud) + RATE / 25)
  const cut = raw.slice(from, to)
  const power = Math.sqrt(cut.reduce((sum, value) => sum + value * value, 0) / cut.length)
  const peak = cut.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const gain = Math.min(0.14 / power, 0.95 / peak)
  const edge = RATE / 200
  return cut.map((value, n) => value * gain * Math.min(1, n / edge, (cut.length - 1 - n) / edge))
}

/** Two soft bells, a third apart. */
function chime() {
  const bell = (frequency, n) => n < 0 ? 0 : [1, 2, 3].reduce(
    (sum, part) => sum + Math.sin(2 * Math.PI * frequency * part * n / RATE) * Math.exp(-n / RATE * 4 * part) / part ** 2, 0)
  return Array.from({ length: RATE * 1.1 }, (_, n) => {
    const value = 0.32 * (bell(659.26, n) + bell(523.25, n - RATE * 0.32))
    return value * Math.min(1, n / 80, (RATE * 1.1 - n) / 800)
  })
}

function write(name, values) {
  const bytes = Buffer.alloc(44 + values.length * 2)
  bytes.write('RIFF', 0, 'latin1')
  bytes.writeUInt32LE(36 + values.length * 2, 4)
  bytes.write('WAVEfmt ', 8, 'latin1')
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(RATE, 24)
  bytes.writeUInt32LE(RATE * 2, 28)
  bytes.writeUInt16LE(2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36, 'latin1')
  bytes.writeUInt32LE(values.length * 2, 40)
  values.forEach((value, n) => bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, value)) * 32_767), 44 + n * 2))
  writeFileSync(join(HERE, name), bytes)
}

const said = pieces()
const folder = mkdtempSync(join(tmpdir(), 'voice-'))
const say = Object.values(said).map((text, n) =>
  `(utt.save.wave (utt.synth (Utterance Text "${text}")) "${join(folder, `${n}.wav`)}" 'riff)`)
const script = join(folder, 'say.scm')
writeFileSync(script, ['(voice_msu_ru_nsh_clunits)', ...Object.entries(STRESS).map(([word, n]) => `(lex.add.entry '("${word}" n (${n})))`), ...say].join('\n'))
execFileSync('festival', ['-b', script], { stdio: 'inherit' })
for (const old of readdirSync(HERE)) if (old.endsWith('.wav')) rmSync(join(HERE, old))
const manifest = { chime: 'chime.wav', pieces: {}, words: said }
Object.keys(said).forEach((piece, n) => {
  const name = `voice-${String(n).padStart(3, '0')}.wav`
  write(name, trimmed(samples(join(folder, `${n}.wav`))))
  manifest.pieces[piece] = name
})
write('chime.wav', chime())
writeFileSync(join(HERE, 'voice.json'), `${JSON.stringify(manifest, null, 1)}\n`)
rmSync(folder, { recursive: true })
