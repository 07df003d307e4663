// The sandbox's demo shop and the built Worker: from a basket to a paid order, with no key of the Worker's in it.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { devConfig, shopSecrets } from '../../scripts/dev-config.mjs';
import { PAYER } from './support/order.mjs';
import { startSandbox } from './support/sandbox.mjs';
import { stop } from './support/stop.mjs';
import { until } from './support/until.mjs';
import { startWorker } from './support/worker.mjs';

let sandbox;
let worker;
before(async () => {
  const secrets = shopSecrets(devConfig({}, { worker: '', sandbox: '', key: '' }));
  sandbox = await startSandbox(
    '--shop-ticket-secret', secrets.SANDBOX_SHOP_TICKET_SECRET,
    '--shop-webhook-secret', secrets.SANDBOX_SHOP_WEBHOOK_SECRET,
  );
  worker = await startWorker({ sandbox: sandbox.url, config: { SHOP_WEBHOOK_URL: `${sandbox.url}/shop/webhook` } });
});
after(() => stop(worker, sandbox));

/** An order at the shop, as its storefront places it. */
async function order(items) {
  const answer = await fetch(`${sandbox.url}/shop/orders`, {
    method: 'POST',
    headers: { 'idempotency-key': randomUUID(), 'content-type': 'application/json' },
    body: JSON.stringify({ items, language: 'kk' }),
  });
  assert.equal(answer.status, 201);
  return answer.json();
}

/** The order's link at the Worker, by the ticket alone. */
const create = ({ invoice_id, amount, description, ticket }, other = {}) => worker.fetch('/v1/invoices', {
  method: 'POST',
  headers: { authorization: `Bearer ${ticket}`, 'content-type': 'application/json' },
  body: JSON.stringify({ invoice_id, amount, description, recipient_contact: PAYER.email, recipient_contact_sms: PAYER.phone, ...other }),
});

/** Presses a button of the bank's pay page. */
const press = (url, action) => fetch(url, { method: 'POST', body: new URLSearchParams({ action }), redirect: 'manual' });

const stateOf = async (id) =>
  (await (await fetch(`${sandbox.url}/shop/orders`)).json()).find(({ invoice_id: one }) => one === id).state;
const stands = (id, state) => until(`the shop's order ${id} is ${state}`, async () => await stateOf(id) === state);

test('an order is placed, declined, paid, and the shop hears of each', async () => {
  const placed = await order([{ id: 'tea', quantity: 3 }, { id: 'kurt', quantity: 1 }]);
  assert.deepEqual([placed.amount, placed.state], [3 * 4990.5 + 2350.75, 'awaiting_payment']);
  const created = await create(placed);
  const link = await created.json();
  assert.equal(created.status, 201, JSON.stringify(link));

  assert.equal((await press(link.invoice_url, 'decline')).status, 200);
  await stands(placed.invoice_id, 'failed');
  assert.equal((await press(link.invoice_url, 'pay')).status, 200);
  await stands(placed.invoice_id, 'paid');
});

test('a buyer\'s browser cannot change the price, the text or the order', async () => {
  const placed = await order([{ id: 'dombra', quantity: 1 }]);
  const other = await order([{ id: 'baursak', quantity: 1 }]);
  const tampered = [{ amount: 1 }, { amount: placed.amount - 0.01 }, { description: 'Сыйлық' }, { invoice_id: other.invoice_id }];
  for (const change of tampered) {
    const refused = await create(placed, change);
    assert.equal(refused.status, 403, JSON.stringify(change));
  }
  assert.equal(await stateOf(placed.invoice_id), 'awaiting_payment');
  assert.deepEqual((await sandbox.ledger({ route: 'create', invoice_id: placed.invoice_id })).entries, []);
  assert.equal((await create(placed)).status, 201);
});

test('a link that is taken back leaves the order unpaid', async () => {
  const placed = await order([{ id: 'bowl', quantity: 2 }]);
  assert.equal((await create(placed)).status, 201);
  assert.equal((await worker.call('POST', `/v1/invoices/${placed.invoice_id}/deactivate`)).status, 200);
  await stands(placed.invoice_id, 'deactivated');
});
