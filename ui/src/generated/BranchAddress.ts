export type BranchAddress = { address: string, };
