import { invoke } from '@tauri-apps/api/core'
import { listen } from '@tauri-apps/api/event'
import { type Host, toRpcError } from './host'

/** The real window. The only file that knows the shell. */
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
      const listening = listen<string[]>('changes', (event) => listener(event.payload))
      return () => {
        void listening.then((stop) => stop())
      }
    },
  }
}
