import { Printer, TicketPlus } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { QueuedLine } from '../../generated/QueuedLine'
import type { QueueState } from '../../generated/QueueState'
import type { StreamView } from '../../generated/StreamView'
import type { TicketGiven } from '../../generated/TicketGiven'
import { useAct } from '../../shared/bridge'
import { capsOf } from '../../shared/commands'
import { markAt, markTone, timeWords, useElapsed } from '../../shared/norm'
import { Button } from '../../shared/parts/Button'
import { type ColumnShape, DataTable } from '../../shared/parts/DataTable'
import { SegmentField } from '../../shared/parts/Field'
import { Empty } from '../../shared/parts/Layout'
import { Status } from '../../shared/parts/Status'
import { Tabs } from '../../shared/parts/Tabs'
import text from '../../shared/parts/text.module.css'
import { useSpeaker } from '../../shared/parts/Toast'
import { Refusal } from '../../shared/refusal'
import { useWidthRem } from '../../shared/rem'
import { amend } from '../../shared/route'
import { useCommand } from '../../shared/useCommand'
import { t } from '../../shared/words'
import { GivenDialog } from './dialogs'
import { HallSigns } from './Notes'
import styles from './Queue.module.css'
import { againstCall, useTicketActs } from './useActs'
import { useQueueInside } from './useQueue'

const lists = ['line', 'held', 'no-shows'] as const
type List = (typeof lists)[number]

const keyOf = (line: QueuedLine) => `${line.visit_id} ${line.ticket}`
const nameOf = (line: QueuedLine) => `${line.number} ${line.service}`

/** How far the wait is from its norm. */
function Left({ line }: { line: QueuedLine }) {
  const { toldAt } = useQueueInside()
  const elapsedMs = useElapsed({ clock: line.wait, toldAt }, 60_000)
  const minutes = Math.floor(Math.abs(line.wait.norm_ms - elapsedMs) / 60_000)
  const mark = markAt(elapsedMs, line.wait)
  if (line.wait.norm_ms <= 0) return null
  const words = minutes < 1 ? t(mark === 'over' ? 'queue-over-just' : 'queue-left-minute') : t(mark === 'over' ? 'queue-over-minutes' : 'queue-left-minutes', { minutes })
  return <Status tone={mark === 'fine' ? 'plain' : markTone[mark]}>{words}</Status>
}

/** Plain minutes: how they stand against the norm is told beside. */
function Waits({ line }: { line: QueuedLine }) {
  const { toldAt } = useQueueInside()
  const minutes = Math.floor(useElapsed({ clock: line.wait, toldAt }, 60_000) / 60_000)
  return <span>{minutes < 1 ? t('wait-just-now') : t('duration-minutes', { count: minutes })}</span>
}

function whyWords(line: QueuedLine): string {
  const at = line.appointment === null ? null : t('why-appointment-at', { time: line.appointment })
  const aim = line.window === null ? null : t('queue-for-window', { window: line.window })
  // Who has a time is told by it, whether it has come or not.
  const why = at !== null && line.why !== 'returned' ? null : t(line.why === '' ? 'why-elsewhere' : `why-${line.why}`)
  return [why, at, line.why === 'returned' ? null : aim].filter((words) => words !== null).join(', ')
}

