import { useMemo } from 'react'
import { dateWords, weekdayWords } from '../../shared/format'
import { SelectField } from '../../shared/parts/Field'
import { useSession } from '../../shared/session'
import { t } from '../../shared/words'

/** A day that has a queue. */
export function DayPicker({ on, days, onChange }: { on: string; days: readonly string[]; onChange: (on: string) => void }) {
  const { today } = useSession()
  const choices = useMemo(() => {
    const words = (day: string) => `${weekdayWords(day, 'short')}, ${dateWords(day)}`
    const all = days.includes(on) ? days : [on, ...days]
    return all.map((day) => ({ id: day, title: day === today ? t('day-today', { date: words(day) }) : words(day) }))
  }, [days, on, today])
  return <SelectField label={t('day-day')} name="day" choices={choices} value={on} onChange={onChange} />
}
