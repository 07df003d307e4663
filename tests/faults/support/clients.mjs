// The clients, and their ends: each is killed again and again, and begins anew with what was not served.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./client.mjs', import.meta.url));

export class Clients {
  #slots;
  #tell;
  #how;
  #chance;
  #isOver = false;
  killed = 0;

  /** `jobs` has each client's orders. `tell` hears each answer; `how` is `{url, key, atOnce}`. */
  constructor(jobs, chance, how, tell) {
    [this.#chance, this.#how, this.#tell] = [chance, how, tell];
    this.#slots = jobs.map((orders) => ({ left: new Map(orders.map((job) => [job.order.invoice_id, job])), child: undefined }));
    for (const slot of this.#slots) this.#start(slot);
  }

  #start(slot) {
    const child = fork(PROGRAM, [JSON.stringify({ ...this.#how, seed: this.#chance.from(1, 2 ** 31) })]);
    slot.child = child;
    child.on('message', (told) => {
      if (told.what === 'served') slot.left.delete(told.id);
      else this.#tell(told);
    });
    child.once('exit', () => {
      slot.child = undefined;
      if (slot.left.size && !this.#isOver) this.#start(slot);
    });
    child.send([...slot.left.values()], () => {});
  }

  /** How many orders are not served. */
  get left() {
    return this.#slots.reduce((sum, { left }) => sum + left.size, 0);
  }

  /** Kills one of those that run, as a crash would. */
  killOne() {
    const running = this.#slots.filter(({ child }) => child);
    if (!running.length) return;
    this.killed += 1;
    this.#chance.one(running).child.kill('SIGKILL');
  }

  /** Kills all, for good. */
  async stop() {
    this.#isOver = true;
    const running = this.#slots.flatMap(({ child }) => child ?? []);
    const ended = running.map((child) => once(child, 'exit'));
    for (const child of running) child.kill('SIGKILL');
    await Promise.all(ended);
  }
}
