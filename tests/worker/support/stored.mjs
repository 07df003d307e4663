// What a Worker that has stopped has stored: read and written where it lies, for what would take days or a fault of the
// platform to come about.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { deserialize, serialize } from 'node:v8';

/** Lets `work` at the database of each object of the class, in a storage folder of a stopped Worker. */
export function eachObject(storage, className, work) {
  const folder = join(storage, 'do', `epay-invoice-${className}`);
  for (const file of readdirSync(folder)) {
    if (!file.endsWith('.sqlite') || file === 'metadata.sqlite') continue;
    const database = new DatabaseSync(join(folder, file));
    try {
      work(database);
    } finally {
      database.close();
    }
  }
}

/** When the orders' alarms are to ring, in milliseconds since 1970. */
export function alarms(storage) {
  const times = [];
  eachObject(storage, 'OrderLedger', (database) => {
    // the platform's own table
    for (const { at } of database.prepare('SELECT value / 1000000 AS at FROM _cf_METADATA WHERE key = 1').all()) times.push(Number(at));
  });
  return times;
}

/** Lets all of them ring as soon as the Worker starts. */
export function ringAlarms(storage) {
  const now = BigInt(Date.now()) * 1_000_000n;
  eachObject(storage, 'OrderLedger', (database) => database.prepare('UPDATE _cf_METADATA SET value = ? WHERE key = 1').run(now));
  // and the list of all, by which it wakes the objects
  const database = new DatabaseSync(join(storage, 'do', 'epay-invoice-OrderLedger', 'metadata.sqlite'));
  const { changes } = database.prepare('UPDATE _cf_ALARM SET scheduled_time = ?').run(now);
  database.close();
  assert.ok(changes > 0, 'no alarm is set');
}

/** Changes the orders: `change` gets each as it is saved (src/order/ledger.rs), to alter it in place. */
export function changeOrders(storage, change) {
  let changed = 0;
  eachObject(storage, 'OrderLedger', (database) => {
    if (!database.prepare("SELECT 1 FROM sqlite_master WHERE name = '_cf_KV'").get()) return;
    const row = database.prepare("SELECT value FROM _cf_KV WHERE key = 'order'").get();
    if (!row) return;
    const order = JSON.parse(deserialize(row.value));
    change(order);
    database.prepare("UPDATE _cf_KV SET value = ? WHERE key = 'order'").run(serialize(JSON.stringify(order)));
    changed += 1;
  });
  assert.ok(changed > 0, 'no order is stored');
}
