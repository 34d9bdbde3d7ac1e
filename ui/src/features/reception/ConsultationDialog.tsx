import { useState } from 'react'
import { useAct, useAsk } from '../../shared/bridge'
import { useManualPage } from '../../shared/manual'
import { usePaper } from '../../shared/paper'
import { Field, SegmentField, SelectField } from '../../shared/parts/Field'
import { Skeleton } from '../../shared/parts/Layout'
import { useSpeaker } from '../../shared/parts/Toast'
import { Refusal, troubleAt } from '../../shared/refusal'
import { t } from '../../shared/words'
import { ActDialog, focusRefused } from '../../shared/actDialog'
import { choicesOf, type VisitOf } from './visit'

const NO_ARTICLE = 'none'

/** What was asked and told by word of mouth (R97). */
export function ConsultationDialog({ partyId, account, onClose }: VisitOf) {
  useManualPage('consultation')
  const choices = useAsk('visit.choices', {}, ['directory'])
  const give = useAct('consultation.give')
  const { say } = useSpeaker()
  const openPaper = usePaper()
  const [topic, setTopic] = useState('')
  const [typedChannel, setChannel] = useState<string | null>(null)
  const [article, setArticle] = useState('')
  const [note, setNote] = useState('')
  const articles = useAsk('reference.articles', { text: '', topic }, ['directory'], { enabled: topic !== '' })
  const channel = typedChannel ?? choices.data?.channels[0]?.code ?? ''
  const submit = () =>
    give.mutate(
      { party_id: partyId, account, topic, channel, article, note },
      {
        onSuccess: () => {
          const sheet = { title: t('consult-print'), run: () => openPaper({ of: { about: 'article', id: article, party_id: partyId }, formId: 'information_sheet' }) }
          say({ words: t('consult-done'), ...(article === '' ? {} : { action: sheet }) })
          onClose()
        },
        onError: focusRefused,
      },
    )
  return (
    <ActDialog title={t('consult-title')} act={t('save')} busy={give.isPending} error={give.error ?? choices.error} onSubmit={submit} onClose={onClose}>
      <Refusal error={articles.error} />
      {choices.data === undefined ? (
        <Skeleton rows={4} />
      ) : (
        <>
          <SelectField
            label={t('consult-topic')}
            name="topic"
            autoFocus
            placeholder={t('form-choose')}
            choices={choicesOf(choices.data.topics)}
            value={topic === '' ? null : topic}
            onChange={(next) => {
              setTopic(next)
              setArticle('')
              if (give.error !== null) give.reset()
            }}
            trouble={troubleAt(give.error, 'topic')}
          />
          {choices.data.channels.length > 4 ? (
            <SelectField label={t('consult-channel')} name="channel" choices={choicesOf(choices.data.channels)} value={channel} onChange={setChannel} trouble={troubleAt(give.error, 'channel')} />
          ) : (
            <SegmentField label={t('consult-channel')} name="channel" choices={choicesOf(choices.data.channels)} value={channel} onChange={setChannel} trouble={troubleAt(give.error, 'channel')} />
          )}
          {(articles.data?.length ?? 0) > 0 && (
            <SelectField
              label={t('consult-article')}
              name="article"
              choices={[{ id: NO_ARTICLE, title: t('consult-no-article') }, ...(articles.data ?? []).map((one) => ({ id: one.article_id, title: one.title, note: one.excerpt }))]}
              value={article === '' ? NO_ARTICLE : article}
              onChange={(next) => setArticle(next === NO_ARTICLE ? '' : next)}
              trouble={troubleAt(give.error, 'article')}
            />
          )}
          <Field label={t('consult-note')} name="note" rows={3} value={note} onChange={setNote} trouble={troubleAt(give.error, 'note')} />
        </>
      )}
    </ActDialog>
  )
}
