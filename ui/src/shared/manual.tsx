import { createContext, useContext, useEffect } from 'react'

/** What lies open names the page of the manual that teaches it; the last one to come is asked first. */
const topics: string[] = []

/** F1 opens this page while the caller is in sight. */
export function useManualPage(page: string): void {
  useEffect(() => {
    topics.push(page)
    return () => {
      topics.splice(topics.lastIndexOf(page), 1)
    }
  }, [page])
}

/** The page that was named last; `null` where the section says enough. */
export function manualPageNow(): string | null {
  return topics.at(-1) ?? null
}

const ManualContext = createContext<() => void>(() => undefined)

export const ManualProvider = ManualContext.Provider

/** Opens the manual over whatever is in sight. */
export function useManual(): () => void {
  return useContext(ManualContext)
}
