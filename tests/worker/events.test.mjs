// The stream of an order's changes, as a browser reads it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { EventSource } from 'eventsource';
import { startMockBank } from './support/mock-bank.mjs';
import { draft } from './support/order.mjs';
import { startSandbox } from './support/sandbox.mjs';
import { stop } from './support/stop.mjs';
import { ticket } from './support/ticket.mjs';
import { until } from './support/until.mjs';
import { startWorker } from './support/worker.mjs';

let sandbox;
let worker;
before(async () => {
  sandbox = await startSandbox();
  worker = await startWorker({ sandbox: sandbox.url });
});
after(() => stop(worker, sandbox));

async function created() {
  const order = draft();
  const answer = await worker.call('POST', '/v1/invoices', order);
  assert.equal(answer.status, 201);
  return { order, id: order.invoice_id, link: await answer.json() };
}

/** A stream, read as it comes: `text` is what has come, `ended` whether it has ended. */
async function watch(id, headers = {}, from = worker) {
  const answer = await from.call('GET', `/v1/invoices/${id}/events`, undefined, headers);
  const stream = { answer, text: '', ended: false, leave: () => reader.cancel() };
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  stream.read = (async () => {
    for (let piece = await reader?.read(); piece && !piece.done; piece = await reader.read()) stream.text += piece.value;
    stream.ended = true;
  })();
  /** The events so far: `{id, record}`. */
  stream.events = () => [...stream.text.matchAll(/id: (\S+)\ndata: (.*)\n\n/g)].map(([, id, data]) => ({ id, record: JSON.parse(data) }));
  /** The statuses, one after the other: the bank's search tells a record in slightly other words than its create. */
  stream.statuses = () => stream.events().map(({ record }) => record.status).filter((status, index, all) => status !== all[index - 1]);
  return stream;
}

test('an EventSource with a ticket gets the record at once, then the payment, and connects no more', async () => {
  const { order, id, link } = await created();
  const url = `${worker.url}/v1/invoices/${id}/events?ticket=${await ticket(worker.config, order)}`;
  const answers = [];
  const source = new EventSource(url, {
    async fetch(url, init) {
      const answer = await worker.fetch(String(url).slice(worker.url.length), init);
      answers.push([init.headers['Last-Event-ID'], answer.status]);
      return answer;
    },
  });
  try {
    const messages = [];
    source.onmessage = ({ data, lastEventId }) => messages.push([JSON.parse(data).status, lastEventId]);
    await until('the record comes', () => messages.length === 1);
    await sandbox.pay(link.id);
    await until('the source is closed for good', () => source.readyState === EventSource.CLOSED);
    const [first, last] = [messages[0], messages.at(-1)];
    assert.deepEqual([first[0], last[0]], ['ACTIVE', 'CHARGED']);
    assert.notEqual(first[1], last[1]);
    assert.deepEqual(answers, [[undefined, 200], [last[1], 204]]);
  } finally {
    source.close();
  }
  assert.ok(worker.lines.length > 0);
  for (const { message } of worker.lines) assert.ok(!message.includes('ticket='), message);
});

test('every watcher hears of a change, also after another has left, and the stream ends with the order', async () => {
  const { id, link } = await created();
  const watchers = [await watch(id), await watch(id), await watch(id)];
  assert.equal(watchers[0].answer.headers.get('content-type'), 'text/event-stream');
  assert.equal(watchers[0].answer.headers.get('cache-control'), 'no-store');
  await until('each has the record', () => watchers.every(({ statuses }) => statuses().length === 1));
  assert.deepEqual(watchers[0].events()[0].record, link);
  await watchers.shift().leave();
  await sandbox.pay(link.id);
  await Promise.all(watchers.map(({ read }) => read));
  for (const { statuses } of watchers) assert.deepEqual(statuses(), ['ACTIVE', 'CHARGED']);
});

test('who has the record is not told it again: by Last-Event-ID', async () => {
  const { id, link } = await created();
  const first = await watch(id);
  await until('the record comes', () => first.events().length === 1);
  const [{ id: open }] = first.events();
  const again = await watch(id, { 'last-event-id': open });
  const stranger = await watch(id, { 'last-event-id': 'of-another-order' });
  await until('the stream is open', () => again.text.startsWith(':') && stranger.events().length === 1);
  assert.deepEqual(again.events(), []);
  await sandbox.pay(link.id);
  await Promise.all([first, again, stranger].map(({ read }) => read));
  assert.deepEqual([again.statuses(), stranger.statuses()], [['CHARGED'], ['ACTIVE', 'CHARGED']]);

  const [{ id: last }] = again.events();
  const late = await watch(id, { 'last-event-id': open });
  await late.read;
  assert.deepEqual(late.statuses(), ['CHARGED'], 'who was away at the end hears of it');
  const done = await watch(id, { 'last-event-id': last });
  await done.read;
  assert.deepEqual([done.answer.status, done.text], [204, '']);
});

test('a deactivated order ends its streams', async () => {
  const { id } = await created();
  const stream = await watch(id);
  await worker.call('POST', `/v1/invoices/${id}/deactivate`);
  await stream.read;
  assert.deepEqual(stream.statuses(), ['ACTIVE', 'INACTIVE']);
});

test('while nothing happens, a comment shows that the stream lives', async () => {
  const { id } = await created();
  const stream = await watch(id);
  await until('a comment comes', () => stream.text.includes('\n\n:\n\n'));
  assert.equal(stream.ended, false);
  await stream.leave();
});

test('lines in what the bank writes end no line of an event', async () => {
  const { id, link } = await created();
  const bank = await startMockBank();
  const own = await startWorker({ sandbox: bank.url });
  try {
    bank.finds = [{ ...link, data: { a: [1, 2] } }];
    bank.indent = 2;
    const stream = await watch(id, {}, own);
    await until('the record comes', () => stream.events().length === 1);
    assert.deepEqual(stream.events()[0].record.data, { a: [1, 2] });
    await stream.leave();
  } finally {
    await stop(own, bank);
  }
});

test('a stream has no head', async () => {
  const { id } = await created();
  const answer = await worker.call('HEAD', `/v1/invoices/${id}/events`);
  assert.deepEqual([answer.status, answer.headers.get('allow')], [405, 'GET']);
});

test('an order that is nowhere has no stream', async () => {
  const { answer } = await watch(draft().invoice_id);
  assert.equal(answer.status, 404);
});
