import { useQueryClient } from '@tanstack/react-query'
import { CircleCheck, CircleX, Hand, MoonStar, WifiOff } from 'lucide-react'
import { type Dispatch, useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import type { KioskState } from '../generated/KioskState'
import type { TicketGiven } from '../generated/TicketGiven'
import { type Host, toRpcError } from '../host/host'
import { useAsk, useCall } from '../shared/bridge'
import { ClockProvider } from '../shared/clock'
import { refusalWords } from '../shared/refusal'
import { hasWords, t } from '../shared/words'
import { useLinked } from '../station/root'
import { pageSound, type Sound } from '../station/sound'
import { Quiet, QuietContext, Tap } from '../station/tap'
import { useChangesAt } from '../station/useChangesAt'
import { type Happening, REST, step } from './flow'
import styles from './Kiosk.module.css'
import { Head, HelpTap, Saying } from './parts'
import { Appointment, Choose, Given, Grounds, Services } from './screens'
import { phrasesOf, useSpeech } from './speech'
import { useCountdown, useSilence } from './useSilence'

/** Whoever has gone away leaves nothing to the next one; whoever reads slowly says that he is there. */
function Silence({ seconds, tell }: { seconds: number; tell: Dispatch<Happening> }) {
  const left = useCountdown(seconds, tell)
  return (
    <div className={styles.scrim}>
      <section className={styles.silence} role="alertdialog" aria-label={t('kiosk-silence')}>
        <Hand aria-hidden />
        <h2>{t('kiosk-silence')}</h2>
        <p>{t('kiosk-silence-hint', { count: left })}</p>
        <Tap className={styles.take} autoFocus onTap={() => tell({ type: 'here' })}>
          {t('kiosk-silence-here')}
        </Tap>
      </section>
    </div>
  )
}

/** Nothing but what the desk says; nothing is kept here. */
function KioskPage({ state, sound }: { state: KioskState; sound: Sound }) {
  const call = useCall()
  const [flow, tell] = useReducer(step, REST)
  const [trouble, setTrouble] = useState<string | null>(null)
  // Before the screen has been drawn anew a second touch may come: it finds this.
  const taking = useRef(false)
  useSilence(flow, state.silence_seconds, tell)
  const said = useSpeech(flow.voice && state.shut === null && !flow.asking, flow.screen, state.choices, sound)
  const canSpeak = phrasesOf({ name: 'choose' }, state.choices).length > 1

  useEffect(() => {
    document.documentElement.dataset.theme = flow.contrast ? 'kiosk-contrast' : 'kiosk'
  }, [flow.contrast])

  const take = useCallback(
    (asked: () => Promise<TicketGiven>, refusedHere: boolean) => {
      if (taking.current) return
      taking.current = true
      setTrouble(null)
      tell({ type: 'taking' })
      asked()
        .then(
          (ticket) => tell({ type: 'given', ticket }),
          (thrown: unknown) => {
            const error = toRpcError(thrown)
            const words = error.fields[0] === undefined ? refusalWords(error) : t(`field-${error.fields[0].code}`, error.fields[0].args)
            if (refusedHere && (error.code === 'input-invalid' || error.code === 'not-found')) {
              setTrouble(error.code === 'not-found' ? t('kiosk-appointment-unknown') : words)
              tell({ type: 'refused' })
            } else {
              tell({ type: 'failed', words })
            }
          },
        )
        .finally(() => {
          taking.current = false
        })
    },
    [tell],
  )
  const help = useCallback(() => {
    call('kiosk.help', { place: 'kiosk' }).then(
      () => tell({ type: 'helped' }),
      (thrown: unknown) => tell({ type: 'failed', words: refusalWords(toRpcError(thrown)) }),
    )
  }, [call, tell])

  const shown = { state, flow, tell, onHelp: help }
  const { screen } = flow
  const line = screen.name === 'services' ? state.choices.find(({ id }) => id === screen.line) : undefined
  const home = (
    <Tap className={styles.footTap} onTap={() => tell({ type: 'rest' })}>
      {t('kiosk-done')}
    </Tap>
  )
  const body = () => {
    if (screen.name === 'given') return <Given ticket={screen.ticket} tell={tell} onHelp={help} />
    if (screen.name === 'helped') {
      return (
        <Saying title={t('kiosk-helped')} icon={<CircleCheck aria-hidden />} foot={home}>
          <p>{t('kiosk-helped-hint')}</p>
        </Saying>
      )
    }
    if (screen.name === 'failed') {
      return (
        <Saying title={t('kiosk-failed')} icon={<CircleX aria-hidden />} foot={<><HelpTap onTap={help} />{home}</>}>
          <p role="alert">{screen.words}</p>
        </Saying>
      )
    }
    if (state.shut !== null) {
      const key = `kiosk-shut-${state.shut.replaceAll('_', '-')}`
      return (
        <Saying title={t(hasWords(key) ? key : 'kiosk-shut-stopped')} icon={<MoonStar aria-hidden />} foot={state.shut === 'stopped' || state.shut === 'off' ? <HelpTap onTap={help} /> : undefined}>
          <p>{state.shut_text}</p>
          {state.notices.map((notice) => (
            <p key={notice} className={styles.quiet}>
              {notice}
            </p>
          ))}
        </Saying>
      )
    }
    if (line !== undefined) return <Services {...shown} line={line} take={(service) => take(() => call('kiosk.issue', { service, class: flow.ground }), false)} />
    if (screen.name === 'classes') return <Grounds {...shown} />
    if (screen.name === 'number') return <Appointment flow={flow} tell={tell} onHelp={help} trouble={trouble} checkIn={(number) => take(() => call('kiosk.check_in', { number }), true)} />
    return <Choose {...shown} said={said} canSpeak={canSpeak} />
  }
  return (
    <div className={styles.page} data-screen={screen.name}>
      <Head state={state} />
      {body()}
      {flow.asking && <Silence seconds={state.countdown_seconds} tell={tell} />}
    </div>
  )
}

function Away() {
  return (
    <div className={styles.page}>
      <Saying title={t('kiosk-away')} icon={<WifiOff aria-hidden />}>
        <p>{t('kiosk-away-hint')}</p>
      </Saying>
    </div>
  )
}

export function Kiosk({ host, sound: given }: { host: Host; sound?: Sound }) {
  const linked = useLinked(host)
  const client = useQueryClient()
  const state = useAsk('kiosk.state', {}, ['queue', 'directory', 'load'], { keep: true })
  const sound = useMemo(() => given ?? pageSound(), [given])
  const quiet = useMemo(() => new Quiet(), [])
  useChangesAt(state.data, () => void client.invalidateQueries({ queryKey: ['kiosk.state'] }))
  useEffect(() => {
    const wake = () => sound.wake()
    window.addEventListener('pointerdown', wake)
    return () => window.removeEventListener('pointerdown', wake)
  }, [sound])
  if (!linked || (state.data === undefined && state.error !== null)) return <Away />
  if (state.data === undefined) return null
  return (
    <QuietContext value={quiet}>
      <ClockProvider nowMs={state.data.now_ms} utcOffsetMinutes={state.data.utc_offset_minutes}>
        <KioskPage state={state.data} sound={sound} />
      </ClockProvider>
    </QuietContext>
  )
}
