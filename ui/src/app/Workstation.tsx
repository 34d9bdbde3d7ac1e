import { useCallback, useEffect, useRef, useState } from 'react'
import type { BranchState } from '../generated/BranchState'
import type { AppealCounts } from '../generated/AppealCounts'
import type { LinkState } from '../generated/LinkState'
import type { WorkState } from '../generated/WorkState'
import { AppealForm } from '../features/appeal-form/AppealForm'
import { ContractForm } from '../features/contract-form/ContractForm'
import { AppealPage } from '../features/appeals/AppealPage'
import { AppealsPage } from '../features/appeals/AppealsPage'
import { AuditPage } from '../features/audit/AuditPage'
import { ClaimsPage } from '../features/claims/ClaimsPage'
import { BookPage } from '../features/feedback/BookPage'
import { SurveysPage } from '../features/feedback/SurveysPage'
import { DayPage } from '../features/hall/DayPage'
import { HallPage } from '../features/hall/HallPage'
import { PeriodsPage } from '../features/hall/PeriodsPage'
import { useEscalationNews } from '../features/hall/useNews'
import { useHallWatch } from '../features/hall/useHall'
import { LettersPage } from '../features/letters/LettersPage'
import { LinkPage } from '../features/link/LinkPage'
import { PapersPage } from '../features/papers/PapersPage'
import { PaperDialog } from '../features/print/PaperDialog'
import { QueueKeys } from '../features/queue/Keys'
import { QueueDialogs } from '../features/queue/dialogs'
import { QueueNotes } from '../features/queue/Notes'
import { QueuePage } from '../features/queue/QueuePage'
import { CallNext, TicketColumn } from '../features/queue/TicketColumn'
import { QueueProvider, useQueue } from '../features/queue/useQueue'
import { VisitCourse } from '../features/queue/Visit'
import { WindowMenu } from '../features/queue/WindowMenu'
import { ReferencePage } from '../features/reference/ReferencePage'
import { ReceptionPage } from '../features/reception/ReceptionPage'
import { WorkPage } from '../features/work/WorkPage'
import { useAct, useAsk } from '../shared/bridge'
import { useClock, useMinute } from '../shared/clock'
import { durationWords, weekdayWords } from '../shared/format'
import { settleBeforeLeave } from '../shared/leave'
import { Note } from '../shared/parts/Layout'
import { type PaperRequest, PaperProvider } from '../shared/paper'
import { myAppeals } from '../shared/questions'
import { go, type Route, useRoute } from '../shared/route'
import { useSession } from '../shared/session'
import { useCommand } from '../shared/useCommand'
import { t } from '../shared/words'
import { BranchNav } from './BranchNav'
import { PageBoundary } from './PageBoundary'
import { Palette } from './Palette'
import { useFocusHome, useOpeningFocus } from './regions'
import { type Mark, type Section, Shell } from './Shell'

const idleSigns = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const

/** How often the program hears that somebody is there: it locks by itself when it does not. */
const TOUCH_EVERY_MS = 30_000

/** Locks the desk when nobody has touched it for so many minutes. */
function useAutoLock(minutes: number, lock: () => void, tell: () => void): void {
  const latest = useRef({ lock, tell })
  useEffect(() => {
    latest.current = { lock, tell }
  })
  useEffect(() => {
    if (minutes === 0) return undefined
    let timer = 0
    let touched = performance.now()
    let told = touched
    const wait = () => {
      timer = window.setTimeout(
        () => {
          if (performance.now() - touched >= minutes * 60_000) latest.current.lock()
          else wait()
        },
        minutes * 60_000 - (performance.now() - touched),
      )
    }
    const touch = () => {
      touched = performance.now()
      if (touched - told < TOUCH_EVERY_MS) return
      told = touched
      latest.current.tell()
    }
    wait()
    for (const sign of idleSigns) window.addEventListener(sign, touch, { passive: true })
    return () => {
      window.clearTimeout(timer)
      for (const sign of idleSigns) window.removeEventListener(sign, touch)
    }
  }, [minutes])
}

