// No payment unseen: the bank's calls, the looks without them, and what the shop is told.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { draft } from './support/order.mjs';
import { startReceiver } from './support/receiver.mjs';
import { startSandbox } from './support/sandbox.mjs';
import { callbackPath } from './support/seal.mjs';
import { stop } from './support/stop.mjs';
import { until } from './support/until.mjs';
import { startWorker } from './support/worker.mjs';

let sandbox;
let shop;
let worker;
before(async () => {
  [sandbox, shop] = [await startSandbox(), await startReceiver()];
  worker = await startWorker({ sandbox: sandbox.url, config: { SHOP_WEBHOOK_URL: `${shop.url}/webhook` } });
});
after(() => stop(worker, sandbox, shop));

async function created(given) {
  const order = draft(given);
  const answer = await worker.call('POST', '/v1/invoices', order);
  assert.equal(answer.status, 201);
  return { order, id: order.invoice_id, link: await answer.json() };
}

const callback = (id, body, type = 'application/json') =>
  worker.fetch(callbackPath(worker.config, id), { method: 'POST', headers: { 'content-type': type }, body: typeof body === 'string' ? body : JSON.stringify(body) });

/** What the shop was told of an order, each delivery verified as the shop would. */
const told = (id) => shop.of(id).filter(({ path }) => path === '/webhook').map(({ headers, body }) => ({
  id: headers['webhook-id'],
  ...new Webhook(worker.config.WEBHOOK_SECRET).verify(body, headers),
}));
const kinds = (id) => told(id).map(({ type }) => type);
const isTold = (id, count = 1) => until(`the shop is told ${count} times of ${id}`, () => told(id).length >= count);

/** Waits until the order has been looked at once more, by which time what it should not tell would be told. */
async function looked(id) {
  const looks = async () => (await sandbox.ledger({ route: 'search', invoice_id: id })).entries.length;
  const before = await looks();
  return async () => {
    await until(`${id} is searched for`, async () => (await looks()) > before);
    await worker.call('GET', `/v1/invoices/${id}`);
  };
}

