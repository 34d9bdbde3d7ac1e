import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [react()],
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
