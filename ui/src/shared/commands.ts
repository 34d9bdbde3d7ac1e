/**
 * The one registry of commands: palette, tooltips, menus and the sheet of keys read it.
 * Letters are matched by `event.code`: the Russian layout is the normal case.
 */
export interface Chord {
  /** `KeyboardEvent.code`: the place on the keyboard, whatever the layout. */
  code: string
  ctrl?: boolean
  alt?: boolean
  shift?: boolean
  /** What stands on the key caps. */
  caps: string
}

export type CommandGroup = 'go' | 'queue' | 'hall' | 'reception' | 'appeals' | 'form' | 'window'

interface CommandShape {
  id: string
  group: CommandGroup
  chord: Chord | null
  /** Also listed in the palette. */
  palette: boolean
}

export const commands = [
  { id: 'palette', group: 'window', palette: false, chord: { code: 'KeyK', ctrl: true, caps: 'Ctrl K' } },
  { id: 'guide', group: 'window', palette: true, chord: { code: 'F1', caps: 'F1' } },
  { id: 'keys', group: 'window', palette: true, chord: { code: 'Slash', shift: true, caps: '?' } },
  { id: 'lock', group: 'window', palette: true, chord: { code: 'KeyL', ctrl: true, caps: 'Ctrl L' } },
  { id: 'sign-out', group: 'window', palette: true, chord: null },
  { id: 'next-region', group: 'window', palette: false, chord: { code: 'F6', caps: 'F6' } },
  { id: 'previous-region', group: 'window', palette: false, chord: { code: 'F6', shift: true, caps: 'Shift F6' } },
  { id: 'back', group: 'window', palette: false, chord: { code: 'Escape', caps: 'Esc' } },
  { id: 'go-reception', group: 'go', palette: true, chord: { code: 'Digit1', alt: true, caps: 'Alt 1' } },
  { id: 'go-queue', group: 'go', palette: true, chord: { code: 'Digit2', alt: true, caps: 'Alt 2' } },
  { id: 'go-appeals', group: 'go', palette: true, chord: { code: 'Digit3', alt: true, caps: 'Alt 3' } },
  { id: 'go-work', group: 'go', palette: true, chord: { code: 'Digit4', alt: true, caps: 'Alt 4' } },
  { id: 'go-feedback', group: 'go', palette: true, chord: { code: 'Digit5', alt: true, caps: 'Alt 5' } },
  { id: 'go-reference', group: 'go', palette: true, chord: { code: 'Digit7', alt: true, caps: 'Alt 7' } },
  { id: 'go-link', group: 'go', palette: true, chord: { code: 'Digit9', alt: true, caps: 'Alt 9' } },
  { id: 'go-hall', group: 'go', palette: true, chord: { code: 'Digit8', alt: true, caps: 'Alt 8' } },
  { id: 'go-audit', group: 'go', palette: true, chord: { code: 'Digit8', alt: true, shift: true, caps: 'Alt Shift 8' } },
  { id: 'call-next', group: 'queue', palette: true, chord: { code: 'F2', caps: 'F2' } },
  { id: 'call-again', group: 'queue', palette: true, chord: { code: 'F3', caps: 'F3' } },
  { id: 'start-serving', group: 'queue', palette: true, chord: { code: 'F4', caps: 'F4' } },
  { id: 'finish-serving', group: 'queue', palette: true, chord: { code: 'F8', caps: 'F8' } },
  { id: 'hold-ticket', group: 'queue', palette: true, chord: null },
  { id: 'transfer-ticket', group: 'queue', palette: true, chord: null },
  { id: 'add-service', group: 'queue', palette: true, chord: null },
  { id: 'not-come', group: 'queue', palette: true, chord: null },
  { id: 'issue-ticket', group: 'queue', palette: true, chord: { code: 'F7', caps: 'F7' } },
  { id: 'ticket-printer', group: 'queue', palette: true, chord: null },
  { id: 'open-window', group: 'queue', palette: true, chord: null },
  { id: 'decisions', group: 'hall', palette: true, chord: { code: 'KeyE', ctrl: true, caps: 'Ctrl E' } },
  { id: 'new-appeal', group: 'reception', palette: true, chord: { code: 'Digit1', ctrl: true, caps: 'Ctrl 1' } },
  { id: 'new-claim', group: 'reception', palette: true, chord: { code: 'Digit2', ctrl: true, caps: 'Ctrl 2' } },
  { id: 'new-contract', group: 'reception', palette: true, chord: { code: 'Digit9', ctrl: true, caps: 'Ctrl 9' } },
  { id: 'consult', group: 'reception', palette: true, chord: { code: 'Digit3', ctrl: true, caps: 'Ctrl 3' } },
  { id: 'agree', group: 'reception', palette: true, chord: { code: 'Digit4', ctrl: true, caps: 'Ctrl 4' } },
  { id: 'incident', group: 'reception', palette: true, chord: { code: 'Digit5', ctrl: true, caps: 'Ctrl 5' } },
  { id: 'book-write', group: 'reception', palette: true, chord: { code: 'KeyB', ctrl: true, caps: 'Ctrl B' } },
  { id: 'consent', group: 'reception', palette: true, chord: { code: 'Digit6', ctrl: true, caps: 'Ctrl 6' } },
  { id: 'ask-centre', group: 'reception', palette: true, chord: { code: 'Digit7', ctrl: true, caps: 'Ctrl 7' } },
  { id: 'script', group: 'reception', palette: true, chord: { code: 'Digit8', ctrl: true, caps: 'Ctrl 8' } },
  { id: 'appeal-new', group: 'appeals', palette: true, chord: { code: 'KeyN', ctrl: true, caps: 'Ctrl N' } },
  { id: 'filter', group: 'appeals', palette: false, chord: { code: 'Slash', caps: '/' } },
  { id: 'print', group: 'appeals', palette: true, chord: { code: 'F9', caps: 'F9' } },
  { id: 'assign', group: 'appeals', palette: true, chord: { code: 'KeyI', ctrl: true, caps: 'Ctrl I' } },
  { id: 'answer', group: 'appeals', palette: true, chord: { code: 'KeyJ', ctrl: true, caps: 'Ctrl J' } },
  { id: 'go-letters', group: 'appeals', palette: true, chord: null },
  { id: 'go-claims', group: 'appeals', palette: true, chord: null },
  { id: 'go-papers', group: 'appeals', palette: true, chord: { code: 'F9', shift: true, caps: 'Shift F9' } },
  { id: 'acts', group: 'appeals', palette: false, chord: { code: 'F10', caps: 'F10' } },
  { id: 'filter-fields', group: 'appeals', palette: true, chord: { code: 'KeyF', ctrl: true, caps: 'Ctrl F' } },
  { id: 'views', group: 'appeals', palette: true, chord: { code: 'KeyS', ctrl: true, caps: 'Ctrl S' } },
  { id: 'close-appeal', group: 'appeals', palette: true, chord: null },
  { id: 'reopen', group: 'appeals', palette: true, chord: null },
  { id: 'resume', group: 'appeals', palette: true, chord: null },
  { id: 'approve', group: 'appeals', palette: true, chord: null },
  { id: 'decline', group: 'appeals', palette: true, chord: null },
  { id: 'extend', group: 'appeals', palette: true, chord: null },
  { id: 'suspend', group: 'appeals', palette: true, chord: null },
  { id: 'propose', group: 'appeals', palette: true, chord: null },
  { id: 'assess', group: 'appeals', palette: true, chord: null },
  { id: 'accept-settlement', group: 'appeals', palette: true, chord: null },
  { id: 'reject-settlement', group: 'appeals', palette: true, chord: null },
  { id: 'confirm-responsibility', group: 'appeals', palette: true, chord: null },
  { id: 'cause', group: 'appeals', palette: true, chord: null },
  { id: 'set-action', group: 'appeals', palette: true, chord: null },
  { id: 'set-urgency', group: 'appeals', palette: true, chord: null },
  { id: 'change-norm', group: 'appeals', palette: true, chord: null },
  { id: 'redate', group: 'appeals', palette: true, chord: null },
  { id: 'draft-answer', group: 'appeals', palette: true, chord: null },
  { id: 'approve-answer', group: 'appeals', palette: true, chord: null },
  { id: 'return-answer', group: 'appeals', palette: true, chord: null },
  { id: 'send-answer', group: 'appeals', palette: true, chord: null },
  { id: 'ask', group: 'appeals', palette: true, chord: null },
  { id: 'hand-over', group: 'appeals', palette: true, chord: null },
  { id: 'take-over', group: 'appeals', palette: true, chord: null },
  { id: 'hand-back', group: 'appeals', palette: true, chord: null },
  { id: 'add-document', group: 'form', palette: false, chord: { code: 'KeyD', ctrl: true, caps: 'Ctrl D' } },
  { id: 'news', group: 'window', palette: false, chord: { code: 'Enter', alt: true, caps: 'Alt Enter' } },
  { id: 'submit', group: 'form', palette: false, chord: { code: 'Enter', ctrl: true, caps: 'Ctrl Enter' } },
] as const satisfies readonly CommandShape[]

