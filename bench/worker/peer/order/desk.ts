// One order in memory: each thing that happens to it is a turn, after which what has become due is done.

import type { Env } from '../config';
import { Line } from './line';
import { delivered, dueAt, undelivered } from './outbox';
import { REPORT_AGAIN, WATCHDOG } from './schedule';
import { newOrder, newsOf, type Notice, type Order } from './state';
import { Watchers } from './watchers';
import { deliver } from './webhook';

export type Change<T> = (order: Order, now: number) => T;

export class Desk {
  readonly watchers = new Watchers();
  readonly line: Line;
  #order?: Order;
  #saved?: string;
  #alarm?: number;
  readonly #delivering = new Set<string>();
  #isReporting = false;
  readonly #background = new Set<Promise<unknown>>();

  constructor(private readonly ctx: DurableObjectState, private readonly env: Env) {
    this.line = new Line(env, this);
  }

  /** The order in storage, if there is one. */
  load(): Order | undefined {
    if (this.#order) return this.#order;
    const saved = this.ctx.storage.kv.get<string>('order');
    if (saved === undefined) return undefined;
    const order: Order = JSON.parse(saved);
    if (order.version !== 1) throw new Error(`the order is saved in form ${order.version}, and this version knows form 1`);
    const { phase } = order;
    if (phase.is === 'creating') {
      // the call ended at the latest now, with the memory it was made from
      order.phase = { ...phase, is: 'unclear', ended: Date.now() };
      order.search.due = Date.now();
    }
    this.#saved = saved;
    return (this.#order = order);
  }

  /** The order; a new one where none is known. */
  open(): Order {
    const order = this.load() ?? newOrder(this.ctx.id.name!);
    // one of which nothing is known need not be saved
    this.#saved ??= JSON.stringify(order);
    return (this.#order = order);
  }

  /** Lets something happen to the order. It is saved with its alarm before anything goes out: the platform holds that back. */
  turn<T>(change: Change<T>): T {
    const order = this.open();
    const now = Date.now();
    const before = newsOf(order);
    const result = change(order, now);
    const { record, standing } = newsOf(order);
    const isNews = record !== before.record || standing !== before.standing;
    if (isNews) order.revision++;
    this.#advance(order, now);
    this.#save(order, now);
    if (isNews && record) this.watchers.tell({ ...newsOf(order), record });
    return result;
  }

  /** Does whatever is due. */
  #advance(order: Order, now: number): void {
    const { due } = order.search;
    if (due !== undefined && due <= now && !this.line.isSearching) this.#later(this.line.look());
    for (const notice of order.outbox) {
      if ((dueAt(notice) ?? Infinity) <= now && !this.#delivering.has(notice.id)) this.#later(this.#deliver(notice));
    }
    if (!isReported(order) && !this.#isReporting) this.#later(this.#report(order));
  }

  #save(order: Order, now: number): void {
    const { storage } = this.ctx;
    const text = JSON.stringify(order);
    if (text !== this.#saved) storage.kv.put('order', text);
    this.#saved = text;
    const alarm = this.#nextAlarm(order, now);
    if (alarm === this.#alarm) return;
    void (alarm === undefined ? storage.deleteAlarm() : storage.setAlarm(alarm));
    this.#alarm = alarm;
  }

  #nextAlarm(order: Order, now: number): number | undefined {
    const times = order.outbox.map((notice) => (this.#delivering.has(notice.id) ? now + WATCHDOG : dueAt(notice)));
    times.push(this.line.isBusy ? now + WATCHDOG : order.search.due);
    if (!isReported(order)) times.push(now + REPORT_AGAIN);
    const next = Math.min(...times.map((time) => time ?? Infinity));
    return next === Infinity ? undefined : next;
  }

  /** The alarm rang: what is due is done to its end. */
  async ring(): Promise<void> {
    this.#alarm = undefined;
    if (!this.load()) return;
    this.turn(() => {});
    while (this.#background.size) await Promise.all(this.#background);
  }

  async #deliver(notice: Notice): Promise<void> {
    this.#delivering.add(notice.id);
    const trouble = await deliver(this.env, notice).catch(String);
    this.#delivering.delete(notice.id);
    this.turn((order, now) => delivered(order, notice.id, trouble, now));
  }

  /** Tells the list of undelivered events what there is of this order, until it has been told all. */
  async #report(order: Order): Promise<void> {
    this.#isReporting = true;
    try {
      while (!isReported(order)) {
        const events = undelivered(order);
        await this.env.DEAD_LETTERS.getByName('list').keep(order.invoice_id, events);
        order.reported = JSON.stringify(events);
      }
    } finally {
      this.#isReporting = false;
    }
    this.turn(() => {});
  }

  /** What goes on behind. Nobody may be left who waits for it: what fails goes to the operator's log. */
  #later(work: Promise<unknown>): void {
    const done = work.catch((error) => console.error(`${error}`)).finally(() => this.#background.delete(done));
    this.#background.add(done);
  }
}

const isReported = (order: Order) => order.reported === JSON.stringify(undelivered(order));
