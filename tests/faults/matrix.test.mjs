// Every fault of the sandbox by itself, under every operation that calls the route it strikes: what is answered meanwhile
// is the truth or a promise to try again, trying again brings it about, and nothing is done twice.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { after, describe, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { draft } from '../worker/support/order.mjs';
import { startReceiver } from '../worker/support/receiver.mjs';
import { startSandbox } from '../worker/support/sandbox.mjs';
import { stop } from '../worker/support/stop.mjs';
import { until } from '../worker/support/until.mjs';
import { newStorage, startWorker } from '../worker/support/worker.mjs';
import { ledgers } from './support/ledgers.mjs';
import { table } from './support/table.mjs';
import { flaws, isTrue } from './support/truth.mjs';

const TIMEOUT_MS = 1_000;
const EVERY = ['token', 'create', 'search', 'deactivate'];
const BEARING = ['create', 'search', 'deactivate'];

/** As the table of the sandbox's README: fault, routes, works, and what else it is given. */
const FAULTS = [
  ['latency', EVERY, ['undone', 'done'], [{ ms: 300 }, { ms: 2 * TIMEOUT_MS }]],
  ['throttled', EVERY, ['undone', 'done'], [{}, { retry_after: 1 }, { retry_after: 7 }]],
  ['server_error', EVERY, ['undone', 'done']],
  ['bad_gateway', EVERY, ['undone', 'done']],
  ['reset', EVERY, ['undone', 'done']],
  ['silence', EVERY, ['undone', 'done']],
  ['empty', EVERY, ['done', 'undone']],
  ['truncated', EVERY, ['done']],
  ['malformed', EVERY, ['done']],
  ['wrong_content_type', EVERY, ['done']],
  ['token_rejected', BEARING, ['undone'], [{ http_status: 401 }, { http_status: 400 }, { http_status: 200 }]],
  ['token_expired', BEARING, ['–']],
  ['search_lag', ['create'], ['–'], [{ searches: 4 }, { seconds: 6 }]],
  ['duplicate_records', ['search'], ['–']],
  ['unknown_status', ['create', 'search'], ['–'], [{}, { record_status: 'EXPIRED' }]],
  ['unknown_fields', ['token', 'create', 'search'], ['–']],
];

/** What strikes one route, each in every way. */
const strikes = (route) => FAULTS.filter(([, routes]) => routes.includes(route)).flatMap(([fault, , works, ways = [{}]]) =>
  works.flatMap((work) => ways.map((way) => ({ route, fault, ...(work !== '–' && { work }), ...way }))));

const text = ({ route, ...strike }) => Object.values(strike).join(' ');

test('the table is that of the sandbox', () => {
  const readme = readFileSync(new URL('../../sandbox/README.md', import.meta.url), 'utf8');
  const rows = readme.slice(readme.indexOf('| fault | what the caller sees |')).split('\n\n')[0].split('\n').slice(2);
  const read = rows.map((row) => {
    const [, faults, , works] = row.split('|').map((cell) => cell.trim());
    const routes = /, on (.+)$/.exec(faults)?.[1].match(/\w+/g);
    return [/`(\w+)`/.exec(faults)[1], works.replaceAll('*', '').split(', ').sort(), routes?.sort()];
  });
  assert.deepEqual(read, FAULTS.map(([fault, routes, works]) => [fault, [...works].sort(), routes === EVERY || routes === BEARING ? undefined : [...routes].sort()]));
});

const OPERATIONS = {
  create: { ask: (worker, order) => worker.call('POST', '/v1/invoices', order), isNew: true },
  status: { ask: (worker, order) => worker.call('GET', `/v1/invoices/${order.invoice_id}`) },
  search: {
    ask: (worker, order) => worker.call('POST', '/v1/invoices/search', {
      paging: { skip: 0, limit: 20 }, searchParameters: [{ name: 'invoice_id', method: '=', searchParameter: [order.invoice_id] }],
    }),
  },
  deactivate: { ask: (worker, order) => worker.call('POST', `/v1/invoices/${order.invoice_id}/deactivate`) },
};

const rows = [];
after(() => console.log(table(rows)));

