export type HubView = { label: string, window: number | null, number: number, since_ms: number, taken_by: string, addresses: Array<string>, is_self: boolean, };
