export type BranchDesk = { key: string, label: string, window: number, is_self: boolean, is_hub: boolean, is_successor: boolean, seen_ms: number | null, };
