import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startWorker } from './support/worker.mjs';

let worker;
before(async () => { worker = await startWorker(); });
after(() => worker?.stop());

test('healthz answers without a key, a bank or a configuration', async () => {
  const answer = await worker.fetch('/healthz');
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-type'), /^application\/json/);
  assert.ok(answer.headers.get('x-request-id'));
  assert.deepEqual(await answer.json(), { status: 'ok' });
});

test('a Worker without any configuration is alive', async () => {
  const names = ['EPAY_ENV', 'EPAY_CLIENT_ID', 'EPAY_CLIENT_SECRET', 'SHOP_ID', 'ACCOUNT_ID', 'API_KEYS'];
  const bare = await startWorker({ config: Object.fromEntries(names.map((name) => [name, undefined])) });
  try {
    assert.equal((await bare.fetch('/healthz')).status, 200);
  } finally {
    await bare.stop();
  }
});
