// Somebody else at the back-office's address: a page of the network's own, or what speaks another language.
import { createServer } from 'node:net'
import { atEnd } from './programs.mjs'

const PAGE = '<!doctype html><html><title>Wi-Fi</title><h1>Войдите в сеть</h1></html>'

/** What a captive portal answers to whatever is asked: 200 and its page. */
export const PORTAL = `HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(PAGE)}\r\nconnection: close\r\n\r\n${PAGE}`

/** A mail server's greeting. */
export const NOT_HTTP = '220 mail.example.org ESMTP\r\n'

/** Listens on the loopback, answers the first bytes of each connection with `answer`; `heard()` is all that it was told. */
export async function startStranger(t, answer) {
  const heard = []
  const server = createServer((socket) => {
    // Who hangs up early is not its business.
    socket.on('error', () => {})
    socket.on('data', (bytes) => heard.push(bytes))
    socket.once('data', () => socket.end(answer))
  })
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  atEnd(t, () => new Promise((resolve) => server.close(resolve)))
  return { port: server.address().port, heard: () => Buffer.concat(heard).toString('latin1') }
}
