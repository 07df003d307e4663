// The sandbox bank as a program of its own, on a free port.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { sandboxProgram } from '../../../scripts/cargo.mjs';

/** Starts the sandbox; `flags` are those of `epay-sandbox --help`. */
export async function startSandbox(...flags) {
  const child = spawn(sandboxProgram(), ['--quiet', '--port', '0', ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /listening on (\S+)/.exec(line)?.[1];
      if (url) resolve(url);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the sandbox ended with ${code} before it listened`)));
  });
  const ask = async (path, body, method = body === undefined ? 'GET' : 'POST') => {
    const answer = await fetch(`${url}/sandbox/${path}`, { method, body: body && JSON.stringify(body) });
    const json = await answer.json();
    if (!answer.ok) throw new Error(`the sandbox answers ${answer.status}: ${JSON.stringify(json)}`);
    return json;
  };
  return {
    url,
    /** Makes the bank fail: the sandbox's README has the table. */
    fault: (...faults) => ask('faults', faults),
    /** What is armed, each with how many calls it has hit. */
    faults: async () => (await ask('faults')).faults,
    clearFaults: () => ask('faults', undefined, 'DELETE'),
    revokeTokens: () => ask('revoke-tokens', {}),
    setClock: (moment) => ask('clock', { now: moment.toISOString() }),
    /** What happened at the bank: `{counts, entries}`. */
    ledger: (query = {}) => ask(`ledger?${new URLSearchParams(query)}`),
    invoices: async () => (await ask('invoices')).invoices,
    pay: (linkId, how = {}) => ask(`invoices/${linkId}/pay`, how),
    decline: (linkId, how = {}) => ask(`invoices/${linkId}/decline`, how),
    releaseCallbacks: (order = {}) => ask('callbacks/release', order),
    async stop() {
      child.kill();
      await ended;
    },
  };
}
