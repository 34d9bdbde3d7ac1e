import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { PageBoundary } from '../src/app/PageBoundary'

let isBroken = true

function Page() {
  if (isBroken) throw new Error('cannot be drawn')
  return <p>Зал</p>
}

describe('a page that cannot be drawn', () => {
  it('says so in its place, and is tried anew when asked or when another page opens', async () => {
    // React tells the console of it.
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    isBroken = true
    const { rerender } = render(<PageBoundary at="hall"><Page /></PageBoundary>)
    expect(screen.getByText('Эта страница не открылась')).toBeTruthy()
    isBroken = false
    await userEvent.click(screen.getByRole('button', { name: 'Открыть ещё раз' }))
    expect(screen.getByText('Зал')).toBeTruthy()
    isBroken = true
    rerender(<PageBoundary at="hall/day"><Page /></PageBoundary>)
    expect(screen.getByText('Эта страница не открылась')).toBeTruthy()
    isBroken = false
    rerender(<PageBoundary at="link"><Page /></PageBoundary>)
    expect(screen.getByText('Зал')).toBeTruthy()
  })
})
