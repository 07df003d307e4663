// The sandbox's demo shop and the built Worker: from a basket to a paid order, with no key of the Worker's in it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { devConfig, shopSecrets } from '../../scripts/dev-config.mjs';
import { startSandbox } from './support/sandbox.mjs';
import { askForLink, placeOrder, press, stands, stateOf } from './support/shop.mjs';
import { stop } from './support/stop.mjs';
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

const shop = () => `${sandbox.url}/shop`;
const order = (items) => placeOrder(shop(), items);
const create = (placed, other) => askForLink(worker.fetch, placed, other);

test('an order is placed, declined, paid, and the shop hears of each', async () => {
  const placed = await order([{ id: 'tea', quantity: 3 }, { id: 'kurt', quantity: 1 }]);
  assert.deepEqual([placed.amount, placed.state], [3 * 4990.5 + 2350.75, 'awaiting_payment']);
  const created = await create(placed);
  const link = await created.json();
  assert.equal(created.status, 201, JSON.stringify(link));

  assert.equal((await press(link.invoice_url, 'decline')).status, 200);
  await stands(shop(), placed.invoice_id, 'failed');
  assert.equal((await press(link.invoice_url, 'pay')).status, 200);
  await stands(shop(), placed.invoice_id, 'paid');
});

test('a buyer\'s browser cannot change the price, the text or the order', async () => {
  const placed = await order([{ id: 'dombra', quantity: 1 }]);
  const other = await order([{ id: 'baursak', quantity: 1 }]);
  const tampered = [{ amount: 1 }, { amount: placed.amount - 0.01 }, { description: 'Сыйлық' }, { invoice_id: other.invoice_id }];
  for (const change of tampered) {
    const refused = await create(placed, change);
    assert.equal(refused.status, 403, JSON.stringify(change));
  }
  assert.equal(await stateOf(shop(), placed.invoice_id), 'awaiting_payment');
  assert.deepEqual((await sandbox.ledger({ route: 'create', invoice_id: placed.invoice_id })).entries, []);
  assert.equal((await create(placed)).status, 201);
});

test('a link that is taken back leaves the order unpaid', async () => {
  const placed = await order([{ id: 'bowl', quantity: 2 }]);
  assert.equal((await create(placed)).status, 201);
  assert.equal((await worker.call('POST', `/v1/invoices/${placed.invoice_id}/deactivate`)).status, 200);
  await stands(shop(), placed.invoice_id, 'deactivated');
});
