import { t } from './words'

/** Plain dates and times only. Terms, money and masks come from Rust as words. */
const NBSP = '\u00A0'

/** `2026-10-30` → `30.10.2026`. */
export function dateWords(isoDate: string): string {
  if (isoDate === '') return '—'
  const [year, month, day] = isoDate.slice(0, 10).split('-')
  return `${day ?? ''}.${month ?? ''}.${year ?? ''}`
}

/** `2026-10-30` → `30.10`, only beside a full date. */
export function dayMonthWords(isoDate: string): string {
  return dateWords(isoDate).slice(0, 5)
}

const weekdayFormat = {
  short: new Intl.DateTimeFormat('ru-RU', { weekday: 'short', timeZone: 'UTC' }),
  long: new Intl.DateTimeFormat('ru-RU', { weekday: 'long', timeZone: 'UTC' }),
}

/** `2026-10-30` → `пт` or `пятница`. */
export function weekdayWords(isoDate: string, length: 'short' | 'long'): string {
  return weekdayFormat[length].format(new Date(`${isoDate.slice(0, 10)}T00:00:00Z`))
}

/** `28140` → `28 140` (no-break spaces). */
export function countWords(count: number): string {
  return String(Math.trunc(count)).replace(/\B(?=(\d{3})+$)/g, NBSP)
}

/** `1240000` → `1,2 МБ`. */
export function sizeWords(sizeBytes: number): string {
  const [by, key] = sizeBytes >= 1e6 ? [1e6, 'size-megabytes'] : [1e3, 'size-kilobytes']
  return t(key, { size: Math.max(sizeBytes / by, 0.1).toFixed(1).replace('.', ',') })
}

/** Kopecks → `1 234,56 ₽`. */
export function moneyWords(amountKopecks: number): string {
  const sign = amountKopecks < 0 ? '−' : ''
  const kopecks = Math.abs(amountKopecks)
  return `${sign}${countWords(Math.floor(kopecks / 100))},${String(kopecks % 100).padStart(2, '0')}${NBSP}₽`
}

/** A length of time in its largest unit: `4 мин`, `3 ч`, `2 дня`. */
export function durationWords(lengthMs: number): string {
  const minutes = Math.max(1, Math.round(lengthMs / 60_000))
  if (minutes < 60) return t('duration-minutes', { count: minutes })
  if (minutes < 60 * 48) return t('duration-hours', { count: Math.floor(minutes / 60) })
  return t('duration-days', { count: Math.floor(minutes / (60 * 24)) })
}

/** `2026-09-01` → `сентябрь 2026`. */
export function monthWords(isoDate: string): string {
  return monthFormat.format(new Date(`${isoDate.slice(0, 10)}T00:00:00Z`)).replace(/\s*г\.$/, '')
}

const monthFormat = new Intl.DateTimeFormat('ru-RU', { month: 'long', year: 'numeric', timeZone: 'UTC' })
