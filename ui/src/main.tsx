import './shared/tokens.css'
import './shared/base.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/App'
import type { Host } from './host/host'

/** The window of the shell, a browser at the loopback twin, or an invented desk (`vite --mode memory` alone). */
async function chooseHost(): Promise<Host> {
  if (import.meta.env.MODE === 'memory') return (await import('./host/memory/window')).windowHost()
  if ('__TAURI_INTERNALS__' in window) return (await import('./host/tauri')).tauriHost()
  return (await import('./host/http')).httpHost(window.location)
}

/** One letter of each face: without this the rouble sign, which lies in a face of its own, is missing until it has been asked for. */
const FACES = 'Aя₽'

const root = document.getElementById('root')
if (root === null) throw new Error('no #root in the page')
const page = createRoot(root)
const faces = document.fonts.load('14px "Golos Text"', FACES).catch(() => [])
void Promise.all([chooseHost(), faces]).then(([host]) => page.render(<App host={host} />))
