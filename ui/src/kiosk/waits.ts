import { t } from '../shared/words'

/** «10–15 мин»; a range of one minute is that minute. */
export function rangeWords([from, to]: readonly [number, number]): string {
  return from === to ? t('kiosk-minutes', { to }) : t('kiosk-range', { from, to })
}
