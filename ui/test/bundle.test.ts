// @vitest-environment node
import { join } from 'node:path'
import { build, type Rolldown } from 'vite'
import { describe, expect, it } from 'vitest'

const outputs = (await build({ root: join(import.meta.dirname, '..'), mode: 'production', logLevel: 'error', build: { write: false } })) as Rolldown.RolldownOutput
const { output } = Array.isArray(outputs) ? (outputs[0] as Rolldown.RolldownOutput) : outputs

describe('the program that people get', () => {
  it('has no invented desk in it', () => {
    const modules = output.flatMap((file) => (file.type === 'chunk' ? Object.keys(file.modules) : []))
    expect(modules.some((name) => name.includes('/src/app/App'))).toBe(true)
    expect(modules.filter((name) => name.includes('/host/memory/'))).toEqual([])
  })

  it('needs no inline script or style, and nothing from a network', () => {
    for (const name of ['index.html', 'kiosk.html', 'board.html']) {
      const page = output.find((file) => file.fileName === name)
      const html = page?.type === 'asset' ? String(page.source) : ''
      expect(html, name).toContain('<div id="root">')
      expect(html, name).not.toMatch(/<style|style=|<script(?![^>]*\ssrc=)/)
      expect(html, name).not.toMatch(/(src|href)="https?:/)
    }
    for (const file of output) {
      if (file.fileName.endsWith('.css') && file.type === 'asset') expect(String(file.source)).not.toMatch(/url\((["']?)(https?:|data:)/)
    }
  })
})
