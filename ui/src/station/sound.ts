import manifest from '../../../assets/sounds/voice.json'

/** Pieces stand beside the program as files of their own; only what is said is loaded. */
const files = import.meta.glob<string>('../../../assets/sounds/*.wav', { query: '?url', import: 'default', eager: true })

const CHIME = 'chime'
/** Silence between the bells and the words. */
const AFTER_CHIME_SECONDS = 0.15

function urlOf(piece: string): string | undefined {
  const name = piece === CHIME ? manifest.chime : (manifest.pieces as Record<string, string>)[piece]
  return name === undefined ? undefined : files[`../../../assets/sounds/${name}`]
}

/** The words of pieces, for who does not hear them. */
export function saidWords(pieces: readonly string[]): string {
  const words = manifest.words as Record<string, string>
  return pieces.map((piece) => words[piece] ?? '').join(' ')
}

/** Whether each of the pieces can be said. */
export function canSay(pieces: readonly string[]): boolean {
  return pieces.every((piece) => urlOf(piece) !== undefined)
}

export interface Sound {
  /** Says pieces one after another, with the bells before them. Done when the last one has sounded, or at once when it cannot be heard. */
  say(pieces: readonly string[], chime?: boolean): Promise<void>
  /** Says nothing more of what was begun. */
  hush(): void
  /** False while the browser waits for a touch before it lets a page sound. */
  audible: () => boolean
  /** Hears of each turn of it. Returns how to stop listening. */
  listen: (listener: () => void) => () => void
  /** To be called from a touch. */
  wake(): void
}

/** The sound of a page. A piece that cannot be loaded or read is left out: the rest is said. */
export function pageSound(): Sound {
  let context: AudioContext | null = null
  let playing: AudioBufferSourceNode[] = []
  let turn = 0
  const heard = new Set<() => void>()
  const buffers = new Map<string, Promise<AudioBuffer | null>>()

  const ready = (): AudioContext | null => {
    if (typeof AudioContext === 'undefined') return null
    if (context === null) {
      context = new AudioContext()
      context.onstatechange = () => heard.forEach((listener) => listener())
    }
    return context
  }
  const load = (sound: AudioContext, piece: string): Promise<AudioBuffer | null> => {
    const known = buffers.get(piece)
    if (known !== undefined) return known
    const url = urlOf(piece)
    const loading =
      url === undefined
        ? Promise.resolve(null)
        : fetch(url)
            .then((response) => response.arrayBuffer())
            .then((bytes) => sound.decodeAudioData(bytes))
            .catch(() => {
              // The next time may do better: the wire was cut.
              buffers.delete(piece)
              return null
            })
    buffers.set(piece, loading)
    return loading
  }
  const hush = () => {
    turn += 1
    for (const node of playing) node.stop()
    playing = []
  }
  return {
    async say(pieces, chime = false) {
      hush()
      const own = turn
      const sound = ready()
      if (sound === null) return
      const named = chime ? [CHIME, ...pieces] : pieces
      const loaded = await Promise.all(named.map((piece) => load(sound, piece)))
      if (own !== turn || sound.state !== 'running') return
      let at = sound.currentTime + 0.05
      let last: AudioBufferSourceNode | null = null
      loaded.forEach((buffer, index) => {
        if (buffer === null) return
        const node = sound.createBufferSource()
        node.buffer = buffer
        node.connect(sound.destination)
        node.start(at)
        at += buffer.duration + (chime && index === 0 ? AFTER_CHIME_SECONDS : 0)
        playing.push(node)
        last = node
      })
      const end = last as AudioBufferSourceNode | null
      if (end === null) return
      await new Promise<void>((done) => {
        end.onended = () => done()
      })
      if (own === turn) playing = []
    },
    hush,
    audible: () => {
      const sound = ready()
      return sound !== null && sound.state === 'running'
    },
    listen: (listener) => {
      heard.add(listener)
      return () => heard.delete(listener)
    },
    wake() {
      void ready()?.resume()
    },
  }
}
