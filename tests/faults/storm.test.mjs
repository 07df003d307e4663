// Fault storms: `SEED` repeats one, `SEEDS` says how many there are, three of them at a time.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { storm } from './support/storm.mjs';
import { table } from './support/table.mjs';

const seeds = process.env.SEED ? [Number(process.env.SEED)] : Array.from({ length: Number(process.env.SEEDS ?? 2) }, (_, index) => index + 1);
const rows = [];

after(() => console.log(table(rows)));

describe('in a storm no link is made twice, none is lost, and every order comes to its true state', { concurrency: 3 }, () => {
  for (const seed of seeds) {
    test(`seed ${seed}`, { timeout: 20 * 60_000 }, async () => {
      const { row, words, looked } = await storm(seed, { log: console.log });
      rows.push(row);
      assert.deepEqual(words, [], words.slice(0, 20).join('\n'));
      assert.ok(row.links > row.orders / 2 && row.answers > row.orders && row.events > 50 && row.killed > 2 && row.crashes === 2, `there was no storm: ${JSON.stringify(row)}`);
      assert.ok(looked.secrets > 10 && looked.lines > 0, 'there was nothing to look for');
    });
  }
});
