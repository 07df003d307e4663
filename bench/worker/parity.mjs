// Whether the two Workers answer alike: the same requests to both, status, headers and bodies compared, and what the shop is told.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { cases, misconfigured } from './parity-cases.mjs'
import { live } from './parity-lives.mjs'
import { startShop } from './parity-shop.mjs'
import { headersOf } from './rows.mjs'
import { KEY, start } from './workerd.mjs'

const VOLATILE = ['date', 'content-length', 'transfer-encoding', 'connection', 'keep-alive']
/** Lists, of which hono/cors writes no spaces, and tells a preflight what goes with answers as well. */
const LISTS = ['vary', 'access-control-allow-headers', 'access-control-expose-headers']

const sha256 = (text) => createHash('sha256').update(text).digest('hex')
const scopes = Object.fromEntries(['create', 'read', 'deactivate', 'retry'].map((scope) => [scope, { sha256: sha256(`may-${scope}`), scopes: [scope] }]))
const CONFIG = { ALLOWED_ORIGINS: 'https://shop.kz, https://www.shop.kz', API_KEYS: JSON.stringify({ bench: { sha256: sha256(KEY) }, ...scopes }) }

function headersToCompare(answer, isPreflight) {
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => !VOLATILE.includes(name)))
  for (const name of LISTS) if (headers[name]) headers[name] = headers[name].toLowerCase().split(/, */).filter((one) => one !== 'access-control-request-headers')
  if (isPreflight) delete headers['access-control-expose-headers']
  // how long a call took is not the same twice
  if (headers['server-timing']) headers['server-timing'] = headers['server-timing'].replace(/dur=\d+/g, 'dur=')
  return headers
}

/** What is each Worker's own: times, and the ids of a stream's events. */
export const alike = (text) => text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'time').replace(/^id: .*$/gm, 'id:')

async function ask(worker, { path, method, text, ...rest }) {
  const body = text ?? (rest.body === undefined ? undefined : JSON.stringify(rest.body))
  const headers = { ...headersOf(rest), 'x-request-id': 'the-same-for-both', ...rest.headers }
  for (const name of Object.keys(headers)) if (headers[name] === undefined) delete headers[name]
  return fetch(worker.url + path, { method, headers, body })
}

/** Both Workers, asked the same. */
function pair(workers) {
  let count = 0
  const compared = async (name, request, expected) => {
    const answers = await Promise.all(workers.map((worker, side) => ask(worker, typeof request === 'function' ? request(side) : request)))
    const told = answers.map((answer) => ({ status: answer.status, headers: headersToCompare(answer, request.method === 'OPTIONS') }))
    assert.equal(told[0].status, expected, `${name}: ${told[0].status === expected ? '' : await answers[0].text()}`)
    assert.deepEqual(told[1], told[0], name)
    count++
    return answers
  }
  return {
    vars: workers[0].vars,
    get count() {
      return count
    },
    /** Compares whole answers; gives the first's body. */
    async ask(name, request, expected) {
      const [ours, theirs] = await Promise.all((await compared(name, request, expected)).map((answer) => answer.text()))
      assert.equal(alike(theirs), alike(ours), name)
      return ours
    },
    /** The same, once each has come to an answer that is so. */
    async askOnce(name, request, isSo) {
      for (const worker of workers) await until(name, async () => isSo(await (await ask(worker, request)).json()))
      return this.ask(name, request, 200)
    },
    /** Compares the heads of streams; gives the answers. */
    open: compared,
  }
}

export async function until(what, condition) {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await pause(20)) {
    const value = await condition()
    if (value) return value
  }
  throw new Error(`waited in vain until ${what}`)
}

async function withBoth({ rust, peer }, bank, configs, work) {
  const workers = [await start(rust, bank.url, { config: configs[0] }), await start(peer, bank.url, { config: configs[1] })]
  const both = pair(workers)
  await work(both)
  for (const worker of workers) await worker.stop()
  return both.count
}

/** Asks both everything. Throws where they differ; says on how many answers they agree. */
export async function compare(candidates, bank) {
  const shop = await startShop()
  const configs = ['rust', 'peer'].map((side) => ({ ...CONFIG, SHOP_WEBHOOK_URL: `${shop.url}/${side}` }))
  const answers = await withBoth(candidates, bank, configs, async (both) => {
    for (const [name, request, expected] of await cases(both.vars)) await both.ask(name, request, expected)
    await live(both, shop)
  })
  await shop.stop()
  const { config, requests } = misconfigured
  return answers + await withBoth(candidates, bank, [config, config], async (both) => {
    for (const [name, request, expected] of requests) await both.ask(name, request, expected)
  })
}
