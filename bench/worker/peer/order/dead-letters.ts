// The events that the shop has not accepted, over all orders: a copy of what each order's outbox says.

import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../config';
import type { Undelivered } from './outbox';

export class DeadLetters extends DurableObject<Env> {
  #sql = this.ctx.storage.sql;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS events (key TEXT PRIMARY KEY, invoice_id TEXT, json TEXT) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS events_by_order ON events (invoice_id)`);
  }

  /** Keeps these in the place of what was known of the order. */
  keep(invoiceId: string, events: Undelivered[]): void {
    this.ctx.storage.transactionSync(() => {
      this.#sql.exec('DELETE FROM events WHERE invoice_id = ?', invoiceId);
      for (const event of events) {
        // by its age; the milliseconds have 13 digits until 2286
        const key = `${Date.parse(event.timestamp)}.${event.id}`;
        this.#sql.exec('INSERT INTO events VALUES (?, ?, ?)', key, invoiceId, JSON.stringify(event));
      }
    });
  }

  /** A page of the list, the oldest first. `next` is where the one after it begins. */
  page(after: string, limit: number): { events: Undelivered[]; next: string | null } {
    const rows = this.#sql
      .exec<{ key: string; json: string }>('SELECT key, json FROM events WHERE key > ? ORDER BY key LIMIT ?', after, limit + 1)
      .toArray();
    const page = rows.slice(0, limit);
    return { events: page.map(({ json }) => JSON.parse(json)), next: rows.length > limit ? page.at(-1)!.key : null };
  }
}