function linkMark(link: LinkState | undefined, branch: BranchState | undefined, nowMs: number, lastExchange: (ms: number) => string): { tone: 'ok' | 'info' | 'warn' | 'bad' | 'idle'; words: string; note: string | null } {
  if (link === undefined) return { tone: 'idle', words: t('net-unknown'), note: null }
  const note = link.last_exchange_ms === null ? t('net-never') : t('net-last', { time: lastExchange(link.last_exchange_ms) })
  switch (link.mode) {
    case 'online':
      return { tone: 'ok', words: t('net-online'), note }
    case 'connecting':
      return { tone: 'info', words: t('net-connecting'), note }
    case 'revoked':
      return { tone: 'bad', words: t('net-revoked'), note }
    case 'offline': {
      const time = link.since_ms === null ? null : durationWords(nowMs - link.since_ms)
      // The office works together without the centre.
      if (branch?.mode === 'connected' || branch?.mode === 'hub') return { tone: 'warn', words: time === null ? t('net-branch') : t('net-branch-for', { time }), note }
      // A network that wants a sign-in of its own is the one cause that the person at the desk mends.
      const words = link.cause === 'server-portal' ? t('net-portal') : time === null ? t('net-offline') : t('net-offline-for', { time })
      return { tone: 'bad', words: link.unsent === 0 ? words : t('net-offline-unsent', { offline: words, count: link.unsent }), note }
    }
  }
}

function marksOf(counts: AppealCounts | undefined, link: LinkState | undefined, decides: boolean, escalations: number, work: WorkState | undefined): Partial<Record<Section, Mark>> {
  const overdue = counts?.overdue ?? 0
  const today = counts?.today ?? 0
  const proposed = decides ? (counts?.proposed ?? 0) : 0
  const discrepancies = link?.discrepancies ?? 0
  // The head answers for the whole office; what falls due on the next working day is his news.
  const mine = decides ? (work?.office ?? work?.mine) : work?.mine
  const late = mine?.overdue ?? 0
  const now = mine?.today ?? 0
  const soon = work?.notice?.count ?? 0
  return {
    work: { tone: late > 0 ? 'bad' : 'warn', value: Math.max(late + now, soon), label: t(decides ? 'mark-work-head' : 'mark-work', { overdue: late, today: now, soon }) },
    appeals: { tone: overdue > 0 ? 'bad' : 'warn', value: overdue + today + proposed, label: t(decides ? 'mark-appeals-head' : 'mark-appeals', { overdue, today, proposed }) },
    hall: { tone: 'warn', value: escalations, label: t('mark-hall', { count: escalations }) },
    link: { tone: 'warn', value: discrepancies, label: t('mark-link', { count: discrepancies }) },
  }
}

function sectionOf(route: Route): Section {
  const first = route.parts[0]
  // The journal of papers stands beside the appeals that most of them belong to.
  if (first === 'papers') return 'appeals'
  if (first === 'audit') return 'hall'
  return first === 'queue' || first === 'appeals' || first === 'work' || first === 'feedback' || first === 'link' || first === 'hall' || first === 'reference' ? first : 'reception'
}

/** Приём, with what the queue puts into it where there is one. */
function Reception({ partyId, route }: { partyId: string | null; route: Route }) {
  const queue = useQueue()
  const parts =
    queue === null
      ? null
      : {
          column: <TicketColumn />,
          foot: <CallNext />,
          visit: queue.state.current === null ? null : (open: { partyId: string | null; account: string | null }) => <VisitCourse {...open} />,
        }
  return <ReceptionPage partyId={partyId} account={route.params.get('account')} ask={route.params.get('ask')} queue={parts} />
}

function Page({ route }: { route: Route }) {
  const queue = useQueue()
  const [section, id] = route.parts
  if (section === 'queue' && queue !== null) return <QueuePage params={route.params} />
  if (section === 'work') return <WorkPage params={route.params} />
  if (section === 'feedback' && id === 'surveys') return <SurveysPage />
  if (section === 'feedback') return <BookPage params={route.params} />
  if (section === 'link') return <LinkPage />
  if (section === 'reference') return <ReferencePage parts={route.parts.slice(1)} params={route.params} />
  if (section === 'papers') return <PapersPage params={route.params} />
  if (section === 'audit') return <AuditPage nav={<BranchNav at="audit" />} params={route.params} />
  if (section === 'hall' && id === 'day') return <DayPage nav={<BranchNav at="day" />} params={route.params} />
  if (section === 'hall' && id === 'periods') return <PeriodsPage nav={<BranchNav at="periods" />} params={route.params} />
  if (section === 'hall') return <HallPage nav={<BranchNav at="now" />} />
  if (section === 'appeals' && id === 'contract') return <ContractForm key={route.params.get('key') ?? 'contract'} params={route.params} />
  if (section === 'appeals' && id === 'letters') return <LettersPage params={route.params} />
  if (section === 'appeals' && id === 'claims') return <ClaimsPage params={route.params} />
  if (section === 'appeals' && id === 'new') return <AppealForm key={route.params.get('key') ?? 'form'} params={route.params} />
  if (section === 'appeals' && id !== undefined) return <AppealPage key={id} appealId={id} />
  if (section === 'appeals') return <AppealsPage params={route.params} />
  const partyId = section === 'reception' && id === 'client' ? (route.parts[2] ?? null) : null
  return <Reception partyId={partyId} route={route} />
}

