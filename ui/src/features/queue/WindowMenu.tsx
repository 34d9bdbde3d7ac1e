import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useAct } from '../../shared/bridge'
import { Menu, type MenuChoice } from '../../shared/parts/Menu'
import { Status } from '../../shared/parts/Status'
import { useSpeaker } from '../../shared/parts/Toast'
import { t } from '../../shared/words'
import { useChoices } from './dialogs'
import styles from './Queue.module.css'
import { WRAP_UP } from './useActs'
import { useQueueInside } from './useQueue'

/** The window of this desk, in the top bar: open it, rest, choose streams, close it. */
export function WindowMenu({ desk }: { desk: string }) {
  const { state, may, open, setTrouble } = useQueueInside()
  const choices = useChoices()
  const pause = useAct('window.pause')
  const resume = useAct('window.resume')
  const close = useAct('window.close')
  const { say } = useSpeaker()
  const [isOpen, setIsOpen] = useState(false)
  const { window, current } = state
  const busy = current === null ? null : t(current.state === 'serving' ? 'against-serving' : 'against-called', { number: current.number })
  const onError = setTrouble
  const item = (id: string, title: string, against: string | null, run: () => void): MenuChoice => ({ id, title, note: against, isDisabled: against !== null, run })
  const rest = (choices.data?.pauses ?? []).filter(({ code }) => code !== WRAP_UP)
  const sections: MenuChoice[][] =
    window === null
      ? [[item('open', t('window-open-menu'), may('window.open') ? null : t('forbidden'), () => open({ act: 'open-window' }))]]
      : [
          window.pause === null
            ? rest.map(({ code, label }) => item(code, label, null, () => pause.mutate({ kind: code }, { onError })))
            : [item('resume', t('pause-resume'), null, () => resume.mutate({}, { onError }))],
          [item('streams', t('window-streams-menu'), null, () => open({ act: 'streams' }))],
          [item('close', t('window-close'), busy, () => close.mutate({}, { onSuccess: () => say({ words: t('said-window-closed', { window: window.title }) }), onError }))],
        ]
  const mark = window === null ? t('window-mark-closed') : window.pause === WRAP_UP ? t('window-mark-wrap-up') : window.pause_label
  return (
    <Menu
      label={t('window-menu')}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <AriaButton className={styles.place ?? ''}>
          <span>{window?.title ?? desk}</span>
          {mark !== null && <Status tone="idle">{mark.toLowerCase()}</Status>}
          <ChevronDown aria-hidden />
        </AriaButton>
      }
      sections={sections}
    />
  )
}
