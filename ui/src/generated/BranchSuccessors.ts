export type BranchSuccessors = { keys: Array<string>, };
