import '../shared/tokens.css'
import '../shared/base.css'
import './station.css'
import { type ReactNode, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import type { Host } from '../host/host'
import type { StationHost } from '../host/station'
import { BridgeProvider } from '../shared/bridge'
import { calm } from './calm'
import { Pairing } from './Pairing'

export type StationKind = 'kiosk' | 'board'

/** A window of the program, a page of the loopback twin, an invented hall, or a browser at the hub. */
async function chooseHost(kind: StationKind): Promise<Host> {
  if (import.meta.env.MODE === 'memory') return (await import('../host/memory/hall')).hallHost(window.location)
  if ('__TAURI_INTERNALS__' in window) return (await import('../host/tauri')).tauriHost()
  if (new URLSearchParams(window.location.search).has('token')) return (await import('../host/http')).httpHost(window.location, kind)
  return (await import('../host/station')).stationHost(window.location)
}

function canPair(host: Host): host is StationHost {
  return 'pair' in host
}

/** Whether the desk is heard. It begins as heard: a page that has just come was brought by it. */
export function useLinked(host: Host): boolean {
  const [up, setUp] = useState(true)
  useEffect(() => host.onLink?.(setUp), [host])
  return up
}

function isNotPaired(thrown: unknown): boolean {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 'station-not-paired'
}

/** A device that nobody has let in, or that was put out, asks for the code; any other shows its page. */
export function Gate({ host, kind, children }: { host: Host; kind: StationKind; children: ReactNode }) {
  const station = canPair(host) ? host : null
  const [known, setKnown] = useState<boolean | null>(station === null ? true : null)
  useEffect(() => {
    if (station === null) return
    let gone = false
    const probe = () =>
      void station.rpc(`${kind}.state`, {}).then(
        () => !gone && setKnown(true),
        (thrown: unknown) => !gone && setKnown((before) => (isNotPaired(thrown) ? false : (before ?? true))),
      )
    probe()
    const stop = station.onLink?.((up) => {
      if (!up) probe()
    })
    return () => {
      gone = true
      stop?.()
    }
  }, [station, kind])
  if (known === null) return null
  if (!known && station !== null) {
    return (
      <Pairing
        host={station}
        onPaired={(paired) => {
          if (paired === kind) setKnown(true)
          else window.location.replace(`/${paired}.html`)
        }}
      />
    )
  }
  return <BridgeProvider host={host}>{children}</BridgeProvider>
}

const FACES = 'Aя₽'

export function startStation(kind: StationKind, page: (host: Host) => ReactNode): void {
  const root = document.getElementById('root')
  if (root === null) throw new Error('no #root in the page')
  calm(document)
  const faces = document.fonts.load('14px "Golos Text"', FACES).catch(() => [])
  void Promise.all([chooseHost(kind), faces]).then(([host]) =>
    createRoot(root).render(
      <Gate host={host} kind={kind}>
        {page(host)}
      </Gate>,
    ),
  )
}
