// A screen and a session bus that only the tests see.
import { atEnd, Running } from './programs.mjs'

/** Starts both; returns the environment in which a window appears there. */
export async function startDisplay(t) {
  const server = new Running('Xvfb', ['-displayfd', '1', '-screen', '0', '1366x768x24', '-nolisten', 'tcp', '-noreset'], { name: 'xvfb' })
  atEnd(t, () => server.stop())
  const number = await server.told((line) => line)
  const bus = new Running('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=1'], { name: 'dbus' })
  atEnd(t, () => bus.stop())
  const address = await bus.told((line) => line)
  return {
    DISPLAY: `:${number}`,
    DBUS_SESSION_BUS_ADDRESS: address,
    // One window, one X server: what the machine's own session offers must not get in between.
    WAYLAND_DISPLAY: '',
    GDK_BACKEND: 'x11',
    NO_AT_BRIDGE: '1',
    LIBGL_ALWAYS_SOFTWARE: '1',
    // Without a GPU the web view composes on the processor.
    WEBKIT_DISABLE_DMABUF_RENDERER: '1',
  }
}
