// One token per scope and lifetime, however many requests there are.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { startMockBank } from './support/mock-bank.mjs';
import { draft } from './support/order.mjs';
import { startSandbox } from './support/sandbox.mjs';
import { stop } from './support/stop.mjs';
import { until } from './support/until.mjs';
import { newStorage, startWorker } from './support/worker.mjs';

const DEACTIVATE = 'webapi usermanagement email_send verification statement statistics payment';
const times = (count, make) => Array.from({ length: count }, (_, index) => make(index));
const statuses = (answers) => [...new Set(answers.map(({ status }) => status))];

describe('under load', () => {
  let sandbox;
  let worker;
  before(async () => {
    sandbox = await startSandbox();
    worker = await startWorker({ sandbox: sandbox.url, config: { BANK_TIMEOUT_MS: '60000' } });
  });
  after(() => stop(worker, sandbox));
  const create = (given) => worker.call('POST', '/v1/invoices', draft(given));

  test('1,000 creates and 20 deactivations on a cold Worker: one token of each scope', async () => {
    const answers = await Promise.all(times(1_000, () => create()));
    assert.deepEqual(statuses(answers), [201]);
    const records = await Promise.all(answers.slice(0, 20).map((answer) => answer.json()));
    const deactivated = await Promise.all(records.map((record) => worker.call('POST', `/v1/invoices/${record.invoice_id}/deactivate`)));
    assert.deepEqual(statuses(deactivated), [200]);
    const { counts } = await sandbox.ledger({ route: 'token' });
    assert.deepEqual(counts.tokens, { api: 1, [DEACTIVATE]: 1 });
    assert.equal(Object.keys(counts.links).length, 1_000);
    assert.deepEqual([...new Set(Object.values(counts.links))], [1]);
  });

  test('a token that is revoked under load is renewed once, and no caller sees it', async () => {
    const links = async () => Object.keys((await sandbox.ledger({ route: 'token' })).counts.links).length;
    const before = await links();
    const load = times(300, () => create());
    await until('some of the links are made', async () => (await links()) > before + 20);
    await sandbox.revokeTokens();
    const answers = await Promise.all([...load, ...times(20, () => create())]);
    assert.deepEqual(statuses(answers), [201]);
    const { counts, entries } = await sandbox.ledger({ route: 'create' });
    assert.equal(counts.tokens.api, 2);
    assert.equal(Object.keys(counts.links).length, before + 320);
    assert.deepEqual([...new Set(Object.values(counts.links))], [1]);
    assert.ok(entries.some(({ status }) => status === 401), 'the revoked token was tried');
  });

  const rejected = [
    ['401', { http_status: 401 }],
    ['400', { http_status: 400 }],
    ['a body with Token is not valid', { http_status: 200 }],
  ];
  for (const [how, given] of rejected) {
    test(`a token that the bank rejects by ${how} is replaced, and the call made once more`, async () => {
      const before = (await sandbox.ledger({ route: 'token' })).counts.tokens.api;
      await sandbox.fault({ route: 'create', fault: 'token_rejected', ...given });
      const { invoice_id: invoiceId, ...rest } = draft();
      assert.equal((await create({ invoice_id: invoiceId, ...rest })).status, 201);
      const { counts, entries } = await sandbox.ledger({ route: 'create', invoice_id: invoiceId });
      assert.equal(counts.tokens.api, before + 1);
      assert.equal(counts.links[invoiceId], 1);
      assert.ok(entries.length >= 1);
    });
  }

  test('a bank that rejects every token is not asked for a third', async () => {
    const before = (await sandbox.ledger({ route: 'token' })).counts.tokens.api;
    await sandbox.fault({ route: 'create', fault: 'token_rejected', http_status: 401, always: true });
    const answer = await create();
    await sandbox.clearFaults();
    const problem = await answer.json();
    assert.equal(answer.status, 503, JSON.stringify(problem));
    assert.equal(problem.retryable, true);
    assert.ok(Number(answer.headers.get('retry-after')) >= 1);
    assert.equal((await sandbox.ledger({ route: 'token' })).counts.tokens.api, before + 1);
  });
});

