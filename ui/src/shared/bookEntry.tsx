import { useState } from 'react'
import { ActDialog, useDone } from './actDialog'
import { useAct, useAsk } from './bridge'
import { DayField, Field, SegmentField } from './parts/Field'
import { troubleAt } from './refusal'
import { useSession } from './session'
import { t } from './words'

/** What a client has written in the book, taken over into the data base (R175). */
export function WriteDialog({ partyId, onClose }: { partyId: string | null; onClose: () => void }) {
  const { today } = useSession()
  const choices = useAsk('book.choices', {}, ['directory'])
  const write = useAct('book.write')
  const done = useDone(onClose)
  const [form, setForm] = useState({ kind: 'complaint', book: 'office', written_on: today, text: '', name: '', answer_to: '' })
  const set = (part: Partial<typeof form>) => {
    setForm({ ...form, ...part })
    if (write.error !== null) write.reset()
  }
  const submit = () => write.mutate({ ...form, party_id: partyId }, done(t('book-done')))
  const listOf = (rows: readonly { code: string; label: string }[] | undefined) => (rows ?? []).map(({ code, label }) => ({ id: code, title: label }))
  return (
    <ActDialog title={t('book-write-title')} act={t('save')} busy={write.isPending} error={write.error ?? choices.error} onSubmit={submit} onClose={onClose}>
      <SegmentField label={t('book-kind')} name="kind" choices={listOf(choices.data?.kinds)} value={form.kind} onChange={(kind) => set({ kind })} trouble={troubleAt(write.error, 'kind')} />
      <SegmentField label={t('book-which')} name="book" choices={listOf(choices.data?.books)} value={form.book} onChange={(book) => set({ book })} trouble={troubleAt(write.error, 'book')} />
      <DayField label={t('book-written')} name="written_on" value={form.written_on} onChange={(written_on) => set({ written_on })} trouble={troubleAt(write.error, 'written_on')} />
      <Field label={t('book-text')} name="text" rows={5} autoFocus value={form.text} onChange={(words) => set({ text: words })} trouble={troubleAt(write.error, 'text')} />
      {partyId === null && <Field label={t('book-name')} name="name" hint={t('book-name-hint')} value={form.name} onChange={(name) => set({ name })} trouble={troubleAt(write.error, 'name')} />}
      <Field label={t('book-answer-to')} name="answer_to" hint={t('book-answer-hint')} value={form.answer_to} onChange={(answer_to) => set({ answer_to })} trouble={troubleAt(write.error, 'answer_to')} />
    </ActDialog>
  )
}
