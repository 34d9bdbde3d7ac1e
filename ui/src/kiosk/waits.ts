import { t } from '../shared/words'

/** «10–15 мин»; a range of one minute is that minute, one from nought has only its end. */
export function rangeWords([from, to]: readonly [number, number]): string {
  if (from === 0) return t('kiosk-upto', { to: Math.max(to, 1) })
  return from === to ? t('kiosk-minutes', { to }) : t('kiosk-range', { from, to })
}
