import type { StationState } from '../../generated/StationState'
import { RpcError } from '../host'
import type { Answers } from './memory'
import { NOW_MS } from './seed'

/** Screens of an invented hall. */
export function stationAnswers(change: (...tags: string[]) => object): Answers {
  let state: StationState = { on: false, addresses: [], fingerprint: '', trouble: null, code: null, devices: [], refused: 0, refused_from: '', refused_at_ms: null, has_windows: true, windows: [] }
  const turn = (part: Partial<StationState>) => {
    state = { ...state, ...part }
    return change('station') as Record<string, never>
  }
  return {
    'station.state': () => state,
    'station.switch': ({ on }) =>
      turn(
        on
          ? {
              on,
              addresses: ['https://192.168.1.20:7443'],
              fingerprint: Array.from({ length: 32 }, (_, index) => ((index * 37) % 256).toString(16).padStart(2, '0').toUpperCase()).join(':'),
              devices: [{ id: 'a1', kind: 'board', name: 'Табло в зале', paired_at_ms: NOW_MS - 86_400_000, seen_at_ms: NOW_MS, connected: true }],
            }
          : { on, addresses: [], fingerprint: '', code: null },
      ),
    'station.pair': ({ kind, name }) => {
      if (name.length > 60) throw new RpcError('input-invalid', {}, 't-s', [{ field: 'name', code: 'too_long', args: { expected: '60', actual: String(name.length) }, warning: false }])
      return turn({ code: { digits: '48201735', kind, expires_at_ms: NOW_MS + 600_000 } })
    },
    'station.revoke': ({ id }) => turn({ devices: state.devices.filter((device) => device.id !== id) }),
    'station.open': ({ kind }) => turn({ windows: [...state.windows, kind] }),
    'station.close': ({ kind }) => turn({ windows: state.windows.filter((open) => open !== kind) }),
  }
}
