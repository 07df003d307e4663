// Who may do what, and what every answer carries.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { draft } from './support/order.mjs';
import { startSandbox } from './support/sandbox.mjs';
import { callbackPath } from './support/seal.mjs';
import { stop } from './support/stop.mjs';
import { ticket, ticketByRsa, ticketWithDescription, ticketWithoutExpiry, ticketWithoutSignature } from './support/ticket.mjs';
import { KEY, startWorker } from './support/worker.mjs';

const SHOP = 'https://shop.example.kz';
const SCOPES = ['create', 'read', 'deactivate', 'retry'];
const scopedKey = (scope) => `key-that-may-only-${scope}`;
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const API_KEYS = JSON.stringify({
  everything: { sha256: sha256(KEY) },
  ...Object.fromEntries(SCOPES.map((scope) => [scope, { sha256: sha256(scopedKey(scope)), scopes: [scope] }])),
});

let sandbox;
let worker;
const order = draft();
before(async () => {
  sandbox = await startSandbox();
  worker = await startWorker({ sandbox: sandbox.url, config: { API_KEYS, ALLOWED_ORIGINS: `${SHOP},https://www.shop.example.kz` } });
  assert.equal((await worker.call('POST', '/v1/invoices', order)).status, 201);
});
after(() => stop(worker, sandbox));

const JSON_TYPE = { 'content-type': 'application/json' };
const SEARCH = { paging: { skip: 0, limit: 1 }, searchParameters: [{ name: 'invoice_id', method: '=', searchParameter: [order.invoice_id] }] };

/** An answer whose body was read, or of a stream its first piece. */
async function ask(method, path, headers = {}, body = undefined) {
  const given = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await worker.fetch(path, { method, headers: { ...(body === undefined ? {} : JSON_TYPE), ...headers }, body: given });
  let text = '';
  if (answer.headers.get('content-type')?.startsWith('text/event-stream')) await answer.body.cancel();
  else text = await answer.text();
  const isJson = /json/.test(answer.headers.get('content-type'));
  return { status: answer.status, headers: answer.headers, json: isJson && text ? JSON.parse(text) : undefined };
}

const EVERY_ANSWER = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  vary: /origin/i,
};

function assertWellFormed({ status, headers, json }, what) {
  for (const [name, value] of Object.entries(EVERY_ANSWER)) {
    if (value instanceof RegExp) assert.match(headers.get(name) ?? '', value, `${what}: ${name}`);
    else assert.equal(headers.get(name), value, `${what}: ${name}`);
  }
  assert.ok(headers.get('x-request-id'), `${what}: x-request-id`);
  if (status < 400) return;
  assert.equal(headers.get('content-type'), 'application/problem+json', what);
  assert.equal(json.type, `urn:epay-invoice:${json.code}`);
  assert.equal(json.status, status);
  assert.equal(json.request_id, headers.get('x-request-id'));
  assert.equal(typeof json.retryable, 'boolean');
  assert.ok(json.title && json.detail, what);
  if (status === 401) assert.equal(headers.get('www-authenticate'), 'Bearer');
}

test('no search finds out a seal, which is left out of what is shown', async () => {
  for (const name of ['post_link', 'failure_post_link']) {
    const guess = { name, method: 'like', searchParameter: [`${worker.config.PUBLIC_URL}/v1/callbacks/${order.invoice_id}/a%`] };
    const answer = await ask('POST', '/v1/invoices/search', { authorization: `Bearer ${scopedKey('read')}` }, { ...SEARCH, searchParameters: [...SEARCH.searchParameters, guess] });
    assertWellFormed(answer, name);
    assert.deepEqual([answer.status, answer.json.code], [403, 'forbidden']);
  }
});

