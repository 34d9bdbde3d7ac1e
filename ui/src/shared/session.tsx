import { createContext, useContext } from 'react'
import type { DeskView } from '../generated/DeskView'
import type { UserView } from '../generated/UserView'

/** Who works at which desk today. Pages inside the shell always have it. */
export interface OpenSession {
  desk: DeskView
  user: UserView
  /** Civil date at the office, ISO. */
  today: string
}

const SessionContext = createContext<OpenSession | null>(null)

export const SessionProvider = SessionContext.Provider

export function useSession(): OpenSession {
  const session = useContext(SessionContext)
  if (session === null) throw new Error('nobody is signed in')
  return session
}
