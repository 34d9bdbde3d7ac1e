// A print server of the test's own, with one printer that keeps every job as a file.
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { atEnd, run, Running, until } from './programs.mjs'

/** What people choose in the list of printers. */
export const PRINTER = 'Stoika_Test'

/** Starts cupsd in `directory`. `env` leads the program under test to it; `jobs()` are the files that were printed. */
export async function startPrinter(t, directory) {
  const place = (name) => join(directory, name)
  // Started by root, cupsd insists on another name for what needs no rights; started by anyone else, it has none to give away.
  const { uid, username } = userInfo()
  const user = uid === 0 ? 'nobody' : username
  for (const name of ['root', 'cache', 'spool', 'state', 'server/backend', 'data/mime', 'jobs']) {
    mkdirSync(place(name), { recursive: true })
  }
  // Through this program of its own cupsd starts the printer's.
  symlinkSync('/usr/lib/cups/daemon', place('server/daemon'))
  // What is sent goes to the printer as it is: the workstation makes the pages, no filter touches them.
  writeFileSync(place('data/mime/pages.types'), 'application/pdf pdf string(0,%PDF)\napplication/octet-stream\napplication/vnd.cups-raw\n')
  writeFileSync(place('data/mime/pages.convs'), 'application/pdf application/vnd.cups-raw 0 -\napplication/octet-stream application/vnd.cups-raw 0 -\n')
  // The printer: what comes goes into a file, whole, under the job's number.
  const backend = place('server/backend/keep')
  writeFileSync(
    backend,
    `#!/bin/sh
[ $# -eq 0 ] && { echo 'direct keep "Unknown" "keeps jobs as files"'; exit 0; }
if [ $# -ge 6 ]; then cat "$6"; else cat; fi > "${place('jobs')}/$1.part" && mv "${place('jobs')}/$1.part" "${place('jobs')}/$1.pdf"
`,
  )
  chmodSync(backend, 0o700)
  writeFileSync(
    place('cups-files.conf'),
    `ServerRoot ${place('root')}
ServerBin ${place('server')}
CacheDir ${place('cache')}
RequestRoot ${place('spool')}
StateDir ${place('state')}
DataDir ${place('data')}
AccessLog ${place('access.log')}
ErrorLog ${place('error.log')}
PageLog ${place('page.log')}
SystemGroup ${(await run('id', ['-gn'])).trim()}
User ${user}
Sandboxing relaxed
`,
  )
  writeFileSync(
    place('cupsd.conf'),
    `Listen ${place('cups.sock')}
Browsing Off
DefaultAuthType None
WebInterface No
PreserveJobFiles Yes
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
`,
  )
  const server = new Running('/usr/sbin/cupsd', ['-f', '-c', place('cupsd.conf'), '-s', place('cups-files.conf')], { name: 'cupsd' })
  atEnd(t, () => server.stop())
  // By a file and not by CUPS_SERVER: the workstation takes that away from what it starts.
  writeFileSync(place('root/client.conf'), `ServerName ${place('cups.sock')}\n`)
  const env = { CUPS_SERVERROOT: place('root') }
  await until('the print server answers', () => run('lpstat', ['-r'], { env }).then((words) => words.includes('is running')))
  // By their full names: Debian keeps sbin out of the path of anyone but root.
  await run('/usr/sbin/lpadmin', ['-p', PRINTER, '-E', '-v', 'keep:/', '-o', 'printer-is-shared=false'], { env })
  await run('/usr/sbin/lpadmin', ['-d', PRINTER], { env })
  // By their numbers: the tenth comes after the ninth.
  const jobs = () => readdirSync(place('jobs')).filter((name) => name.endsWith('.pdf')).sort((one, other) => parseInt(one, 10) - parseInt(other, 10)).map((name) => join(place('jobs'), name))
  return { env, jobs }
}