describe('route by route, role by role', () => {
  const roles = {
    nobody: () => undefined,
    'bad key': () => 'a-key-that-nobody-gave-out',
    'expired ticket': () => ticket(worker.config, order, '-1s'),
    'ticket of another order': () => ticket(worker.config, draft()),
    'ticket with alg none': () => ticketWithoutSignature(order),
    'ticket with RS256': () => ticketByRsa(order),
    'ticket by another secret': () => ticket({ TICKET_SECRET: 'another-ticket-secret-of-32-characters' }, order),
    'right ticket': () => ticket(worker.config, order),
    'right key': () => KEY,
    'key to create': () => scopedKey('create'),
    'key to read': () => scopedKey('read'),
    'key to deactivate': () => scopedKey('deactivate'),
    'key to retry': () => scopedKey('retry'),
  };
  const id = order.invoice_id;
  //                          nobody bad  exp. other none RS256 sec. ticket key create read deact. retry
  const table = [
    ['GET', '/healthz', undefined, [200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200]],
    ['GET', '/readyz', undefined, [401, 401, 401, 403, 401, 401, 401, 403, 200, 403, 200, 403, 403]],
    ['POST', '/v1/invoices', order, [401, 401, 401, 403, 401, 401, 401, 200, 200, 200, 403, 403, 403]],
    ['POST', '/v1/invoices/search', SEARCH, [401, 401, 401, 403, 401, 401, 401, 403, 200, 403, 200, 403, 403]],
    ['GET', `/v1/invoices/${id}`, undefined, [401, 401, 401, 403, 401, 401, 401, 200, 200, 403, 200, 403, 403]],
    ['GET', `/v1/invoices/${id}/events`, undefined, [401, 401, 401, 403, 401, 401, 401, 200, 200, 403, 200, 403, 403]],
    ['GET', '/v1/events/undelivered', undefined, [401, 401, 401, 403, 401, 401, 401, 403, 200, 403, 200, 403, 403]],
    ['POST', `/v1/events/evt_${id}_paid/retry`, undefined, [401, 401, 401, 403, 401, 401, 401, 403, 404, 403, 403, 403, 404]],
    ['POST', `/v1/callbacks/${id}/${'A'.repeat(43)}`, {}, [404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404]],
    ['POST', 'callback', {}, [200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200]],
    ['GET', '/v1/nothing', undefined, [404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404]],
    ['POST', `/v1/invoices/${id}/deactivate`, undefined, [401, 401, 401, 403, 401, 401, 401, 403, 200, 403, 403, 200, 403]],
  ];
  for (const [method, path, body, expected] of table) {
    test(`${method} ${path}`, async () => {
      const got = [];
      for (const [role, credential] of Object.entries(roles)) {
        const credentials = await credential();
        const at = path === 'callback' ? callbackPath(worker.config, id) : path;
        const answer = await ask(method, at, credentials && { authorization: `Bearer ${credentials}` }, body);
        assertWellFormed(answer, `${method} ${path} by ${role}`);
        got.push([role, answer.status]);
      }
      assert.deepEqual(got, Object.keys(roles).map((role, index) => [role, expected[index]]));
    });
  }
});

describe('tickets', () => {
  const as = (credentials) => ({ authorization: `Bearer ${credentials}` });
  const day = 24 * 60 * 60;
  const in_ = (seconds) => Math.floor(Date.now() / 1000) + seconds;

  test('one without an end, or with one over a day away, is none', async () => {
    const tickets = [
      [await ticketWithoutExpiry(worker.config, order), 401],
      [await ticket(worker.config, order, in_(day + 3600)), 401],
      [await ticket(worker.config, order, in_(day)), 200],
      [await ticket(worker.config, order, '1h', { nbf: in_(3600) }), 401],
      [`${await ticket(worker.config, order)}A`, 401],
    ];
    for (const [credentials, status] of tickets) {
      assert.equal((await ask('GET', `/v1/invoices/${order.invoice_id}`, as(credentials))).status, status, credentials);
    }
  });

  test('the price, how long it holds, the order and where payments are told are not the browser\'s word', async () => {
    const mine = draft();
    const others = [
      [{ amount: 1 }, ['amount']],
      [{ amount: 1500.51 }, ['amount']],
      [{ invoice_id: draft().invoice_id }, ['invoice_id']],
      [{ post_link: 'https://thief.example.kz/' }, ['post_link']],
      [{ failure_post_link: 'https://thief.example.kz/' }, ['failure_post_link']],
      [{ description: 'Басқа' }, ['description']],
      [{ expire_period: '999d' }, ['expire_period']],
      [{ invoice_id: draft().invoice_id, amount: 1 }, ['invoice_id', 'amount']],
    ];
    const credentials = as(await ticketWithDescription(worker.config, mine));
    for (const [given, fields] of others) {
      const { status, json } = await ask('POST', '/v1/invoices', credentials, { ...mine, ...given });
      assert.deepEqual([status, json.code, json.fields], [403, 'ticket_mismatch', fields]);
    }
    assert.deepEqual((await sandbox.ledger()).counts.links[mine.invoice_id], undefined, 'nothing was made');
    assert.equal((await ask('POST', '/v1/invoices', credentials, mine)).status, 201);
  });

  test('a ticket as a query parameter is for the stream alone, and a key is never one', async () => {
    const right = await ticket(worker.config, order);
    const cases = [
      [`/v1/invoices/${order.invoice_id}/events?ticket=${right}`, {}, 200],
      [`/v1/invoices/${order.invoice_id}?ticket=${right}`, {}, 401],
      [`/v1/invoices/${order.invoice_id}/events?ticket=${KEY}`, {}, 401],
      [`/v1/invoices/${order.invoice_id}/events?ticket=${KEY}`, { authorization: 'Basic eA==' }, 401],
      [`/v1/invoices/${order.invoice_id}`, { authorization: KEY }, 401],
      [`/v1/invoices/${order.invoice_id}`, { authorization: `bearer ${KEY}` }, 200],
    ];
    for (const [path, headers, status] of cases) assert.equal((await ask('GET', path, headers)).status, status, `${path} ${JSON.stringify(headers)}`);
  });
});

