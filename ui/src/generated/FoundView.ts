export type FoundView = { label: string, address: string, number: number, };
