// What a status tells of what the bank's search finds.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startMockBank } from './support/mock-bank.mjs';
import { stop } from './support/stop.mjs';
import { startWorker } from './support/worker.mjs';

let bank;
let worker;
before(async () => {
  bank = await startMockBank();
  worker = await startWorker({ sandbox: bank.url });
});
after(() => stop(worker, bank));

const link = (given) => ({ id: '94cd8c2a-7c8f-4b0e-9e1d-000000000001', invoice_id: '800000001', amount: 1500.5, status: 'ACTIVE', ...given });

/** The status and what is told of the order, where a search finds these links. */
async function told(invoiceId, finds) {
  bank.finds = finds;
  const answer = await worker.call('GET', `/v1/invoices/${invoiceId}`);
  return [answer.status, await answer.json()];
}

test('a search that finds too much shows nobody another order', async () => {
  const others = [link({ invoice_id: '800000002' }), link({ invoice_id: '80000000' }), link({ invoice_id: null }), link({ invoice_id: 800000001 })];
  const [status, record] = await told('800000001', [...others, link({ description: 'its own' })]);
  assert.deepEqual([status, record.description], [200, 'its own']);
  const [none, problem] = await told('800000003', others);
  assert.deepEqual([none, problem.code], [404, 'invoice_not_found']);
});

test('the newest link is told, but a paid one before all', async () => {
  const [newest, older] = [link({ invoice_id: '800000004', description: 'newest' }), link({ invoice_id: '800000004', description: 'older' })];
  assert.equal((await told('800000004', [newest, older]))[1].description, 'newest');
  const [status, record] = await told('800000004', [newest, { ...older, status: ' CHARGED ' }]);
  assert.deepEqual([status, record.description, record.status], [200, 'older', 'CHARGED']);
});

test('a record is told tidily, and nothing of it is lost', async () => {
  const messy = link({
    invoice_id: ' 800000005 ', id: '94CD8C2A-7C8F-4B0E-9E1D-000000000005', amount: '1500.50', description: ' Тапсырыс\n',
    language: '', updated_date: '0001-01-01T00:00:00Z', card_save: 'no', data: { order: [1] },
  });
  const [status, record] = await told('800000005', [messy]);
  assert.equal(status, 200);
  const { id, amount, description, language, updated_date: updated, card_save: cardSave, data, notifier_contact: notifier } = record;
  assert.deepEqual({ id, amount, description, language, updated, cardSave, data, notifier }, {
    id: '94cd8c2a-7c8f-4b0e-9e1d-000000000005', amount: 1500.5, description: 'Тапсырыс', language: null, updated: null,
    cardSave: 'no', data: { order: [1] }, notifier: null,
  });
});

test('a byte order mark and broken characters hide no record', async () => {
  bank.encode = (text) => Buffer.concat([Buffer.from('\ufeff'), Buffer.from(text, 'latin1')]);
  const [status, record] = await told('800000006', [link({ invoice_id: '800000006', description: 'caf\xe9' })]);
  bank.encode = (text) => text;
  assert.deepEqual([status, record.description], [200, 'caf\ufffd']);
});
