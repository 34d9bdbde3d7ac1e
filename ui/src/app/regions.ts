import { useEffect } from 'react'
import { useCommand, useCovered } from '../shared/useCommand'

/** Named parts of the window in the order of reading. */
function regions(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('header, nav, main section[aria-label], main aside[aria-label], main footer[aria-label]')].filter(
    (region) => region.closest('[aria-hidden="true"], [inert]') === null && region.querySelector(focusable) !== null,
  )
}

const focusable = 'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), [tabindex="0"]'

function step(by: 1 | -1): void {
  const all = regions()
  if (all.length === 0) return
  const active = document.activeElement
  const inside = all.filter((region) => region.contains(active)).at(-1)
  const at = inside === undefined ? (by === 1 ? -1 : 0) : all.indexOf(inside)
  const next = all[(at + by + all.length) % all.length]
  const target = next?.querySelector<HTMLElement>('[data-region-focus], [role="row"][tabindex="0"], [role="tab"][tabindex="0"]') ?? next?.querySelector<HTMLElement>(focusable)
  target?.focus()
}

/** F6 and Shift+F6 walk the regions of the page. */
export function useRegions(): void {
  useCommand('next-region', () => step(1))
  useCommand('previous-region', () => step(-1))
}

/** What a page opens on: its list, or the title that it marks. */
const opening = '[role="grid"], [data-page-focus]'

/**
 * Puts the keys where the work is when another page opens. A page that has put the focus itself is left alone, and so is
 * a link of the rail that was clicked.
 */
export function useOpeningFocus(page: string): void {
  useEffect(() => {
    const main = document.querySelector('main')
    if (main === null) return undefined
    const settled = (): boolean => {
      const active = document.activeElement
      if (active !== null && active !== document.body && active !== main) return true
      main.querySelector<HTMLElement>(opening)?.focus()
      return document.activeElement !== active
    }
    if (settled()) return undefined
    // The list comes with its data.
    const observer = new MutationObserver(() => {
      if (settled()) observer.disconnect()
    })
    observer.observe(main, { childList: true, subtree: true })
    return () => observer.disconnect()
  }, [page])
}

/**
 * Nobody stands nowhere: when what lay over the page is gone and whatever had the focus before is gone too, the keys go to
 * where the work of the page is.
 */
export function useFocusHome(): void {
  const covered = useCovered()
  useEffect(() => {
    if (covered) return undefined
    // A dialog gives the focus back in the frame after it has closed.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        if (document.activeElement !== document.body) return
        const main = document.querySelector('main')
        const home = main?.querySelector<HTMLElement>(opening) ?? main?.querySelector<HTMLElement>('h1[tabindex]') ?? main
        home?.focus()
      })
    })
    return () => cancelAnimationFrame(frame)
  }, [covered])
}
