import { Accessibility, CalendarCheck, Check, ChevronLeft, Contrast, House, Printer, Ticket, Volume2, VolumeX } from 'lucide-react'
import { type Dispatch, useState } from 'react'
import type { KioskLine } from '../generated/KioskLine'
import type { KioskService } from '../generated/KioskService'
import type { KioskState } from '../generated/KioskState'
import type { TicketGiven } from '../generated/TicketGiven'
import { t } from '../shared/words'
import { NumberPad } from '../station/NumberPad'
import { Tap } from '../station/tap'
import type { Flow, Happening } from './flow'
import styles from './Kiosk.module.css'
import { Expected, HelpTap, LineIcon, Question, Saying, Words } from './parts'
import type { Said } from './speech'
import { rangeWords } from './waits'

/** Digits of the number on a slip of an appointment. */
const NUMBER_DIGITS = 12

interface Shown {
  state: KioskState
  flow: Flow
  tell: Dispatch<Happening>
  onHelp: () => void
}

function Line({ line, said, tell }: { line: KioskLine; said: boolean; tell: Dispatch<Happening> }) {
  const shut = line.refused !== null
  return (
    <li>
      <Tap className={styles.line} aria-disabled={shut} data-said={said ? '' : undefined} onTap={() => !shut && tell({ type: 'line', line: line.id })}>
        <span className={styles.icon}>
          <LineIcon line={line.id} />
        </span>
        <Words title={line.title} hint={line.refused ?? line.hint} />
        {!shut && <Expected expected={line.expected} ahead={line.ahead} />}
      </Tap>
    </li>
  )
}

export function Choose({ state, flow, tell, onHelp, said, canSpeak }: Shown & { said: Said | null; canSpeak: boolean }) {
  const ground = state.classes.find(({ code }) => code === flow.ground)
  return (
    <>
      <main className={styles.main}>
        <Question title={t('kiosk-question')} hint={state.printer_trouble === null ? t('kiosk-question-hint') : t('kiosk-question-no-paper', { trouble: state.printer_trouble })} />
        {said !== null && (
          <p className={styles.said} role="status">
            <Volume2 aria-hidden />
            {t('kiosk-saying', { words: said.words })}
          </p>
        )}
        <ul className={styles.lines}>
          {state.choices.map((line) => (
            <Line key={line.id} line={line} said={said?.line === line.id} tell={tell} />
          ))}
        </ul>
        {(state.appointments || state.classes.length > 0) && (
          <div className={styles.aside}>
            {state.classes.length > 0 && (
              <Tap className={styles.extra} aria-pressed={ground !== undefined} onTap={() => tell(ground === undefined ? { type: 'classes' } : { type: 'ground', code: '' })}>
                {ground === undefined ? <Accessibility aria-hidden /> : <Check aria-hidden />}
                <Words title={t('kiosk-ground')} hint={ground?.label ?? t('kiosk-ground-hint')} />
              </Tap>
            )}
            {state.appointments && (
              <Tap className={styles.extra} onTap={() => tell({ type: 'number' })}>
                <CalendarCheck aria-hidden />
                <Words title={t('kiosk-appointment')} hint={t('kiosk-appointment-hint')} />
              </Tap>
            )}
          </div>
        )}
      </main>
      <footer className={styles.foot}>
        <HelpTap onTap={onHelp} />
        {canSpeak && (
          <Tap className={styles.footTap} aria-pressed={flow.voice} onTap={() => tell({ type: 'voice' })}>
            {flow.voice ? <VolumeX aria-hidden /> : <Volume2 aria-hidden />}
            {t(flow.voice ? 'kiosk-voice-off' : 'kiosk-voice-on')}
          </Tap>
        )}
        <Tap className={styles.footTap} aria-pressed={flow.contrast} onTap={() => tell({ type: 'contrast' })}>
          <Contrast aria-hidden />
          {t(flow.contrast ? 'kiosk-contrast-off' : 'kiosk-contrast-on')}
        </Tap>
      </footer>
    </>
  )
}

function BackTap({ tell }: { tell: Dispatch<Happening> }) {
  return (
    <Tap className={styles.footTap} onTap={() => tell({ type: 'back' })}>
      <ChevronLeft aria-hidden />
      {t('kiosk-back')}
    </Tap>
  )
}