function columnsOf(list: List, streamOf: (code: string) => string, widthRem: number): readonly ColumnShape<QueuedLine>[] {
  const isLine = list === 'line'
  const all: readonly ColumnShape<QueuedLine>[] = [
    { id: 'number', title: t('queue-number'), width: 88, cell: (line) => <span className={text.strong}>{line.number}</span> },
    { id: 'service', title: t('queue-service'), width: '1fr', minWidth: 120, cell: (line) => <span title={line.service}>{line.service}</span> },
    { id: 'stream', title: t('queue-stream'), width: 112, cell: (line) => <span className={text.mute}>{streamOf(line.stream)}</span> },
    { id: 'waits', title: t(isLine ? 'queue-waits' : 'queue-stands'), width: 104, cell: (line) => <Waits line={line} /> },
    { id: 'left', title: t('queue-left'), width: 152, cell: (line) => <Left line={line} /> },
    { id: 'ground', title: t('queue-ground'), width: '1fr', minWidth: 110, cell: (line) => <span title={line.class ?? ''}>{line.class ?? ''}</span> },
    { id: 'why', title: t('queue-why'), width: 168, cell: (line) => <span title={whyWords(line)} className={line.why === 'turn' || line.why === '' ? text.mute : undefined}>{whyWords(line)}</span> },
    { id: 'note', title: t('queue-reason'), width: '1.4fr', minWidth: 140, cell: (line) => <span title={line.note ?? ''}>{line.note ?? ''}</span> },
  ]
  const wanted: Record<List, readonly string[]> = {
    line: ['number', 'service', 'stream', 'waits', 'left', 'ground', 'why'],
    held: ['number', 'service', 'stream', 'waits', 'note'],
    'no-shows': ['number', 'service', 'stream', 'waits', 'ground'],
  }
  return all.filter(({ id }) => wanted[list].includes(id) && (id !== 'stream' || widthRem >= 82) && (id !== 'left' || widthRem >= 48) && (id !== 'ground' || widthRem >= 74 || list !== 'line'))
}

function Figure({ clock, count }: { clock: StreamView['wait']; count: number }) {
  if (count === 0) return <span className={text.mute}>{t('figures-none')}</span>
  const words = t('figures-of', { time: timeWords(clock.elapsed_ms), norm: Math.round(clock.norm_ms / 60_000) })
  const mark = markAt(clock.elapsed_ms, clock)
  return mark === 'fine' ? <span>{words}</span> : <Status tone={markTone[mark]}>{words}</Status>
}

/** What the day has been so far, stream by stream. */
function Figures() {
  const { state } = useQueueInside()
  return (
    <aside className={styles.figures} aria-label={t('queue-figures')}>
      <h2>{t('queue-figures')}</h2>
      {state.streams.map((stream) => (
        <div key={stream.id} className={styles.stream}>
          <h3>{stream.title}</h3>
          <dl>
            <dt>{t('figures-waiting')}</dt>
            <dd>{stream.waiting}</dd>
            <dt>{t('figures-wait')}</dt>
            <dd>
              <Figure clock={stream.wait} count={stream.calls} />
            </dd>
            <dt>{t('figures-reception')}</dt>
            <dd>
              <Figure clock={stream.reception} count={stream.receptions} />
            </dd>
            <dt>{t('figures-windows')}</dt>
            <dd>{stream.windows}</dd>
            <dt>{t('figures-expected')}</dt>
            <dd>{stream.expected === null ? t('figures-no-window') : t('figures-expected-range', { from: stream.expected[0], to: stream.expected[1] })}</dd>
          </dl>
        </div>
      ))}
    </aside>
  )
}

function EmptyList({ list, filtered, onAll }: { list: List; filtered: boolean; onAll: () => void }) {
  const { open, may } = useQueueInside()
  if (list === 'held') return <Empty title={t('queue-held-none')}>{t('queue-held-none-hint')}</Empty>
  if (list === 'no-shows') return <Empty title={t('queue-no-shows-none')}>{t('queue-no-shows-none-hint')}</Empty>
  if (filtered)
    return (
      <Empty title={t('queue-none-stream')} actions={<Button onPress={onAll}>{t('queue-filter-all')}</Button>}>
        {t('queue-none-stream-hint')}
      </Empty>
    )
  return (
    <Empty title={t('queue-none')} {...(may('queue.issue') ? { actions: <Button onPress={() => open({ act: 'issue' })}>{t('command-issue-ticket')}</Button> } : {})}>
      {t('queue-none-hint')}
    </Empty>
  )
}

