// Events that the shop does not accept: an operator sees them and has them delivered anew, and none is lost.

import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, beforeEach, test } from 'node:test';
import { apiKeys } from '../../scripts/dev-config.mjs';
import { draft } from './support/order.mjs';
import { startReceiver } from './support/receiver.mjs';
import { startSandbox } from './support/sandbox.mjs';
import { changeOrders, eachObject } from './support/stored.mjs';
import { until } from './support/until.mjs';
import { KEY, newStorage, startWorker } from './support/worker.mjs';

let sandbox;
let shop;
before(async () => {
  sandbox = await startSandbox();
  shop = await startReceiver();
});
after(() => Promise.all([sandbox.stop(), shop.stop()]));
beforeEach(() => { shop.answer = () => 500; });

/** Runs `work` on a Worker; `started` are its options. */
async function withWorker(started, work) {
  const { config, ...options } = started;
  const worker = await startWorker({ sandbox: sandbox.url, config: { SHOP_WEBHOOK_URL: `${shop.url}/hook`, ...config }, ...options });
  try {
    return await work(worker);
  } finally {
    await worker.stop();
  }
}

async function listed(worker, query = '') {
  const answer = await worker.call('GET', `/v1/events/undelivered${query}`);
  assert.equal(answer.status, 200);
  return answer.json();
}

/** Waits for an event in the list that `is` so. */
const seen = (worker, what, is, withinMs) => until(what, async () => (await listed(worker)).events.find(is), withinMs);
const gone = (worker) => until('the list is empty', async () => (await listed(worker)).events.length === 0);
const retry = (worker, id, key = KEY) => worker.fetch(`/v1/events/${id}/retry`, { method: 'POST', headers: { authorization: `Bearer ${key}` } });

/** An order that is paid, and the id of the event that says so. */
async function paid(worker) {
  const order = draft();
  const created = await worker.call('POST', '/v1/invoices', order);
  assert.equal(created.status, 201);
  await sandbox.pay((await created.json()).id);
  return { order, id: `evt_${order.invoice_id}_paid` };
}

test('whatever the shop sends after its 2xx, the event is accepted', () => withWorker({ config: { BANK_TIMEOUT_MS: '1000' } }, async (worker) => {
  const accepted = [];
  for (const body of ['x'.repeat(200_000), undefined]) {
    shop.answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      // the second one's body never ends
      body ? response.end(body) : response.write('<p>');
    };
    const { order } = await paid(worker);
    await until('the shop is told', () => shop.of(order.invoice_id).length > 0);
    accepted.push(order.invoice_id);
  }
  // one that is refused behind them is listed: they would be, by then
  shop.answer = () => 500;
  const { id } = await paid(worker);
  const listedLast = await seen(worker, 'it is listed', (event) => event.id === id);
  await until('the time for an answer is over', () => Date.now() > Date.parse(listedLast.timestamp) + 1500);
  assert.deepEqual((await listed(worker)).events.map((event) => event.id), [id]);
  for (const number of accepted) assert.equal(shop.of(number).length, 1);
}));

test('a page that begins at no event\'s place is refused', () => withWorker({}, async (worker) => {
  const answer = await worker.call('GET', '/v1/events/undelivered?after=evt_000000501_paid');
  const { code, issues } = await answer.json();
  assert.deepEqual([answer.status, code, issues[0].path], [422, 'invalid_payload', ['after']]);
}));

test('a refused event is listed until the shop accepts it, and an operator has it delivered at once', () => withWorker({}, async (worker) => {
  assert.deepEqual(await listed(worker), { events: [], next: null });
  const { order, id } = await paid(worker);
  const event = await seen(worker, 'it is listed', () => true);
  assert.deepEqual(
    { ...event, attempts: 0, timestamp: '', next_attempt: '' },
    { id, type: 'invoice.paid', invoice_id: order.invoice_id, timestamp: '', state: 'retrying', attempts: 0, next_attempt: '', trouble: 'HTTP 500' },
  );
  assert.ok(Date.parse(event.next_attempt) > Date.parse(event.timestamp));
  const { components: { schemas } } = await (await worker.fetch('/openapi.json')).json();
  assert.deepEqual(Object.keys(event).sort(), schemas.Undelivered.required.toSorted());

  const [first] = shop.of(order.invoice_id);
  shop.answer = () => 200;
  const before = shop.received.length;
  const queued = await retry(worker, id);
  assert.deepEqual([queued.status, await queued.json()], [202, { status: 'queued' }]);
  await until('it is delivered', () => shop.received.length > before);
  const last = shop.received.at(-1);
  assert.equal(last.headers['webhook-id'], id);
  assert.equal(last.body, first.body);
  await gone(worker);

  const again = shop.received.length;
  assert.equal((await retry(worker, id)).status, 202);
  await until('an accepted event is delivered anew too', () => shop.received.length > again);
}));

