// What no honest program gives to the builders, the functions of forms and the client: issues, or a TypeError that says what is wrong.

import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { draftSchema, invoiceSchema, normalizeAmount, normalizePhone, parseForm, searchSchema, validateDraft, validateField } from 'epay-invoice'
import { InvoiceBuilder, SearchBuilder } from 'epay-invoice/builder'
import { EpayClient, EpayError } from 'epay-invoice/client'

const MB10 = 10_000_000
const thrown = new RangeError('mine')
const throws = () => {
  throw thrown
}
const cyclic = { amount: 1 }
cyclic.self = cyclic
const throwing = () => Object.defineProperty({ invoice_id: '000001' }, 'amount', { get: throws, enumerable: true })
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}
/** Values that are neither text nor number, and must not be asked to become one. */
const odd = () => [
  null, true, 1n, Symbol('x'), () => 'x', [], ['x'], {}, cyclic, throwing(), JSON.parse('{"__proto__":{"toString":1}}'), new Date(0), new String('x'),
  new (class Text extends String {})('x'), new Map(), Object.create(null), new Proxy({}, {}), new Proxy({}, { get: throws, ownKeys: throws, getPrototypeOf: throws }),
  { toString: throws, valueOf: throws, [Symbol.toPrimitive]: throws },
]
const codes = (answer) => answer.issues.map(({ path, code }) => `${path.join('.')} ${code}`)
const unreadable = (error) => error instanceof TypeError && error.message === 'the payload cannot be read' && error.cause === thrown

test('one field of any value', () => {
  for (const value of odd()) {
    assert.deepEqual(codes(validateField(draftSchema, 'description', value)), ['description not_string'])
    assert.deepEqual(codes(validateField(invoiceSchema, 'amount', value)), ['amount not_number'])
  }
  assert.deepEqual(validateField(draftSchema, 'description', 'x'.repeat(MB10)).issues[0].params, { max: 125, actual: MB10 })
  assert.throws(() => validateField(searchSchema, 'paging', Object.defineProperty({}, 'skip', { get: throws, enumerable: true })), unreadable)
  assert.throws(() => validateField(searchSchema, 'paging', revoked()), TypeError)
})

test('one field of any name', () => {
  for (const name of ['__proto__', 'constructor', '', 'x', '\ud800', 'x'.repeat(MB10)])
    assert.deepEqual(validateField(draftSchema, name, 1).issues.map(({ code }) => code), ['unknown_field'])
  for (const name of [Symbol('x'), undefined, null, 0, { toString: throws }]) assert.throws(() => validateField(draftSchema, name, 1), TypeError)
})

test('a Standard Schema answers as its validator does', () => {
  assert.throws(() => draftSchema['~standard'].validate(throwing()), unreadable)
  assert.deepEqual(codes(draftSchema['~standard'].validate(1n)), [' not_object'])
})

test('an invoice built of any value', () => {
  for (const value of odd()) {
    const { issues } = new InvoiceBuilder().description(value).amount(value).post_link(value).build()
    assert.deepEqual(issues.slice(0, 3).map(({ path, code }) => `${path} ${code}`), ['description not_string', 'amount not_number', 'post_link not_string'])
  }
  assert.deepEqual(new InvoiceBuilder().description('x'.repeat(MB10)).build().issues[0].params, { max: 125, actual: MB10 })
  // whose very type cannot be asked for
  assert.throws(() => new InvoiceBuilder().description(revoked()).build(), (error) => error.message === 'the payload cannot be built' && error.cause instanceof TypeError)
  assert.equal(new InvoiceBuilder().build().issues.length, 10)
})

test('a search built of any value', () => {
  const condition = () => new SearchBuilder().eq('invoice_id', '000001')
  for (const value of [...odd(), undefined, 1, '\ud800', revoked()]) {
    for (const [build, name, place] of [
      [() => condition().eq(value, 'x'), 'eq', 1], [() => condition().like('invoice_id', value), 'like', 2], [() => condition().between('amount', '1', value), 'between', 3],
      [() => condition().anyOf('status', ['x', value]), 'anyOf', 3], [() => condition().orderBy('id', value), 'orderBy', 2],
    ])
      assert.throws(() => build().build(), new TypeError(`${name} takes a string as its argument ${place}`))
    if (!Number.isInteger(value)) assert.throws(() => condition().page(0, value).build(), new TypeError('page takes a whole number as its argument 2'))
  }
  for (const name of ['__proto__', 'constructor', 'x'.repeat(MB10)]) assert.deepEqual(codes(condition().eq(name, 'x').build()), ['searchParameters.1.name unknown_record_field'])
  assert.deepEqual(condition().eq('description', 'x'.repeat(MB10)).build().issues[0].params, { max: 255, actual: MB10 })
  assert.equal(condition().anyOf('status', Array(200_000).fill('ACTIVE')).build().ok, true)
  assert.throws(() => condition().anyOf('status', undefined), new TypeError('anyOf takes a list of values'))
  assert.throws(() => condition().anyOf('invoice_id', '123456'), new TypeError('anyOf takes a list of values'))
  for (const page of [-1, 2 ** 31, 2 ** 53]) assert.deepEqual(codes(condition().page(page, page).build()), ['paging.skip out_of_range', 'paging.limit out_of_range'])
})

