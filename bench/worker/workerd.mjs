// A Worker in workerd itself: one process, one service, no other Worker before it.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { devConfig } from '../../scripts/dev-config.mjs'
import { BINDINGS } from './candidates.mjs'

export const KEY = 'bench-key'
// every order is a database of its own: on a disk, what is measured would be the disk
const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const root = fileURLToPath(new URL('../../', import.meta.url))
// the program itself: its package's own `bin` may be a script that starts it
const workerd = fileURLToPath(import.meta.resolve(`@cloudflare/workerd-linux-${process.arch === 'x64' ? '64' : process.arch}/bin/workerd`))
const { compatibility_date: compatibilityDate } = Object.fromEntries(
  readFileSync(`${root}wrangler.toml`, 'utf8').split('\n').map((line) => line.split(' = ').map((part) => part.replaceAll('"', ''))),
)

// The platform's rate limit, which workerd itself does not have: a count in memory, of no limit.
const RATE_LIMIT = `
const counts = new Map();
class RateLimit {
  async limit({ key }) {
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return { success: count <= Number.MAX_SAFE_INTEGER };
  }
}
export default () => new RateLimit();`

/** Flags of V8, such as `--perf-basic-prof`, with which `perf` knows the functions of JavaScript and wasm by their names. */
const V8_FLAGS = process.env.V8_FLAGS?.split(' ') ?? []

const VARS = {
  DEFAULT_LANGUAGE: 'rus',
  DEFAULT_EXPIRE_PERIOD: '2d',
  ALLOWED_ORIGINS: '',
  BANK_TIMEOUT_MS: '10000',
  PUBLIC_URL: 'https://epay.shop.kz',
}

const text = (value) => JSON.stringify(value)

function capnp({ folder, modules, classes }, vars, storage) {
  const module = (file) => `(name = ${text(file)}, ${file.endsWith('.wasm') ? 'wasm' : 'esModule'} = embed ${text(join(folder, file))})`
  const namespace = (name) => `(className = "${name}", uniqueKey = "${name}", enableSql = true)`
  const bindings = [
    ...Object.entries(vars).map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`),
    ...classes.map((name) => `(name = "${BINDINGS[name]}", durableObjectNamespace = "${name}")`),
    '(name = "RATE_LIMIT", wrapped = (moduleName = "bench:rate-limit"))',
  ]
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [${modules.map(module).join(', ')}],
      compatibilityDate = "${compatibilityDate}",
      bindings = [${bindings.join(', ')}],
      durableObjectNamespaces = [${classes.map(namespace).join(', ')}],
      durableObjectStorage = (localDisk = "storage"),
      globalOutbound = "loopback",
    )),
    (name = "loopback", network = (allow = ["private"])),
    (name = "storage", disk = (path = ${text(storage)}, writable = true)),
  ],
  v8Flags = [${V8_FLAGS.map(text).join(', ')}],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
  extensions = [(modules = [(name = "bench:rate-limit", internal = true, esModule = ${text(RATE_LIMIT)})])],
);
`
}

export const newStorage = () => mkdtempSync(join(MEMORY, 'epay-invoice-bench-'))

/** Starts it and waits for its first answer. `storage` is a folder that outlives it; `config` goes before the usual one. */
export async function start(candidate, bank, { storage, config = {}, flags = [], log = 'ignore' } = {}) {
  const folder = storage ?? newStorage()
  const vars = { ...VARS, ...devConfig({}, { worker: VARS.PUBLIC_URL, sandbox: bank, key: KEY }), ...config }
  mkdirSync(join(folder, 'objects'), { recursive: true })
  writeFileSync(join(folder, 'config.capnp'), capnp(candidate, vars, join(folder, 'objects')))
  const began = performance.now()
  const child = spawn(workerd, ['serve', '--import-path=/', '--control-fd=3', ...flags, join(folder, 'config.capnp')], { stdio: ['ignore', log, 'inherit', 'pipe'] })
  const exit = once(child, 'exit')
  // a measurement that fails leaves nothing running, and no memory taken
  const end = () => {
    child.kill('SIGKILL')
    if (!storage) rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', end)
  const port = await new Promise((resolve, reject) => {
    let told = ''
    child.stdio[3].on('data', (data) => {
      told += data
      const port = /"event":"listen"[^\n]*"port":(\d+)/.exec(told)?.[1]
      if (port) resolve(Number(port))
    })
    exit.then(([code]) => reject(new Error(`workerd ended with ${code} before it listened`)))
  })
  const url = `http://127.0.0.1:${port}`
  const { status } = await fetch(`${url}/healthz`)
  if (status !== 200) throw new Error(`/healthz answers ${status}`)
  return {
    port,
    url,
    vars,
    child,
    /** From the start of the process to the first answer. */
    coldMs: performance.now() - began,
    cpuSeconds: () => cpuSeconds(child.pid),
    residentMiB: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024,
    async stop() {
      process.off('exit', end)
      child.kill('SIGKILL')
      await exit
      end()
    },
  }
}

/** The CPU time of all threads that the process has, in nanoseconds of the scheduler's. */
function cpuSeconds(pid) {
  const nanoseconds = readdirSync(`/proc/${pid}/task`).map((thread) => {
    try {
      return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
    } catch {
      return 0 // it has ended meanwhile
    }
  })
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e9
}
