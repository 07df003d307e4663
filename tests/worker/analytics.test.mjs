// Counters: one data point per request where Analytics Engine is bound, and nothing where it is not.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { draft } from './support/order.mjs';
import { startSandbox } from './support/sandbox.mjs';
import { until } from './support/until.mjs';
import { startWorker } from './support/worker.mjs';

const MARK = 'data point ';
const points = ({ lines }) => lines.filter(({ message }) => message.startsWith(MARK)).map(({ message }) => JSON.parse(message.slice(MARK.length)));

let sandbox;
let worker;
before(async () => {
  sandbox = await startSandbox();
  worker = await startWorker({ sandbox: sandbox.url, analytics: true });
});
after(async () => {
  await worker.stop();
  await sandbox.stop();
});

test('each request is one data point, without the payer in it', async () => {
  await worker.call('POST', '/v1/invoices', draft());
  await worker.fetch('/v1/invoices/000001');
  await until('two points are written', () => points(worker).length >= 2, 10_000);
  const [created, refused] = points(worker);
  assert.deepEqual(created.indexes, ['create']);
  assert.deepEqual(created.blobs.slice(0, 3), ['create', '', 'development']);
  assert.match(created.blobs[3], /^token;desc=keeper, create;dur=\d+$/);
  assert.equal(created.doubles[0], 201);
  assert.ok(created.doubles[1] >= 0);
  assert.deepEqual({ ...refused, doubles: refused.doubles[0] }, { indexes: ['status'], blobs: ['status', 'unauthorized', '', ''], doubles: 401 });
  assert.equal(points(worker).length, 2);
});
