import type { BookRow } from '../../generated/BookRow'
import type { AppealChoices } from '../../generated/AppealChoices'
import type { AppealForm } from '../../generated/AppealForm'
import type { Choice } from '../../generated/Choice'
import type { ClientCard } from '../../generated/ClientCard'
import type { ForeignAccount } from '../../generated/ForeignAccount'
import { t } from '../../shared/words'

/** Fields of one line or one choice; the list of documents and the tick «решено на месте» have parts of their own. */
export type FieldName = Exclude<keyof AppealForm, 'party_id' | 'account' | 'book_entry_id' | 'audience' | 'attachments' | 'solved'>

/** What a trouble is about: `attachments.0.name` is the name of the first document. */
export function fieldTitle(field: string): string {
  const line = /^attachments\.(\d+)\.(name|sheets)$/.exec(field)
  return line === null ? t(`form-field-${field}`) : t('form-document-of', { number: Number(line[1]) + 1, part: line[2] ?? '' })
}

/** The choices that belong to a form of statement (written, oral). */
export function fitting(choices: readonly Choice[], statement: string): Choice[] {
  return choices.filter((choice) => choice.forms === undefined || choice.forms.includes(statement))
}

function taken(choices: readonly Choice[], statement: string, chosen: string): string {
  const possible = fitting(choices, statement)
  if (possible.some((choice) => choice.code === chosen)) return chosen
  return possible.find((choice) => choice.default === true)?.code ?? possible[0]?.code ?? ''
}

/** Ways that a form of statement does not know are put right at once. */
export function agreed(form: AppealForm, choices: AppealChoices): AppealForm {
  return {
    ...form,
    channel: taken(choices.channels, form.form, form.channel),
    urgency: taken(choices.urgencies, form.form, form.urgency),
    answer_channel: taken(choices.answer_channels, form.form, form.answer_channel),
  }
}

/** What an entry of the book of complaints says already. */
export function entered(entry: BookRow): Partial<AppealForm> {
  return { book_entry_id: entry.entry_id, channel: 'review_book', received_on: entry.written_on, text: entry.text, ...(entry.party_id === null ? { applicant_name: entry.name ?? '' } : {}) }
}

export function emptyForm(today: string, category: string): AppealForm {
  return {
    party_id: null,
    account: null,
    applicant_name: '',
    audience: 'citizen',
    representative: '',
    authority: '',
    category,
    form: 'written',
    channel: '',
    topic: '',
    urgency: '',
    received_on: today,
    text: '',
    answer_channel: '',
    postal_index: '',
    postal_address: '',
    email: '',
    phone: '',
    demand: '',
    stub_account: '',
    stub_address: '',
    contract_number: '',
    contract_date: '',
    attachments: [],
    solved: false,
    solution: '',
  }
}

/** Nobody is asked twice: what the card knows stands in the form. */
export function formFor(card: ClientCard, account: string | null, blank: AppealForm): AppealForm {
  const own = card.accounts.find((one) => one.number === account) ?? card.accounts[0]
  return {
    ...blank,
    party_id: card.party_id,
    audience: card.audience,
    account: own?.number ?? null,
    postal_index: own?.postal_index ?? '',
    postal_address: own?.address ?? '',
  }
}

/** What the centre told of an account of another office: a stub that it reconciles later. */
export function stubOf(number: string, found: ForeignAccount | null): Partial<AppealForm> {
  if (found === null) return { stub_account: number }
  return {
    stub_account: number,
    applicant_name: found.name,
    audience: found.audience,
    stub_address: found.account.address,
    contract_number: found.audience === 'citizen' ? '' : (found.account.contract ?? ''),
    postal_index: found.account.postal_index ?? '',
    postal_address: found.account.address,
  }
}
