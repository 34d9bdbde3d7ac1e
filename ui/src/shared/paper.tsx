import { createContext, useContext } from 'react'
import type { PaperAbout } from '../generated/PaperAbout'

/** A paper to show before it is printed. */
export interface PaperRequest {
  of: PaperAbout
  formId: string
  /** What belongs with it: shown when this one is printed or put away. */
  next?: PaperRequest
}

type OpenPaper = (paper: PaperRequest) => void

const PaperContext = createContext<OpenPaper>(() => undefined)

export const PaperProvider = PaperContext.Provider

/** Opens the preview over whatever page asked for it. */
export function usePaper(): OpenPaper {
  return useContext(PaperContext)
}
