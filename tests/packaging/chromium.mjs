// A headless Chromium that opens a page and waits until the page has said PASS or FAIL in its title.

import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const program = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const flags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--remote-debugging-port=0',
]

/** What the page at the address gives for the expression, as soon as it is not undefined. */
export const evaluate = async (url, expression, timeout = 120_000) => {
  if (!program) throw new Error('no Chromium on this machine: install it, or name it in CHROMIUM')
  const profile = mkdtempSync(join(tmpdir(), 'epay-invoice-chromium-'))
  const child = spawn(program, [...flags, `--user-data-dir=${profile}`, url], { stdio: ['ignore', 'ignore', 'pipe'] })
  const timer = setTimeout(() => child.kill('SIGKILL'), timeout)
  try {
    const debug = await new Promise((resolve, reject) => {
      let written = ''
      child.stderr.on('data', (chunk) => {
        written += chunk
        const match = /DevTools listening on ws:\/\/([^/]+)\//.exec(written)
        if (match) resolve(match[1])
      })
      child.on('exit', () => reject(new Error(`Chromium ended:\n${written}`)))
    })
    const page = await until(async () => (await (await fetch(`http://${debug}/json`)).json()).find(({ type }) => type === 'page'))
    const socket = new WebSocket(page.webSocketDebuggerUrl)
    await new Promise((resolve, reject) => ((socket.onopen = resolve), (socket.onerror = reject)))
    const ended = new Promise((_, reject) => child.on('exit', () => reject(new Error(`no answer within ${timeout} ms: ${expression}`))))
    ended.catch(() => {})
    const answers = new Map()
    socket.onmessage = ({ data }) => {
      const { id, result } = JSON.parse(data)
      answers.get(id)?.(result)
    }
    let id = 0
    const ask = () =>
      new Promise((resolve) => {
        answers.set(++id, resolve)
        socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params: { expression, returnByValue: true, awaitPromise: true } }))
      })
    return await until(async () => (await Promise.race([ask(), ended])).result?.value)
  } finally {
    clearTimeout(timer)
    await new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? (child.on('exit', resolve), child.kill('SIGKILL')) : resolve()))
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

const until = async (ask) => {
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Serves what `answer` gives for a path: `[type, body]`, with these headers. */
export const host = async (answer, headers = {}) => {
  const server = createServer((request, response) => {
    const [type, body] = answer(new URL(request.url, 'http://x').pathname) ?? []
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type ?? 'text/plain', ...headers })
    response.end(body)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }
}