test('a dead letter stays listed, and goes when it is delivered', async () => {
  const storage = await newStorage();
  const { port, id } = await withWorker({ storage }, async (worker) => {
    const { id } = await paid(worker);
    await seen(worker, 'it is listed', () => true);
    return { port: worker.port, id };
  });
  // three days of refusals
  changeOrders(storage, (order) => {
    for (const notice of order.outbox) Object.assign(notice, { attempts: 9, delivery: { due: 0 } });
  });
  await withWorker({ storage, port }, async (worker) => {
    // whatever wakes the order has what is due delivered: here, a look at it
    await worker.call('GET', `/v1/invoices/${id.split('_')[1]}`);
    const dead = await seen(worker, 'it is given up', ({ state }) => state === 'dead');
    assert.deepEqual([dead.id, dead.attempts, dead.next_attempt, dead.trouble], [id, 10, null, 'HTTP 500']);
    shop.answer = () => 204;
    assert.equal((await retry(worker, id)).status, 202);
    await gone(worker);
  });
  await rm(storage, { recursive: true });
});

test('a list that cannot be told is told again, after the Worker was gone as well', async () => {
  const storage = await newStorage();
  shop.answer = () => 200;
  const { port, order, id } = await withWorker({ storage }, async (worker) => {
    const { order, id } = await paid(worker);
    await until('it is delivered', () => shop.of(order.invoice_id).length > 0);
    await listed(worker);
    return { port: worker.port, order, id };
  });
  // as if it had been refused for three days: with the next refusal the order has nothing left to wait for
  changeOrders(storage, (saved) => {
    for (const notice of saved.outbox) Object.assign(notice, { attempts: 9, delivery: { due: 0 } });
  });
  shop.answer = () => 500;
  eachObject(storage, 'DeadLetters', (list) => list.exec("CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'full'); END"));
  await withWorker({ storage, port }, async (worker) => {
    await worker.call('GET', `/v1/invoices/${order.invoice_id}`);
    await until('the list has refused it', () => worker.lines.some(({ level, message }) => level === 'error' && message.includes('full')));
    assert.deepEqual((await listed(worker)).events, []);
  });
  eachObject(storage, 'DeadLetters', (list) => list.exec('DROP TRIGGER full'));
  // sooner than any alarm but that for the list
  await withWorker({ storage, port }, async (worker) => {
    const dead = await seen(worker, 'it is listed', () => true, 30_000);
    assert.deepEqual([dead.id, dead.state], [id, 'dead']);
  });
  await rm(storage, { recursive: true });
});

test('the list is paged, the oldest first', () => withWorker({}, async (worker) => {
  const ids = [];
  for (let count = 0; count < 3; count += 1) {
    const { id } = await paid(worker);
    await seen(worker, `${id} is listed`, (event) => event.id === id);
    ids.push(id);
  }
  const pages = [];
  for (let next = ''; next !== null;) {
    const page = await listed(worker, `?limit=2${next && `&after=${next}`}`);
    pages.push(page.events.map(({ id }) => id));
    next = page.next;
  }
  assert.deepEqual(pages, [ids.slice(0, 2), ids.slice(2)]);
  for (const limit of ['0', '101', '-1', 'x', '1.5']) {
    const refused = await worker.call('GET', `/v1/events/undelivered?limit=${limit}`);
    assert.equal(refused.status, 422, limit);
    assert.deepEqual((await refused.json()).issues[0].path, ['limit']);
  }
}));

test('an event that there is not is a 404, and makes no order', () => withWorker({}, async (worker) => {
  const { order } = await paid(worker);
  for (const id of [`evt_${order.invoice_id}_expired`, 'evt_999999999_paid', 'evt_1_paid', 'paid', 'evt_', '%20']) {
    const answer = await retry(worker, id);
    assert.deepEqual([answer.status, (await answer.json()).code], [404, 'event_not_found'], id);
  }
}));

test('reading the list takes the scope read, retrying the scope retry', () => {
  const [reader, doer] = ['reader-key', 'doer-key'];
  const scoped = (key, name) => ({ ...JSON.parse(apiKeys(key)).development, scopes: [name] });
  const API_KEYS = JSON.stringify({ one: scoped(reader, 'read'), two: scoped(doer, 'retry') });
  return withWorker({ config: { API_KEYS } }, async (worker) => {
    const list = (key) => worker.fetch('/v1/events/undelivered', { headers: { authorization: `Bearer ${key}` } });
    const statuses = [await list(reader), await list(doer), await retry(worker, 'evt_000001_paid', reader), await retry(worker, 'evt_000001_paid', doer)];
    assert.deepEqual(statuses.map(({ status }) => status), [200, 403, 403, 404]);
  });
});
