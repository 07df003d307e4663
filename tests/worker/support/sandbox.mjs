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
  return {
    url,
    async stop() {
      child.kill();
      await ended;
    },
  };
}
