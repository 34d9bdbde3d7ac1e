/** Colours and sizes of the tokens, as the picture needs them: plain values. */
export function paletteOf(rem: number) {
  const style = window.getComputedStyle(document.documentElement)
  const of = (name: string) => style.getPropertyValue(name).trim()
  return {
    ink: of('--ink'),
    ink2: of('--ink-2'),
    line: of('--line'),
    lineStrong: of('--line-strong'),
    lineControl: of('--line-control'),
    surface: of('--surface'),
    sunken: of('--surface-sunken'),
    accent: of('--accent'),
    accentLine: of('--accent-line'),
    bad: of('--bad-ink'),
    font: of('--font'),
    /** Pixels of the small text: the only size in a picture. */
    text: rem * 0.75,
    rem,
  }
}

export type Look = ReturnType<typeof paletteOf>
