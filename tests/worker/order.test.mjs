// One link per order, whatever happens to the calls.

import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { draft } from './support/order.mjs';
import { startRefusingBank } from './support/refusing-bank.mjs';
import { startSandbox } from './support/sandbox.mjs';
import { stop } from './support/stop.mjs';
import { alarms, changeOrders, ringAlarms } from './support/stored.mjs';
import { until } from './support/until.mjs';
import { newStorage, startWorker } from './support/worker.mjs';

const BANK_TIMEOUT_MS = '3000';
let sandbox;
let worker;
before(async () => {
  sandbox = await startSandbox();
  worker = await startWorker({ sandbox: sandbox.url, config: { BANK_TIMEOUT_MS } });
});
after(() => stop(worker, sandbox));

const create = (order, by = worker) => by.call('POST', '/v1/invoices', order);
const deactivate = (order) => worker.call('POST', `/v1/invoices/${order.invoice_id}/deactivate`);
const linksOf = async ({ invoice_id: invoiceId }) => (await sandbox.ledger()).counts.links[invoiceId] ?? 0;
const callsOf = async ({ invoice_id: invoiceId }, route) => (await sandbox.ledger({ route, invoice_id: invoiceId })).entries;

async function assertUnknown(answer) {
  const problem = await answer.json();
  assert.deepEqual([answer.status, problem.code, problem.retryable], [503, 'outcome_unknown', true], JSON.stringify(problem));
  const pause = Number(answer.headers.get('retry-after'));
  assert.ok(pause >= 1 && pause <= 60, `Retry-After: ${pause}`);
}

/** Tries again, as a caller does who is told to, until the outcome is known. */
const persist = (order, by = worker) => until('the outcome is known', async () => {
  const answer = await create(order, by);
  if (answer.status !== 503) return answer;
  await assertUnknown(answer);
}, 120_000);

const replayed = (answer) => answer.headers.get('idempotent-replayed');

describe('the same order again', () => {
  test('the same content gets the same record, and is said to be a replay', async () => {
    const order = draft();
    const first = await create(order);
    assert.deepEqual([first.status, replayed(first)], [201, null]);
    const record = await first.json();
    assert.equal(record.invoice_id, order.invoice_id);
    assert.equal(record.amount, order.amount);
    assert.ok(record.invoice_url.startsWith(sandbox.url), record.invoice_url);
    // spelled otherwise, and what is the default said
    for (const again of [order, { ...order, amount: 1500.50, currency: 'KZT', language: 'rus', expire_period: '2d' }]) {
      const second = await create(again);
      assert.deepEqual([second.status, replayed(second)], [200, 'true']);
      assert.deepEqual(await second.json(), record);
    }
    assert.equal(await linksOf(order), 1);
  });

  test('other content is a conflict that names the fields', async () => {
    const order = draft();
    assert.equal((await create(order)).status, 201);
    const others = [
      [{ amount: 1500.51 }, ['amount']],
      [{ description: 'Басқа тапсырыс' }, ['description']],
      [{ recipient_contact: 'another.payer@example.kz' }, ['recipient_contact']],
      [{ recipient_contact_sms: '+77017654322', expire_period: '3d' }, ['expire_period', 'recipient_contact_sms']],
      [{ language: 'kaz' }, ['language']],
      [{ post_link: 'https://shop.example.kz/paid' }, ['post_link']],
    ];
    for (const [given, fields] of others) {
      const answer = await create({ ...order, ...given });
      const problem = await answer.json();
      assert.deepEqual([answer.status, problem.code, problem.fields, problem.retryable], [409, 'invoice_conflict', fields, false]);
    }
    assert.equal((await create(order)).status, 200);
    assert.equal(await linksOf(order), 1);
  });

  test('50 at once are one link and one record', async () => {
    const order = draft();
    const answers = await Promise.all(Array.from({ length: 50 }, () => create(order)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [...Array(49).fill(200), 201]);
    const records = await Promise.all(answers.map((answer) => answer.text()));
    assert.equal(new Set(records).size, 1);
    assert.equal(await linksOf(order), 1);
  });

  test('of two contents at once, one is the order and the other a conflict', async () => {
    const orders = [draft()];
    orders.push({ ...orders[0], amount: 2 });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => create(orders[index % 2])));
    const records = await Promise.all(answers.filter(({ status }) => status < 300).map((answer) => answer.json()));
    assert.equal(answers.filter(({ status }) => status === 409).length, 10);
    assert.equal(new Set(records.map(({ id, amount }) => `${id} ${amount}`)).size, 1);
    assert.equal(await linksOf(orders[0]), 1);
  });
});