/** What can be done with the ticket of the focused row. */
function useRowActs(list: List) {
  const { state, open, may, setTrouble } = useQueueInside()
  const acts = useTicketActs()
  const { say } = useSpeaker()
  const revive = useAct('queue.revive')
  const print = useAct('queue.print_again')
  const [given, setGiven] = useState<TicketGiven | null>(null)
  const isFirst = (line: QueuedLine) => state.line[0] !== undefined && keyOf(state.line[0]) === keyOf(line)
  const ticketOf = ({ visit_id, ticket }: QueuedLine) => ({ visit_id, ticket })
  const settled = (words: string) => ({
    onSuccess: () => {
      setTrouble(null)
      say({ words })
    },
    onError: setTrouble,
  })
  return {
    given,
    closeGiven: () => setGiven(null),
    busy: revive.isPending || print.isPending,
    against: list === 'no-shows' ? (may('queue.revive') ? null : t('forbidden')) : may('queue.call') ? againstCall(state) : t('forbidden'),
    words: (line: QueuedLine | undefined) => t(list === 'held' ? 'queue-take' : list === 'no-shows' ? 'queue-revive' : line === undefined || isFirst(line) ? 'queue-call' : 'queue-call-direct'),
    againstNow: may('queue.call') ? againstCall(state) : t('forbidden'),
    callNow: (line: QueuedLine) => acts.call(line.visit_id, line.ticket),
    main: (line: QueuedLine) => {
      if (list === 'no-shows') revive.mutate(ticketOf(line), settled(t('said-revived', { number: line.number })))
      else if (list === 'held' || isFirst(line)) acts.call(line.visit_id, line.ticket)
      else open({ act: 'call', line })
    },
    print: (line: QueuedLine) =>
      print.mutate(ticketOf(line), {
        onSuccess: (answer) => {
          if (answer.printed) say({ words: t('said-printed-again', { number: answer.number }) })
          else setGiven(answer)
        },
        onError: setTrouble,
      }),
  }
}

function Foot({ list, line }: { list: List; line: QueuedLine | undefined }) {
  const { open, may } = useQueueInside()
  const acts = useRowActs(list)
  const isOff = (command: Parameters<typeof may>[0]) => line === undefined || !may(command)
  const on = (act: (line: QueuedLine) => void) => () => {
    if (line !== undefined && !acts.busy) act(line)
  }
  useCommand('print', on(acts.print), line !== undefined && may('queue.print_again'))
  return (
    <footer className={styles.foot} aria-label={t('queue-acts')}>
      <Button kind="main" caps="Enter" isDisabled={line === undefined || acts.against !== null} onPress={on(acts.main)}>
        {acts.words(line)}
      </Button>
      {list === 'line' && (
        <Button isDisabled={isOff('queue.set_class')} onPress={on((one) => open({ act: 'class', line: one }))}>
          {t('queue-class')}
        </Button>
      )}
      {list === 'no-shows' && (
        <Button isDisabled={line === undefined || acts.againstNow !== null} onPress={on(acts.callNow)}>
          {t('queue-call-now')}
        </Button>
      )}
      {list !== 'no-shows' && (
        <Button isDisabled={isOff('queue.left')} onPress={on((one) => open({ act: 'left', line: one }))}>
          {t('queue-gone')}
        </Button>
      )}
      <Button icon={<Printer aria-hidden />} caps={capsOf('print')} isDisabled={isOff('queue.print_again')} onPress={on(acts.print)}>
        {t('queue-print-again')}
      </Button>
      {line !== undefined && acts.againstNow !== null && <span className={text.small}>{acts.againstNow}</span>}
      {acts.given !== null && <GivenDialog title={t('queue-printed-title', { number: acts.given.number })} given={acts.given} onClose={acts.closeGiven} />}
    </footer>
  )
}

const ALL = 'all'

/** In the order of this window; then who waits for others. */
const everybody = ({ line, elsewhere }: QueueState): readonly QueuedLine[] => [...line, ...elsewhere]