describe('pages of other origins', () => {
  const preflight = (path, origin) => ask('OPTIONS', path, { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' });
  const cors = (headers) => Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));
  const GRANT = { 'access-control-allow-headers': 'authorization, content-type, x-request-id, last-event-id', 'access-control-max-age': '7200' };

  test('one that is listed may call, by the methods that there are', async () => {
    const cases = [['/v1/invoices', 'POST'], ['/v1/invoices/000001', 'GET'], ['/v1/invoices/000001/events', 'GET'], ['/v1/invoices/search', 'POST']];
    for (const [path, method] of cases) {
      const answer = await preflight(path, SHOP);
      assert.equal(answer.status, 204);
      const expected = { ...GRANT, 'access-control-allow-origin': SHOP, 'access-control-allow-methods': method };
      assert.deepEqual({ ...cors(answer.headers), 'access-control-expose-headers': undefined }, { ...expected, 'access-control-expose-headers': undefined });
      assert.match(answer.headers.get('vary'), /origin/i);
    }
  });

  test('one that is not listed is granted nothing', async () => {
    for (const origin of ['https://thief.example.kz', `${SHOP}.thief.kz`, 'http://shop.example.kz', `${SHOP}:8443`, 'null']) {
      for (const answer of [await preflight('/v1/invoices', origin), await ask('GET', '/healthz', { origin })]) {
        assert.deepEqual(cors(answer.headers), {}, origin);
        assert.match(answer.headers.get('vary'), /origin/i);
      }
    }
  });

  test('an answer, also a refusal, is shown to a listed page with the headers it needs', async () => {
    for (const [path, status] of [['/healthz', 200], ['/v1/nothing', 404], ['/readyz', 401], [`/v1/invoices/${order.invoice_id}/events`, 401]]) {
      const answer = await ask('GET', path, { origin: SHOP });
      assert.equal(answer.status, status);
      assert.deepEqual(cors(answer.headers), {
        'access-control-allow-origin': SHOP,
        'access-control-expose-headers': 'x-request-id, retry-after, idempotent-replayed, server-timing',
      });
    }
  });
});

