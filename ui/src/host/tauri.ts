import { invoke } from '@tauri-apps/api/core'
import { listen } from '@tauri-apps/api/event'
import { getCurrentWebviewWindow } from '@tauri-apps/api/webviewWindow'
import { type Host, toRpcError } from './host'

/**
 * The real window. The only file that knows the shell. Each window hears of what concerns it alone, and asks nothing before it
 * hears: a change between an answer and the beginning of listening would never be told.
 */
export function tauriHost(): Host {
  const listeners = new Set<(tags: readonly string[]) => void>()
  const listening = listen<string[]>('changes', (event) => listeners.forEach((tell) => tell(event.payload)), {
    target: getCurrentWebviewWindow().label,
  })
  return {
    async rpc(name, input) {
      try {
        await listening
        return await invoke<unknown>('rpc', { name, input })
      } catch (thrown) {
        throw toRpcError(thrown)
      }
    },
    onChanges(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
