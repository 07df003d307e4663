// The npm package's client, from the tarball that the pages have installed, with the built Worker and the bank.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { EpayClient, EpayError } from '../../www/node_modules/epay-invoice/dist/client.js';
import { SearchBuilder } from '../../www/node_modules/epay-invoice/dist/builder.js';
import { validateDraft } from '../../www/node_modules/epay-invoice/dist/index.js';
import { makeLinks } from '../browser/support/links.mjs';
import { draft } from './support/order.mjs';
import { startProxy } from './support/proxy.mjs';
import { startSandbox } from './support/sandbox.mjs';
import { press } from './support/shop.mjs';
import { stop } from './support/stop.mjs';
import { ticket } from './support/ticket.mjs';
import { until } from './support/until.mjs';
import { KEY, startWorker } from './support/worker.mjs';

let sandbox;
let worker;
let proxy;
before(async () => {
  sandbox = await startSandbox();
  worker = await startWorker({ sandbox: sandbox.url });
  proxy = await startProxy(worker.url);
});
after(() => stop(proxy, worker, sandbox));

const client = (token = KEY) => new EpayClient({ url: worker.url, token });
/** One whose requests are counted, and can fail. */
const watched = (token = KEY, refuses = () => undefined) => {
  proxy.seen.length = 0;
  proxy.refuses = refuses;
  // a slow machine must not use them up
  return new EpayClient({ url: proxy.url, token, retries: 8 });
};
const failure = async (promise) => {
  const error = await promise.then(() => assert.fail('it did not fail'), (error) => error);
  assert.ok(error instanceof EpayError, String(error?.stack ?? error));
  return error;
};
const has = (error, expected) => {
  const { code, status, retryable, issues } = error;
  assert.deepEqual({ code, status, retryable, issues }, { issues: [], retryable: false, ...expected });
  assert.match(error.requestId, /^[\w-]{8,}$/);
};
const listens = (id) => `GET /v1/invoices/${id}/events`;
const asks = (id) => `GET /v1/invoices/${id}`;

test('creates a link by a ticket; the same order again is the same link', async () => {
  const order = draft();
  const byTicket = client(() => ticket(worker.config, order));
  const made = await byTicket.createInvoice(order);
  assert.deepEqual([made.invoice_id, made.amount, made.status], [order.invoice_id, order.amount, 'ACTIVE']);
  const again = await Promise.all([1, 2, 3].map(() => byTicket.createInvoice(order)));
  for (const { id, invoice_url: url } of again) assert.deepEqual([id, url], [made.id, made.invoice_url]);
  assert.equal((await sandbox.invoices()).filter(({ invoice_id: id }) => id === order.invoice_id).length, 1);
  assert.equal((await byTicket.getInvoice(order.invoice_id)).id, made.id);
});

test('a draft that breaks rules fails with the issues that the validator tells', async () => {
  const { description, ...rest } = draft({ amount: 0, recipient_contact_sms: '87017654321', expire_perid: '2d' });
  const expected = validateDraft(rest).issues;
  assert.equal(expected.length, 4);
  const error = await failure(watched().createInvoice(rest));
  has(error, { code: 'invalid_payload', status: 422, issues: expected });
  assert.equal(proxy.seen.length, 1, 'what cannot succeed is not tried again');
  await until('the request is in the log', () => worker.lines.some(({ message }) => message.includes(error.requestId)));
});

test('refusals are told by their code', async () => {
  const order = draft();
  has(await failure(client('no-such-key').createInvoice(order)), { code: 'unauthorized', status: 401 });
  has(await failure(client(await ticket(worker.config, { ...order, amount: 1 })).createInvoice(order)), { code: 'ticket_mismatch', status: 403 });
  has(await failure(client().getInvoice(order.invoice_id)), { code: 'invoice_not_found', status: 404 });
  await client().createInvoice(order);
  has(await failure(client().createInvoice({ ...order, amount: 7 })), { code: 'invoice_conflict', status: 409 });
});

test('deactivates, but not what is paid', async () => {
  const [order, paid] = [draft(), draft()];
  await client().createInvoice(order);
  assert.equal((await client().deactivateInvoice(order.invoice_id)).status, 'INACTIVE');
  assert.equal((await client().getInvoice(order.invoice_id)).status, 'INACTIVE');
  await press((await client().createInvoice(paid)).invoice_url, 'pay');
  has(await failure(client().deactivateInvoice(paid.invoice_id)), { code: 'already_paid', status: 409 });
});

