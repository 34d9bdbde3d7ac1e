import type { BranchDesk } from "./BranchDesk";
import type { BranchMode } from "./BranchMode";
import type { ErrorCode } from "./ErrorCode";
import type { FoundView } from "./FoundView";
import type { HubView } from "./HubView";
export type BranchState = { mode: BranchMode, hub: HubView | null, since_ms: number | null, cause: ErrorCode | null, unsent: number, relay_waiting: number, desks: Array<BranchDesk>, may_become: boolean, may_end: boolean, may_take_over: boolean, manual_address: string, found: Array<FoundView>, listening: Array<string>, listening_trouble: string | null, };
