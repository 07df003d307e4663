// The description of the API, as it is served. That it is true is shown by src/worker/openapi.rs and tests/contract.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { startWorker } from './support/worker.mjs';

test('anyone may read /openapi.json', async () => {
  const worker = await startWorker();
  const answer = await worker.fetch('/openapi.json');
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), 'application/json');
  assert.equal(await answer.text(), readFileSync(new URL('../../www/public/openapi.json', import.meta.url), 'utf8'));
  await worker.stop();
});
