// The back-office: the real program with a small made-up town, behind a wire that can be cut.
import { join } from 'node:path'
import { startLink } from './link.mjs'
import { atEnd, built, freePort, run, Running } from './programs.mjs'

const OFFICE = 'otradny'

/** The users that the demo names, one a line: login, password, «Фамилия Имя Отчество», post. */
export function usersIn(text) {
  return [...text.matchAll(/^ {2}(\S+) +(\S+) +(\S+)( .+), (.+)$/gm)].map(([, login, password, surname, rest, post]) => ({
    login,
    password,
    // The sign-in screen lists them by surname and initials.
    name: surname,
    fullName: surname + rest,
    post,
  }))
}

/** A centre with its data in `directory`, serving; `link` is the wire that the desk reaches it by. */
export async function startCentre(t, directory, accounts) {
  const data = join(directory, 'centre')
  const ask = (...args) => run(built('stoika-backoffice'), ['--data', data, ...args])
  await ask('publish', 'fixtures/standard')
  const users = usersIn(await ask('demo', '--office', OFFICE, '--accounts', String(accounts), '--seed', '1'))
  const [port, wire] = [await freePort(), await freePort()]
  const server = new Running(built('stoika-backoffice'), ['--data', data, 'serve', '--listen', `127.0.0.1:${port}`], { name: 'centre' })
  atEnd(t, () => server.stop())
  await server.told((line) => line)
  const link = await startLink(t, wire, port)
  return {
    users,
    link,
    port,
    /** A one-time code for a window of the office; it leads through the wire. */
    enrolmentCode: async (window) =>
      JSON.parse(await ask('enrol', '--office', OFFICE, '--window', String(window), '--address', `https://127.0.0.1:${wire}`, '--json')).code,
    /** The text that the centre gives for a desk's recovery file. */
    recoveryText: async (file) =>
      JSON.parse(await ask('recover', '--file', file, '--by', 'Администратор Анна Андреевна', '--reason', 'Звонил начальник отделения', '--json')).text,
    /** Registration numbers of all appeals that it has. */
    appealNumbers: async () => (await ask('status', '--appeals')).split('\n').filter((line) => line !== ''),
    status: async () => JSON.parse(await ask('status', '--json')),
    /** What the engine says of a term: `{ limit, target, outer }`. */
    explainTerm: async (norm, received) => JSON.parse(await ask('explain-term', '--norm', norm, '--received', received, '--json')),
  }
}
