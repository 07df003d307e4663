// The client of the Worker, against a server that speaks the Worker's API and does its worst.

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { EpayClient, EpayError } from 'epay-invoice/client'

let server
let url
/** What the server does with each request, in their order; the last goes on. */
let script = []
let seen = []

before(async () => {
  server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    seen.push({ method: request.method, path: request.url, body: body && JSON.parse(body), authorization: request.headers.authorization, behind: request.headers['last-event-id'] })
    const act = script.length > 1 ? script.shift() : script[0]
    await act(response, request)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${server.address().port}`
})
after(() => {
  server.closeAllConnections()
  server.close()
})

const client = (...acts) => patient(2, ...acts)
const patient = (retries, ...acts) => {
  script = acts
  seen = []
  // no pause of a wait is as long: a test that shortens those must not shorten this
  return new EpayClient({ url: `${url}/`, token: 'ticket', timeout: 1900, retries })
}
const json = (status, body, headers = {}) => (response) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}
const problem = (status, code, more = {}, headers = {}) => json(status, { code, status, detail: `${code}.`, request_id: 'r1', retryable: false, ...more }, headers)
const record = (status, more = {}) => ({ invoice_id: '000001', status, ...more })
const events = (...pieces) => async (response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const piece of pieces) await new Promise((resolve) => response.write(piece, resolve))
  response.end()
}
const cut = (response) => response.socket.destroy()
const failure = async (promise) => {
  const error = await promise.then(() => assert.fail('it did not fail'), (error) => error)
  assert.ok(error instanceof EpayError, String(error?.stack ?? error))
  return error
}

test('creates, with the token and the draft', async () => {
  const made = await client(json(201, record('ACTIVE'))).createInvoice({ invoice_id: '000001' })
  assert.deepEqual(made, record('ACTIVE'))
  assert.deepEqual(seen, [{ method: 'POST', path: '/v1/invoices', body: { invoice_id: '000001' }, authorization: 'Bearer ticket', behind: undefined }])
})

test('gets and deactivates, the id escaped', async () => {
  await client(json(200, record('ACTIVE'))).getInvoice('a/b?')
  await new EpayClient({ url, token: async () => 'fresh' }).deactivateInvoice('000001')
  assert.deepEqual(seen.map(({ method, path, authorization }) => [method, path, authorization]), [
    ['GET', '/v1/invoices/a%2Fb%3F', 'Bearer ticket'], ['POST', '/v1/invoices/000001/deactivate', 'Bearer fresh'],
  ])
})

test('tells a problem as one typed error, once', async () => {
  const issues = [{ path: ['amount'], code: 'required', params: {} }]
  const error = await failure(client(problem(422, 'invalid_payload', { issues, bank: { code: 1079, message: 'm' } })).createInvoice({}))
  assert.deepEqual({ ...error, message: error.message }, {
    name: 'EpayError', code: 'invalid_payload', status: 422, requestId: 'r1', issues, retryable: false, retryAfter: undefined, bank: { code: 1079, message: 'm' }, message: 'invalid_payload: invalid_payload.',
  })
  assert.equal(seen.length, 1)
})

test('tries again where the Worker says so, and when', async () => {
  const busy = problem(503, 'outcome_unknown', { retryable: true }, { 'retry-after': '1' })
  const start = performance.now()
  assert.equal((await client(busy, json(200, record('ACTIVE'))).createInvoice({})).status, 'ACTIVE')
  assert.equal(seen.length, 2)
  assert.ok(performance.now() - start > 900)
})

test('gives up after its retries', async () => {
  const error = await failure(client(problem(500, 'internal', { retryable: true })).getInvoice('000001'))
  assert.deepEqual([error.code, error.retryable, seen.length], ['internal', true, 3])
})

test('tries a broken connection again', async () => {
  assert.equal((await client(cut, json(200, record('ACTIVE'))).getInvoice('000001')).status, 'ACTIVE')
  const error = await failure(client(cut).getInvoice('000001'))
  assert.deepEqual([error.code, error.status, error.retryable, seen.length], ['network', 0, true, 3])
})

test('does not wait for ever', async () => {
  const error = await failure(new EpayClient({ url: client(() => {}) && url, token: 't', timeout: 100, retries: 0 }).getInvoice('000001'))
  assert.equal(error.code, 'timeout')
  // nor for a body that does not end
  const half = (response) => response.writeHead(200, { 'content-type': 'application/json' }).write('{')
  client(half)
  assert.equal((await failure(new EpayClient({ url, token: 't', timeout: 100, retries: 0 }).getInvoice('000001'))).code, 'timeout')
})

test('is given up by its signal, with the reason', async () => {
  const controller = new AbortController()
  const reason = new Error('the page is left')
  const waiting = client(() => controller.abort(reason)).getInvoice('000001', { signal: controller.signal })
  await assert.rejects(waiting, reason)
  await assert.rejects(client(cut).getInvoice('000001', { signal: AbortSignal.abort(reason) }), reason)
  assert.equal(seen.length, 0)
})

test('answers that are none of the Worker', async () => {
  assert.equal((await failure(client(json(200, '<html>')).getInvoice('000001'))).code, 'bad_answer')
  const error = await failure(client(json(404, '<html>')).getInvoice('000001'))
  assert.deepEqual([error.code, error.status, error.retryable, error.issues], ['bad_answer', 404, false, []])
})

test('goes through the pages of a search', async () => {
  const page = (...ids) => json(200, { total_count: 3, records: ids.map((id) => ({ id })) })
  const search = { paging: { skip: 0, limit: 2 }, searchParameters: [] }
  const pages = []
  for await (const { totalCount, records } of client(page(1, 2), page(3)).searchInvoices(search)) pages.push([totalCount, records.length])
  assert.deepEqual(pages, [[3, 2], [3, 1]])
  assert.deepEqual(seen.map(({ body }) => body.paging.skip), [0, 2])
  for await (const _ of client(json(200, { total_count: 9, records: [] })).searchInvoices(search)) assert.fail('a page without records')
})

test('waits for a payment by the events, however they are cut', async () => {
  const stream = `: hi\n\nevent: record\ndata: ${JSON.stringify(record('ACTIVE', { description: 'шот' }))}\n\ndata: ${JSON.stringify(record('CHARGED'))}\n\n`
  const bytes = Buffer.from(stream)
  const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) => bytes.subarray(i * 7, i * 7 + 7))
  const changes = []
  const paid = await client(events(...pieces)).waitForPayment('000001', { onChange: ({ status }) => changes.push(status) })
  assert.deepEqual([paid.status, changes, seen.length], ['CHARGED', ['ACTIVE', 'CHARGED'], 1])
})

const event = (id, of) => `id: ${id}\ndata: ${JSON.stringify(of)}\n\n`
const nothing = (response) => response.writeHead(204).end()

test('goes on listening where a stream has ended, and tells a change once', async () => {
  const changes = []
  const acts = [events(event('e1', record('ACTIVE'))), events(':\n\n'), json(200, record('ACTIVE')), events(event('e2', record('CHARGED')))]
  const paid = await client(...acts).waitForPayment('000001', { onChange: ({ status }) => changes.push(status) })
  assert.deepEqual([paid.status, changes], ['CHARGED', ['ACTIVE', 'CHARGED']])
  assert.deepEqual(seen.map(({ path, behind }) => [path.slice(20), behind]), [['events', undefined], ['events', 'e1'], ['', undefined], ['events', 'e1']])
})

test('ends where the Worker says that nothing more will come, whatever the status', async () => {
  for (const status of ['ACTIVE', 'INACTIVE', 'PENDING']) {
    assert.equal((await client(events(event('e1', record(status))), nothing).waitForPayment('000001')).status, status)
    assert.equal(seen.length, 2)
  }
})

test('a status that nobody knows is not the end', async () => {
  const acts = [problem(404, 'not_found'), json(200, record('PENDING')), json(200, record('CHARGED'))]
  assert.equal((await client(...acts).waitForPayment('000001')).status, 'CHARGED')
})

test('a paid record ends the wait, and its stream with it', { timeout: 20_000 }, async () => {
  let closed
  const open = (response) => {
    closed = new Promise((resolve) => response.on('close', resolve))
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(event('e1', record('CHARGED')))
  }
  assert.equal((await client(open).waitForPayment('000001')).status, 'CHARGED')
  await closed
})

test('a stream that is silent for three beats is given up', { timeout: 20_000 }, async (t) => {
  const { setTimeout: real } = globalThis
  t.after(() => (globalThis.setTimeout = real))
  globalThis.setTimeout = (call, ms, ...args) => real(call, ms === 45_000 ? 50 : ms, ...args)
  const silent = (response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n')
  assert.equal((await client(silent, json(200, record('CHARGED'))).waitForPayment('000001')).status, 'CHARGED')
})

test('is given up while it pauses, and while its token is made', { timeout: 20_000 }, async () => {
  const reason = new Error('the page is left')
  const controller = new AbortController()
  const busy = (response, request) => {
    problem(503, 'busy', { retryable: true }, { 'retry-after': '30' })(response, request)
    response.on('close', () => setImmediate(() => controller.abort(reason)))
  }
  await assert.rejects(client(busy).getInvoice('000001', { signal: controller.signal }), reason)
  assert.equal(seen.length, 1)
  const never = new EpayClient({ url, token: () => new Promise(() => {}) })
  const leaves = new AbortController()
  const waiting = never.getInvoice('000001', { signal: leaves.signal })
  leaves.abort(reason)
  await assert.rejects(waiting, reason)
})

test('asks where there is no stream', async () => {
  const paid = await client(problem(404, 'not_found'), json(200, record('ACTIVE')), json(200, record('CHARGED'))).waitForPayment('000001')
  assert.equal(paid.status, 'CHARGED')
  assert.deepEqual(seen.map(({ path }) => path.slice(13)), ['000001/events', '000001', '000001'])
})

test('ends with a link that has run out', async () => {
  const gone = record('ACTIVE', { expire_date: '2020-01-01T00:00:00Z' })
  assert.equal((await client(events(`data: ${JSON.stringify(gone)}\n\n`), json(200, gone)).waitForPayment('000001')).status, 'ACTIVE')
})

test('stops waiting by its signal, and for a refusal', async () => {
  const controller = new AbortController()
  const reason = new Error('enough')
  const open = (response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).write(`data: ${JSON.stringify(record('ACTIVE'))}\n\n`)
  const waiting = client(open).waitForPayment('000001', { signal: controller.signal, onChange: () => controller.abort(reason) })
  await assert.rejects(waiting, reason)
  assert.equal((await failure(client(problem(401, 'unauthorized')).waitForPayment('000001'))).code, 'unauthorized')
})

test('a wait outlasts an outage, and no longer than it is patient', async (t) => {
  const { setTimeout: real } = globalThis
  t.after(() => (globalThis.setTimeout = real))
  globalThis.setTimeout = (call, ms, ...args) => real(call, ms >= 2000 && ms <= 30_000 ? 5 : ms, ...args)
  const changes = []
  const onChange = ({ status }) => changes.push(status)
  const active = events(`data: ${JSON.stringify(record('ACTIVE'))}\n\n`)
  const away = [cut, problem(503, 'bank_unavailable', { retryable: true })]
  const paid = await patient(0, active, ...away, ...away, ...away, json(200, record('CHARGED'))).waitForPayment('000001', { onChange })
  assert.deepEqual([paid.status, changes, seen.length], ['CHARGED', ['ACTIVE', 'CHARGED'], 9])
  const error = await failure(patient(0, active, cut).waitForPayment('000001', { onChange, patience: 1 }))
  assert.deepEqual([error.code, error.retryable], ['network', true])
  assert.ok(seen.length > 3, 'it tried again')
  await failure(client(active, cut).waitForPayment('000001', { onChange, patience: 0 }))
  assert.equal(seen.length, 5, 'a stream twice, and a question with its retries')
  assert.equal((await failure(client(active, problem(404, 'invoice_not_found')).waitForPayment('000001'))).code, 'invoice_not_found')
})

test('what onChange throws comes out, whatever it is', async () => {
  const streamed = events(`data: ${JSON.stringify(record('ACTIVE'))}\n\n`)
  for (const acts of [[streamed], [problem(404, 'not_found'), json(200, record('ACTIVE'))]])
    for (const mine of [new RangeError('mine'), 'mine', ['mine'], undefined]) {
      const waiting = client(...acts).waitForPayment('000001', {
        onChange: () => {
          throw mine
        },
      })
      assert.deepEqual(await waiting.then(() => assert.fail('it did not fail'), (thrown) => [thrown]), [mine])
    }
})

test('a failed connection keeps its cause, and an answer has none', async () => {
  const error = await failure(patient(0, cut).getInvoice('000001'))
  assert.ok(error.cause instanceof TypeError && error.message.includes(String(error.cause)), error.message)
  const refused = await failure(patient(0, problem(429, 'rate_limited', { retryable: true }, { 'retry-after': '60' })).getInvoice('000001'))
  assert.deepEqual([refused.retryAfter, 'cause' in refused], [60, false])
  const dated = { 'retry-after': new Date(Date.now() + 90_000).toUTCString() }
  const { retryAfter } = await failure(patient(0, problem(503, 'bank_unavailable', {}, dated)).getInvoice('000001'))
  assert.ok(retryAfter > 80 && retryAfter <= 90, `${retryAfter} s`)
  assert.equal((await failure(patient(0, problem(503, 'x', {}, { 'retry-after': 'soon' })).getInvoice('000001'))).retryAfter, undefined)
})

test('an error can be made as a program needs it', () => {
  const error = new EpayError({ code: 'bank_timeout', status: 504, detail: 'The bank did not answer.' })
  assert.deepEqual([error.message, error.issues, error.retryable, error.bank], ['bank_timeout: The bank did not answer.', [], false, undefined])
})

test('mistakes of the program are TypeErrors', async () => {
  assert.throws(() => new EpayClient({ url: 'ftp://a.kz', token: 't' }), TypeError)
  assert.throws(() => new EpayClient({ url: 'no', token: 't' }), TypeError)
  for (const more of ['?a=1', '#b', '/x?a=1#b']) assert.throws(() => new EpayClient({ url: url + more, token: 't' }), TypeError)
  for (const id of ['', '.', '..', 7, undefined]) await assert.rejects(client().getInvoice(id), TypeError)
  assert.throws(() => new EpayClient({ url }), TypeError)
  await assert.rejects(client().createInvoice(undefined), TypeError)
})
