import type { BranchState } from '../../generated/BranchState'
import { RpcError } from '../host'
import type { Answers } from './memory'
import { NOW_MS } from './seed'

const desks: BranchState['desks'] = [
  { key: 'd1', label: 'ТЛ-01', window: 1, is_self: false, is_hub: false, is_successor: false, seen_ms: NOW_MS - 20_000 },
  { key: 'd2', label: 'ТЛ-02', window: 2, is_self: false, is_hub: false, is_successor: false, seen_ms: NOW_MS - 45_000 },
  { key: 'd4', label: 'ТЛ-04', window: 4, is_self: true, is_hub: false, is_successor: false, seen_ms: null },
]

const refused: BranchState['refused'] = [
  { label: 'ТЛ-02', window: 2, reason: 'fork', count: 3, times: 14, first_ms: NOW_MS - 5_400_000 },
  { label: null, window: null, reason: 'foreign-desk', count: 1, times: 1, first_ms: NOW_MS - 90_000_000 },
]

const none: BranchState = {
  mode: 'none',
  hub: null,
  since_ms: null,
  cause: null,
  unsent: 0,
  relay_waiting: 0,
  refused: [],
  desks,
  may_become: true,
  may_end: false,
  may_take_over: false,
  manual_address: '',
  found: [],
  listening: [],
  listening_trouble: null,
}

/** The hub of an invented office; `?hub=connected` and the like show the office of another desk's hub. */
export function hubAnswers(change: (...tags: string[]) => object): Answers {
  const asked = typeof location === 'undefined' ? null : new URLSearchParams(location.search).get('hub')
  let state: BranchState = none
  const of = (mode: BranchState['mode'], hubKey: string): BranchState => {
    const hub = desks.find((desk) => desk.key === hubKey)
    return {
      ...state,
      mode,
      desks: state.desks.map((desk) => ({ ...desk, is_hub: desk.key === hubKey })),
      hub: { label: hub?.label ?? '', window: hub?.window ?? null, number: 1, since_ms: NOW_MS - 3_600_000, taken_by: 'Орлова М. И.', addresses: ['https://192.168.1.20:7443'], is_self: hub?.is_self ?? false },
      may_become: mode !== 'hub',
      may_end: true,
      listening: mode === 'hub' ? ['https://192.168.1.24:7443'] : [],
    }
  }
  if (asked === 'connected') state = of('connected', 'd1')
  if (asked === 'unknown') state = { ...of('searching', 'd1'), cause: 'unknown-desk', unsent: 3 }
  if (asked === 'away') state = { ...of('away', 'd1'), since_ms: NOW_MS - 120_000, cause: 'unreachable', unsent: 3, may_take_over: true }
  if (asked === 'self') state = { ...of('hub', 'd4'), relay_waiting: 12, refused }
  const turn = (next: BranchState) => {
    state = next
    return change('branch') as Record<string, never>
  }
  return {
    'branch.state': () => state,
    'branch.become': () => turn(of('hub', 'd4')),
    'branch.take_over': () => turn({ ...of('hub', 'd4'), may_take_over: false }),
    'branch.end': () => turn({ ...none, desks: desks.map((desk) => ({ ...desk, is_hub: false })) }),
    'branch.set_successors': ({ keys }) => turn({ ...state, desks: state.desks.map((desk) => ({ ...desk, is_successor: keys.includes(desk.key) })) }),
    'branch.set_address': ({ address }) => {
      if (address !== '' && !/^(https:\/\/)?\d+\.\d+\.\d+\.\d+(:\d+)?$/.test(address)) throw new RpcError('input-invalid', {}, 't-h', [{ field: 'address', code: 'address_shape', args: {}, warning: false }])
      return turn({ ...state, manual_address: address })
    },
    'branch.try_now': () => turn(state),
  }
}
