import { Bookmark, ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { SavedView } from '../../generated/SavedView'
import { ActFoot } from '../../shared/actDialog'
import { useAct, useAsk } from '../../shared/bridge'
import { capsOf } from '../../shared/commands'
import { Button } from '../../shared/parts/Button'
import { Dialog } from '../../shared/parts/Dialog'
import { Field } from '../../shared/parts/Field'
import { Menu } from '../../shared/parts/Menu'
import { useSpeaker } from '../../shared/parts/Toast'
import { atLarge, Refusal, refusalWords, troubleAt } from '../../shared/refusal'
import { useCommand } from '../../shared/useCommand'
import { t } from '../../shared/words'
import styles from './Appeals.module.css'
import { type Asked, sameAsked } from './asked'

const NAME_LENGTH_MAX = 60

function askedOfView({ view, text, filter, sort, descending }: SavedView): Asked {
  return { view, text, filter, sort, descending }
}

function SaveDialog({ asked, name: given, taken, onClose }: { asked: Asked; name: string; taken: readonly string[]; onClose: () => void }) {
  const save = useAct('view.save')
  const { say } = useSpeaker()
  const [name, setName] = useState(given)
  const submit = () =>
    save.mutate(
      { name, ...asked },
      {
        onSuccess: (saved) => {
          say({ words: t('views-saved', { name: saved.name }) })
          onClose()
        },
      },
    )
  return (
    <Dialog title={t('views-save-title')} isOpen onClose={onClose} onSubmit={submit} foot={<ActFoot title={t('views-save-submit')} busy={save.isPending} onSubmit={submit} onClose={onClose} />}>
      <Refusal error={atLarge(save.error)} />
      <Field
        label={t('views-name')}
        name="name"
        autoFocus
        value={name}
        onChange={(next) => setName(next.slice(0, NAME_LENGTH_MAX))}
        hint={t(taken.includes(name.trim()) ? 'views-name-taken' : 'views-name-hint')}
        trouble={troubleAt(save.error, 'name')}
        autoComplete="off"
      />
    </Dialog>
  )
}

/** Lists that a person comes back to: each his own, opened by its name. */
export function SavedViews({ asked, onApply }: { asked: Asked; onApply: (asked: Asked) => void }) {
  const saved = useAsk('view.list', {}, ['drafts'])
  const remove = useAct('view.delete')
  const restore = useAct('view.save')
  const { say } = useSpeaker()
  const [open, setOpen] = useState(false)
  const [saving, setSaving] = useState(false)
  useCommand('views', () => setOpen(true))
  const all = saved.data ?? []
  const current = all.find((view) => sameAsked(askedOfView(view), asked))
  const drop = (view: SavedView) =>
    remove.mutate(
      { view_id: view.view_id },
      {
        onSuccess: () => say({ words: t('views-deleted', { name: view.name }), action: { title: t('views-restore'), run: () => restore.mutate({ name: view.name, ...askedOfView(view) }) } }),
        onError: (error) => say({ words: refusalWords(error) }),
      },
    )
  return (
    <>
      <Menu
        label={t('views-title')}
        isOpen={open}
        onOpenChange={setOpen}
        trigger={
          <Button icon={<Bookmark aria-hidden />} caps={capsOf('views')} className={styles.viewsButton ?? ''}>
            <span className={styles.viewsName}>{current?.name ?? t('views-title')}</span>
            <ChevronDown aria-hidden />
          </Button>
        }
        sections={[
          all.map((view) => ({
            id: view.view_id,
            title: view.name,
            note: view === current ? t('views-current') : null,
            isCurrent: view === current,
            run: () => onApply(askedOfView(view)),
          })),
          [
            ...(current === undefined ? [{ id: 'save', title: t('views-save'), note: all.length === 0 ? t('views-none') : null, run: () => setSaving(true) }] : []),
            ...(current === undefined ? [] : [{ id: 'delete', title: t('views-delete', { name: current.name }), run: () => drop(current) }]),
          ],
        ]}
      />
      {saved.error !== null && <span role="alert">{refusalWords(saved.error)}</span>}
      {saving && <SaveDialog asked={asked} name={asked.text} taken={all.map((view) => view.name)} onClose={() => setSaving(false)} />}
    </>
  )
}
