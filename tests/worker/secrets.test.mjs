// No secret out. Each Worker of these tests is searched when it stops; here is what makes sure that the search would find
// something, and a Worker that meets every kind of trouble at once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PAYER, draft } from './support/order.mjs';
import { startReceiver } from './support/receiver.mjs';
import { startSandbox } from './support/sandbox.mjs';
import { callbackPath } from './support/seal.mjs';
import { leaks } from './support/secrets.mjs';
import { stop } from './support/stop.mjs';
import { ticket } from './support/ticket.mjs';
import { until } from './support/until.mjs';
import { KEY, startWorker } from './support/worker.mjs';

test('the search finds what is planted', () => {
  const secrets = [['a token', 'T0KEN/'], ['EPAY_PASSWORD', 'hunter2-hunter2']];
  const contacts = [['a contact', PAYER.email]];
  const clean = { status: 200, headers: '', body: '' };
  const cases = [
    [{}, []],
    [{ lines: ['the token is T0KEN/'] }, ['a token']],
    [{ lines: ['GET /?token=T0KEN%2F'] }, ['a token']],
    [{ lines: [`told ${PAYER.email}`] }, ['a contact']],
    [{ answers: [{ ...clean, body: 'hunter2-hunter2' }] }, ['EPAY_PASSWORD']],
    [{ answers: [{ ...clean, headers: 'x-y: hunter2-hunter2' }] }, ['EPAY_PASSWORD']],
    [{ answers: [{ ...clean, body: PAYER.email }] }, []],
    [{ answers: [{ ...clean, status: 422, body: PAYER.email }] }, ['a contact']],
  ];
  for (const [{ lines = [], answers = [] }, found] of cases) {
    const seen = { lines: lines.map((message) => ({ message })), answers, secrets, contacts };
    assert.deepEqual(leaks(seen).map(([, name]) => name), found);
  }
});

test('a Worker in every kind of trouble tells no secret, and knows those that it must not tell', async () => {
  const [sandbox, shop] = [await startSandbox(), await startReceiver(() => 500)];
  const config = { SHOP_WEBHOOK_URL: shop.url, BANK_TIMEOUT_MS: '1000' };
  const worker = await startWorker({ sandbox: sandbox.url, config });
  const other = await startWorker({ sandbox: sandbox.url, config });
  try {
    const faults = [
      [{ route: 'create', fault: 'truncated' }],
      [{ route: 'create', fault: 'malformed' }],
      [{ route: 'create', fault: 'wrong_content_type' }],
      [{ route: 'create', fault: 'unknown_fields' }],
      [{ route: 'create', fault: 'token_rejected', http_status: 200 }],
      [{ route: 'create', fault: 'server_error' }],
      [{ route: 'search', fault: 'malformed', times: 3 }],
      [{ route: 'token', fault: 'malformed' }],
    ];
    for (const [index, fault] of faults.entries()) {
      if (fault[0].route === 'token') await sandbox.revokeTokens();
      await sandbox.fault(...fault);
      const order = draft({ recipient_contact: `payer.${index}@trouble.example.kz`, recipient_contact_sms: `+7702000000${index}` });
      await worker.call('POST', '/v1/invoices', order);
      await worker.call('POST', '/v1/invoices', { ...order, amount: 1 });
      await worker.call('GET', `/v1/invoices/${order.invoice_id}`);
      const credentials = await ticket(worker.config, order);
      await worker.fetch('/v1/invoices', {
        method: 'POST', headers: { authorization: `Bearer ${credentials}`, 'content-type': 'application/json' }, body: JSON.stringify({ ...order, amount: 2 }),
      });
      await worker.fetch(`/v1/invoices/1/events?ticket=${credentials}`);
      await worker.fetch(`/v1/invoices/1?ticket=${credentials}`);
      await worker.fetch(callbackPath(worker.config, order.invoice_id), { method: 'POST', body: JSON.stringify({ code: 'error', email: order.recipient_contact, reason: 'no' }) });
      await sandbox.clearFaults();
      // an alarm of an earlier order may have met the fault first, and then nothing of this one went out
      await until(`${order.recipient_contact} goes out`, async () => {
        for (const amount of [order.amount, 1]) await worker.call('POST', '/v1/invoices', { ...order, amount });
        const { contacts } = await worker.mustNotTell();
        return [order.recipient_contact, order.recipient_contact_sms].every((sent) => contacts.some(([, text]) => text === sent));
      });
    }
    // what breaks rules is quoted in no answer
    const wrong = draft({ recipient_contact: 'payer.at.trouble.example.kz', recipient_contact_sms: '+7702000', description: '' });
    const refused = await (await worker.call('POST', '/v1/invoices', wrong)).text();
    for (const value of [wrong.recipient_contact, wrong.recipient_contact_sms]) assert.ok(!refused.includes(value), refused);

    // a Worker at another public address tells of the same links
    const order = draft();
    const created = await until('there is a token again', async () => {
      const answer = await worker.call('POST', '/v1/invoices', order);
      return answer.status < 300 && answer;
    });
    await sandbox.pay((await created.json()).id);
    await until('the shop is told', () => shop.of(order.invoice_id).length > 0);
    const search = { paging: { skip: 0, limit: 100 }, searchParameters: [{ name: 'invoice_id', method: 'like', searchParameter: ['%'] }] };
    for (const one of [worker, other]) {
      for (const answer of [await one.call('GET', `/v1/invoices/${order.invoice_id}`), await one.call('POST', '/v1/invoices/search', search)]) {
        assert.equal(answer.status, 200);
        assert.ok(!(await answer.text()).includes('/v1/callbacks/'));
      }
    }
    for (const { body, headers } of shop.received) {
      const text = JSON.stringify(headers) + body;
      for (const secret of [KEY, worker.config.WEBHOOK_SECRET, worker.config.CALLBACK_SECRET, '/v1/callbacks/']) assert.ok(!text.includes(secret));
    }

    const { secrets } = await worker.mustNotTell();
    const names = new Set(secrets.map(([name]) => name));
    for (const name of ['EPAY_CLIENT_SECRET', 'EPAY_PASSWORD', 'TICKET_SECRET', 'CALLBACK_SECRET', 'WEBHOOK_SECRET', 'a token', 'a seal', 'a credential']) {
      assert.ok(names.has(name), `${name} is looked for`);
    }
    assert.ok(worker.lines.length > faults.length, 'there is a log to search');
  } finally {
    await stop(worker, other, sandbox, shop);
  }
});
