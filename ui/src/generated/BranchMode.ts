export type BranchMode = "none" | "hub" | "connected" | "searching" | "away";
