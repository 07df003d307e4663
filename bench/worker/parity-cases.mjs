// Requests that both Workers are to answer alike, each with the status of the answer.

import { SignJWT, UnsecuredJWT } from 'jose'
import { callbackPath } from './parity-lives.mjs'
import { requests } from './rows.mjs'

const ID = '000000000007'
const { create: createRow, search, invalid, stranger } = requests
const of = (request, id = ID) => JSON.parse(JSON.stringify(request).replaceAll('{invoice-id}', id))
const create = of(createRow)
const status = of(requests.status)
const get = (path, more = {}) => ({ method: 'GET', path, ...more })
const post = (path, more = {}) => ({ method: 'POST', path, ...more })
/** A create whose draft differs from the usual one. */
const draft = (given) => ({ ...create, body: { ...create.body, ...given } })
const condition = (name, method, ...values) => ({ name, method, searchParameter: values })
const searchFor = (given) => ({ ...search, body: { ...search.body, ...given } })
const searching = (...conditions) => searchFor({ searchParameters: [condition('invoice_id', '=', ID), ...conditions] })

/** What is wrong with one member of a draft: zod tells of several in its schema's order, the crate in the payload's. */
const WRONG = {
  invoice_id: ['', 'abc', '12345', '1234567890123456', 12345678],
  amount: [0, -1, 0.001, 1e12, '1', null],
  language: ['german', 1],
  description: ['', ' ', 'x'.repeat(126), 'two\nlines', 'turned\u202e', '\ud800', null],
  expire_period: ['0d', '1000d', '2h', '02d'],
  recipient_contact: ['', 'buyer', `${'x'.repeat(300)}@a.kz`],
  recipient_contact_sms: ['', '87771234567', '+7777', undefined],
  currency: ['USD'],
  back_link: ['https//mail.ru', 'https://user:pass@mail.ru', 'https://.kz', 'https://a.kz/ә', 'https://a.kz/%4', `https://a.kz/${'x'.repeat(2048)}`],
  ammount: [1],
  price: [1],
}

const CONDITIONS = [
  condition('amounts', '=', 'x'), condition('paid', '=', 'x'), condition('status', '==', 'x'), condition('status', '='),
  condition('status', '=', 'a', 'b'), condition('status', 'between', 'a'), condition('status', 'in'), condition('status', 'like', 'x'),
  condition('status', '=', 1), condition('status', '=', 'a\nb'),
]

async function tickets({ TICKET_SECRET }) {
  const now = Math.floor(Date.now() / 1000)
  const key = new TextEncoder().encode(TICKET_SECRET)
  const claims = { sub: ID, amount: 10000.5, exp: now + 600 }
  const sign = (given, alg = 'HS256') => new SignJWT({ ...claims, ...given }).setProtectedHeader({ alg }).sign(key)
  const good = [
    {}, { amount: '10000.50' }, { description: null, currency: null, nbf: null, iat: null }, { description: '' }, { iat: now + 30 },
    { exp: now + 86_400 }, { currency: 'KZT' },
  ]
  const bad = [
    { exp: undefined }, { exp: now }, { exp: `${now + 600}` }, { exp: now + 90_000 }, { nbf: now + 600 }, { iat: now + 600 }, { iat: 'now' },
    { sub: undefined }, { sub: '12' }, { amount: undefined }, { amount: 0 }, { amount: 0.001 }, { amount: '1 000' }, { amount: '01' },
    { description: 7 }, { description: '\u202e' }, { currency: 'USD' },
  ]
  const broken = (own) => [new UnsecuredJWT(claims).encode(), `${own}A`, own.slice(1), 'a.b.c', 'x'.repeat(5000)]
  const own = await sign({})
  return {
    own,
    others: await sign({ sub: '000000000008' }),
    described: await sign({ description: 'Another order' }),
    good: await Promise.all(good.map((given) => sign(given))),
    bad: [...await Promise.all(bad.map((given) => sign(given))), await sign({}, 'HS512'), ...broken(own)],
  }
}

