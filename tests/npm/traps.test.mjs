// Builders and client where memory or stack end in the middle of a call: the next call is sound.

import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { atTheEndOfTheStack, exhaust, memories } from './end.mjs'

// after the memories are kept account of
const { InvoiceBuilder, SearchBuilder } = await import('epay-invoice/builder')
const { EpayClient, EpayError } = await import('epay-invoice/client')

const MB = 1_000_000
const codes = ({ issues }) => issues.map(({ path, code }) => `${path.join('.')} ${code}`)
const invoice = (description = '') => new InvoiceBuilder().amount(0).description(description)
const search = () => new SearchBuilder().eq('invoiceId', 'x').page(-1, 0)
const ofInvoice = codes(invoice().build())
const ofSearch = codes(search().build())

/** What the Worker answers, in their order; the last goes on. */
let answers
let fetched
const { fetch } = globalThis
beforeEach(() => {
  fetched = 0
  globalThis.fetch = async () => {
    fetched++
    const answer = await (answers.length > 1 ? answers.shift() : answers[0])
    return answer instanceof Response ? answer : new Response(answer)
  }
})
afterEach(async () => {
  answers = ['{"status":"CHARGED"}']
  assert.deepEqual(codes(invoice().build()), ofInvoice)
  assert.deepEqual(codes(search().build()), ofSearch)
  assert.deepEqual(await client().getInvoice('000001'), { status: 'CHARGED' })
  globalThis.fetch = fetch
})
const client = (retries = 0) => new EpayClient({ url: 'http://127.0.0.1:1', token: 't', retries, timeout: 1000 })
const brokenOff = (error) => {
  assert.ok(error instanceof EpayError, String(error?.stack))
  assert.deepEqual([error.code, error.status, error.retryable, error.issues], ['broken_off', 0, true, []])
  assert.ok(error.cause instanceof WebAssembly.RuntimeError || error.cause instanceof RangeError, String(error.cause))
  return true
}
const instances = async (used) => {
  const before = memories.length
  await used()
  return memories.length - before
}

test('a builder whose module has no memory left', () => {
  memories.forEach(exhaust)
  const alive = invoice('x'.repeat(MB))
  assert.throws(() => alive.build(), (error) => error instanceof TypeError && error.message === 'the payload cannot be built' && error.cause instanceof WebAssembly.RuntimeError)
  // it keeps its calls, not an object of the module that is gone
  assert.deepEqual(codes(alive.build()), ['amount not_positive', 'description too_long', ...ofInvoice.slice(2)])
})

test('a module that is sound is not made anew', async () => {
  const used = () => {
    invoice().build()
    assert.throws(() => search().eq('invoice_id', 1).build(), /^TypeError: eq takes a string as its argument 2$/)
  }
  used()
  assert.equal(await instances(used), 0)
})

/** An answer after which a call is made again at once. */
const busy = () => new Response('', { status: 503, headers: { 'retry-after': '0' } })

test('a client whose module has no memory for an answer fails, with every call under way, and goes on', { timeout: 60_000 }, async () => {
  answers = ['{}']
  await client().getInvoice('000001')
  memories.forEach(exhaust)
  let answer
  answers = [new Promise((resolve) => { answer = resolve }), JSON.stringify({ text: 'x'.repeat(MB) }), '{"status":"ACTIVE"}']
  const waits = client(1).getInvoice('000001')
  const fails = client(1).getInvoice('000002')
  await assert.rejects(fails, brokenOff)
  await assert.rejects(waits, brokenOff)
  // of the instance that is given up nothing goes on, however long others take
  fetched = 0
  answer(busy())
  answers = [busy(), busy(), '{"status":"ACTIVE"}']
  assert.deepEqual(await client(2).getInvoice('000003'), { status: 'ACTIVE' })
  assert.equal(fetched, 3)
})

test('a client whose module has no memory for a draft', { timeout: 60_000 }, async () => {
  answers = ['{}']
  await client().getInvoice('000001')
  memories.forEach(exhaust)
  await assert.rejects(client().createInvoice({ description: 'x'.repeat(MB) }), brokenOff)
  assert.deepEqual(await client().createInvoice({ description: 'x'.repeat(MB) }), {})
})

test('a wait goes on with the new module', { timeout: 60_000 }, async () => {
  answers = ['{}']
  await client().getInvoice('000001')
  memories.forEach(exhaust)
  // the stream's event does not fit; the answer to the question does
  answers = [`data: ${JSON.stringify({ text: 'x'.repeat(MB) })}\n\n`, '{"status":"CHARGED"}']
  assert.deepEqual(await client().waitForPayment('000001'), { status: 'CHARGED' })
})

// last, for there is a module for each call that there is no stack for
test('builders at the end of the stack', () => {
  atTheEndOfTheStack(() => invoice('x').build(), { times: 5 })
  atTheEndOfTheStack(() => search().build(), { times: 5 })
})
