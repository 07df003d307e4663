// Fresh projects outside of this repository, into which nothing but the tarball and a bundler is installed, and which are
// taken away again: with what they install they are more than a gigabyte.

import { execFile, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))

/** Runs a command and gives what it wrote; what it wrote is in the error, too, where it fails. */
export const run = async (cwd, command, ...args) => {
  try {
    const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', WRANGLER_SEND_METRICS: 'false', CI: '1' }
    const { stdout, stderr } = await execute(command, args, { cwd, env, maxBuffer: 1 << 26, timeout: 300_000 })
    return stdout + stderr
  } catch (error) {
    throw new Error(`${command} ${args.join(' ')}: ${error.message}\n${error.stdout}\n${error.stderr}`)
  }
}

const folder = (name) => mkdtempSync(join(tmpdir(), `epay-invoice-${name}-`))
const remove = (place) => rmSync(place, { recursive: true, maxRetries: 5 })

/** Packs the package and gives the tarball's path, and a way to remove it. */
export const pack = async () => {
  const place = folder('pack')
  const [{ filename }] = JSON.parse((await execute('npm', ['pack', '--json', '--pack-destination', place], { cwd: join(root, 'pkg') })).stdout)
  return { tarball: join(place, filename), remove: () => remove(place) }
}

/** A project of these files with the tarball and these packages installed, until the test `t` is over. */
export const project = async (t, name, tarball, packages, files, manifest = {}) => {
  const place = folder(name)
  t.after(() => remove(place))
  write(place, { 'package.json': JSON.stringify({ name: `try-${name}`, version: '0.0.0', private: true, ...manifest }), ...files })
  await run(place, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline', tarball, ...packages)
  return place
}

export const write = (place, files) => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(place, name)), { recursive: true })
    writeFileSync(join(place, name), text)
  }
}

/** Starts a server, waits until what it writes matches, and gives the match and a way to stop it. */
export const serve = (cwd, command, args, ready) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, detached: true, env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', WRANGLER_SEND_METRICS: 'false', CI: '1', NO_COLOR: '1' } })
    const closed = new Promise((done) => child.once('close', done))
    const stop = async () => {
      try {
        process.kill(-child.pid)
      } catch {
        // it has ended by itself
      }
      await closed
    }
    let written = ''
    const read = (chunk) => {
      written += chunk
      const match = ready.exec(written)
      if (match) resolve({ match, stop })
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('exit', (code) => reject(new Error(`${command} ended with ${code}:\n${written}`)))
    child.on('error', reject)
    setTimeout(() => (stop(), reject(new Error(`${command} did not get ready:\n${written}`))), 120_000).unref()
  })