test('goes through the pages of a search, and no further than is read', async () => {
  const first = 500_000;
  await makeLinks(sandbox, 45, first);
  const search = new SearchBuilder().between('invoice_id', String(first), String(first + 44)).page(0, 20).orderBy('invoice_id', 'ASC').build().value;
  const found = [];
  const sizes = [];
  for await (const { totalCount, records } of watched().searchInvoices(search)) {
    assert.equal(totalCount, 45);
    sizes.push(records.length);
    found.push(...records.map(({ invoice_id: id }) => Number(id)));
  }
  assert.deepEqual(sizes, [20, 20, 5]);
  assert.deepEqual(found, Array.from({ length: 45 }, (_, index) => first + index));
  assert.equal(proxy.seen.length, 3);
  for await (const { records } of watched().searchInvoices(search)) {
    assert.equal(records.length, 20);
    break;
  }
  assert.equal(proxy.seen.length, 1);
  const error = await failure(client().searchInvoices({ ...search, searchParameters: [] }).next());
  has(error, { code: 'invalid_payload', status: 422, issues: [{ path: ['searchParameters'], code: 'invoice_id_condition', params: {} }] });
});

/** A link, and a wait for it by its ticket, which has begun: its record was told. */
async function waiting(refuses, options = {}) {
  const order = draft();
  const link = await client().createInvoice(order);
  const told = [];
  const token = await ticket(worker.config, order);
  const wait = watched(token, refuses).waitForPayment(order.invoice_id, { ...options, onChange: ({ status }) => told.push(status) });
  let ended = false;
  wait.catch(() => {}).then(() => { ended = true; });
  await until('the record comes', () => told.length > 0);
  /** The statuses, one after the other: the bank's search tells a record in slightly other words than its create. */
  const statuses = () => told.filter((status, index) => status !== told[index - 1]);
  /** What comes of the wait, which must end. */
  const outcome = () => until('the wait ends', () => ended).then(() => wait);
  return { id: order.invoice_id, link, outcome, statuses };
}

test('waits for the payment by one stream of events, and asks nothing', async () => {
  const { id, link, outcome, statuses } = await waiting();
  assert.equal((await press(link.invoice_url, 'pay')).status, 200);
  const paid = await outcome();
  assert.deepEqual([paid.id, paid.status, statuses()], [link.id, 'CHARGED', ['ACTIVE', 'CHARGED']]);
  assert.deepEqual(proxy.seen, [listens(id)]);
});

test('a wait is given up by its signal, and its stream with it', async () => {
  const controller = new AbortController();
  const reason = new Error('the page is left');
  const { outcome } = await waiting(undefined, { signal: controller.signal });
  assert.equal(proxy.open(), 1);
  controller.abort(reason);
  await assert.rejects(outcome(), reason);
  await until('the stream is closed', () => proxy.open() === 0);
});

for (const status of [404, 502]) {
  test(`waits by asking where the stream is refused with ${status}`, async () => {
    const { id, link, outcome, statuses } = await waiting((path) => path.endsWith('/events') && status);
    await press(link.invoice_url, 'pay');
    assert.equal((await outcome()).status, 'CHARGED');
    assert.deepEqual(statuses(), ['ACTIVE', 'CHARGED']);
    const streams = proxy.seen.filter((one) => one === listens(id)).length;
    // one who has no streams is not asked for one again
    assert.ok(status === 404 ? streams === 1 : streams > 1, proxy.seen.join());
    assert.ok(proxy.seen.filter((one) => one === asks(id)).length > 1);
  });
}

test('a stream that breaks off is opened again, and the payment meanwhile is not missed', async () => {
  const { id, link, outcome, statuses } = await waiting();
  proxy.cut();
  await until('it has asked', () => proxy.seen.includes(asks(id)));
  await until('it listens again', () => proxy.seen.filter((one) => one === listens(id)).length === 2);
  // the Worker is out of reach while the link is paid
  await until('the stream is open', () => proxy.open() === 1);
  proxy.refuses = () => 502;
  proxy.cut();
  await until('it is refused', () => proxy.seen.length > 3);
  await press(link.invoice_url, 'pay');
  proxy.refuses = () => undefined;
  assert.equal((await outcome()).status, 'CHARGED');
  assert.deepEqual(statuses(), ['ACTIVE', 'CHARGED']);
});

test('a wait for what is not there, or is not one\'s own, fails at once', async () => {
  const [order, other] = [draft(), draft()];
  has(await failure(client().waitForPayment(order.invoice_id)), { code: 'invoice_not_found', status: 404 });
  has(await failure(client(await ticket(worker.config, other)).waitForPayment(order.invoice_id)), { code: 'forbidden', status: 403 });
});
