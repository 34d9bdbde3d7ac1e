import type { Commands } from '../generated/commands'

/** The command table, as the program declares it. */
export type CommandName = keyof Commands
export type InputOf<N extends CommandName> = Commands[N][0]
export type OutputOf<N extends CommandName> = Commands[N][1]
