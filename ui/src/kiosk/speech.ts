import { useEffect, useState } from 'react'
import type { KioskLine } from '../generated/KioskLine'
import { spokenWait } from '../shared/voice'
import { canSay, saidWords, type Sound } from '../station/sound'
import type { Screen } from './flow'

interface Phrase {
  /** The line that it is about; none: the whole screen. */
  line: string | null
  pieces: readonly string[]
}

/** What is read out of a screen, in order. Only what has been recorded is said. */
export function phrasesOf(screen: Screen, lines: readonly KioskLine[]): Phrase[] {
  const all: Phrase[] = []
  if (screen.name === 'choose') {
    all.push({ line: null, pieces: ['kiosk.ask'] })
    for (const { id, expected, refused } of lines) {
      if (refused === null) all.push({ line: id, pieces: [`kiosk.${id}`, ...(expected === null ? [] : spokenWait(expected[1]))] })
    }
  } else if (screen.name === 'services') {
    all.push({ line: null, pieces: [`kiosk.${screen.line}`, 'kiosk.take'] })
  } else if (screen.name === 'given') {
    all.push({ line: null, pieces: ['kiosk.take'] })
  }
  return all.filter(({ pieces }) => canSay(pieces))
}

export interface Said {
  line: string | null
  words: string
}

/** Reads a screen out while the voice is on; what is being said is given back, to be shown. */
export function useSpeech(on: boolean, screen: Screen, lines: readonly KioskLine[], sound: Sound): Said | null {
  const [said, setSaid] = useState<Said | null>(null)
  const key = screen.name === 'services' ? `services ${screen.line}` : screen.name
  useEffect(() => {
    if (!on) return
    let stopped = false
    const run = async () => {
      for (const { line, pieces } of phrasesOf(screen, lines)) {
        if (stopped) return
        setSaid({ line, words: saidWords(pieces) })
        await sound.say(pieces)
      }
      if (!stopped) setSaid(null)
    }
    void run()
    return () => {
      stopped = true
      sound.hush()
      setSaid(null)
    }
    // A new answer of the desk does not begin the reading anew: only another screen does.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [on, key, sound])
  return on ? said : null
}
