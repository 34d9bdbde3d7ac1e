import { expect, it } from 'vitest'
import { countWords, dateWords, dayMonthWords, sizeWords, weekdayWords } from './format'
import { hrefTo, parseRoute } from './route'

it('writes dates as the house does', () => {
  expect(dateWords('2026-10-30')).toBe('30.10.2026')
  expect(dateWords('')).toBe('—')
  expect(dayMonthWords('2026-11-05')).toBe('05.11')
  expect(weekdayWords('2026-11-05', 'long')).toBe('четверг')
  expect(weekdayWords('2026-11-05', 'short')).toBe('чт')
})

it('groups digits with a no-break space', () => {
  expect(countWords(28140)).toBe('28\u00A0140')
  expect(countWords(999)).toBe('999')
  expect(countWords(1234567)).toBe('1\u00A0234\u00A0567')
})

it('writes sizes with a comma', () => {
  expect(sizeWords(1_240_000)).toBe('1,2\u00A0МБ')
  expect(sizeWords(20)).toBe('0,1\u00A0КБ')
})

it('takes a deep link apart and puts it together', () => {
  const route = parseRoute(hrefTo(['appeals', 'а/б'], { tab: 'overdue', filter: '' }))
  expect(route.parts).toEqual(['appeals', 'а/б'])
  expect([...route.params]).toEqual([['tab', 'overdue']])
})
