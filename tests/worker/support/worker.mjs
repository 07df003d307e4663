// The built Worker in workerd, bound as wrangler.toml says.

import { fileURLToPath } from 'node:url';
import { Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from 'wrangler';
import { devConfig } from '../../../scripts/dev-config.mjs';
import { freePort } from '../../../scripts/ports.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The API key of the Workers started here. */
export const KEY = 'test-key';

/**
 * Starts the Worker on a free port, with nothing stored. It reaches loopback addresses and no others.
 *
 * `sandbox` is the origin of the bank it uses. `config` wins over the development configuration; an undefined value
 * takes a name away. `options` go to Miniflare, for instance `durableObjectsPersist` for a Worker that starts again.
 */
export async function startWorker({ sandbox = 'http://127.0.0.1:1', config = {}, options = {} } = {}) {
  const { vars, main } = unstable_readConfig({ config: `${root}wrangler.toml` }, { hideWarnings: true });
  const { workerOptions } = unstable_getMiniflareWorkerOptions(`${root}wrangler.toml`);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const given = { ...vars, ...devConfig({}, { worker: url, sandbox, key: KEY }), ...config };
  const lines = [];
  const miniflare = new Miniflare({
    ...workerOptions,
    modules: true,
    rootPath: root,
    scriptPath: main,
    bindings: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    outboundService: { network: { allow: ['local'] } },
    handleStructuredLogs: (log) => lines.push(log),
    host: '127.0.0.1',
    port,
    ...options,
  });
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
