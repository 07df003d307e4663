// Whether the two Workers answer alike: the same requests to both, status, headers and bodies compared.

import assert from 'node:assert/strict'
import { SignJWT } from 'jose'
import { headersOf, requests } from './rows.mjs'

const VOLATILE = ['date', 'server-timing', 'content-length', 'transfer-encoding', 'connection', 'keep-alive']
/** How long a call took is not the same twice. */
const timing = (headers) => headers.get('server-timing')?.replace(/dur=\d+/g, 'dur=')

async function ask(worker, { path, method, ...rest }, id) {
  const body = rest.body && JSON.stringify(rest.body).replaceAll('{invoice-id}', id)
  const headers = { ...headersOf(rest), 'x-request-id': 'the-same-for-both', ...rest.headers }
  const answer = await fetch(worker.url + path.replaceAll('{invoice-id}', id), { method, headers, body })
  const own = [...answer.headers].filter(([name]) => !VOLATILE.includes(name)).sort()
  return { status: answer.status, headers: Object.fromEntries(own), timing: timing(answer.headers), body: await answer.text() }
}

/** Asks both everything that is measured and what borders on it. Throws where they differ; says how much they agree on. */
export async function compare(rust, peer) {
  const { TICKET_SECRET } = rust.vars
  const ticket = (claims) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h').sign(new TextEncoder().encode(TICKET_SECRET))
  const { create, search, status } = requests
  const own = await ticket({ sub: '000000000007', amount: 10000.5 })
  const others = await ticket({ sub: '000000000008', amount: 10000.5 })
  const cases = [
    ['healthz', { method: 'GET', path: '/healthz' }, 200],
    ['create new', create, 201],
    ['create replayed', create, 200],
    ['create with other content', { ...create, body: { ...create.body, amount: 1, description: 'x' } }, 409],
    ['status', status, 200],
    ['search', search, 200],
    ['search by one number', { ...search, body: { ...search.body, searchParameters: [{ name: 'invoice_id', method: '=', searchParameter: ['000000000001'] }] } }, 200],
    ['search without order', { ...search, body: { ...search.body, orderParameters: undefined } }, 200],
    ['search without invoice_id', { ...search, body: { ...search.body, searchParameters: [] } }, 422],
    ['invalid payload', requests.invalid, 422],
    // zod tells of members in its schema's order, the crate in the payload's
    ['a missing member', { ...create, body: { ...create.body, amount: -1, recipient_contact_sms: undefined } }, 422],
    ['wrong types', { ...create, body: { ...create.body, amount: '1', description: null } }, 422],
    ['too many decimals', { ...create, body: { ...create.body, amount: 0.001 } }, 422],
    ['a wrong number in the path', { ...status, path: '/v1/invoices/12' }, 422],
    ['bad key', requests.stranger, 401],
    ['no key', { ...create, headers: { authorization: '' } }, 401],
    ['a broken ticket', { ...create, key: 'a.b.c' }, 401],
    ['not JSON by its type', { ...create, headers: { 'content-type': 'text/plain' } }, 415],
    ['too large', { ...create, body: { ...create.body, description: 'x'.repeat(40_000) } }, 413],
    ['a ticket of another order', { ...create, key: others }, 403],
    ['status with a ticket', { ...status, key: own }, 200],
    ['status with a ticket of another order', { ...status, key: others }, 403],
    ['search with a ticket', { ...search, key: own }, 403],
    ['no such path', { method: 'GET', path: '/v2' }, 404],
  ]
  for (const [name, request, expected] of cases) {
    const id = '000000000007'
    const [ours, theirs] = await Promise.all([ask(rust, request, id), ask(peer, request, id)])
    assert.equal(ours.status, expected, `${name}: ${ours.body}`)
    assert.deepEqual(theirs, ours, name)
  }
  const withTicket = { ...create, key: await ticket({ sub: '000000000009', amount: 10000.5 }) }
  const [ours, theirs] = await Promise.all([rust, peer].map((worker) => ask(worker, withTicket, '000000000009')))
  assert.equal(ours.status, 201, ours.body)
  assert.deepEqual(theirs, ours, 'create with a ticket')
  return cases.length + 1
}
