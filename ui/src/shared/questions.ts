import type { AppealListAsked } from '../generated/AppealListAsked'

/** What is on me now, the most urgent first. The rail takes its counts from the same answer. */
export const myAppeals: AppealListAsked = { view: 'mine', text: '', sort: 'due', descending: false, after: null, limit: 12 }
