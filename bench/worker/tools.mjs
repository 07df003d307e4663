// The bank and the load: see load/.

import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { bytesOf, requests } from './rows.mjs'

let program

/** Builds them. */
export function buildTools(root) {
  execFileSync('cargo', ['build', '--release', '--quiet', '--package', 'epay-bench-load'], { cwd: root, stdio: 'inherit' })
  const { target_directory: target } = JSON.parse(execFileSync('cargo', ['metadata', '--no-deps', '--format-version', '1'], { cwd: root, encoding: 'utf8' }))
  program = `${target}/release/epay-bench-load`
}

/** A bank on loopback that answers after that time. */
export async function startBank(latencyMs) {
  const child = spawn(program, ['bank', String(latencyMs)], { stdio: ['ignore', 'pipe', 'inherit'] })
  process.once('exit', () => child.kill())
  const [port] = await once(createInterface({ input: child.stdout }), 'line')
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    counts: async () => (await fetch(`${url}/counts`)).json(),
    stop: async () => {
      child.kill()
      await once(child, 'exit')
    },
  }
}

/** Sends a row's request so many times: `{seconds, p50_ms, p99_ms}`. Numbers are counted from `first`, `ids` of them. */
export async function load(worker, { request, status }, count, { connections = 16, first = 1, ids = count } = {}) {
  const child = spawn(program, ['load', worker.port, connections, count, status, first, ids].map(String), { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(bytesOf(requests[request]))
  let told = ''
  child.stdout.on('data', (data) => (told += data))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`the load ended with ${code}`)
  return JSON.parse(told)
}
