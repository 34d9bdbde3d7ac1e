import type { TicketGiven } from '../generated/TicketGiven'

/** What the kiosk shows. A ticket is two touches away: the line, then «Взять талон». */
export type Screen =
  | { name: 'choose' }
  | { name: 'services'; line: string }
  | { name: 'classes' }
  | { name: 'number' }
  | { name: 'given'; ticket: TicketGiven }
  | { name: 'helped' }
  | { name: 'failed'; words: string }

export interface Flow {
  screen: Screen
  /** Code of the ground to be served before others; empty: in turn. */
  ground: string
  contrast: boolean
  voice: boolean
  /** A ticket is being made: no other is asked for meanwhile. */
  busy: boolean
  /** «Вы ещё здесь?» stands over the screen. */
  asking: boolean
}

export type Happening =
  | { type: 'line'; line: string }
  | { type: 'classes' }
  | { type: 'ground'; code: string }
  | { type: 'number' }
  | { type: 'back' }
  | { type: 'contrast' }
  | { type: 'voice' }
  | { type: 'taking' }
  | { type: 'given'; ticket: TicketGiven }
  | { type: 'refused' }
  | { type: 'failed'; words: string }
  | { type: 'helped' }
  | { type: 'silence' }
  | { type: 'here' }
  | { type: 'rest' }

export const REST: Flow = { screen: { name: 'choose' }, ground: '', contrast: false, voice: false, busy: false, asking: false }

const CHOOSE: Screen = { name: 'choose' }

/** Where a visitor is at the kiosk. What is being made is not left: only its end leads on. */
export function step(flow: Flow, event: Happening): Flow {
  if (flow.busy && event.type !== 'given' && event.type !== 'refused' && event.type !== 'failed') return flow
  switch (event.type) {
    case 'line':
      return { ...flow, screen: { name: 'services', line: event.line } }
    case 'classes':
      return { ...flow, screen: { name: 'classes' } }
    case 'ground':
      return { ...flow, ground: event.code, screen: CHOOSE }
    case 'number':
      return { ...flow, screen: { name: 'number' } }
    case 'back':
      return { ...flow, screen: CHOOSE }
    case 'contrast':
      return { ...flow, contrast: !flow.contrast }
    case 'voice':
      return { ...flow, voice: !flow.voice }
    case 'taking':
      return { ...flow, busy: true, asking: false }
    case 'given':
      return { ...flow, busy: false, asking: false, ground: '', screen: { name: 'given', ticket: event.ticket } }
    case 'refused':
      return { ...flow, busy: false }
    case 'failed':
      return { ...flow, busy: false, asking: false, screen: { name: 'failed', words: event.words } }
    case 'helped':
      return { ...flow, screen: { name: 'helped' } }
    case 'silence':
      return { ...flow, asking: true }
    case 'here':
      return { ...flow, asking: false }
    case 'rest':
      return REST
  }
}

/** Nobody is in the middle of anything. */
export function atRest(flow: Flow): boolean {
  return flow.screen.name === 'choose' && flow.ground === '' && !flow.contrast && !flow.voice
}

/** What has been said is left by itself after so long; other screens ask first. */
export function staysMs(screen: Screen): number | null {
  switch (screen.name) {
    case 'given':
      // Without paper the number has to be remembered.
      return screen.ticket.printed ? 15_000 : 40_000
    case 'helped':
    case 'failed':
      return 12_000
    case 'choose':
    case 'services':
    case 'classes':
    case 'number':
      return null
  }
}
