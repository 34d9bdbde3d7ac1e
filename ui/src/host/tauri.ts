import { invoke } from '@tauri-apps/api/core'
import { listen } from '@tauri-apps/api/event'
import { getCurrentWebviewWindow } from '@tauri-apps/api/webviewWindow'
import { type Host, toRpcError } from './host'

/** The real window. The only file that knows the shell. Each window hears of what concerns it alone. */
export function tauriHost(): Host {
  return {
    async rpc(name, input) {
      try {
        return await invoke<unknown>('rpc', { name, input })
      } catch (thrown) {
        throw toRpcError(thrown)
      }
    },
    onChanges(listener) {
      const listening = listen<string[]>('changes', (event) => listener(event.payload), { target: getCurrentWebviewWindow().label })
      return () => {
        void listening.then((stop) => stop())
      }
    },
  }
}