describe('an answer that does not come', () => {
  test('a status of an order of which nobody knows whether there is a link says so', async () => {
    const order = draft();
    await sandbox.fault({ route: 'create', fault: 'server_error', always: true });
    await assertUnknown(await create(order));
    for (const path of ['', '/events']) await assertUnknown(await worker.call('GET', `/v1/invoices/${order.invoice_id}${path}`));
    await sandbox.clearFaults();
    assert.ok((await persist(order)).status < 300);
    assert.equal((await worker.call('GET', `/v1/invoices/${order.invoice_id}`)).status, 200);
  });

  const WORK_DONE = [
    ['the connection is reset', { fault: 'reset', work: 'done' }],
    ['500', { fault: 'server_error', work: 'done' }],
    ['502 with a page of HTML', { fault: 'bad_gateway', work: 'done' }],
    ['half an answer', { fault: 'truncated' }],
    ['JSON that is none', { fault: 'malformed' }],
    ['no body', { fault: 'empty', work: 'done' }],
    ['silence', { fault: 'silence', work: 'done' }],
    ['an answer too late', { fault: 'latency', ms: 6_000, work: 'done' }],
  ];
  for (const [how, fault] of WORK_DONE) {
    test(`the link is made, then ${how}: a search finds it`, async () => {
      const order = draft();
      await sandbox.fault({ route: 'create', ...fault });
      const answer = await create(order);
      const known = answer.status === 503 ? await persist(order) : answer;
      assert.ok([200, 201].includes(known.status), `${known.status}`);
      const record = await known.json();
      const again = await create(order);
      assert.deepEqual([again.status, replayed(again)], [200, 'true']);
      assert.equal((await again.json()).id, record.id);
      assert.equal((await callsOf(order, 'create')).length, 1, 'it was not created a second time');
      assert.equal(await linksOf(order), 1);
    });
  }

  test('searches that lag: the outcome is unknown, then the link is found and not made again', async () => {
    const order = draft();
    await sandbox.fault({ route: 'create', fault: 'search_lag', searches: 5 }, { route: 'create', fault: 'reset', work: 'done' });
    await assertUnknown(await create(order));
    const other = await create({ ...order, amount: 9 });
    assert.deepEqual([other.status, (await other.json()).fields], [409, ['amount']], 'a link may be there: its content is not free');
    const answer = await persist(order);
    assert.equal(answer.status, 200);
    assert.equal((await callsOf(order, 'create')).length, 1);
    assert.equal(await linksOf(order), 1);
  });

  test('searches that fail too: the alarm goes on without a caller', async () => {
    const order = draft();
    await sandbox.fault({ route: 'create', fault: 'reset', work: 'done' }, { route: 'search', fault: 'server_error', times: 3 });
    const answer = await create(order);
    await (answer.status === 503 ? assertUnknown(answer) : assert.equal(answer.status, 201));
    await until('the bank was searched and has answered', async () =>
      (await callsOf(order, 'search')).some(({ found }) => found === 1));
    assert.equal((await create(order)).status, 200);
    assert.equal(await linksOf(order), 1);
  });

  test('nothing is made: the outcome is unknown until that is sure, then the order is made once', async () => {
    const faults = [{ fault: 'reset' }, { fault: 'server_error' }, { fault: 'bad_gateway' }, { fault: 'silence' }];
    const orders = [];
    const creates = async () => (await sandbox.ledger({ route: 'create' })).entries.length;
    for (const fault of faults) {
      const order = draft();
      await sandbox.fault({ route: 'create', work: 'undone', ...fault });
      const before = await creates();
      orders.push([order, create(order)]);
      await until('the fault has struck', async () => (await creates()) > before);
    }
    const made = await creates();
    for (const [order, answer] of orders) {
      await assertUnknown(await answer);
      await assertUnknown(await create(order));
    }
    assert.equal(await creates(), made, 'nothing is made again while a link may turn up');
    const answers = await Promise.all(orders.map(([order]) => persist(order)));
    assert.deepEqual(answers.map(({ status }) => status), [201, 201, 201, 201]);
    for (const [order] of orders) {
      assert.equal((await create(order)).status, 200);
      assert.equal(await linksOf(order), 1);
    }
  });

  test('a bank that asks to slow down has made nothing', async () => {
    const order = draft();
    await sandbox.fault({ route: 'create', fault: 'throttled', retry_after: 7 });
    const answer = await create(order);
    assert.deepEqual([answer.status, answer.headers.get('retry-after'), (await answer.json()).retryable], [503, '7', true]);
    assert.equal((await create(order)).status, 201);
    assert.equal(await linksOf(order), 1);
  });
});

test('a refusal is passed on with the bank\'s code, not tried again, and the order may be corrected', async () => {
  const refusal = { status: 400, body: { code: 1079, message: 'invalid recipient_contact_sms' } };
  const bank = await startRefusingBank(sandbox.url, ({ recipient_contact_sms: phone }) => phone.endsWith('0000') && refusal);
  const own = await startWorker({ sandbox: bank.url });
  try {
    const order = draft({ recipient_contact_sms: '+77010000000' });
    for (const count of [1, 2]) {
      const answer = await create(order, own);
      const problem = await answer.json();
      assert.deepEqual([answer.status, problem.code, problem.retryable, problem.bank], [422, 'bank_refused', false, refusal.body]);
      assert.equal(bank.refused, count);
    }
    const corrected = { ...order, recipient_contact_sms: '+77017654321' };
    assert.equal((await create(corrected, own)).status, 201);
    assert.equal((await create(corrected, own)).status, 200);
    assert.equal(await linksOf(order), 1);
  } finally {
    await stop(own, bank);
  }
});