describe('a payment', () => {
  test('the bank calls, a search confirms it, the shop is told once, by a signed event', async () => {
    const { order, id, link } = await created();
    const paid = await sandbox.pay(link.id);
    assert.deepEqual(paid.callback.sent, [200]);
    await isTold(id);
    const [event] = told(id);
    assert.equal(event.type, 'invoice.paid');
    assert.equal(event.id, `evt_${id}_paid`);
    assert.deepEqual([event.data.invoice_id, event.data.record.status, event.data.record.amount], [id, 'CHARGED', order.amount]);
    const [{ headers, body }] = shop.of(id);
    assert.equal(headers['content-type'], 'application/json');
    assert.throws(() => new Webhook(worker.config.WEBHOOK_SECRET).verify(body.replace('paid', 'lost'), headers), /signature/i);
    assert.throws(() => new Webhook(`whsec_${Buffer.from('another-webhook-secret-xx').toString('base64')}`).verify(body, headers), /signature/i);

    // the bank says it again, by all ways that it has
    for (const again of [{ code: 'ok', invoiceId: id }, { code: 'ok', invoiceID: id, reasonCode: '00' }, 'code=ok&invoiceId=1', '']) {
      assert.equal((await callback(id, again)).status, 200);
    }
    assert.equal((await (await worker.call('GET', `/v1/invoices/${id}`)).json()).status, 'CHARGED');
    assert.deepEqual(kinds(id), ['invoice.paid']);
  });

  const spellings = [
    ['JSON with invoiceID and a text for reasonCode', { invoice_id_upper: true, reason_code_text: true }],
    ['a form', { format: 'form' }],
    ['a form with invoiceID and amountBonus', { format: 'form', invoice_id_upper: true, bonus_camel: true }],
  ];
  for (const [how, spelling] of spellings) {
    test(`the bank's call as ${how}, three times over`, async () => {
      const { id, link } = await created();
      const { callback: { sent } } = await sandbox.pay(link.id, { callback: { spelling, duplicates: 2 } });
      assert.deepEqual(sent, [200, 200, 200]);
      await isTold(id);
      await worker.call('GET', `/v1/invoices/${id}`);
      assert.deepEqual(kinds(id), ['invoice.paid']);
    });
  }

  test('the bank calls before its search shows the payment: it is found a moment later', async () => {
    const { id, link } = await created();
    const isLooked = await looked(id);
    assert.equal((await callback(id, { code: 'ok', invoiceId: id })).status, 200);
    await isLooked();
    await sandbox.pay(link.id, { callback: { drop: true } });
    await isTold(id);
    assert.deepEqual(kinds(id), ['invoice.paid']);
  });

  test('the bank does not call: the alarm looks and finds it', async () => {
    const { id, link } = await created();
    await sandbox.pay(link.id, { callback: { drop: true } });
    await isTold(id);
    assert.deepEqual(kinds(id), ['invoice.paid']);
  });

  test('a status call sees it first: it is recorded and told', async () => {
    const { id, link } = await created();
    await sandbox.pay(link.id, { callback: { drop: true } });
    assert.equal((await (await worker.call('GET', `/v1/invoices/${id}`)).json()).status, 'CHARGED');
    await isTold(id);
    assert.deepEqual(kinds(id), ['invoice.paid']);
  });

  test('another amount than the order\'s is flagged, and not called paid', async () => {
    const { order, id } = await created();
    // someone else makes a second link for the number at the bank itself, and that one is paid
    const token = await (await fetch(worker.config.EPAY_OAUTH_URL, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'payment', client_id: worker.config.EPAY_CLIENT_ID, client_secret: worker.config.EPAY_CLIENT_SECRET }),
    })).json();
    const other = await (await fetch(`${worker.config.EPAY_API_URL}/invoice`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token.access_token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...order, amount: 1, shop_id: worker.config.SHOP_ID, account_id: worker.config.ACCOUNT_ID, language: 'rus', expire_period: '2d', currency: 'KZT' }),
    })).json();
    await sandbox.pay(other.id);
    assert.equal((await callback(id, { code: 'ok', invoiceId: id })).status, 200);
    await isTold(id);
    const [{ type, data }] = told(id);
    assert.deepEqual([type, data.record.amount, data.expected], ['invoice.mismatch', 1, { amount: 1500.5, currency: 'KZT' }]);
    await worker.call('GET', `/v1/invoices/${id}`);
    assert.deepEqual(kinds(id), ['invoice.mismatch']);
  });
});

describe('an attempt that fails', () => {
  test('the shop is told once of each, and of the payment that follows', async () => {
    const { id, link } = await created();
    await sandbox.decline(link.id, { reason_code: 484, callback: { duplicates: 1 } });
    await isTold(id);
    const [{ type, data }] = told(id);
    assert.deepEqual([type, data.reason, data.record.status], ['invoice.failed', '484', 'ACTIVE']);
    // the bank says it again, after the shop was told
    const isLooked = await looked(id);
    await callback(id, { code: 'error', invoiceId: id, id: data.transaction, reasonCode: '484' });
    await isLooked();
    assert.deepEqual(kinds(id), ['invoice.failed']);
    await sandbox.decline(link.id, { reason_code: 455, callback: { spelling: { format: 'form', reason_code_text: true } } });
    await isTold(id, 2);
    await sandbox.pay(link.id);
    await isTold(id, 3);
    assert.deepEqual(kinds(id), ['invoice.failed', 'invoice.failed', 'invoice.paid']);
    assert.equal(new Set(told(id).map((event) => event.id)).size, 3);
  });

  test('the payment\'s call overtakes that of the attempt before it: only the payment counts', async () => {
    const { id, link } = await created();
    await sandbox.decline(link.id, { callback: { hold: true } });
    await sandbox.pay(link.id);
    await isTold(id);
    await sandbox.releaseCallbacks();
    await worker.call('GET', `/v1/invoices/${id}`);
    assert.deepEqual(kinds(id), ['invoice.paid']);
  });

  test('a reason after which it may yet succeed is no failure', async () => {
    const { id, link } = await created();
    const isLooked = await looked(id);
    await sandbox.decline(link.id, { reason_code: 454 });
    await isLooked();
    assert.deepEqual(kinds(id), []);
  });
});

