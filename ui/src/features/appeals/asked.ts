import type { AppealFilter } from '../../generated/AppealFilter'
import type { AppealListView } from '../../generated/AppealListView'
import type { AppealSort } from '../../generated/AppealSort'
import { emptyFilter } from '../../shared/questions'

export const views: readonly AppealListView[] = ['open', 'mine', 'overdue', 'today', 'waiting', 'proposed', 'closed']
export const sorts: readonly AppealSort[] = ['due', 'number', 'applicant', 'executor']

/** What the list shows: all of it stands in the address, so that a view can be sent, saved and opened again. */
export interface Asked {
  view: AppealListView
  text: string
  filter: AppealFilter
  sort: AppealSort
  descending: boolean
}

/** Names of the conditions in the address. */
const filterParams: Record<keyof AppealFilter, string> = { category: 'category', topic: 'topic', channel: 'channel', executor: 'executor', received_from: 'from', received_to: 'to' }

export const filterFields = Object.keys(filterParams) as (keyof AppealFilter)[]

export function askedOf(params: URLSearchParams): Asked {
  const filter = { ...emptyFilter }
  for (const field of filterFields) filter[field] = params.get(filterParams[field]) ?? ''
  return {
    view: views.find((one) => one === params.get('view')) ?? 'open',
    text: params.get('text') ?? '',
    filter,
    sort: sorts.find((one) => one === params.get('sort')) ?? 'due',
    descending: params.get('order') === 'down',
  }
}

export function paramsOf({ view, text, filter, sort, descending }: Asked): Record<string, string | null> {
  return {
    view: view === 'open' ? null : view,
    text,
    sort: sort === 'due' ? null : sort,
    order: descending ? 'down' : null,
    ...Object.fromEntries(filterFields.map((field) => [filterParams[field], filter[field]])),
  }
}

export function isFiltered({ filter }: Asked): boolean {
  return filterFields.some((field) => filter[field] !== '')
}

/** Whether two ask for the same list. */
export function sameAsked(one: Asked, other: Asked): boolean {
  return JSON.stringify(paramsOf(one)) === JSON.stringify(paramsOf(other))
}