const preflight = (path, origin) =>
  ({ method: 'OPTIONS', path, headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' } })

export async function cases(vars) {
  const { own, others, described, good, bad } = await tickets(vars)
  const sealed = callbackPath(vars, ID)
  const called = (path, text = '{"code":"ok"}', type = 'application/json') => post(path, { text, headers: { 'content-type': type } })
  const page = { origin: 'https://shop.kz' }
  return [
    ['healthz', get('/healthz'), 200],
    ['readyz', get('/readyz'), 200],
    ['create new', create, 201],
    ['create replayed', create, 200],
    ['defaults said, and what is optional empty', draft({ currency: 'KZT', language: '', expire_period: '2d', post_link: '', notifier_contact_sms: '' }), 200],
    ['create with other content', draft({ amount: 1, description: 'x' }), 409],
    ['status', status, 200],
    ['search', search, 200],
    ['search by one number', searching(), 200],
    ['search by an empty value', searching(condition('status', '=', '')), 200],
    ['search without order', searchFor({ orderParameters: undefined }), 200],
    ['search without invoice_id', searchFor({ searchParameters: [] }), 422],
    ['search by the links that the bank calls', searching(condition('failure_post_link', 'like', 'https://%')), 403],
    ...[{ skip: -1, limit: 1 }, { skip: 0, limit: 0 }, { skip: 0.5, limit: 1 }, { skip: 0, limit: 3e9 }, { skip: 0 }, { skip: 0, limit: 1, limits: 1 }]
      .map((paging) => [`paging ${JSON.stringify(paging)}`, searchFor({ paging }), 422]),
    ...CONDITIONS.map((wrong) => [`condition ${JSON.stringify(wrong)}`, searching(wrong), 422]),
    ['an order by what no record has', searchFor({ orderParameters: { field: 'ID', typeOrder: 'ASC' } }), 422],
    ['invalid payload', invalid, 422],
    ...Object.entries(WRONG).flatMap(([name, values]) => values.map((value) => [`${name} ${JSON.stringify(value)}`, draft({ [name]: value }), 422])),
    ['a payload that is no object', { ...create, body: [] }, 422],
    ['a wrong number in the path', get('/v1/invoices/12'), 422],
    ['a wrong number to deactivate', post('/v1/invoices/abcdefg/deactivate'), 422],
    ['bad key', stranger, 401],
    ['no key', { ...create, headers: { authorization: undefined } }, 401],
    ['a scheme that is not Bearer', get('/readyz', { headers: { authorization: 'Basic eA==' } }), 401],
    ['not JSON by its type', { ...create, headers: { 'content-type': 'text/plain' } }, 415],
    ['too large', draft({ description: 'x'.repeat(40_000) }), 413],
    ['too large, and not JSON', { ...draft({ description: 'x'.repeat(40_000) }), headers: { 'content-type': 'text/plain' } }, 415],
    ['too large, from a stranger', { ...stranger, body: { description: 'x'.repeat(40_000) } }, 401],
    // who may do what
    ...[[get('/readyz'), 'read', 200], [create, 'create', 200], [search, 'read', 200], [status, 'read', 200], [get('/v1/events/undelivered'), 'read', 200],
      [post('/v1/events/evt_000000000007_paid/retry'), 'retry', 404], [post('/v1/invoices/700000001/deactivate'), 'deactivate', 404],
    ].flatMap(([request, scope, expected]) => ['create', 'read', 'deactivate', 'retry'].map((own) =>
      [`${request.method} ${request.path} by a key to ${own}`, { ...request, key: `may-${own}` }, own === scope ? expected : 403])),
    ...[create, status].map((request) => [`${request.path} with a ticket`, { ...request, key: own }, 200]),
    ...[search, get('/readyz'), get('/v1/events/undelivered'), post(`/v1/invoices/${ID}/deactivate`), post('/v1/events/evt_000000000007_paid/retry')]
      .map((request) => [`${request.path} with a ticket`, { ...request, key: own }, 403]),
    ...[create, status, get(`/v1/invoices/${ID}/events`)].map((request) => [`${request.path} with a ticket of another order`, { ...request, key: others }, 403]),
    ['what the ticket does not say', { ...draft({ amount: 1, expire_period: '9d', post_link: 'https://a.kz' }), key: described }, 403],
    ...good.map((key, index) => [`good ticket ${index}`, { ...status, key }, 200]),
    ...bad.map((key, index) => [`bad ticket ${index}`, { ...status, key }, 401]),
    ['a ticket in the query of what is no stream', get(`${status.path}?ticket=${own}`, { headers: { authorization: undefined } }), 401],
    ['a key in the query of a stream', get(`${status.path}/events?ticket=bench-key`, { headers: { authorization: undefined } }), 401],
    // methods, paths, pages of other origins
    ['no such path', get('/v2'), 404],
    ['another method', get('/v1/invoices/search'), 405],
    ['a stream without a body', { method: 'HEAD', path: `${status.path}/events` }, 405],
    ['a head', { ...status, method: 'HEAD' }, 200],
    ...['/v1/invoices', status.path, '/v1/events/undelivered'].map((path) => [`preflight of ${path}`, preflight(path, page.origin), 204]),
    ['preflight of a foreign page', preflight('/v1/invoices', 'https://thief.kz'), 204],
    ...[[get('/healthz'), 200], [get('/v2'), 404], [status, 200], [stranger, 401]]
      .map(([request, expected]) => [`${request.path} for a page`, { ...request, headers: page }, expected]),
    ['an answer for a foreign page', get('/healthz', { headers: { origin: 'https://thief.kz' } }), 200],
    // the bank's calls
    ...[sealed.slice(0, -1), `${sealed}A`, sealed.replace(ID, '000000000008'), `/v1/callbacks/${ID}/`, `/v1/callbacks/1/x`]
      .map((path) => [`a wrong seal: ${path}`, called(path), 404]),
    ['a callback', called(sealed), 200],
    ['a callback as a form', called(sealed, 'code=ok&invoiceID=7', 'application/x-www-form-urlencoded'), 200],
    ['a callback that says nothing', called(sealed, 'null', 'text/html'), 200],
    ['a callback that is too large', called(sealed, 'x'.repeat(40_000)), 200],
    // events that are not there
    ['no undelivered event', get('/v1/events/undelivered?limit=1&after='), 200],
    ...['limit=0', 'limit=101', 'limit=x', 'after=evt_1', 'after=1764000000000'].map((query) => [query, get(`/v1/events/undelivered?${query}`), 422]),
    ...['evt_000000000007_paid', 'evt_999999999999_paid', 'evt_1_paid', 'paid', 'evt_'].map((id) => [`retry ${id}`, post(`/v1/events/${id}/retry`), 404]),
    // a bank in trouble
    ['a link that the bank refuses', of(createRow, '600000001'), 422],
    ['a link that no search finds', get('/v1/invoices/700000001'), 404],
    ['a stream of what is not there', get('/v1/invoices/700000001/events'), 404],
    ['a link that only the order knows', of(createRow, '700000002'), 201],
    ['its status', get('/v1/invoices/700000002'), 200],
    ['a bank that fails', get('/v1/invoices/800000001'), 503],
    ['a stream from a bank that fails', get('/v1/invoices/800000001/events'), 503],
    ['a deactivation at a bank that fails', post('/v1/invoices/800000001/deactivate'), 503],
    ['a link of which nobody knows', of(createRow, '800000002'), 503],
    ['and other content for it', draft({ invoice_id: '800000002', amount: 2 }), 409],
    ['a bank that asks to slow down', get('/v1/invoices/900000001'), 503],
    ['a link for which it asks to slow down', of(createRow, '900000002'), 503],
  ]
}

/** What is missing is named, and what is wrong. */
export const misconfigured = {
  config: {
    EPAY_CLIENT_SECRET: ' ', SHOP_ID: 'x', DEFAULT_LANGUAGE: 'german', DEFAULT_EXPIRE_PERIOD: '2h', API_KEYS: '{"a":{"sha256":"9f86"}}',
    BANK_TIMEOUT_MS: '60001', CALLBACK_SECRET: 'too-short', SHOP_WEBHOOK_URL: 'https://shop.kz/hook', WEBHOOK_SECRET: 'whsec_dG9vIHNob3J0',
    TICKET_SECRET: 'short', ALLOWED_ORIGINS: 'https://shop.kz/path',
  },
  requests: [
    ['healthz without a configuration', get('/healthz'), 200],
    ['no path without a configuration', get('/v2'), 404],
    ...[get('/readyz'), create, post(`/v1/callbacks/${ID}/x`)].map((request) => [`${request.path} without a configuration`, request, 500]),
  ],
}