test('forms of any value', () => {
  for (const value of odd()) assert.deepEqual(codes(validateDraft(parseForm(new Map([['amount', value], ['description', value]])))).slice(0, 2), ['amount not_number', 'description not_string'])
  assert.deepEqual(Object.keys(parseForm(new Map([['__proto__', 'x'], ['constructor', 'x'], [Symbol('x'), 'x']]))), [])
  assert.equal({}.x, undefined)
  const long = parseForm(new Map([['description', 'x'.repeat(MB10)], ['recipient_contact_sms', '7'.repeat(MB10)], ['amount', '1'.repeat(MB10)]]))
  assert.deepEqual([long.description.length, long.recipient_contact_sms.length, long.amount], [MB10, MB10, Infinity])
  for (const form of [null, undefined, 1n, {}]) assert.throws(() => parseForm(form), TypeError)
  for (const text of [undefined, null, 1, 1n, Symbol('x'), {}]) for (const normalize of [normalizePhone, normalizeAmount]) assert.throws(() => normalize(text), TypeError)
  for (const text of ['1 '.repeat(MB10 / 2), '1,'.repeat(MB10 / 2), '₸'.repeat(MB10), `1${' '.repeat(MB10)}`]) assert.ok(Number.isNaN(normalizeAmount(`${text}x`)))
})

let sent
const { fetch } = globalThis
beforeEach(() => {
  sent = []
  globalThis.fetch = async (request) => {
    sent.push(await request.text())
    return new Response('{"status":"CHARGED"}')
  }
})
afterEach(() => {
  globalThis.fetch = fetch
})
const client = (options) => new EpayClient({ url: 'http://127.0.0.1:1', token: 't', retries: 0, ...options })

test('a client with any option', async () => {
  for (const url of [undefined, null, '', 'x', 1n, {}, 'javascript:1', 'file:///x', Symbol('x')]) assert.throws(() => client({ url }), TypeError)
  for (const number of [NaN, -1, '1', null, 1n, {}, Symbol('x')])
    for (const name of ['timeout', 'retries']) assert.throws(() => client({ [name]: number }), TypeError, `${name} ${String(number)}`)
  for (const token of odd()) if (typeof token !== 'function') assert.throws(() => client({ token }), TypeError)
  for (const options of [undefined, null]) assert.throws(() => new EpayClient(options), TypeError)
  // neither so late that it is at once, nor so often that it is never
  globalThis.fetch = async ({ signal }) => {
    if (sent.push('') % 2) return new Response('', { status: 503, headers: { 'retry-after': '0' } })
    await new Promise((resolve) => setTimeout(resolve, 20))
    signal.throwIfAborted()
    return new Response('{"status":"CHARGED"}')
  }
  for (const number of [Infinity, 2 ** 32, 1000.5]) assert.equal((await client({ timeout: number, retries: number }).getInvoice('1')).status, 'CHARGED')
  assert.equal(sent.length, 6)
  for (const token of ['', 'a b', 'a\r\nx-more: 1', 'ключ', '\ud800', ...odd()]) await assert.rejects(client({ token: async () => token }).getInvoice('1'), (error) => error instanceof TypeError || error === thrown)
  await assert.rejects(client({ token: throws }).getInvoice('1'), thrown)
  assert.equal(sent.length, 6, 'by a mistake nothing is sent')
})

test('a call of any value', async () => {
  for (const id of [...odd(), undefined, 1]) {
    for (const call of ['getInvoice', 'deactivateInvoice', 'waitForPayment']) await assert.rejects(client()[call](id), new TypeError('an invoice_id is a string of digits'))
  }
  for (const value of [undefined, Symbol('x'), () => {}, 1n, { amount: 1n }, cyclic, throwing(), revoked(), { toJSON: throws }]) {
    await assert.rejects(client().createInvoice(value), TypeError)
    await assert.rejects(client().searchInvoices(value).next(), TypeError)
  }
  await assert.rejects(client().createInvoice(throwing()), unreadable)
  await assert.rejects(client().getInvoice('1', { signal: {} }), TypeError)
  assert.deepEqual(sent, [])
  // what JSON makes of it is for the Worker to judge
  await client().createInvoice(JSON.parse('{"__proto__":1}'))
  await client().createInvoice({ description: 'x'.repeat(MB10), at: new Date(0), [Symbol('x')]: 1 })
  const { description, at, ...rest } = JSON.parse(sent[1])
  assert.deepEqual([sent[0], description.length, at, rest], ['{"__proto__":1}', MB10, '1970-01-01T00:00:00.000Z', {}])
})

test('a search is sent as it was at the call', async () => {
  const search = { paging: { skip: 0, limit: 1 }, searchParameters: [] }
  globalThis.fetch = async (request) => {
    sent.push(await request.text())
    return new Response('{"total_count":2,"records":[{}]}')
  }
  const expected = [JSON.stringify(search), JSON.stringify({ ...search, paging: { skip: 1, limit: 1 } })]
  for await (const { records } of client().searchInvoices(search)) {
    assert.equal(records.length, 1)
    search.paging = null
  }
  assert.deepEqual(sent, expected)
})

test('answers of any form', async () => {
  const bad = (error) => error instanceof EpayError && error.code === 'bad_answer' && !error.retryable
  const answering = (text) => {
    globalThis.fetch = async () => new Response(text)
  }
  for (const text of ['null', '1', '{}', '[]', '{"records":null}', '{"records":{"length":1}}', '{"__proto__":{"records":[1]}}']) {
    answering(text)
    await assert.rejects(client().searchInvoices({ paging: { skip: 0, limit: 1 } }).next(), bad)
  }
  for (const text of ['data: {\n\n', 'data: <html>\n\n']) {
    answering(text)
    await assert.rejects(client().waitForPayment('1'), bad)
  }
})

test('a wait that is given up by what it tells ends at once', async () => {
  globalThis.fetch = async ({ url }) => (url.endsWith('/events') ? new Response('', { status: 404 }) : new Response('{"status":"ACTIVE"}'))
  const controller = new AbortController()
  const start = performance.now()
  await assert.rejects(client().waitForPayment('1', { signal: controller.signal, onChange: () => controller.abort(thrown) }), thrown)
  assert.ok(performance.now() - start < 1500)
})
