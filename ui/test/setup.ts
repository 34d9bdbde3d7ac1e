import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach, vi } from 'vitest'

// A busy machine is slow, not wrong.
configure({ asyncUtilTimeout: 15_000 })

// Nothing is laid out here; a list draws the rows that fit a window of this size.
beforeEach(() => {
  if (typeof HTMLElement === 'undefined') return
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1366)
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(768)
})

afterEach(() => {
  if (typeof window === 'undefined') return
  cleanup()
  window.location.hash = ''
})
