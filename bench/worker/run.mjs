// make bench-worker: the Worker beside its peer in workerd, in turns. Prints the tables and ends with 1 where a ratio that
// is required is not met. ROUNDS and REQUESTS make it shorter or longer; GROWTH=0 leaves the large ledgers out.

import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { DatabaseSync } from 'node:sqlite'
import { build } from './candidates.mjs'
import { compare } from './parity.mjs'
import { rows } from './rows.mjs'
import { buildTools, load, startBank } from './tools.mjs'
import { newStorage, start } from './workerd.mjs'

const ROUNDS = Number(process.env.ROUNDS ?? 7)
/** So many that each measurement has its share of the collections of old memory: one in some 14,000 requests, of 120 ms. */
const REQUESTS = Number(process.env.REQUESTS ?? 20_000)
/** How many requests of a row go before: V8 compiles wasm and JavaScript a second time for what runs often. */
const WARM_UP = 4_000
/** Of new orders there are fewer: their alarms, 15 s later, would be measured with them. */
const NEW_ORDERS = Math.min(REQUESTS, 2_000)
const NEW_WARM_UP = 1_000
const GROWTH = process.env.GROWTH === '0' ? [] : [1_000, 10_000, 100_000]
/** How many orders are asked for again and again: few, since each has an alarm that rings every 15 s. */
const KNOWN = 5
const FIRST_KNOWN = 500_000_000_000
/** How many orders a process makes before its alarms, 15 s later, would be measured with something else. */
const BATCH = 4_000

/** The most, or the least, of ours to the peer's. */
const REQUIRED = {
  cpu: (row) => (row.rejects ? ['<=', 0.9] : ['<=', 1.1]),
  rate: () => ['>=', 0.9],
  p99: () => ['<=', 1.1],
}
const holds = (value, [sign, bound]) => (sign === '<=' ? value <= bound : value >= bound)
const missed = []
const need = (what, value, bound) => {
  if (!holds(value, bound)) missed.push(`${what}: ${value.toFixed(2)}, and should be ${bound.join(' ')}`)
}
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]
const spread = (ratios) => `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`
const table = (head, lines) => {
  console.log(`\n| ${head.join(' | ')} |\n|${' --- |'.repeat(head.length)}`)
  for (const line of lines) console.log(`| ${line.join(' | ')} |`)
}

let nextId = 1
const fresh = (count) => (nextId += count) - count
const numbers = (row, count, known) => (row.fresh ? { first: fresh(count) } : known)

async function measure(worker, row, count, options) {
  const before = worker.cpuSeconds()
  const { seconds, p50_ms: p50, p99_ms: p99 } = await load(worker, row, count, options)
  return { cpu: ((worker.cpuSeconds() - before) / count) * 1000, rate: count / seconds, p50, p99 }
}

/** One row, in a process of its own: warmed up, then measured. */
async function measureRow(candidate, bank, row, connections) {
  const worker = await start(candidate, bank.url)
  const known = { first: FIRST_KNOWN, ids: KNOWN }
  await load(worker, rows['create new'], KNOWN, { ...known, connections })
  const [warmUp, count] = row.fresh ? [NEW_WARM_UP, NEW_ORDERS] : [WARM_UP, REQUESTS]
  await load(worker, row, warmUp, { ...numbers(row, warmUp, known), connections })
  const figures = await measure(worker, row, count, { ...numbers(row, count, known), connections })
  await worker.stop()
  return { ...figures, coldMs: worker.coldMs }
}

/** The rows of both candidates; who goes first changes from round to round. */
async function round(candidates, order, bank, chosen, connections) {
  const figures = Object.fromEntries(order.map((side) => [side, {}]))
  for (const name of chosen) {
    for (const side of order) figures[side][name] = await measureRow(candidates[side], bank, rows[name], connections)
  }
  return figures
}

function show(title, chosen, rounds) {
  console.log(`\n### ${title}`)
  const lines = chosen.map((name) => {
    const of = (side, figure) => rounds.map((one) => one[side][name][figure])
    const ratios = (figure) => rounds.map((one) => one.rust[name][figure] / one.peer[name][figure])
    for (const [figure, bound] of Object.entries(REQUIRED)) need(`${title}, ${name}, ${figure}`, median(ratios(figure)), bound(rows[name]))
    const two = (figure, digits) => `${median(of('rust', figure)).toFixed(digits)} / ${median(of('peer', figure)).toFixed(digits)}`
    return [name, two('cpu', 3), spread(ratios('cpu')), two('rate', 0), spread(ratios('rate')), two('p50', 2), spread(ratios('p50')), two('p99', 2), spread(ratios('p99'))]
  })
  table(['row (ours / peer)', 'CPU s per 1,000', 'ratio', 'requests/s', 'ratio', 'p50 ms', 'ratio', 'p99 ms', 'ratio'], lines)
}

/** Takes the alarms away that a Worker has left behind. */
function silence(storage) {
  const database = new DatabaseSync(`${storage}/objects/OrderLedger/metadata.sqlite`)
  database.exec('DELETE FROM _cf_ALARM')
  database.close()
}