describe('a token endpoint that is down', () => {
  const faults = [
    ['500', { fault: 'server_error' }],
    ['silence', { fault: 'silence' }],
    ['429', { fault: 'throttled', retry_after: 2 }],
  ];
  for (const [how, fault] of faults) {
    test(`${how}: every caller is told at once, and the pauses between the bank's calls grow`, async () => {
      const sandbox = await startSandbox();
      const worker = await startWorker({ sandbox: sandbox.url, config: { BANK_TIMEOUT_MS: '300' } });
      const asked = async () => (await sandbox.ledger({ route: 'token' })).entries;
      try {
        await sandbox.fault({ route: 'token', always: true, ...fault });
        const order = draft();
        const told = async (answer) => {
          const problem = await answer.json();
          assert.deepEqual([answer.status, problem.code, problem.retryable], [503, 'bank_unavailable', true]);
          const pause = Number(answer.headers.get('retry-after'));
          assert.ok(pause >= 1 && pause <= 60, `Retry-After: ${pause}`);
        };
        // each round of callers is answered, whether or not the bank was asked; it is asked four times at most
        while ((await asked()).length < 3) {
          const round = [worker.call('POST', '/v1/invoices', order), worker.call('POST', '/v1/invoices', draft()), worker.call('GET', '/v1/invoices/999999')];
          for (const answer of await Promise.all(round)) await told(answer);
        }
        const [first, second, third] = (await asked()).map(({ time }) => Date.parse(time));
        assert.ok(second - first >= 950, `${second - first} ms after the first failure`);
        assert.ok(third - second >= 1_950, `${third - second} ms after the second failure`);

        await sandbox.clearFaults();
        const answer = await until('the back-off is over', async () => {
          const answer = await worker.call('POST', '/v1/invoices', order);
          return answer.status === 201 && answer;
        });
        assert.equal((await answer.json()).invoice_id, order.invoice_id);
        const { counts, entries } = await sandbox.ledger({ route: 'token' });
        assert.deepEqual(counts.tokens, { api: 1 });
        assert.deepEqual(counts.links, { [order.invoice_id]: 1 });
        assert.equal(entries.length, 4);
      } finally {
        await stop(worker, sandbox);
      }
    });
  }

  test('credentials that the bank refuses are no matter of waiting', async () => {
    const sandbox = await startSandbox();
    const worker = await startWorker({ sandbox: sandbox.url, config: { EPAY_PASSWORD: 'the-wrong-password' } });
    try {
      const answer = await worker.call('GET', '/readyz');
      const { code, retryable } = await answer.json();
      assert.deepEqual([answer.status, code, retryable], [502, 'bank_credentials_refused', false]);
    } finally {
      await stop(worker, sandbox);
    }
  });
});

describe('the lifetime of a token', () => {
  let bank;
  let worker;
  before(async () => {
    bank = await startMockBank();
    worker = await startWorker({ sandbox: bank.url });
  });
  after(() => stop(worker, bank));
  const look = async () => assert.equal((await worker.call('GET', '/v1/invoices/000001')).status, 404);

  const said = [
    { expires_in: '900' }, { expires_in: 7200 }, {}, { expires_in: null }, { expires_in: '' }, { expires_in: 'soon' },
    { expires_in: 0 }, { expires_in: -5 }, { expires_in: '-900' }, { expires_in: 1e99 }, { expires_in: [900] },
  ];
  for (const says of said) {
    test(`a token that says ${JSON.stringify(says)} is used more than once`, async () => {
      const { asked } = bank;
      bank.says = says;
      bank.revoke();
      for (let call = 0; call < 3; call += 1) await look();
      assert.equal(bank.asked, asked + 1);
    });
  }

  test('isolates that report a token of yesterday get the one of today, and none is asked for', async () => {
    const keepers = await worker.miniflare.getDurableObjectNamespace('TOKENS', 'epay-invoice');
    const { EPAY_OAUTH_URL: url, EPAY_CLIENT_ID: id, EPAY_CLIENT_SECRET: secret, EPAY_USERNAME: user, EPAY_PASSWORD: password } = worker.config;
    const credentials = createHash('sha256').update([id, secret, user, password].join('\n')).digest('hex').slice(0, 16);
    const keeper = keepers.get(keepers.idFromName(`${url} api ${credentials}`));
    /** As an isolate asks whose token the bank has rejected: src/worker/token/keeper.rs. */
    const ask = async (rejected = '') => {
      const fingerprint = rejected && createHash('sha256').update(rejected).digest('hex').slice(0, 16);
      return (await keeper.ask(`api\n${fingerprint}`)).split('\n')[2];
    };
    bank.says = { expires_in: 900 };
    await look();
    const old = await ask();
    const { asked } = bank;
    const fresh = await ask(old);
    assert.notEqual(fresh, old);
    assert.deepEqual(await Promise.all(times(10, () => ask(old))), Array(10).fill(fresh));
    assert.equal(await ask(), fresh);
    await look();
    assert.equal(bank.asked, asked + 1, 'this isolate, which has the old one, gets it too');
  });

  for (const lifetime of [12, '12']) {
    test(`a token of ${JSON.stringify(lifetime)} seconds is renewed while it is still used, and nobody waits`, async () => {
      bank.says = { expires_in: lifetime };
      bank.revoke();
      await look();
      const { asked } = bank;
      bank.holds = true;
      await until('a new one is asked for', async () => {
        // with the answer held back, a call that waited for it would not end
        await look();
        return bank.asked > asked;
      });
      await Promise.all(times(5, look));
      assert.equal(bank.asked, asked + 1, 'one renewal is under way, not one per call');
      bank.release();
      await look();
    });
  }
});

test('a token that was had with other credentials is none of these', async () => {
  const [sandbox, storage] = [await startSandbox(), await newStorage()];
  const ready = async (config) => {
    const worker = await startWorker({ sandbox: sandbox.url, storage, config });
    try {
      const answer = await worker.call('GET', '/readyz');
      const order = await worker.call('POST', '/v1/invoices', draft());
      return [answer.status, order.status, (await order.json()).code];
    } finally {
      await worker.stop();
    }
  };
  try {
    assert.deepEqual(await ready({}), [200, 201, undefined]);
    const [status, ...created] = await ready({ EPAY_PASSWORD: 'not-this-shop\'s-password' });
    assert.notEqual(status, 200);
    assert.deepEqual(created, [502, 'bank_credentials_refused']);
    assert.deepEqual(await ready({}), [200, 201, undefined]);
  } finally {
    await sandbox.stop();
    await rm(storage, { recursive: true });
  }
});