/** A bank, a Worker and a shop of its own, so that no other lane's call is struck. */
async function lane(route, operation) {
  const { ask, isNew } = OPERATIONS[operation];
  const [sandbox, shop, storage] = [await startSandbox(), await startReceiver(() => 204), await newStorage()];
  const worker = await startWorker({ sandbox: sandbox.url, storage, config: { SHOP_WEBHOOK_URL: `${shop.url}/webhook`, BANK_TIMEOUT_MS: String(TIMEOUT_MS) } });
  const told = new Map();
  const row = { lane: `${route} × ${operation}`, faults: 0, 'at once': 0, 'tried again': 0, links: 0, duplicates: 0, lost: 0, wrong: 0 };

  const created = async (order) => {
    const answer = await until('there is a link', async () => {
      const answer = await OPERATIONS.create.ask(worker, order);
      return answer.status < 300 && answer;
    });
    told.set(order.invoice_id, new Set([(await answer.json()).id]));
  };
  const isStruck = async () => (await sandbox.faults()).some(({ hits }) => hits > 0);
  /** Whether it is known of a call of another order that it was struck: its alarm looks too. */
  const isStolen = async (order, from) => {
    const { entries } = await sandbox.ledger({ route, after: String(from) });
    return entries.some(({ faults, invoice_id: id }) => faults?.length && id && id !== order.invoice_id);
  };

  /** Lets the fault strike one operation; gives what goes on until it is done. */
  async function strike(fault) {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const order = draft();
      told.set(order.invoice_id, new Set());
      if (!isNew) await created(order);
      if (route === 'token') await sandbox.revokeTokens();
      const from = (await sandbox.ledger({ route })).entries.at(-1)?.number ?? 0;
      await sandbox.fault(fault);
      const asked = ask(worker, order);
      let answer;
      asked.then((ended) => { answer = ended; }, () => {});
      await until(`${text(fault)} has struck or was passed by`, async () => (await isStruck()) || answer);
      const hit = await isStruck();
      await sandbox.clearFaults();
      const rest = () => finish(fault, order, asked);
      if (hit && isNew) return rest;
      await asked;
      if (hit && !(await isStolen(order, from))) return rest;
    }
    throw new Error(`${text(fault)} struck nothing`);
  }

  async function finish(fault, order, asked) {
    const first = await asked;
    await check(fault, order, first.clone());
    const isDone = first.status < 300;
    row.faults += 1;
    row[isDone ? 'at once' : 'tried again'] += 1;
    // a look is taken again within the call, unless the bank asks for more time than a caller has; a create is not, nor is a
    // token asked for again at once
    if (route === 'search' && fault.retry_after !== 7) assert.ok(isDone, `${text(fault)}: ${first.status} ${await first.clone().text()}`);
    const last = isDone ? first : await until(`${text(fault)} is over`, async () => {
      const answer = await ask(worker, order);
      await check(fault, order, answer.clone());
      return answer.status < 300 && answer;
    }, 120_000);
    const body = await last.json();
    const record = operation === 'search' ? body.records[0] : body;
    assert.equal(record.invoice_id, order.invoice_id, text(fault));
    assert.equal(record.amount, order.amount);
    told.get(order.invoice_id).add(record.id);
    // what was answered once is answered again
    const again = await OPERATIONS.create.ask(worker, order);
    assert.deepEqual([again.status, (await again.json()).id], [200, record.id], text(fault));
    const status = await OPERATIONS.status.ask(worker, order);
    assert.deepEqual([status.status, (await status.json()).id], [200, record.id], text(fault));
  }

  /** What may be answered: that it is done, or that it is worth trying again. */
  async function check(fault, order, answer) {
    const body = await answer.json();
    if (answer.status < 300) return;
    assert.deepEqual([[502, 503, 504].includes(answer.status), body.retryable], [true, true], `${text(fault)}: ${answer.status} ${JSON.stringify(body)}`);
    assert.ok(Number(answer.headers.get('retry-after')) >= 1, `${text(fault)}: no Retry-After`);
  }

  async function judge() {
    const [bank, known] = [await sandbox.invoices(), ledgers(storage)];
    return [...told].map(([id, knownIds]) => [id, flaws({
      links: bank.filter((link) => link.invoice_id === id),
      ledger: known.get(id),
      events: shop.of(id).map(({ headers, body }) => ({ id: headers['webhook-id'], ...new Webhook(worker.config.WEBHOOK_SECRET).verify(body, headers), body })),
      attempts: new Map(),
      knownIds,
    }, Date.now())]);
  }

  try {
    const left = [];
    for (const fault of strikes(route)) {
      const rest = await strike(fault);
      // a create of which nobody knows takes a minute; the others are over before the next is struck
      if (isNew && route === 'create') left.push(rest());
      else await rest();
    }
    await Promise.all(left);
    let found;
    await until('every order has come to its true state', async () => {
      found = await judge();
      return found.every(([, one]) => isTrue(one));
    }).catch(() => {});
    for (const kind of ['duplicates', 'lost', 'wrong']) row[kind] = found.filter(([, one]) => one[kind].length).length;
    const { counts, entries } = await sandbox.ledger({ effect: 'link_created' });
    row.links = Object.values(counts.links).reduce((sum, count) => sum + count, 0);
    rows.push(row);
    assert.deepEqual(found.filter(([, one]) => !isTrue(one)), []);
    assert.equal(entries.length, told.size, 'one link for each order');
    const texts = shop.received.map(({ headers, body }) => JSON.stringify(headers) + body);
    for (const [name, secret] of (await worker.mustNotTell()).secrets) assert.ok(!texts.some((one) => one.includes(secret)), `${name} was told to the shop`);
  } finally {
    await stop(worker, sandbox, shop);
    await rm(storage, { recursive: true, force: true });
  }
}

const LANES = [
  ['create', 'create'], ['search', 'status'], ['search', 'search'], ['search', 'deactivate'], ['deactivate', 'deactivate'],
  ['token', 'create'], ['token', 'status'], ['token', 'search'], ['token', 'deactivate'],
];

describe('each fault by itself', { concurrency: 5 }, () => {
  for (const [route, operation] of LANES) test(`${route} × ${operation}: ${strikes(route).length} faults`, { timeout: 10 * 60_000 }, () => lane(route, operation));
});
