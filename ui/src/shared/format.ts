import { t } from './words'

/** Plain dates and times only. Terms, money and masks come from Rust as words. */
const NBSP = '\u00A0'

/** `2026-10-30` → `30.10.2026`. */
export function dateWords(isoDate: string): string {
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