function Service({ service, busy, take }: { service: KioskService; busy: boolean; take: (service: string) => void }) {
  const shut = service.refused !== null
  return (
    <section className={styles.service} aria-label={service.title}>
      <div className={styles.serviceHead}>
        <h2>{service.title}</h2>
        {!shut && <Expected expected={service.expected} ahead={service.ahead} />}
      </div>
      {shut ? (
        <p>{service.refused}</p>
      ) : (
        <>
          {service.documents.length > 0 && (
            <div className={styles.documents}>
              <h3>{t('kiosk-documents')}</h3>
              <ul>
                {service.documents.map((document) => (
                  <li key={document}>{document}</li>
                ))}
              </ul>
            </div>
          )}
          <Tap className={styles.take} aria-disabled={busy} onTap={() => !busy && take(service.id)}>
            <Ticket aria-hidden />
            {t(busy ? 'kiosk-taking' : 'kiosk-take')}
          </Tap>
        </>
      )}
    </section>
  )
}

export function Services({ state, flow, tell, onHelp, line, take }: Shown & { line: KioskLine; take: (service: string) => void }) {
  const ground = state.classes.find(({ code }) => code === flow.ground)
  return (
    <>
      <main className={styles.main}>
        <Question title={line.title} hint={ground === undefined ? t('kiosk-services-hint', { count: line.services.length }) : t('kiosk-ground-chosen', { ground: ground.label })} />
        <div className={styles.services} data-count={line.services.length}>
          {line.services.map((service) => (
            <Service key={service.id} service={service} busy={flow.busy} take={take} />
          ))}
        </div>
      </main>
      <footer className={styles.foot}>
        <BackTap tell={tell} />
        <HelpTap onTap={onHelp} />
      </footer>
    </>
  )
}

export function Grounds({ state, tell, onHelp }: Shown) {
  return (
    <>
      <main className={styles.main}>
        <Question title={t('kiosk-ground')} hint={t('kiosk-ground-lead')} />
        <ul className={styles.lines} data-plain="">
          {state.classes.map(({ code, label }) => (
            <li key={code}>
              <Tap className={styles.line} onTap={() => tell({ type: 'ground', code })}>
                <span className={styles.icon}>
                  <Accessibility aria-hidden />
                </span>
                <Words title={label} />
              </Tap>
            </li>
          ))}
        </ul>
      </main>
      <footer className={styles.foot}>
        <BackTap tell={tell} />
        <HelpTap onTap={onHelp} />
      </footer>
    </>
  )
}

export function Appointment({ flow, tell, onHelp, checkIn, trouble }: Omit<Shown, 'state'> & { checkIn: (number: string) => void; trouble: string | null }) {
  const [number, setNumber] = useState('')
  return (
    <>
      <main className={styles.main} data-centred="">
        <Question title={t('kiosk-appointment')} hint={t('kiosk-appointment-lead')} />
        <NumberPad label={t('kiosk-appointment-number')} value={number} digits={NUMBER_DIGITS} trouble={trouble} done={t('kiosk-take')} busy={flow.busy} onChange={setNumber} onDone={() => checkIn(number)} />
      </main>
      <footer className={styles.foot}>
        <BackTap tell={tell} />
        <HelpTap onTap={onHelp} />
      </footer>
    </>
  )
}

export function Given({ ticket, tell, onHelp }: { ticket: TicketGiven; tell: Dispatch<Happening>; onHelp: () => void }) {
  const trouble = ticket.printed ? null : (ticket.printer_trouble ?? t('kiosk-no-paper'))
  return (
    <Saying
      title={t(ticket.printed ? 'kiosk-given' : 'kiosk-given-number')}
      icon={<Printer aria-hidden data-off={ticket.printed ? undefined : ''} />}
      foot={
        <>
          <HelpTap onTap={onHelp} />
          <Tap className={styles.footTap} onTap={() => tell({ type: 'rest' })}>
            <House aria-hidden />
            {t('kiosk-done')}
          </Tap>
        </>
      }
    >
      <p className={styles.number}>{ticket.number}</p>
      <p className={styles.service_name}>{ticket.service}</p>
      {trouble !== null && (
        <p className={styles.trouble} role="alert">
          {trouble} {t('kiosk-remember')}
        </p>
      )}
      <p>
        {ticket.expected === null ? t('kiosk-ahead', { count: ticket.ahead }) : t('kiosk-given-wait', { ahead: t('kiosk-ahead', { count: ticket.ahead }), range: rangeWords(ticket.expected) })}
      </p>
      <p className={styles.quiet}>{t('kiosk-given-hint')}</p>
    </Saying>
  )
}
