import type { KeyState } from '../../generated/KeyState'
import type { SessionState } from '../../generated/SessionState'
import { RpcError } from '../host'
import type { Answers } from './memory'
import { PASSPHRASE, RECOVERY_TEXT } from './seed'

const bare = (text: string) => text.toUpperCase().replaceAll(/[\s-]/g, '')

/** The key of an invented desk. */
export function keyAnswers(change: (...tags: string[]) => object, session: (part: Partial<SessionState>) => SessionState): Answers {
  let state: KeyState = { tie: 'machine', passphrase: false, spare: true, serves_hall: false, length_min: 12 }
  const turn = (part: Partial<KeyState>) => {
    state = { ...state, ...part }
    return change('key') as Record<string, never>
  }
  const opened = () => session({ stage: 'sign_in', user: null, problem: null, spare_key: null })
  return {
    'key.state': () => state,
    'key.open': ({ passphrase }) => {
      if (passphrase !== PASSPHRASE) throw new RpcError('passphrase-wrong', {}, 't-k')
      return opened()
    },
    'key.set_passphrase': ({ passphrase, again }) => {
      const wrong = (field: string, code: string, args = {}) => new RpcError('input-invalid', {}, 't-k', [{ field, code, args, warning: false }])
      if (passphrase.length < state.length_min) throw wrong('passphrase', 'passphrase_short', { expected: String(state.length_min), actual: String(passphrase.length) })
      if (again !== passphrase) throw wrong('again', 'passphrase_differs')
      return turn({ passphrase: true })
    },
    'key.remove_passphrase': () => turn({ passphrase: false }),
    'recovery.unlock': ({ text }) => {
      if (bare(text).length !== bare(RECOVERY_TEXT).length) throw new RpcError('recovery-text-malformed', {}, 't-k')
      if (bare(text) !== bare(RECOVERY_TEXT)) throw new RpcError('recovery-text-other', {}, 't-k')
      return opened()
    },
  }
}
