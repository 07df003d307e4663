// One seed: a bank that fails, clients and a Worker that are killed, payers, and a shop that is not always there. When the
// storm is over nobody asks any more, and every order has to come to its true state by the Worker's own alarms.

import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { draft } from '../../worker/support/order.mjs';
import { startReceiver } from '../../worker/support/receiver.mjs';
import { startSandbox } from '../../worker/support/sandbox.mjs';
import { leaks } from '../../worker/support/secrets.mjs';
import { KEY, newStorage, startWorker } from '../../worker/support/worker.mjs';
import { Chance } from './chance.mjs';
import { Clients } from './clients.mjs';
import { ledgers } from './ledgers.mjs';
import { FATES, Payers } from './payers.mjs';
import { EXPIRED_MS, flaws } from './truth.mjs';

const WEBHOOK_SECRET = `whsec_${Buffer.from('a-webhook-secret-of-the-faults').toString('base64')}`;
const DAY_MS = 24 * 60 * 60 * 1000;
/** How long one answer of the bank is waited for. */
const TIMEOUT_MS = 1_500;
/**
 * How long after the storm an order may take. What takes longest are five searches in a row that failed in the storm: then
 * the next is due after five minutes (src/order/schedule.rs, `backoff`), and on a busy machine that one may fail too.
 */
const PATIENCE_MS = 12 * 60_000;
/** A storm goes on until enough has happened in it, but not longer. */
const LONGEST_MS = 4 * 60_000;

/** Faults of a route by how likely they are for one call. */
function faults(chance) {
  const work = (name, more = {}) => ['done', 'undone'].map((work) => ({ fault: name, work, ...more }));
  const anywhere = [
    ...['server_error', 'bad_gateway', 'reset', 'silence', 'empty'].flatMap((name) => work(name)),
    ...work('latency', { ms: chance.from(50, 600) }), ...work('latency', { ms: TIMEOUT_MS + 1_000 }),
    { fault: 'throttled' }, { fault: 'throttled', retry_after: chance.from(0, 4) },
    ...['truncated', 'malformed', 'wrong_content_type'].map((fault) => ({ fault })),
  ];
  const rejected = [{ fault: 'token_rejected' }, { fault: 'token_rejected', http_status: 400 }, { fault: 'token_rejected', http_status: 200 }, { fault: 'token_expired' }];
  // a bank that says it has done nothing, has done it, and hides it from the next search is one that nobody could deal with:
  // a seed has one or the other
  const lag = [{ fault: 'search_lag', searches: chance.from(1, 6) }, { fault: 'search_lag', seconds: chance.from(1, 12) }];
  const lie = [{ fault: 'throttled', work: 'done' }, { fault: 'throttled', work: 'done', retry_after: 1 }];
  const routes = {
    token: [...anywhere, { fault: 'unknown_fields' }],
    create: [...anywhere, ...rejected, ...(chance.is(0.5) ? lag : lie), { fault: 'unknown_status' }, { fault: 'unknown_fields' }],
    // no unknown status: it is what a deactivated link shows, and to say it of one that is not is a lie that nobody could tell
    search: [...anywhere, ...rejected, { fault: 'duplicate_records' }, { fault: 'unknown_fields' }],
    deactivate: [...anywhere, ...rejected],
  };
  return Object.entries(routes).flatMap(([route, faults]) =>
    faults.map((fault) => ({ route, ...fault, probability: 0.008 + chance.unit() * 0.01, seed: chance.from(1, 2 ** 31) })));
}

/** One life of the Worker after the other, on the same storage and port. */
class Lives {
  lines = [];
  secrets = new Map();
  contacts = new Map();
  #how;

  constructor(how) {
    this.#how = how;
  }

