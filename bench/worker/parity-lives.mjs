// Orders that live: what becomes of them, what streams show of it, and what the shop is told.

import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { alike, until } from './parity.mjs'
import { requests } from './rows.mjs'

/** The path that the bank calls for an order. */
export const callbackPath = ({ CALLBACK_SECRET }, invoiceId) => {
  const seal = createHmac('sha256', CALLBACK_SECRET).update(`epay-invoice callback v1\n${invoiceId}`).digest('base64url')
  return `/v1/callbacks/${invoiceId}/${seal}`
}

export async function live(both, shop) {
  const { WEBHOOK_SECRET } = both.vars
  const told = (id) => ['rust', 'peer'].map((side) => shop.told(side, WEBHOOK_SECRET, id))
  const create = (id, given = {}) =>
    both.ask(`create ${id}`, { ...requests.create, body: { ...requests.create.body, invoice_id: id, ...given } }, 201)
  const call = (id, text = '{"code":"ok"}', type = 'application/json') =>
    both.ask(`the bank calls about ${id}`, { method: 'POST', path: callbackPath(both.vars, id), text, headers: { 'content-type': type } }, 200)
  const of = (id, what = '', method = 'GET') => ({ method, path: `/v1/invoices/${id}${what}` })
  /** Both have told the same of the order, these types in this order. */
  async function events(id, ...types) {
    await until(`${id} is told as ${types}`, () => told(id).every((events) => events.length === types.length))
    const [ours, theirs] = told(id)
    assert.deepEqual(ours.map(({ type }) => type), types)
    assert.equal(alike(JSON.stringify(theirs)), alike(JSON.stringify(ours)), id)
    return ours
  }

  // a payment that a callback tells of: a stream that shows it, and ends
  const paid = '300000001'
  await create(paid)
  const watching = await both.open('a stream', of(paid, '/events'), 200)
  const readers = watching.map(({ body }) => body.pipeThrough(new TextDecoderStream()).getReader())
  const firsts = await Promise.all(readers.map((reader) => reader.read()))
  assert.equal(alike(firsts[1].value), alike(firsts[0].value), 'the first event')
  await call(paid)
  await events(paid, 'invoice.paid')
  const rests = await Promise.all(readers.map(async (reader) => {
    let text = ''
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) text += piece.value
    return text
  }))
  assert.match(rests[0], /"status":"CHARGED"/)
  assert.equal(alike(rests[1]), alike(rests[0]), 'the last event')
  const last = rests.map((text) => /id: (\S+)\n[^]*$/.exec(text)[1])
  await both.ask('a stream that is over', of(paid, '/events'), 200)
  await both.ask('a watcher that comes again', (side) => ({ ...of(paid, '/events'), headers: { 'last-event-id': last[side] } }), 204)
  await both.ask('a paid link is not deactivated', of(paid, '/deactivate', 'POST'), 409)
  await both.ask('the status of a paid link', of(paid), 200)

  // attempts that fail, of which the shop's own link is told too
  const failing = '000000021'
  await create(failing, { failure_post_link: `${shop.url}/failed` })
  const attempt = '{"code":"error","id":"98da8dbb-ef37-4ef9-b5b7-a6dd6ea52e31","reasonCode":484}'
  await call(failing, attempt)
  await events(failing, 'invoice.failed')
  await call(failing, attempt)
  await call(failing, 'code=error&id=7&reason=%D0%9D%D0%B5%D1%82+%D0%B4%D0%B5%D0%BD%D0%B5%D0%B3', 'application/x-www-form-urlencoded')
  await events(failing, 'invoice.failed', 'invoice.failed')
  await call(failing, '{"code":"error","id":"8","reasonCode":"454"}')
  await until('the shop\'s own link is called', () => shop.at('/failed').length === 8)
  const calls = shop.at('/failed').map(({ type, body }) => `${type} ${body}`).sort()
  assert.ok(calls.every((one, place) => one === calls[place ^ 1]), 'the shop\'s own link is called alike')

  // other ends
  await create('300000002', { amount: 1 })
  await call('300000002')
  await events('300000002', 'invoice.mismatch')
  await create('500000001')
  await call('500000001')
  await events('500000001', 'invoice.expired')
  await create('400000001')
  for (const time of ['first', 'second']) await both.ask(`deactivated for the ${time} time`, of('400000001', '/deactivate', 'POST'), 200)
  await events('400000001', 'invoice.deactivated')
  await both.ask('of a link that stays open nobody knows', of('000000022', '/deactivate', 'POST'), 503)

  // a shop that refuses, until an operator asks again
  const refused = '300000003'
  shop.answers = (body) => (body.includes(refused) ? 500 : 204)
  await create(refused)
  await call(refused)
  const [{ id: eventId }] = await events(refused, 'invoice.paid')
  const list = { method: 'GET', path: '/v1/events/undelivered' }
  await both.askOnce('it is listed', list, ({ events }) => events.length === 1)
  shop.answers = () => 204
  await both.ask('the event once more', { method: 'POST', path: `/v1/events/${eventId}/retry` }, 202)
  await events(refused, 'invoice.paid', 'invoice.paid')
  await both.askOnce('the list is empty', list, ({ events }) => events.length === 0)
}
