// Programs that end with this one. Each leads a process group, so that stopping it stops whatever it started.

import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

const GRACE_MS = 5_000;

export class Children {
  #started = [];

  /** Starts a program; `ended` resolves to how it ended, and is never rejected. */
  start(name, command, args, options = {}) {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options, detached: true });
    const ended = new Promise((resolve) => {
      child.once('error', (error) => resolve({ name, how: `could not be started: ${error.message}` }));
      child.once('exit', (code, signal) => resolve({ name, code, how: signal ? `was ended by ${signal}` : `ended with ${code}` }));
    });
    const started = { name, child, ended };
    this.#started.push(started);
    return started;
  }

  /** Ends every program: asks it, so that it ends its own in order, and after some seconds leaves it no choice. */
  async stop() {
    for (const { child } of this.#started) child.kill('SIGTERM');
    await Promise.race([Promise.all(this.#started.map(({ ended }) => ended)), pause(GRACE_MS, undefined, { ref: false })]);
    this.kill();
  }

  /** Ends every program and all that it started, at once. */
  kill() {
    for (const { child } of this.#started.splice(0)) if (child.pid) killGroup(child.pid);
  }
}

function killGroup(leader) {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
