import type { AppealCard } from '../../generated/AppealCard'
import type { CommandName } from '../../host/table'
import { type CommandId, titleKey } from '../../shared/commands'
import { t } from '../../shared/words'

/** What can be done with an appeal; the card says which of it now. */
export type Act = 'assign' | 'answer' | 'close' | 'extend' | 'suspend' | 'resume' | 'propose' | 'approve' | 'decline' | 'reopen' | 'set_urgency' | 'redate' | 'change_norm' | 'assess' | 'accept_settlement' | 'reject_settlement' | 'confirm_responsibility' | 'cause' | 'set_action' | 'draft_answer' | 'approve_answer' | 'return_answer' | 'send_answer' | 'ask' | 'hand_over' | 'take_over' | 'hand_back'

interface ActShape {
  act: Act
  /** Its key and its place in the palette. */
  command: CommandId
  /** What a role must be allowed to call. */
  asks: CommandName
}

/** In the order in which they are offered. */
export const acts: readonly ActShape[] = [
  { act: 'assign', command: 'assign', asks: 'appeal.assign' },
  { act: 'answer', command: 'answer', asks: 'appeal.answer' },
  { act: 'close', command: 'close-appeal', asks: 'appeal.close' },
  { act: 'reopen', command: 'reopen', asks: 'appeal.reopen' },
  { act: 'resume', command: 'resume', asks: 'appeal.resume' },
  { act: 'approve', command: 'approve', asks: 'appeal.approve' },
  { act: 'decline', command: 'decline', asks: 'appeal.decline' },
  { act: 'extend', command: 'extend', asks: 'appeal.extend' },
  { act: 'suspend', command: 'suspend', asks: 'appeal.suspend' },
  { act: 'propose', command: 'propose', asks: 'appeal.propose' },
  { act: 'assess', command: 'assess', asks: 'claim.assess' },
  { act: 'accept_settlement', command: 'accept-settlement', asks: 'claim.accept_settlement' },
  { act: 'reject_settlement', command: 'reject-settlement', asks: 'claim.reject_settlement' },
  { act: 'confirm_responsibility', command: 'confirm-responsibility', asks: 'claim.confirm_responsibility' },
  { act: 'cause', command: 'cause', asks: 'claim.cause' },
  { act: 'set_action', command: 'set-action', asks: 'claim.set_action' },
  { act: 'set_urgency', command: 'set-urgency', asks: 'appeal.set_urgency' },
  { act: 'change_norm', command: 'change-norm', asks: 'appeal.change_norm' },
  { act: 'redate', command: 'redate', asks: 'appeal.redate' },
  { act: 'draft_answer', command: 'draft-answer', asks: 'answer.draft' },
  { act: 'approve_answer', command: 'approve-answer', asks: 'answer.approve' },
  { act: 'return_answer', command: 'return-answer', asks: 'answer.return' },
  { act: 'send_answer', command: 'send-answer', asks: 'answer.send' },
  { act: 'ask', command: 'ask', asks: 'answer.ask' },
  { act: 'hand_over', command: 'hand-over', asks: 'appeal.hand_over' },
  { act: 'take_over', command: 'take-over', asks: 'appeal.take_over' },
  { act: 'hand_back', command: 'hand-back', asks: 'appeal.hand_back' },
]

export interface OpenAct extends ActShape {
  title: string
  /** Why this person cannot do it; `null` when he can. */
  against: string | null
}

/** What the case allows now, with what stands against this person's doing it. */
export function actsOf(card: AppealCard, forbidden: readonly string[]): OpenAct[] {
  return acts
    .filter(({ act }) => card.actions.includes(act))
    .map((shape) => ({
      ...shape,
      title: t(shape.act === 'assign' && card.executor !== null ? 'appeal-reassign' : titleKey(shape.command)),
      against: forbidden.includes(shape.asks) ? t('forbidden') : null,
    }))
}

const mainOf: Record<string, readonly Act[]> = {
  registered: ['send_answer', 'assign', 'answer'],
  assigned: ['send_answer', 'answer', 'assign'],
  answered: ['close'],
  closed: ['reopen'],
}

/** The acts that stand as buttons: the first that this person can do is the main one. The rest are in the menu. */
export function buttonsOf(state: string, open: readonly OpenAct[]): { buttons: OpenAct[]; rest: OpenAct[] } {
  const wanted = mainOf[state] ?? []
  const buttons = wanted.flatMap((act) => open.filter((one) => one.act === act))
  return { buttons, rest: open.filter((one) => !buttons.includes(one)) }
}
