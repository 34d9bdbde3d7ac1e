import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

/**
 * The window freezes `Object.prototype` (src-tauri/tauri.conf.json), so that no plain object takes a `constructor` by assignment any
 * more. The scheduler of ECharts gives its two mocks one while it is loaded: they get no prototype.
 */
const overFrozenPrototype: Plugin = {
  name: 'over-frozen-prototype',
  transform(code, id) {
    if (!id.endsWith('/echarts/lib/core/Scheduler.js')) return undefined
    const mended = code.replace(/var (ecModelMock|apiMock) = \{\};/g, 'var $1 = Object.create(null);')
    if (mended === code) this.error('the mocks of the scheduler are made in another way: look whether this is needed still')
    return { code: mended, map: null }
  },
}

export default defineConfig({
  plugins: [react(), overFrozenPrototype],
  // The words stand beside the program, not inside it: assets/i18n is one level up.
  server: { fs: { allow: ['..'] } },
  build: {
    // WebKitGTK 2.40 and WebView2 are the two windows this runs in.
    target: ['safari16.4', 'chrome110'],
    modulePreload: { polyfill: false },
    // A CSP without data: for fonts and images; nothing is inlined.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    // The window of the desk, and the two of the hall.
    rolldownOptions: { input: ['index.html', 'kiosk.html', 'board.html'] },
  },
  test: {
    environment: 'happy-dom',
    setupFiles: ['test/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'],
    css: { modules: { classNameStrategy: 'non-scoped' } },
    restoreMocks: true,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
