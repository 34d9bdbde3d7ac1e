import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react'
import { ManualProvider, manualPageNow } from '../shared/manual'
import { useCommand } from '../shared/useCommand'

/** The manual comes when it is asked for: the first screen does not wait for it. */
const Guide = lazy(() => import('../features/guide/Guide'))

/** F1, wherever one is: before sign-in, on a page, over a dialog. */
export function Manual({ children }: { children: ReactNode }) {
  const [opened, setOpened] = useState<{ page: string | null } | null>(null)
  const open = useCallback(() => setOpened((before) => before ?? { page: manualPageNow() }), [])
  useCommand('guide', open)
  return (
    <ManualProvider value={open}>
      {children}
      {opened !== null && (
        <Suspense fallback={null}>
          <Guide page={opened.page} onClose={() => setOpened(null)} />
        </Suspense>
      )}
    </ManualProvider>
  )
}
