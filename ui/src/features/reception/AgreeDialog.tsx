import { useState } from 'react'
import { useAct, useAsk } from '../../shared/bridge'
import { useManualPage } from '../../shared/manual'
import { usePaper } from '../../shared/paper'
import { ComboField, DayField, Field, SegmentField } from '../../shared/parts/Field'
import { useSpeaker } from '../../shared/parts/Toast'
import { troubleAt } from '../../shared/refusal'
import { useSession } from '../../shared/session'
import { t } from '../../shared/words'
import { ActDialog, focusRefused } from '../../shared/actDialog'
import styles from './Reception.module.css'
import type { VisitOf } from './visit'

/** There is no answer now: we call, the client calls, or he comes (R191, R195). */
export function AgreeDialog({ partyId, onClose }: VisitOf) {
  useManualPage('consultation')
  const { user, today } = useSession()
  const users = useAsk('session.users', {}, ['directory'])
  const agree = useAct('follow_up.agree')
  const { say, announce, hush } = useSpeaker()
  const openPaper = usePaper()
  const [form, setForm] = useState({ name: '', step: 'we_call', on: today, at: '', phone: '', user_id: user.id, question: '' })
  const put = (part: Partial<typeof form>) => {
    setForm((before) => ({ ...before, ...part }))
    if (agree.error !== null) agree.reset()
  }
  const field = (name: keyof typeof form) => ({ name, label: t(`agree-${name}`), value: form[name], onChange: (value: string) => put({ [name]: value }), trouble: troubleAt(agree.error, name) })
  const submit = () =>
    agree.mutate(
      { ...form, party_id: partyId, phone: form.step === 'we_call' ? form.phone : '', appeal_id: null },
      {
        onSuccess: ({ record_id, number }) => {
          onClose()
          const ticket = () => openPaper({ of: { about: 'follow_up', id: record_id }, formId: 'repeat_visit_ticket' })
          // Who comes again needs his slip; the others may have one.
          const words = t('agree-done', { number: number ?? '' })
          if (form.step === 'client_comes') {
            // News in sight, even older news, would lie over the buttons of the paper.
            hush()
            announce(words)
            ticket()
          } else say({ words, action: { title: t('agree-print'), run: ticket } })
        },
        onError: focusRefused,
      },
    )
  return (
    <ActDialog title={t('agree-title')} act={t('agree-submit')} busy={agree.isPending} error={agree.error ?? users.error} onSubmit={submit} onClose={onClose}>
      {partyId === null && <Field {...field('name')} autoFocus autoComplete="off" />}
      <SegmentField
        {...field('step')}
        choices={[
          { id: 'we_call', title: t('agree-we-call') },
          { id: 'client_calls', title: t('agree-client-calls') },
          { id: 'client_comes', title: t('agree-client-comes') },
        ]}
      />
      <div className={styles.pair}>
        <DayField {...field('on')} />
        <Field {...field('at')} autoComplete="off" placeholder="14:30" hint={t('agree-at-hint')} />
      </div>
      {form.step === 'we_call' && <Field {...field('phone')} type="tel" autoComplete="off" hint={partyId === null ? t('contact-hint-phone') : t('form-phone-hint')} />}
      <Field {...field('question')} rows={2} autoFocus={partyId !== null} />
      <ComboField {...field('user_id')} choices={(users.data ?? []).map((one) => ({ id: one.id, title: one.short_name, note: one.post }))} />
    </ActDialog>
  )
}
