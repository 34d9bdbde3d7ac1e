import { createContext, type ReactNode, useContext, useEffect, useId, useMemo, useRef, useSyncExternalStore } from 'react'
import { commandsFor, type CommandId } from './commands'

interface Entry {
  id: CommandId
  layer: number
  run: () => void
}

/** Who answers which command now; the last one to come answers first. */
class Board {
  private entries: Entry[] = []
  private layers: string[] = []
  private readonly listeners = new Set<() => void>()
  private version = 0

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly snapshot = () => this.version

  private changed() {
    this.version += 1
    for (const listener of this.listeners) listener()
  }

  add(entry: Entry): () => void {
    this.entries = [...this.entries, entry]
    this.changed()
    return () => {
      this.entries = this.entries.filter((other) => other !== entry)
      this.changed()
    }
  }

  push(key: string): () => void {
    this.layers = [...this.layers, key]
    this.changed()
    return () => {
      this.layers = this.layers.filter((other) => other !== key)
      this.changed()
    }
  }

  /** The handler of a command, if it may act: what lies under an open dialog does not, but for what is always there. */
  handler(id: CommandId): (() => void) | null {
    const reachable = this.entries.filter((entry) => entry.id === id && (entry.layer >= this.layers.length || id === 'lock' || id === 'guide'))
    return reachable.at(-1)?.run ?? null
  }

  get available(): CommandId[] {
    // The palette is itself a layer: it lists what could act beneath it.
    return [...new Set(this.entries.filter((entry) => entry.layer === 0).map((entry) => entry.id))]
  }

  /** Something lies over the page. */
  get covered(): boolean {
    return this.layers.length > 0
  }

  runBeneath(id: CommandId) {
    this.entries.filter((entry) => entry.id === id).at(-1)?.run()
  }
}

const BoardContext = createContext<Board | null>(null)
const LayerContext = createContext(0)

function useBoard(): Board {
  const board = useContext(BoardContext)
  if (board === null) throw new Error('no CommandProvider above')
  return board
}

const openLayer = '[role="dialog"], [role="alertdialog"], [data-trigger] [role="listbox"]'

/** Listens to the keyboard of the window. */
export function CommandProvider({ children }: { children: ReactNode }) {
  const board = useMemo(() => new Board(), [])
  useEffect(() => {
    const act = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      for (const id of commandsFor(event, event.target)) {
        const run = board.handler(id)
        if (run === null) continue
        event.preventDefault()
        event.stopPropagation()
        run()
        return
      }
    }
    // A focused button or field would eat a chord, so chords are heard first; but Esc belongs to what lies open over the page.
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && document.querySelector(openLayer) !== null) return
      act(event)
    }
    window.addEventListener('keydown', onKeyDown, true)
    return () => window.removeEventListener('keydown', onKeyDown, true)
  }, [board])
  return <BoardContext.Provider value={board}>{children}</BoardContext.Provider>
}

/** What lies over the page (dialog, palette): commands beneath are silent while it is open. */
export function CommandLayer({ children }: { children: ReactNode }) {
  const board = useBoard()
  const depth = useContext(LayerContext)
  const key = useId()
  useEffect(() => board.push(key), [board, key])
  return <LayerContext.Provider value={depth + 1}>{children}</LayerContext.Provider>
}

/** Answers a command while mounted and `enabled`. */
export function useCommand(id: CommandId, run: () => void, enabled = true): void {
  const board = useBoard()
  const layer = useContext(LayerContext)
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  useEffect(() => {
    if (!enabled) return undefined
    return board.add({ id, layer, run: () => latest.current() })
  }, [board, id, layer, enabled])
}

/** Whether a dialog or the palette lies over the page. */
export function useCovered(): boolean {
  const board = useBoard()
  return useSyncExternalStore(board.subscribe, () => board.covered)
}

/** Commands that could act on the page now, and how to run one. */
export function useAvailableCommands(): { available: readonly CommandId[]; run: (id: CommandId) => void } {
  const board = useBoard()
  const version = useSyncExternalStore(board.subscribe, board.snapshot)
  return useMemo(() => ({ available: version >= 0 ? board.available : [], run: (id) => board.runBeneath(id) }), [board, version])
}
