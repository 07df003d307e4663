// One order: its link is created once, whatever becomes of the calls, and watched until it is paid or ends.

import { DurableObject } from 'cloudflare:workers';
import { Ambiguous, createLink, find, type Invoice } from './bank';
import { type Env } from './config';
import { Problem } from './problem';
import { isPaid, type InvoiceRecord } from './record';

type Order =
  | { phase: 'creating'; invoice: Invoice; askedMs: number }
  | { phase: 'unclear'; invoice: Invoice; askedMs: number; endedMs: number }
  | { phase: 'known'; invoice?: Invoice; record: InvoiceRecord; sinceMs: number; paid: boolean; expired: boolean; failures: number };

export type Created =
  | { record: InvoiceRecord; replayed: boolean; timing: string }
  | { conflict: string[] }
  | { unknown: number }
  | { unavailable: number }
  | { refused: { code: number | null; message: string } };

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const SETTLE_MS = MINUTE;
const byAge = (rows: [number, number][], otherwise: number) => (ageMs: number) => rows.find(([until]) => ageMs < until)?.[1] ?? otherwise;
const pollPause = byAge([[2 * MINUTE, 15 * SECOND], [15 * MINUTE, MINUTE], [2 * HOUR, 5 * MINUTE], [24 * HOUR, 30 * MINUTE], [168 * HOUR, 2 * HOUR]], 12 * HOUR);
const resolvePause = byAge([[200, 200], [SECOND, 800], [3 * SECOND, 2 * SECOND], [10 * SECOND, 5 * SECOND], [5 * MINUTE, 15 * SECOND]], MINUTE);

const differing = (one: Invoice, other: Invoice) =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((field) => one[field] !== other[field]);

const differingPrice = (invoice: Invoice, record: InvoiceRecord) =>
  (['amount', 'currency'] as const).filter((field) => record[field] !== null && record[field] !== invoice[field]);

export class OrderLedger extends DurableObject<Env> {
  #order?: Order;
  #creation?: Promise<Created>;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#order = ctx.storage.kv.get<Order>('order');
    // the memory from which the call was made is gone: its outcome is unknown
    if (this.#order?.phase === 'creating') this.#order = { ...this.#order, phase: 'unclear', endedMs: Date.now() };
  }

  async create(invoice: Invoice): Promise<Created> {
    if (this.#order?.invoice) {
      const conflict = differing(this.#order.invoice, invoice);
      if (conflict.length) return { conflict };
    }
    if (this.#order?.phase === 'known') return this.#replay(this.#order, invoice);
    if (this.#creation) {
      const created = await this.#creation;
      return 'record' in created ? { ...created, replayed: true } : created;
    }
    this.#creation = this.#order ? this.#resolve(invoice) : this.#create(invoice);
    try {
      return await this.#creation;
    } finally {
      this.#creation = undefined;
    }
  }

  #replay(order: Extract<Order, { phase: 'known' }>, invoice: Invoice, timing = ''): Created {
    const conflict = differingPrice(invoice, order.record);
    return conflict.length ? { conflict } : { record: order.record, replayed: true, timing };
  }

  async #create(invoice: Invoice): Promise<Created> {
    const timing: string[] = [];
    this.#save({ phase: 'creating', invoice, askedMs: Date.now() }, Date.now() + MINUTE);
    try {
      const record = await createLink(this.env, timing, invoice);
      this.#know(record, invoice);
      const conflict = differingPrice(invoice, record);
      return conflict.length ? { conflict } : { record, replayed: false, timing: timing.join(', ') };
    } catch (error) {
      if (error instanceof Ambiguous) {
        this.#save({ phase: 'unclear', invoice, askedMs: Date.now(), endedMs: Date.now() }, Date.now() + resolvePause(0));
        return this.#resolve(invoice);
      }
      this.#forget();
      if (error instanceof Problem && error.more.bank) return { refused: error.more.bank };
      return { unavailable: error instanceof Problem ? (error.more.retryAfter ?? 5) : 5 };
    }
  }

  /** Waits a while for searches to show what became of a call. */
  async #resolve(invoice: Invoice): Promise<Created> {
    for (const pause of [200, 800, 2000]) {
      await scheduler.wait(pause);
      await this.#look();
      if (!this.#order) return this.#create(invoice);
      if (this.#order.phase === 'known') return this.#replay(this.#order, invoice);
    }
    return { unknown: 5 };
  }

  override async alarm(): Promise<void> {
    await this.#look();
  }

  async seen(records: InvoiceRecord[]): Promise<void> {
    this.#observe(records, false);
  }

  async #look(): Promise<void> {
    if (!this.#order) return;
    const begunMs = Date.now();
    try {
      const page = await find(this.env, [], this.ctx.id.name!);
      this.#observe(page.records, page.total_count <= page.records.length, begunMs);
    } catch (error) {
      console.error(`${error}`);
      void this.ctx.storage.setAlarm(Date.now() + MINUTE);
    }
  }

  #observe(records: InvoiceRecord[], complete: boolean, begunMs = Date.now()): void {
    const now = Date.now();
    const order = this.#order;
    if (!order) {
      const record = records.find(isPaid) ?? records[0];
      if (record) this.#know(record);
      return;
    }
    if (order.phase !== 'known') {
      const own = records.find((record) => isPaid(record) || differingPrice(order.invoice, record).length === 0);
      const endedMs = order.phase === 'unclear' ? order.endedMs : now;
      if (own) this.#know(own, order.invoice);
      else if (complete && begunMs >= endedMs + SETTLE_MS) this.#forget();
      else void this.ctx.storage.setAlarm(now + resolvePause(now - endedMs));
      return;
    }
    const fresh = records.find(isPaid) ?? records.find((record) => record.id === order.record.id) ?? order.record;
    const endMs = Date.parse(String(fresh.expire_date)) || order.sinceMs + 30 * 24 * HOUR;
    const paid = order.paid || isPaid(fresh);
    const expired = !paid && begunMs >= endMs + MINUTE;
    const isNews = paid !== order.paid || expired !== order.expired || JSON.stringify(fresh) !== JSON.stringify(order.record);
    const next = paid || begunMs >= endMs + 24 * HOUR ? undefined : now + pollPause(now - order.sinceMs);
    if (isNews) this.#save({ ...order, record: fresh, paid, expired }, next);
    else if (next) void this.ctx.storage.setAlarm(next);
  }

  #know(record: InvoiceRecord, invoice?: Invoice): void {
    const now = Date.now();
    const paid = isPaid(record);
    this.#save({ phase: 'known', invoice, record, sinceMs: now, paid, expired: false, failures: 0 }, paid ? undefined : now + pollPause(0));
  }

  #save(order: Order, alarmMs?: number): void {
    this.#order = order;
    this.ctx.storage.kv.put('order', order);
    if (alarmMs === undefined) void this.ctx.storage.deleteAlarm();
    else void this.ctx.storage.setAlarm(alarmMs);
  }

  #forget(): void {
    this.#order = undefined;
    this.ctx.storage.kv.delete('order');
    void this.ctx.storage.deleteAlarm();
  }
}