/** Makes orders up to so many, by processes that end before their alarms ring. */
async function grow(candidate, bank, storage, from, to) {
  while (from < to) {
    const count = Math.min(BATCH, to - from)
    const worker = await start(candidate, bank.url, { storage })
    await load(worker, rows['create new'], count, { first: FIRST_KNOWN + from })
    await worker.stop()
    silence(storage)
    from += count
  }
}

async function growth(candidates, bank) {
  const storages = { rust: newStorage(), peer: newStorage() }
  const at = []
  let made = 0
  try {
    for (const orders of GROWTH) {
      const figures = {}
      for (const [side, candidate] of Object.entries(candidates)) {
        await grow(candidate, bank, storages[side], made, orders)
        const worker = await start(candidate, bank.url, { storage: storages[side] })
        figures[side] = {}
        for (const [name, row] of Object.entries(rows)) {
          // as many as there are, so that each is read from storage: what an order in memory costs is the first table
          const count = row.known || row.fresh ? Math.min(NEW_ORDERS, orders) : REQUESTS
          const ids = { first: FIRST_KNOWN + (row.known ? orders - count : 0), ids: Math.min(count, orders) }
          await load(worker, row, NEW_WARM_UP, row.known ? { first: FIRST_KNOWN, ids: 10 } : numbers(row, NEW_WARM_UP, ids))
          figures[side][name] = await measure(worker, row, count, numbers(row, count, ids))
        }
        await worker.stop()
        silence(storages[side])
      }
      at.push(figures)
      made = orders
    }
  } finally {
    for (const storage of Object.values(storages)) rmSync(storage, { recursive: true })
  }
  console.log('\n### CPU s per 1,000 requests by the orders in the ledger, ours / peer; replayed orders are read from storage')
  const cell = (name) => ({ rust, peer }) => `${rust[name].cpu.toFixed(3)} / ${peer[name].cpu.toFixed(3)}`
  table(['row', ...GROWTH.map((orders) => orders.toLocaleString('en'))], Object.keys(rows).map((name) => [name, ...at.map(cell(name))]))
}

/** workerd keeps files of each order open while it is in memory: how many orders the limit of open files leaves room for. */
const FILES_OF_AN_ORDER = 4
const openFiles = Number(/^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? Infinity)
const MEMORY_ORDERS = Math.min(50_000, Math.floor(openFiles / FILES_OF_AN_ORDER / 1000) * 1000)

/** What the process holds after so many orders, made in one go. */
async function memory(candidate, bank, orders) {
  const worker = await start(candidate, bank.url)
  await load(worker, rows['create new'], orders, { first: fresh(orders) })
  const mib = worker.residentMiB()
  await worker.stop()
  return mib
}

const root = fileURLToPath(new URL('../../', import.meta.url))
mkdirSync(new URL('build', import.meta.url), { recursive: true })
buildTools(root)
const candidates = build()
const [bank, slowBank] = [await startBank(0), await startBank(20)]
try {
  console.log(`The two Workers answer alike to ${await compare(candidates, bank)} requests.`)

  const all = Object.keys(rows)
  const withBank = all.filter((name) => rows[name].bank)
  const [fast, slow] = [[], []]
  for (let i = 0; i < ROUNDS; i++) {
    const order = i % 2 ? ['peer', 'rust'] : ['rust', 'peer']
    fast.push(await round(candidates, order, bank, all, 16))
    slow.push(await round(candidates, order, slowBank, withBank, 64))
  }
  show('A bank that answers at once, 16 connections', all, fast)
  show('A bank that answers after 20 ms, 64 connections', withBank, slow)

  const cold = [...fast, ...slow].flatMap(({ rust, peer }) => Object.keys(rust).map((name) => [rust[name].coldMs, peer[name].coldMs]))
  const coldRatios = cold.map(([rust, peer]) => rust / peer)
  const { rust: { bytes: ours }, peer: { bytes: theirs } } = candidates
  const lines = [
    ['bundle, gzip -9, bytes', ours, theirs, (ours / theirs).toFixed(2)],
    ['cold start, ms', median(cold.map(([rust]) => rust)).toFixed(0), median(cold.map(([, peer]) => peer)).toFixed(0), spread(coldRatios)],
  ]
  need('bundle', ours / theirs, ['<=', 1])
  need('cold start', median(coldRatios), ['<=', 1])
  if (GROWTH.length) {
    const [rust, peer] = [await memory(candidates.rust, bank, MEMORY_ORDERS), await memory(candidates.peer, bank, MEMORY_ORDERS)]
    lines.push([`resident memory after ${MEMORY_ORDERS.toLocaleString('en')} orders, MiB`, rust.toFixed(0), peer.toFixed(0), (rust / peer).toFixed(2)])
  }
  console.log('\n### Size, start, memory')
  table(['', 'ours', 'peer', 'ratio'], lines)
  if (GROWTH.length) await growth(candidates, bank)
} finally {
  await bank.stop()
  await slowBank.stop()
}
for (const line of missed) console.error(`missed: ${line}`)
process.exitCode = missed.length ? 1 : 0