describe('a call that is not the bank\'s word', () => {
  test('without the right seal there is nothing', async () => {
    const { id } = await created();
    const { id: other } = await created();
    const path = callbackPath(worker.config, id);
    const forged = [path.slice(0, -1), `${path}A`, path.replace(id, other), callbackPath({ CALLBACK_SECRET: 'guess' }, id), `/v1/callbacks/${id}/`];
    for (const at of forged) {
      const answer = await worker.fetch(at, { method: 'POST', body: JSON.stringify({ code: 'ok', invoiceId: id }) });
      assert.equal(answer.status, 404, at);
    }
  });

  test('what it says is not believed: without a payment at the bank there is no event', async () => {
    const { id } = await created();
    const isLooked = await looked(id);
    assert.equal((await callback(id, { code: 'ok', invoiceId: id, amount: 1500.5 })).status, 200);
    await isLooked();
    assert.equal((await (await worker.call('GET', `/v1/invoices/${id}`)).json()).status, 'ACTIVE');
    assert.deepEqual(kinds(id), []);
  });

  test('one that is too large, or that says nothing, is still a hint, and does no harm', async () => {
    const { id } = await created();
    const searches = async () => (await sandbox.ledger({ route: 'search', invoice_id: id })).entries.length;
    const before = await searches();
    assert.equal((await callback(id, { code: 'error', name: 'x'.repeat(40_000) })).status, 200);
    await until('the bank is searched', async () => (await searches()) > before);
    for (const body of ['', 'null', '{"code":', '[]', '\u0000', 'code=%FF&invoiceId=%']) assert.equal((await callback(id, body, 'text/html')).status, 200);
    assert.deepEqual(kinds(id), []);
  });
});

describe('telling the shop', () => {
  test('a shop that is down is told again by the same id', async () => {
    const down = await startReceiver((count) => (count === 0 ? 500 : 204));
    const own = await startWorker({ sandbox: sandbox.url, config: { SHOP_WEBHOOK_URL: down.url } });
    try {
      const order = draft();
      const link = await (await own.call('POST', '/v1/invoices', order)).json();
      await sandbox.pay(link.id);
      await until('it is told a second time', () => down.received.length === 2);
      const [first, second] = down.received;
      assert.equal(first.headers['webhook-id'], second.headers['webhook-id']);
      assert.equal(first.body, second.body);
      assert.ok(Number(second.headers['webhook-timestamp']) - Number(first.headers['webhook-timestamp']) >= 4, 'after a pause');
      for (const { body, headers } of down.received) new Webhook(own.config.WEBHOOK_SECRET).verify(body, headers);
    } finally {
      await stop(own, down);
    }
  });

  test('the shop\'s own links get what the bank sent, and the bank gets the Worker\'s', async () => {
    const { id, link } = await created({ post_link: `${shop.url}/paid`, failure_post_link: `${shop.url}/failed` });
    assert.deepEqual([link.post_link, link.failure_post_link], [null, null], 'the seal is told to nobody');
    await sandbox.decline(link.id);
    await sandbox.pay(link.id, { callback: { spelling: { format: 'form' } } });
    const forwarded = (path) => until(`${path} is called`, () => shop.received.find((one) => one.path === path));
    const failed = await forwarded('/failed');
    assert.equal(failed.headers['content-type'], 'application/json');
    assert.deepEqual([JSON.parse(failed.body).code, JSON.parse(failed.body).invoiceId], ['error', id]);
    const paid = await forwarded('/paid');
    assert.equal(paid.headers['content-type'], 'application/x-www-form-urlencoded');
    assert.deepEqual([new URLSearchParams(paid.body).get('code'), new URLSearchParams(paid.body).get('invoiceId')], ['ok', id]);
  });

  test('a deactivated link and one that has expired are told', async () => {
    const { id: deactivated } = await created();
    assert.equal((await worker.call('POST', `/v1/invoices/${deactivated}/deactivate`)).status, 200);
    await isTold(deactivated);
    assert.deepEqual(kinds(deactivated), ['invoice.deactivated']);

    await sandbox.setClock(new Date(Date.now() - 5 * 24 * 60 * 60 * 1000));
    const { id: expired } = await created({ expire_period: '2d' });
    await isTold(expired);
    assert.deepEqual(kinds(expired), ['invoice.expired']);
  });
});
