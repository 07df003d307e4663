// What the Worker's orders know, read where they keep it, while the Worker runs: nobody helps by asking.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { deserialize } from 'node:v8';

/** Every order of a storage folder as it is saved (src/order/ledger.rs), by its number. */
export function ledgers(storage) {
  const folder = join(storage, 'do', 'epay-invoice-OrderLedger');
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.sqlite') && file !== 'metadata.sqlite') : [];
  const orders = files.map((file) => read(join(folder, file))).filter(Boolean);
  return new Map(orders.map((order) => [order.invoice_id, order]));
}

function read(file) {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 1_000 });
  try {
    if (!database.prepare("SELECT 1 FROM sqlite_master WHERE name = '_cf_KV'").get()) return;
    const row = database.prepare("SELECT value FROM _cf_KV WHERE key = 'order'").get();
    return row && JSON.parse(deserialize(row.value));
  } finally {
    database.close();
  }
}
