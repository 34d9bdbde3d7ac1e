import type { ProposalView } from '../../generated/ProposalView'
import type { TimelineItem } from '../../generated/TimelineItem'
import type { Tone } from '../../generated/Tone'
import type { Step } from '../../shared/parts/Layout'
import { hasWords, t } from '../../shared/words'

export function voidWords(reason: string): string {
  const key = `void-${reason.replaceAll('_', '-')}`
  return hasWords(key) ? t(key) : t('void-unknown', { code: reason })
}

function stepTone(item: TimelineItem, tone: Tone): Step['tone'] {
  switch (item.state) {
    case 'next':
      return 'now'
    case 'due':
      return tone === 'bad' ? 'late' : 'due'
    case 'void':
      return 'void'
    default:
      return 'done'
  }
}

/** The course of a case, as steps with a shape each. */
export function stepsOf(timeline: readonly TimelineItem[], tone: Tone): Step[] {
  return timeline.map((item, index) => ({
    key: `${index} ${item.title}`,
    tone: stepTone(item, tone),
    title: item.title,
    note: item.void_reason === null ? item.meta : t('void-note', { meta: item.meta, why: voidWords(item.void_reason) }),
  }))
}

/** «Текст не поддаётся прочтению (Стандарт, п. 7.3)». */
export function groundWords({ ground_label, clause }: ProposalView): string {
  return clause === '' ? ground_label : t('proposal-ground', { ground: ground_label, clause })
}