/** Очередь: who waits, who was put aside, who did not come; and what can be done with each. */
export function QueuePage({ params }: { params: URLSearchParams }) {
  const { state, open, may, trouble } = useQueueInside()
  const widthRem = useWidthRem()
  const list = lists.find((one) => one === params.get('list')) ?? 'line'
  const stream = state.streams.find(({ id }) => id === params.get('stream'))?.id ?? ALL
  const show = (next: { list?: string; stream?: string }) => {
    const asked = { list: next.list ?? list, stream: next.stream ?? stream }
    amend(['queue'], { list: asked.list === 'line' ? null : asked.list, stream: asked.stream === ALL ? null : asked.stream })
  }
  const rows = useMemo<Record<List, readonly QueuedLine[]>>(() => ({ line: everybody(state), held: state.held, 'no-shows': state.no_shows }), [state])
  const all = rows[list]
  const shown = useMemo(() => (stream === ALL ? all : all.filter((line) => line.stream === stream)), [all, stream])
  const columns = useMemo(() => columnsOf(list, (code) => state.streams.find(({ id }) => id === code)?.title ?? code, widthRem), [list, state.streams, widthRem])
  const [at, setAt] = useState<string | null>(null)
  const selected = shown.find((line) => keyOf(line) === at) ?? shown[0]
  return (
    <div className={styles.page}>
      <div className={styles.top}>
        <div className={styles.pageHead}>
          <h1 tabIndex={-1}>{t('section-queue')}</h1>
          <span className={styles.hours}>
            {t('queue-lead', { count: state.waiting })}
            {state.hours !== '' && <>, {state.hours}</>}
          </span>
          <Button icon={<TicketPlus aria-hidden />} caps={capsOf('issue-ticket')} isDisabled={!may('queue.issue')} onPress={() => open({ act: 'issue' })}>
            {t('command-issue-ticket')}
          </Button>
        </div>
        <div className={styles.notes}>
          <HallSigns />
          <Refusal error={trouble} />
        </div>
      </div>
      <section className={styles.lists} aria-label={t('section-queue')}>
        <Tabs
          label={t('section-queue')}
          tabs={lists.map((id) => ({ id, title: t(`queue-tab-${id}`), aside: <span>{rows[id].length}</span> }))}
          selected={list}
          onSelect={(id) => show({ list: id })}
          className={styles.lists}
          listClassName={styles.tabsLine}
          panelClassName={styles.panel}
        >
          {state.streams.length > 1 && (
            <div className={styles.streamsFilter}>
              <SegmentField label={t('queue-filter')} labelHidden name="stream" choices={[{ id: ALL, title: t('queue-filter-all') }, ...state.streams.map(({ id, title }) => ({ id, title }))]} value={stream} onChange={(id) => show({ stream: id })} />
            </div>
          )}
          <ListOf list={list} rows={shown} columns={columns} selected={selected} onSelect={setAt} filtered={stream !== ALL} onAll={() => show({ stream: ALL })} />
        </Tabs>
      </section>
      <Figures />
      <Foot list={list} line={selected} />
    </div>
  )
}

interface ListOfProps {
  list: List
  rows: readonly QueuedLine[]
  columns: readonly ColumnShape<QueuedLine>[]
  selected: QueuedLine | undefined
  onSelect: (key: string) => void
  filtered: boolean
  onAll: () => void
}

function ListOf({ list, rows, columns, selected, onSelect, filtered, onAll }: ListOfProps) {
  const acts = useRowActs(list)
  return (
    <DataTable
      label={t(`queue-tab-${list}`)}
      columns={columns}
      rows={rows}
      keyOf={keyOf}
      nameOf={nameOf}
      rowHeader="number"
      selected={selected === undefined ? null : keyOf(selected)}
      onSelect={onSelect}
      onOpen={(key) => {
        const line = rows.find((one) => keyOf(one) === key)
        if (line !== undefined && acts.against === null && !acts.busy) acts.main(line)
      }}
      empty={<EmptyList list={list} filtered={filtered} onAll={onAll} />}
    />
  )
}
