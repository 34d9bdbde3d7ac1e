import { useSyncExternalStore } from 'react'

function subscribe(listener: () => void): () => void {
  window.addEventListener('resize', listener)
  return () => window.removeEventListener('resize', listener)
}

function remPixels(): number {
  return Number.parseFloat(window.getComputedStyle(document.documentElement).fontSize) || 16
}

/** Pixels in the person's own letter size: rows grow with it. */
export function useRem(): number {
  return useSyncExternalStore(subscribe, remPixels)
}

/** How many of the person's letters the window is wide. */
export function useWidthRem(): number {
  return useSyncExternalStore(subscribe, () => window.innerWidth / remPixels())
}
