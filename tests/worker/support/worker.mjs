// The built Worker in workerd, bound as wrangler.toml says.

import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Miniflare, convertV4MiniflareOptions } from 'miniflare';
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from 'wrangler';
import { devConfig } from '../../../scripts/dev-config.mjs';
import { freePort } from '../../../scripts/ports.mjs';
import { assertNoLeaks, configured } from './secrets.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));

// Every order is a database of its own: on a disk, a thousand of them would wait for it and for nothing else.
const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A folder for what Workers store. */
export const newStorage = () => mkdtemp(join(MEMORY, 'epay-invoice-'));

// Between the Worker and the network: no test reaches a bank. Redirects are left to the Worker. It remembers what went out
// that must not come back: tokens, seals, and the payers' addresses.
const LOOPBACK = `
const secrets = new Map(), contacts = new Map();
const keep = (map, name, text) => { if (text) map.set(text, [name, text]); };
export default {
  async fetch(request) {
    const { hostname } = new URL(request.url);
    if (hostname === 'seen.invalid') return Response.json({ secrets: [...secrets.values()], contacts: [...contacts.values()] });
    if (hostname !== '127.0.0.1' && hostname !== 'localhost') throw new Error('a test may not reach ' + hostname);
    keep(secrets, 'a token', /^Bearer (.+)$/.exec(request.headers.get('authorization'))?.[1]);
    const body = request.body ? await request.text() : undefined;
    for (const [, seal] of (body ?? '').matchAll(/\\/v1\\/callbacks\\/[0-9]+\\/([\\w-]{43})/g)) keep(secrets, 'a seal', seal);
    for (const [, contact] of (body ?? '').matchAll(/_contact(?:_sms)?":"([^"]+)"/g)) keep(contacts, 'a contact', contact);
    return fetch(new Request(request, { body }), { redirect: 'manual' });
  },
};`;

// The Worker with something in the place of Analytics Engine, which Miniflare binds without keeping what is written.
const WITH_ANALYTICS = `
import Worker from './index.js';
export * from './index.js';
const ANALYTICS = { writeDataPoint(point) { console.info('data point ' + JSON.stringify(point)); } };
export default { fetch: (request, env) => Worker.fetch(request, { ...env, ANALYTICS }) };`;

/** The API key of the Workers started here. */
export const KEY = 'test-key';

/**
 * Starts the Worker on a free port, with nothing stored. It reaches loopback addresses and no others.
 *
 * `sandbox` is the origin of the bank it uses. `config` wins over the development configuration; an undefined value
 * takes a name away. `limit` is that of requests in a minute, out of the way unless it is the subject. `storage` is a folder
 * that outlives it, for a Worker that starts again, and `port` the one that it had. With `analytics`, the log has each data
 * point too. `pages` is the folder of the static assets, where it is not that of wrangler.toml. `change` is given the built
 * JavaScript and gives what runs in its place.
 *
 * When it stops, its log and its answers are searched for secrets.
 */
export async function startWorker({ sandbox = 'http://127.0.0.1:1', config = {}, limit = 100_000, storage, port, analytics = false, pages, change = (script) => script } = {}) {
  const { vars, main } = unstable_readConfig({ config: `${root}wrangler.toml` }, { hideWarnings: true });
  const { compatibilityDate, durableObjects, ratelimits, assets } = unstable_getMiniflareWorkerOptions(`${root}wrangler.toml`).workerOptions;
  for (const { simple } of Object.values(ratelimits)) simple.limit = limit;
  port ??= await freePort();
  const resourcePersistencePath = storage ?? await newStorage();
  const url = `http://127.0.0.1:${port}`;
  const given = { ...vars, ...devConfig({}, { worker: url, sandbox, key: KEY }), ...config };
  const lines = [];
  const miniflare = new Miniflare(convertV4MiniflareOptions({
    host: '127.0.0.1',
    port,
    handleStructuredLogs: (log) => lines.push(log),
    resourcePersistencePath,
    workers: [
      {
        name: 'epay-invoice',
        compatibilityDate,
        durableObjects,
        ratelimits,
        assets: { ...assets, ...(pages && { directory: pages }) },
        modulesRoot: dirname(main),
        modules: [
          ...(analytics ? [{ type: 'ESModule', path: join(dirname(main), 'with-analytics.js'), contents: WITH_ANALYTICS }] : []),
          { type: 'ESModule', path: main, contents: change(readFileSync(main, 'utf8')) },
          { type: 'CompiledWasm', path: join(dirname(main), 'index_bg.wasm') },
        ],
        bindings: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
        outboundService: 'loopback',
      },
      { name: 'loopback', modules: true, compatibilityDate, script: LOOPBACK },
    ],
  }));
  await miniflare.ready;
  const answers = [];
  const credentials = new Set([KEY]);
  const ask = async (path, init = {}) => {
    const headers = new Headers(init.headers);
    // who has a key or a ticket is not told it again
    const credential = headers.get('authorization')?.split(' ')[1] ?? new URL(path, url).searchParams.get('ticket');
    if (credential?.length > 7) credentials.add(credential);
    const answer = await fetch(`${url}${path}`, init);
    if (!answer.headers.get('content-type')?.startsWith('text/event-stream')) answers.push(kept(answer.clone()));
    return answer;
  };
  /** What is looked for: `{secrets, contacts}`, each `[name, text]`. */
  const mustNotTell = async () => {
    const loopback = await miniflare.getWorker('loopback');
    const seen = await (await loopback.fetch('http://seen.invalid/')).json();
    const credential = [...credentials].map((text) => ['a credential', text]);
    return { secrets: [...configured(given), ...credential, ...seen.secrets], contacts: seen.contacts };
  };
  const stop = async () => {
    const looked = await mustNotTell();
    await miniflare.dispose();
    if (!storage) await rm(resourcePersistencePath, { recursive: true });
    assertNoLeaks({ lines, answers: await Promise.all(answers), ...looked });
  };
  return {
    url,
    port,
    config: given,
    /** What the Worker wrote to its log: `{level, message}`. */
    lines,
    miniflare,
    mustNotTell,
    fetch: ask,
    /** A call with the API key and, where there is a body, JSON. */
    call: (method, path, body, headers = {}) => ask(path, {
      method,
      headers: { authorization: `Bearer ${KEY}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    }),
    stop,
  };
}

const kept = async (answer) => ({
  status: answer.status,
  headers: [...answer.headers].map((header) => header.join(': ')).join('\n'),
  body: await answer.text(),
});