  async start() {
    this.worker = await startWorker({ ...this.#how, port: this.worker?.port });
    return this.worker;
  }

  /** What must not come out is asked for first; then it is killed, as a machine dies: miniflare sends SIGKILL. */
  async kill() {
    const { secrets, contacts } = await this.worker.mustNotTell();
    for (const [name, text] of secrets) this.secrets.set(text, name);
    for (const [name, text] of contacts) this.contacts.set(text, name);
    await this.worker.miniflare.dispose();
    this.lines.push(...this.worker.lines);
  }
}

/** A shop that verifies each event, and refuses about every sixth when it first comes. */
async function startShop(chance, secret) {
  const answered = [];
  const refused = new Set();
  const answer = (headers, body) => {
    try {
      new Webhook(secret).verify(body, headers);
    } catch {
      return 401;
    }
    const id = headers['webhook-id'];
    if (refused.has(id) || !chance.is(0.15)) return 204;
    refused.add(id);
    return 500;
  };
  const shop = await startReceiver((index) => {
    const { headers, body } = shop.received[index];
    return (answered[index] = answer(headers, body));
  });
  return Object.assign(shop, { answered });
}

/** Links that end soon after the storm: made by a bank whose clock is a day behind. */
async function oldOrders(worker, sandbox, count, endsInMs) {
  await sandbox.setClock(new Date(Date.now() - DAY_MS + endsInMs));
  const orders = Array.from({ length: count }, () => draft({ expire_period: '1d' }));
  for (const order of orders) {
    const answer = await worker.call('POST', '/v1/invoices', order);
    if (answer.status !== 201) throw new Error(`the storm cannot begin: ${answer.status} ${await answer.text()}`);
  }
  await sandbox.setClock(new Date());
  return orders;
}

/** Runs the seed; gives the row of the table, and what was wrong in words. */
export async function storm(seed, { orders: orderCount = 200, clients: clientCount = 8, seconds = 25, log = () => {} } = {}) {
  const of = (place) => new Chance(seed * 1_000_003 + place);
  const chance = of(0);
  const storage = await newStorage();
  const sandbox = await startSandbox();
  const shop = await startShop(of(1), WEBHOOK_SECRET);
  const lives = new Lives({ sandbox: sandbox.url, storage, config: { WEBHOOK_SECRET, SHOP_WEBHOOK_URL: `${shop.url}/webhook`, BANK_TIMEOUT_MS: String(TIMEOUT_MS) } });
  let clients;
  try {
    const worker = await lives.start();
    const oldEndMs = (seconds + 15) * 1000;
    const old = await oldOrders(worker, sandbox, 6, oldEndMs);
    const fates = new Map(old.map(({ invoice_id: id }, index) => [id, index % 3 === 0 ? 'pay' : 'leave']));
    const jobs = Array.from({ length: clientCount }, () => []);
    for (let index = old.length; index < orderCount; index += 1) {
      const order = draft({ amount: chance.from(1, 1_000_000) / 100 });
      const fate = chance.weighted(FATES);
      fates.set(order.invoice_id, fate);
      const job = { order, looks: chance.is(0.3), deactivates: ['deactivate', 'race'].includes(fate) };
      jobs[index % clientCount].push(job);
      // two of the shop's servers at once
      if (chance.is(0.1)) chance.one(jobs).push(job);
    }

    const answers = [];
    await sandbox.fault(...faults(of(2)));
    clients = new Clients(jobs, of(3), { url: worker.url, key: KEY, atOnce: 5 }, (told) => answers.push(told));
    const payers = new Payers(sandbox, of(4), fates);
    const crashes = [0.2, 0.5].map((part) => (part + chance.unit() * 0.25) * seconds * 1000);
    const began = Date.now();
    let nextKill = 0;
    let crashed = 0;
    const isStorm = () => crashed === crashes.length && clients.killed > 5 && shop.received.length > 100
      && payers.links > orderCount * 0.6 && answers.length > orderCount * 1.5;
    while (Date.now() - began < (isStorm() ? seconds * 1000 : LONGEST_MS)) {
      await payers.turn();
      const age = Date.now() - began;
      if (age >= nextKill) {
        clients.killOne();
        nextKill = age + chance.from(300, 1_500);
      }
      if (age >= crashes[crashed]) {
        crashed += 1;
        await lives.kill();
        await lives.start();
      }
      await pause(50);
    }
    await clients.stop();
    await sandbox.clearFaults();
    await payers.turn();
    await sandbox.releaseCallbacks({ order: 'reversed' });
    await payers.end();
    log(`seed ${seed}: the storm is over after ${Math.round((Date.now() - began) / 1000)} s, ${clients.killed} clients and ${crashed} Workers were killed, ${clients.left} orders not served`);

    const ids = [...fates.keys()];
    const told = new Map(ids.map((id) => [id, new Set()]));
    for (const { id, what, status, body } of answers) if (what === 'create' && status < 300) told.get(id).add(JSON.parse(body).id);
    const judge = async () => {
      const [bank, known, now] = [await sandbox.invoices(), ledgers(storage), Date.now()];
      const events = shop.received.filter((_, index) => shop.answered[index] < 300);
      return new Map(ids.map((id) => [id, flaws({
        links: bank.filter((link) => link.invoice_id === id),
        ledger: known.get(id),
        events: events.filter(({ headers }) => headers['webhook-id'].startsWith(`evt_${id}_`)).map(({ headers, body }) => ({ id: headers['webhook-id'], type: JSON.parse(body).type, body })),
        attempts: payers.attempts.get(id) ?? new Map(),
        knownIds: told.get(id),
      }, now)]));
    };
    const calm = Date.now();
    const lastEnd = began + oldEndMs + EXPIRED_MS;
    let found = await judge();
    // a second link stays, however long one waits
    while (([...found.values()].some(({ lost, wrong }) => lost.length || wrong.length) || Date.now() < lastEnd) && Date.now() - calm < PATIENCE_MS) {
      await pause(1_000);
      found = await judge();
    }
    await lives.kill();
    found = await judge();

    const unexpected = answers.filter((answer) => !isExpected(answer)).map(({ id, what, status, body }) => [id, `${what} was answered with ${status}: ${body}`]);
    for (const [id, text] of unexpected) found.get(id).wrong.push(text);
    // verified when it came: a signature's time is only good for five minutes
    for (const index of shop.received.keys()) {
      if (shop.answered[index] === 401) found.get(shop.received[index].headers['webhook-id'].split('_')[1]).wrong.push('an event is not signed as it should be');
    }
    const webhooks = shop.received.map(({ headers, body }) => ({ status: 200, headers: JSON.stringify(headers), body }));
    const secrets = leaks({
      lines: lives.lines, answers: [...answers, ...webhooks],
      secrets: [...lives.secrets].map(([text, name]) => [name, text]), contacts: [...lives.contacts].map(([text, name]) => [name, text]),
    });
    const { counts } = await sandbox.ledger({ after: String(Number.MAX_SAFE_INTEGER) });
    const all = [...found.entries()];
    const words = [
      ...all.flatMap(([id, one]) => Object.entries(one).flatMap(([kind, texts]) => texts.map((text) => `${id} (${fates.get(id)}): ${kind}: ${text}`))),
      ...secrets.map(([where, what]) => `${what} came out: ${where.slice(0, 300)}`),
    ];
    const having = (kind) => all.filter(([, one]) => one[kind].length).length;
    return {
      row: {
        seed, orders: ids.length, links: ids.reduce((sum, id) => sum + (counts.links[id] ?? 0), 0), duplicates: having('duplicates'), lost: having('lost'), wrong: having('wrong'),
        secrets: secrets.length, answers: answers.length, events: shop.received.length, killed: clients.killed, crashes: crashed, calm: Math.round((Date.now() - calm) / 1000),
      },
      words,
      looked: { secrets: lives.secrets.size, lines: lives.lines.length },
    };
  } finally {
    await clients?.stop();
    await lives.worker?.miniflare.dispose();
    await sandbox.stop();
    await shop.stop();
    await rm(storage, { recursive: true, force: true });
  }
}

/** What the Worker may answer in a storm: that it is done, or that it is not and why, in its own form. */
function isExpected({ what, status, body }) {
  if (status < 300) return true;
  const code = (() => { try { return JSON.parse(body).code; } catch { return undefined; } })();
  if ([502, 503, 504].includes(status)) return ['bank_unavailable', 'outcome_unknown', 'bank_throttled', 'bank_timeout', 'bank_token_rejected'].includes(code);
  return what === 'deactivate' && status === 409 && code === 'already_paid';
}