test('a failure that gives the order\'s own words back does not say that nothing was done', async () => {
  const bank = await startRefusingBank(sandbox.url, (sent) => sent.description === 'Token is not valid' && { status: 502, body: sent });
  const own = await startWorker({ sandbox: bank.url });
  try {
    await assertUnknown(await create(draft({ description: 'Token is not valid' }), own));
    assert.equal(bank.refused, 1, 'it was not called again');
  } finally {
    await stop(own, bank);
  }
});

describe('a Worker that starts again', () => {
  let storage;
  before(async () => { storage = await newStorage(); });
  after(() => rm(storage, { recursive: true }));
  const start = (port) => startWorker({ sandbox: sandbox.url, config: { BANK_TIMEOUT_MS: '60000' }, storage, port });

  test('knows its orders, and finds the link whose answer it did not live to see', async () => {
    const [made, lost] = [draft(), draft()];
    let own = await start();
    try {
      const record = await (await create(made, own)).json();
      await sandbox.fault({ route: 'create', fault: 'silence', work: 'done' });
      const cut = create(lost, own).then(({ status }) => status, () => 'cut');
      await until('the link is made', async () => (await linksOf(lost)) === 1);
      await own.stop();
      assert.equal(await cut, 'cut');

      own = await start(own.port);
      const again = await create(made, own);
      assert.deepEqual([again.status, replayed(again), (await again.json()).id], [200, 'true', record.id]);
      assert.equal((await create({ ...made, amount: 3 }, own)).status, 409);
      const found = await persist(lost, own);
      assert.equal(found.status, 200);
      for (const order of [made, lost]) {
        assert.equal((await callsOf(order, 'create')).length, 1);
        assert.equal(await linksOf(order), 1);
      }
    } finally {
      await own.stop();
    }
  });

  test('that cannot read an order goes on ringing its alarm', async () => {
    const own = await start();
    assert.equal((await create(draft(), own)).status, 201);
    await own.stop();
    changeOrders(storage, (order) => { order.version += 1; });
    ringAlarms(storage);
    const next = await start(own.port);
    const failed = () => next.lines.filter(({ level, message }) => level === 'error' && message.includes('is saved in form 2'));
    const count = alarms(storage).length;
    await until('each alarm has failed', () => failed().length >= count);
    await next.stop();
    assert.ok(alarms(storage).every((at) => at > Date.now() + 30_000), 'it is set anew, and later than the platform would ring again');
    changeOrders(storage, (order) => { order.version -= 1; });
  });
});

describe('deactivating', () => {
  test('the link is found, deactivated once and confirmed; again is the same answer', async () => {
    const order = draft();
    await create(order);
    for (let time = 0; time < 2; time += 1) {
      const answer = await deactivate(order);
      assert.deepEqual([answer.status, (await answer.json()).status], [200, 'INACTIVE']);
    }
    const { entries } = await sandbox.ledger({ route: 'deactivate', effect: 'link_deactivated' });
    const [{ id }] = (await sandbox.invoices()).filter(({ invoice_id: invoiceId }) => invoiceId === order.invoice_id);
    assert.equal(entries.filter(({ link_id: linkId }) => linkId === id).length, 1);
    assert.equal((await create(order)).status, 200, 'the order is not made anew');
    assert.equal(await linksOf(order), 1);
  });

  test('a lost answer is found out about', async () => {
    const order = draft();
    await create(order);
    await sandbox.fault({ route: 'deactivate', fault: 'reset', work: 'done' });
    const answer = await deactivate(order);
    assert.deepEqual([answer.status, (await answer.json()).status], [200, 'INACTIVE']);
  });

  test('a refusal after an attempt that may have done it is not the last word', async () => {
    const answers = [{ status: 0 }, { status: 400, body: { code: 7, message: 'already inactive' } }];
    const bank = await startRefusingBank(sandbox.url, () => undefined, () => answers.shift());
    const own = await startWorker({ sandbox: bank.url });
    try {
      const order = draft();
      await create(order, own);
      await assertUnknown(await own.call('POST', `/v1/invoices/${order.invoice_id}/deactivate`));
      assert.equal(bank.refused, 2);
    } finally {
      await stop(own, bank);
    }
  });

  test('a paid link is left alone', async () => {
    const order = draft();
    const { id } = await (await create(order)).json();
    await sandbox.pay(id, { callback: { drop: true } });
    for (let time = 0; time < 2; time += 1) {
      const answer = await deactivate(order);
      const problem = await answer.json();
      assert.deepEqual([answer.status, problem.code, problem.retryable], [409, 'already_paid', false]);
    }
    assert.equal((await sandbox.ledger({ route: 'deactivate' })).entries.filter(({ link_id: linkId }) => linkId === id).length, 0);
  });

  test('an order that is nowhere is not found', async () => {
    const order = draft();
    for (const answer of [await deactivate(order), await worker.call('GET', `/v1/invoices/${order.invoice_id}`)]) {
      assert.deepEqual([answer.status, (await answer.json()).code], [404, 'invoice_not_found']);
    }
  });
});