export type CommandId = (typeof commands)[number]['id']

export interface Command extends CommandShape {
  id: CommandId
}

export function commandOf(id: CommandId): Command {
  const found = commands.find((command) => command.id === id)
  if (found === undefined) throw new Error(`no command ${id}`)
  return found
}

export function titleKey(id: CommandId): string {
  return `command-${id}`
}

export function capsOf(id: CommandId): string | null {
  return commandOf(id).chord?.caps ?? null
}

export interface KeyStroke {
  code: string
  key: string
  ctrlKey: boolean
  altKey: boolean
  shiftKey: boolean
  metaKey: boolean
}

function isEditable(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && !['button', 'checkbox', 'radio', 'submit', 'range'].includes(target.type)
}

/** Which commands a key stroke may mean, given where the caret stands. */
export function commandsFor(stroke: KeyStroke, target: EventTarget | null): CommandId[] {
  if (stroke.metaKey) return []
  // «?» is Shift+7 in the Russian layout and Shift+/ in the Latin one: the sheet answers to the sign itself.
  const asks = stroke.key === '?' && !stroke.ctrlKey && !stroke.altKey
  if (asks && !isEditable(target)) return ['keys']
  const typing = isEditable(target) && !stroke.ctrlKey && !stroke.altKey && stroke.key.length === 1
  if (typing) return []
  return commands
    .filter(({ chord }: Command) => {
      if (chord === null || chord.code !== stroke.code) return false
      return (chord.ctrl ?? false) === stroke.ctrlKey && (chord.alt ?? false) === stroke.altKey && (chord.shift ?? false) === stroke.shiftKey
    })
    .map((command) => command.id)
}
