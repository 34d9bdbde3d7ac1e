import { useCommand } from '../shared/useCommand'

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
