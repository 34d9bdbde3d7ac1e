// The wire between a desk and the centre, with a pair of pliers.
import { createServer, connect } from 'node:net'
import { atEnd } from './programs.mjs'

/** Relays what comes at `port` to `target` (both on loopback) until it is cut. */
export async function startLink(t, port, target) {
  let sockets = new Set()
  let server

  async function mend() {
    server = createServer((near) => {
      const far = connect(target, '127.0.0.1')
      for (const [socket, other] of [[near, far], [far, near]]) {
        sockets.add(socket)
        socket.pipe(other)
        // The end of one is the end of the other; why is not the wire's business.
        socket.on('error', () => other.destroy())
        socket.on('close', () => {
          sockets.delete(socket)
          other.destroy()
        })
      }
    })
    await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  }

  /** From now on nobody answers, and what was on its way is lost. */
  async function cut() {
    for (const socket of sockets) socket.destroy()
    sockets = new Set()
    await new Promise((resolve) => server.close(resolve))
  }

  /** Leads to another port from now on: somebody else answers. */
  async function lead(port) {
    await cut()
    target = port
    await mend()
  }

  await mend()
  atEnd(t, () => (server.listening ? cut() : undefined))
  return { cut, mend, lead }
}
