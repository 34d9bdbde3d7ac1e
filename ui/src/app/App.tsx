import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useCallback, useEffect } from 'react'
import { I18nProvider, RouterProvider } from 'react-aria-components'
import type { DeskView } from '../generated/DeskView'
import type { SessionState } from '../generated/SessionState'
import { Damaged } from '../features/session/Damaged'
import { Enrolment } from '../features/session/Enrolment'
import { FirstLoad } from '../features/session/FirstLoad'
import { LockScreen } from '../features/session/LockScreen'
import { Passphrase } from '../features/session/Passphrase'
import { Recovered } from '../features/session/Recovered'
import { SignIn } from '../features/session/SignIn'
import type { Host } from '../host/host'
import { BridgeProvider, useAsk } from '../shared/bridge'
import { ClockProvider } from '../shared/clock'
import { Skeleton } from '../shared/parts/Layout'
import { ToastProvider, useSpeaker } from '../shared/parts/Toast'
import { Refusal } from '../shared/refusal'
import { go } from '../shared/route'
import { SessionProvider } from '../shared/session'
import { CommandProvider } from '../shared/useCommand'
import { t } from '../shared/words'
import { Logo } from '../shared/Logo'
import { Manual } from './Manual'
import { Workstation } from './Workstation'

/** Before the directory has come the office has no name. */
function placeOf({ office_name, window }: DeskView): string {
  return office_name === '' ? t('gate-window', { window }) : t('gate-place', { office: office_name, window })
}

function Stage({ state }: { state: SessionState }) {
  const { desk, user } = state
  const logo = <Logo />
  const place = desk === null ? undefined : placeOf(desk)
  switch (state.stage) {
    case 'enrolment':
      return <Enrolment logo={logo} />
    case 'passphrase':
      return <Passphrase logo={logo} place={place} spareKey={state.spare_key} />
    case 'first_load':
      return <FirstLoad logo={logo} place={place} />
    case 'sign_in':
      return <SignIn logo={logo} place={place} />
    case 'locked':
      return user === null ? <SignIn logo={logo} place={place} /> : <LockScreen logo={logo} place={place} user={user} />
    case 'damaged':
      return <Damaged logo={logo} place={place} problem={state.problem} spareKey={state.spare_key} />
    case 'recovered':
      return state.recovered === null ? <SignIn logo={logo} place={place} /> : <Recovered logo={logo} place={place} report={state.recovered} />
    case 'open':
      if (desk === null || user === null) return <SignIn logo={logo} place={place} />
      return (
        <SessionProvider value={{ desk, user, today: state.today }}>
          <Workstation autoLockMinutes={state.auto_lock_minutes} clockOffSeconds={state.clock_off_seconds} />
        </SessionProvider>
      )
  }
}

const openToAll = new Set(['session.state', 'session.users', 'load.progress', 'link.state'])

/** A locked window keeps no client's data behind the lock. */
function useForgetting(open: boolean): void {
  const client = useQueryClient()
  const { hush } = useSpeaker()
  useEffect(() => {
    if (open) return
    client.removeQueries({ predicate: ({ queryKey }) => !openToAll.has(String(queryKey[0])) })
    hush()
  }, [client, hush, open])
}

/** Whoever signs in begins at reception: what another had open is not his. */
function useHome(stage: SessionState['stage'] | undefined): void {
  useEffect(() => {
    if (stage === 'sign_in') go(['reception'])
  }, [stage])
}

/** What the window shows follows from the session alone. */
function Window() {
  const state = useAsk('session.state', {}, ['session'])
  useForgetting(state.data?.stage === 'open')
  useHome(state.data?.stage)
  if (state.data === undefined) return state.error === null ? <Skeleton rows={4} /> : <Refusal error={state.error} />
  return (
    <ClockProvider nowMs={state.data.now_ms} utcOffsetMinutes={state.data.desk?.utc_offset_minutes ?? 0}>
      {/* Another stage is another person or another matter: the manual does not stay open over it. */}
      <Manual key={state.data.stage}>
        <Stage state={state.data} />
      </Manual>
    </ClockProvider>
  )
}

function Navigation({ children }: { children: ReactNode }) {
  const navigate = useCallback((href: string) => {
    window.location.hash = href
  }, [])
  return <RouterProvider navigate={navigate}>{children}</RouterProvider>
}

export function App({ host }: { host: Host }) {
  return (
    <I18nProvider locale="ru-RU">
      <BridgeProvider host={host}>
        <Navigation>
          <CommandProvider>
            <ToastProvider>
              <Window />
            </ToastProvider>
          </CommandProvider>
        </Navigation>
      </BridgeProvider>
    </I18nProvider>
  )
}
