// The README's ways to sign a ticket (docs/tickets/), each run in its own language and library: the Worker takes what
// they sign.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { draft } from './support/order.mjs';
import { startSandbox } from './support/sandbox.mjs';
import { startWorker } from './support/worker.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const snippet = (name) => at(`../../docs/tickets/${name}`);
const has = (program, ...args) => spawnSync(program, args).status === 0;

let sandbox;
let worker;
let folder;
before(async () => {
  sandbox = await startSandbox();
  worker = await startWorker({ sandbox: sandbox.url });
  folder = mkdtempSync(join(tmpdir(), 'epay-invoice-'));
});
after(async () => {
  await worker.stop();
  await sandbox.stop();
  rmSync(folder, { recursive: true });
});

/** The python3 that has PyJWT: the machine's own, or one of a virtual environment made for it. */
function python() {
  if (has('python3', '-c', 'import jwt')) return 'python3';
  execFileSync('python3', ['-m', 'venv', folder]);
  execFileSync(join(folder, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', 'PyJWT==2.10.1']);
  return join(folder, 'bin/python3');
}

// Each prints the ticket of its arguments: invoice_id, amount, description.
const LANGUAGES = {
  node: {
    is: true,
    command: () => ['node', '--input-type=module', '--eval', `
      const { ticket } = await import(${JSON.stringify(snippet('ticket.mjs'))});
      process.stdout.write(await ticket(...process.argv.slice(1)));`],
  },
  php: {
    is: has('php', '--version'),
    command: () => ['php', '-r', `
      require ${JSON.stringify(process.env.PHP_JWT_AUTOLOAD ?? at('support/php-jwt.php'))};
      require ${JSON.stringify(snippet('ticket.php'))};
      echo ticket($argv[1], $argv[2], $argv[3]);`, '--'],
  },
  python: {
    is: has('python3', '--version'),
    command: () => [python(), '-c', `
import sys
sys.path.insert(0, ${JSON.stringify(snippet(''))})
sys.dont_write_bytecode = True
from ticket import ticket
print(ticket(*sys.argv[1:]), end="")`],
  },
};

for (const [language, { is, command }] of Object.entries(LANGUAGES)) {
  test(`a ticket signed in ${language} makes and shows its own order, at its price`, { skip: !is && `there is no ${language} here` }, async () => {
    const order = draft({ amount: 4990.5, description: 'Тапсырыс № 7 "ә"' });
    const [program, ...args] = command();
    const ticket = execFileSync(program, [...args, order.invoice_id, '4990.50', order.description], {
      encoding: 'utf8', env: { ...process.env, TICKET_SECRET: worker.config.TICKET_SECRET },
    });
    const headers = { authorization: `Bearer ${ticket}`, 'content-type': 'application/json' };
    const create = (body) => worker.fetch('/v1/invoices', { method: 'POST', headers, body: JSON.stringify(body) });

    const cheaper = await create({ ...order, amount: 1 });
    assert.deepEqual([cheaper.status, (await cheaper.json()).code], [403, 'ticket_mismatch']);
    const created = await create(order);
    const record = await created.json();
    assert.equal(created.status, 201, JSON.stringify(record));
    assert.deepEqual([record.amount, record.description], [order.amount, order.description]);
    const own = await worker.fetch(`/v1/invoices/${order.invoice_id}`, { headers });
    assert.equal(own.status, 200);
    const other = await worker.fetch(`/v1/invoices/${draft().invoice_id}`, { headers });
    assert.equal(other.status, 403);
  });
}
