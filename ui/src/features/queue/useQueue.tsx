import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import type { QueuedLine } from '../../generated/QueuedLine'
import type { QueueState } from '../../generated/QueueState'
import type { CommandName } from '../../host/table'
import type { RpcError } from '../../host/host'
import { useAsk } from '../../shared/bridge'
import { useSession } from '../../shared/session'

/** What lies open over the page for the queue. */
export type Opened =
  | { act: 'open-window' }
  | { act: 'streams' }
  | { act: 'hold' }
  | { act: 'transfer' }
  | { act: 'add-service' }
  | { act: 'issue' }
  | { act: 'ticket-printer' }
  | { act: 'call' | 'class' | 'left'; line: QueuedLine }

export interface Queue {
  state: QueueState
  /** When the state was told, on the monotonic clock of the window. */
  toldAt: number
  may: (command: CommandName) => boolean
  open: (opened: Opened) => void
}

interface Inside extends Queue {
  opened: Opened | null
  close: () => void
  /** The last act that was refused, till somebody has read it. */
  trouble: RpcError | null
  setTrouble: (trouble: RpcError | null) => void
}

const QueueContext = createContext<Inside | null>(null)

const heard = (state: QueueState | undefined) => (state === undefined ? null : { state, toldAt: performance.now() })

/** Holds the queue of the office for all pages: the keys work on every one of them. */
export function QueueProvider({ children }: { children: ReactNode }) {
  const { user } = useSession()
  const may = useCallback((command: CommandName) => !user.forbidden.includes(command), [user])
  const asked = useAsk('queue.state', {}, ['queue', 'link', 'directory'], { enabled: may('queue.state') })
  const told = useMemo(() => heard(asked.data), [asked.data])
  const [opened, setOpened] = useState<Opened | null>(null)
  const [trouble, setTrouble] = useState<RpcError | null>(null)
  const value = useMemo<Inside | null>(
    () => (told === null || !told.state.enabled ? null : { ...told, may, open: setOpened, opened, close: () => setOpened(null), trouble, setTrouble }),
    [told, may, opened, trouble],
  )
  return <QueueContext value={value}>{children}</QueueContext>
}

/** The queue of the office; `null` when it has none, or this person has no part in it. */
export function useQueue(): Queue | null {
  return useContext(QueueContext)
}

/** Within what is drawn only where there is a queue. */
export function useQueueInside(): Inside {
  const inside = useContext(QueueContext)
  if (inside === null) throw new Error('this office has no queue')
  return inside
}
