import type { AppealFilter } from '../generated/AppealFilter'
import type { AppealListAsked } from '../generated/AppealListAsked'

/** Asks nothing of a row. */
export const emptyFilter: AppealFilter = { category: '', topic: '', channel: '', executor: '', received_from: '', received_to: '' }

/** What is on me now, the most urgent first. The rail takes its counts from the same answer. */
export const myAppeals: AppealListAsked = { view: 'mine', text: '', filter: emptyFilter, sort: 'due', descending: false, after: null, limit: 12 }
