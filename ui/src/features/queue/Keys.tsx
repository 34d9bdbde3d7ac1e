import { useSpeaker } from '../../shared/parts/Toast'
import { useCommand } from '../../shared/useCommand'
import { againstAgain, againstFinish, againstNext, againstNotCome, againstStart, useTicketActs } from './useActs'
import { useQueueInside } from './useQueue'

/** The keys of the ticket work on every page; one that has nothing to do says why. */
export function QueueKeys() {
  const { state, toldAt, open, may } = useQueueInside()
  const { say } = useSpeaker()
  const acts = useTicketActs()
  const unless = (against: string | null, run: () => void) => {
    if (against === null) run()
    else say({ words: against, refused: true })
  }
  const { current } = state
  const isHere = current !== null
  useCommand('call-next', () => unless(againstNext(state), acts.next), may('queue.call_next'))
  useCommand('call-again', () => unless(againstAgain(state, performance.now() - toldAt), acts.again), may('queue.call_again'))
  useCommand('start-serving', () => unless(againstStart(state), acts.start), may('queue.start'))
  useCommand('finish-serving', () => unless(againstFinish(state), () => acts.finish({ outcome: '', wrap_up: false })), may('queue.finish'))
  useCommand('not-come', () => unless(againstNotCome(state), acts.notCome), current?.state === 'called' && may('queue.not_come'))
  useCommand('hold-ticket', () => open({ act: 'hold' }), isHere && may('queue.hold'))
  useCommand('transfer-ticket', () => open({ act: 'transfer' }), isHere && may('queue.transfer'))
  useCommand('add-service', () => open({ act: 'add-service' }), isHere && may('queue.add_service'))
  useCommand('issue-ticket', () => open({ act: 'issue' }), may('queue.issue'))
  useCommand('open-window', () => open({ act: 'open-window' }), state.window === null && may('window.open'))
  useCommand('ticket-printer', () => open({ act: 'ticket-printer' }), may('ticket_printer.set'))
  return null
}
