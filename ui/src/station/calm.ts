/** Long presses, second fingers, wheels and keys of a browser do nothing on a screen that hangs in a hall. */
const SILENT = ['contextmenu', 'selectstart', 'dragstart', 'gesturestart', 'gesturechange'] as const

export function calm(page: Document): void {
  for (const name of SILENT) page.addEventListener(name, (event) => event.preventDefault())
  page.addEventListener('touchmove', (event) => event.preventDefault(), { passive: false })
  page.addEventListener('wheel', (event) => event.preventDefault(), { passive: false })
  page.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && ['Equal', 'Minus', 'Digit0', 'NumpadAdd', 'NumpadSubtract', 'KeyP', 'KeyS'].includes(event.code)) event.preventDefault()
  })
}