interface WorkstationProps {
  autoLockMinutes: number
  clockOffSeconds: number | null
}

/** A user is signed in: the shell, the page that the address names, and what lies over it. */
export function Workstation(props: WorkstationProps) {
  return (
    <QueueProvider>
      <Open {...props} />
    </QueueProvider>
  )
}

function Open({ autoLockMinutes, clockOffSeconds }: WorkstationProps) {
  const route = useRoute()
  useOpeningFocus(route.parts.join('/'))
  useFocusHome()
  const { desk, user, today } = useSession()
  const clock = useClock()
  const queue = useQueue()
  useMinute()
  const link = useAsk('link.state', {}, ['link', 'discrepancies'])
  const branch = useAsk('branch.state', {}, ['branch', 'link'])
  const counts = useAsk('appeal.list', myAppeals, ['appeals'])
  const work = useAsk('work.counts', {}, ['appeals', 'records', 'work', 'directory'], { enabled: !user.forbidden.includes('work.list') })
  const hall = useHallWatch(!user.forbidden.includes('hall.state'))
  useEscalationNews(hall, route.parts[0] === 'hall')
  const lockNow = useAct('session.lock')
  const signOutNow = useAct('session.sign_out')
  const [finding, setFinding] = useState(false)
  const [paper, setPaper] = useState<PaperRequest | null>(null)

  const lock = useCallback(() => {
    void settleBeforeLeave().then(() => lockNow.mutate({}))
  }, [lockNow])
  const signOut = useCallback(() => {
    void settleBeforeLeave().then(() => signOutNow.mutate({}))
  }, [signOutNow])
  const touchNow = useAct('session.touch')
  useAutoLock(autoLockMinutes, lock, () => touchNow.mutate({}))
  useCommand('appeal-new', () => go(['appeals', 'new']))
  useCommand('go-letters', () => go(['appeals', 'letters']), !user.forbidden.includes('answer.letters'))
  useCommand('go-claims', () => go(['appeals', 'claims']), !user.forbidden.includes('claim.actions'))
  useCommand('go-papers', () => go(['papers']), !user.forbidden.includes('paper.journal'))

  const now = clock.nowMs()
  return (
    <PaperProvider value={setPaper}>
      <Shell
        section={sectionOf(route)}
        office={desk.site === null ? desk.office_name : t('desk-site', { office: desk.office_name, site: desk.site })}
        desk={queue === null ? t('gate-window', { window: desk.window }) : <WindowMenu desk={t('gate-window', { window: desk.window })} />}
        hasQueue={queue !== null}
        link={linkMark(link.data, branch.data, now, clock.moment)}
        day={`${weekdayWords(today, 'short')}, ${clock.date(now)}`}
        time={clock.time(now)}
        user={user.short_name}
        marks={marksOf(counts.data?.counts, link.data, !user.forbidden.includes('appeal.approve'), hall?.state.escalations.length ?? 0, work.data)}
        notes={
          clockOffSeconds === null && queue === null ? null : (
            <>
              {clockOffSeconds !== null && <Note tone="warn">{t('clock-off', { direction: clockOffSeconds > 0 ? 'fast' : 'slow', time: durationWords(Math.abs(clockOffSeconds) * 1000) })}</Note>}
              {queue !== null && <QueueNotes refusals={route.parts[0] !== 'queue' && sectionOf(route) !== 'reception'} />}
            </>
          )
        }
        onFind={() => setFinding(true)}
        onLock={lock}
        onSignOut={signOut}
      >
        <PageBoundary at={route.parts.join('/')}>
          <Page route={route} />
        </PageBoundary>
      </Shell>
      {queue !== null && (
        <>
          <QueueKeys />
          <QueueDialogs />
        </>
      )}
      <Palette isOpen={finding} onClose={() => setFinding(false)} />
      {paper !== null && <PaperDialog key={paper.formId} paper={paper} onClose={() => setPaper(paper.next ?? null)} />}
    </PaperProvider>
  )
}
