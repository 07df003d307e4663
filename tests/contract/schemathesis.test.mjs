// The built Worker against /openapi.json: schemathesis makes valid and invalid requests of the document and holds each
// answer to it. SCHEMATHESIS_EXAMPLES says how many requests it makes up per operation, beside those that it derives.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { draft } from '../worker/support/order.mjs';
import { startReceiver } from '../worker/support/receiver.mjs';
import { startSandbox } from '../worker/support/sandbox.mjs';
import { until } from '../worker/support/until.mjs';
import { KEY, startWorker } from '../worker/support/worker.mjs';

const setup = fileURLToPath(new URL('../../scripts/setup-schemathesis.sh', import.meta.url));
const examples = process.env.SCHEMATHESIS_EXAMPLES ?? '10';

let program;
let folder;
let sandbox;
let shop;
let worker;
let paid;

before(async () => {
  program = execFileSync(setup, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
  folder = mkdtempSync(join(tmpdir(), 'epay-invoice-'));
  sandbox = await startSandbox();
  shop = await startReceiver();
  worker = await startWorker({ sandbox: sandbox.url, config: { SHOP_WEBHOOK_URL: shop.url } });
  // the order of the document's examples
  const created = await worker.call('POST', '/v1/invoices', draft({ invoice_id: '200220241201' }));
  paid = await created.json();
  await sandbox.pay(paid.id);
  await until('the shop is told', () => shop.of(paid.invoice_id).length > 0);
});
after(async () => {
  await worker.stop();
  await Promise.all([shop.stop(), sandbox.stop()]);
  rmSync(folder, { recursive: true });
});

/** What schemathesis cannot know: a seal, and that the bank has rules of its own. */
function config() {
  const hmac = createHmac('sha256', worker.config.CALLBACK_SECRET);
  const seal = hmac.update(`epay-invoice callback v1\n${paid.invoice_id}`).digest('base64url');
  const file = join(folder, 'schemathesis.toml');
  writeFileSync(file, `
[[operations]]
include-operation-id = "callback"
parameters = { "path.invoice_id" = "${paid.invoice_id}", "path.seal" = "${seal}" }

[[operations]]
include-operation-id = "retry"
parameters = { "path.event_id" = "evt_${paid.invoice_id}_paid" }

# A search may compare a field with a value that the bank has no such value for: it refuses that with 422. The links that
# the bank calls may not be searched by: 403.
[[operations]]
include-operation-id = "search"
checks.positive_data_acceptance.expected-statuses = ["2xx", "403", "422"]
`);
  return file;
}

/** The document, and that amounts have two decimals: `multipleOf` says so, at which validators that divide refuse 19.99. */
async function document() {
  const document = await (await worker.fetch('/openapi.json')).json();
  document.components.schemas.Amount.multipleOf = 0.01;
  const file = join(folder, 'openapi.json');
  writeFileSync(file, JSON.stringify(document));
  return file;
}

async function schemathesis(...options) {
  const child = spawn(program, [
    '--config-file', config(), 'run', await document(), '--url', worker.url,
    '--header', `Authorization: Bearer ${KEY}`, '--checks', 'all', '--max-examples', examples,
    '--seed', '1', '--generation-database', 'none', '--request-timeout', '30', '--warnings', 'off', '--no-color', ...options,
  ], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => { output += text; });
  const [code] = await once(child, 'close');
  assert.equal(code, 0, output);
  return output;
}

// First, while there is no order but one whose stream ends.
test('the stream is as the document says', async () => {
  const output = await schemathesis('--include-operation-id', 'events', '--phases', 'examples,coverage,fuzzing');
  assert.match(output, /Tested: 1\n/);
});

test('every other operation is as the document says', async () => {
  const output = await schemathesis('--exclude-operation-id', 'events');
  assert.match(output, /Tested: 9\n/);
});