describe('requests that are not read', () => {
  const auth = { authorization: `Bearer ${KEY}` };
  const padded = (bytes) => {
    const json = JSON.stringify(draft());
    return json + ' '.repeat(bytes - Buffer.byteLength(json));
  };
  const chunked = (text) => new ReadableStream({
    start(controller) {
      for (let at = 0; at < text.length; at += 4096) controller.enqueue(new TextEncoder().encode(text.slice(at, at + 4096)));
      controller.close();
    },
  });

  test('a body of 32 KiB is read, one byte more is not, whether or not its length is told', async () => {
    for (const [bytes, status] of [[32_768, 201], [32_769, 413], [200_000, 413]]) {
      for (const body of [padded(bytes), chunked(padded(bytes))]) {
        const answer = await worker.fetch('/v1/invoices', { method: 'POST', headers: { ...auth, ...JSON_TYPE }, body, duplex: 'half' });
        assert.equal(answer.status, status, `${bytes} bytes`);
        if (status === 413) assert.equal((await answer.json()).code, 'body_too_large');
      }
    }
    const callback = await worker.fetch(callbackPath(worker.config, order.invoice_id), { method: 'POST', body: 'x'.repeat(32_769) });
    assert.equal(callback.status, 200, 'whatever it says, it is a hint');
  });

  test('a body that is no UTF-8 is told by the place where it breaks, whether or not its length is told', async () => {
    const bytes = (...parts) => Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
    const start = '{"description":"Кофе ';
    const column = Buffer.byteLength(start) + 1;
    const cases = [
      [bytes(start, [0xE9], '"}'), column], [bytes(start, [0xD0], '"}'), column], [bytes(start, [0xF0, 0x9F], '\ufffd"}'), column],
      [bytes('{}', [0xFF]), 3], [bytes('\ufeff{}'), 1],
    ];
    for (const [body, column] of cases) {
      for (const sent of [body, new Blob([body]).stream()]) {
        const answer = await worker.fetch('/v1/invoices', { method: 'POST', headers: { ...auth, ...JSON_TYPE }, body: sent, duplex: 'half' });
        assert.equal(answer.status, 422);
        assert.deepEqual((await answer.json()).issues, [{ path: [], code: 'malformed_json', params: { line: 1, column } }], body.toString('latin1'));
      }
    }
  });

  test('a body that does not say it is JSON is not read', async () => {
    const types = [
      [{ 'content-type': 'text/plain' }, 415], [{ 'content-type': 'application/x-www-form-urlencoded' }, 415],
      [{ 'content-type': 'application/jsonp' }, 415], [{ 'content-type': '' }, 415],
      [{ 'content-type': 'application/json; charset=utf-8' }, 200], [{ 'content-type': 'Application/JSON' }, 200],
    ];
    for (const path of ['/v1/invoices', '/v1/invoices/search']) {
      for (const [headers, status] of types) {
        const answer = await ask('POST', path, { ...auth, ...headers }, path.endsWith('search') ? SEARCH : order);
        assert.equal(answer.status, status, `${path} ${headers['content-type']}`);
      }
    }
  });

  test('another method is refused with the one that there is', async () => {
    const routes = [
      ['/healthz', 'GET'], ['/readyz', 'GET'], ['/v1/invoices', 'POST'], ['/v1/invoices/search', 'POST'], ['/v1/invoices/000001', 'GET'],
      ['/v1/invoices/000001/deactivate', 'POST'], ['/v1/invoices/000001/events', 'GET'], ['/v1/callbacks/000001/x', 'POST'],
      ['/v1/events/undelivered', 'GET'], ['/v1/events/evt_000001_paid/retry', 'POST'],
    ];
    for (const [path, allow] of routes) {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((method) => method !== allow)) {
        const answer = await ask(method, path, auth);
        assert.deepEqual([answer.status, answer.headers.get('allow')], [405, allow], `${method} ${path}`);
      }
    }
  });

  test('a path that is not there is not found', async () => {
    for (const path of ['/nothing', '/v1', '/v1/invoices/', '/v2/invoices', '/v1/invoices/000001/', '/v1/invoices/000001/pay', '//healthz', '/v1/callbacks/000001']) {
      const { status } = await ask('GET', path, auth);
      assert.ok([404, 422].includes(status), `${path}: ${status}`);
    }
  });
});

test('too many requests of a key, or of an address without one, are told to slow down', async () => {
  const own = await startWorker({ sandbox: sandbox.url, config: { API_KEYS }, limit: 3 });
  const get = (credentials) => own.fetch('/v1/events/undelivered', { headers: credentials ? { authorization: `Bearer ${credentials}` } : {} });
  try {
    for (const [credentials, status] of [[KEY, 200], [scopedKey('read'), 200], [undefined, 401]]) {
      const answers = [];
      for (let call = 0; call < 4; call += 1) answers.push(await get(credentials));
      assert.deepEqual(answers.map((answer) => answer.status), [status, status, status, 429]);
      const { code, retryable } = await answers[3].json();
      assert.deepEqual([code, retryable, answers[3].headers.get('retry-after')], ['rate_limited', true, '60']);
    }
    assert.equal((await own.fetch('/healthz')).status, 200);
  } finally {
    await own.stop();
  }
});

test('the request\'s id goes in, into the log and out; one that could do harm there is replaced', async () => {
  for (const id of ['shop-1.2_3', 'a'.repeat(64)]) {
    const answer = await ask('GET', '/readyz', { 'x-request-id': id });
    assert.deepEqual([answer.headers.get('x-request-id'), answer.json.request_id], [id, id]);
    const line = worker.lines.map(({ message }) => message).find((message) => message.includes(`"${id}"`));
    assert.deepEqual({ ...JSON.parse(line), ms: 0 }, { request_id: id, route: 'ready', status: 401, code: 'unauthorized', refusal: 'no_credentials', ms: 0 });
  }
  for (const id of ['', 'two words', 'a'.repeat(65), '"}', '<b>']) {
    const answer = await ask('GET', '/healthz', { 'x-request-id': id });
    assert.match(answer.headers.get('x-request-id'), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, id);
  }
});

test('what is missing in the configuration is named, and no value told', async () => {
  const own = await startWorker({ sandbox: sandbox.url, config: { EPAY_CLIENT_SECRET: undefined, CALLBACK_SECRET: 'too-short-a-secret' } });
  try {
    const answer = await own.call('GET', '/readyz');
    const problem = await answer.json();
    assert.deepEqual([answer.status, problem.code, problem.missing], [500, 'not_configured', ['EPAY_CLIENT_SECRET', 'CALLBACK_SECRET']]);
    assert.ok(!JSON.stringify(problem).includes('too-short-a-secret'));
  } finally {
    await own.stop();
  }
});
