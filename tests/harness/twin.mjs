// The loopback twin of the window, with a small town behind it (src-tauri/crates/testkit/src/town.rs).
import { join } from 'node:path'
import { atEnd, built, root, Running } from './programs.mjs'

const told = (line) => (line.startsWith('{') ? JSON.parse(line) : null)

/** A desk at work: enrolled, loaded, nobody signed in. */
export async function startTwin(t, further = []) {
  const twin = new Running(built('stoika-twin'), ['--world', '--ui', join(root, 'ui/dist'), ...further], { name: 'twin' })
  atEnd(t, () => twin.stop())
  const { url } = await twin.told(told)
  return {
    url,
    // The head of the office may do all that there is to do.
    user: { name: 'Ермаков', password: 'стойка-2026' },
    client: { typed: 'ghbvthjdf', name: 'Примерова Анна' },
  }
}

/** A desk fresh from the box: nobody has told it where it belongs. */
export async function startBareTwin(t, directory) {
  const twin = new Running(built('stoika-twin'), ['--data', join(directory, 'desk'), '--ui', join(root, 'ui/dist')], { name: 'bare-twin' })
  atEnd(t, () => twin.stop())
  return twin.told(told)
}
