// The built Worker in workerd, bound as wrangler.toml says.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Miniflare, convertV4MiniflareOptions } from 'miniflare';
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from 'wrangler';
import { devConfig } from '../../../scripts/dev-config.mjs';
import { freePort } from '../../../scripts/ports.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));

// Between the Worker and the network: no test reaches a bank. Redirects are left to the Worker.
const LOOPBACK = `export default {
  fetch(request) {
    const { hostname } = new URL(request.url);
    if (hostname !== '127.0.0.1' && hostname !== 'localhost') throw new Error('a test may not reach ' + hostname);
    return fetch(request, { redirect: 'manual' });
  },
};`;

/** The API key of the Workers started here. */
export const KEY = 'test-key';

/**
 * Starts the Worker on a free port, with nothing stored. It reaches loopback addresses and no others.
 *
 * `sandbox` is the origin of the bank it uses. `config` wins over the development configuration; an undefined value
 * takes a name away. `options` go to Miniflare, for instance `resourcePersistencePath` for a Worker that starts again.
 */
export async function startWorker({ sandbox = 'http://127.0.0.1:1', config = {}, options = {} } = {}) {
  const { vars, main } = unstable_readConfig({ config: `${root}wrangler.toml` }, { hideWarnings: true });
  const { compatibilityDate, durableObjects, ratelimits } = unstable_getMiniflareWorkerOptions(`${root}wrangler.toml`).workerOptions;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const given = { ...vars, ...devConfig({}, { worker: url, sandbox, key: KEY }), ...config };
  const lines = [];
  const miniflare = new Miniflare(convertV4MiniflareOptions({
    host: '127.0.0.1',
    port,
    handleStructuredLogs: (log) => lines.push(log),
    ...options,
    workers: [
      {
        name: 'epay-invoice',
        compatibilityDate,
        durableObjects,
        ratelimits,
        modulesRoot: dirname(main),
        modules: [
          { type: 'ESModule', path: main },
          { type: 'CompiledWasm', path: join(dirname(main), 'index_bg.wasm') },
        ],
        bindings: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
        outboundService: 'loopback',
      },
      { name: 'loopback', modules: true, compatibilityDate, script: LOOPBACK },
    ],
  }));
  await miniflare.ready;
  return {
    url,
    /** What the Worker wrote to its log: `{level, message}`. */
    lines,
    miniflare,
    fetch: (path, init) => fetch(`${url}${path}`, init),
    /** A call with the API key and, where there is a body, JSON. */
    call: (method, path, body, headers = {}) => fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${KEY}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    }),
    stop: () => miniflare.dispose(),
  };
}
