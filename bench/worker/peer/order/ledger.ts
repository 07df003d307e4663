// The Durable Object of one order: its link is created once, and watched until it is paid or ends.

import { DurableObject } from 'cloudflare:workers';
import { find } from '../bank/calls';
import { readCallback } from '../bank/callback';
import { configOf, type Env } from '../config';
import { noEvent, noInvoice, outcomeUnknown } from '../problem';
import type { InvoiceRecord } from '../record';
import type { Invoice } from '../schema';
import { told, type Told } from '../told';
import { Creation, type Created } from './creation';
import { Deactivation } from './deactivation';
import { Desk } from './desk';
import { observe } from './observe';
import { redeliver } from './outbox';
import { WATCHDOG } from './schedule';
import { hint } from './search';
import { invoiceOf, newsOf, recordOfOrder, type Order } from './state';
import { post } from './webhook';

export class OrderLedger extends DurableObject<Env> {
  readonly #desk = new Desk(this.ctx, this.env);
  readonly #creation = new Creation(this.env, this.#desk);
  readonly #deactivation = new Deactivation(this.env, this.#desk);
  /** How many wait for calls to the bank, and are told what these took. */
  #callers = 0;

  create(invoice: Invoice): Promise<Told<Created>> {
    return this.#timed(() => this.#creation.create(invoice));
  }

  deactivate(): Promise<Told<InvoiceRecord>> {
    return this.#timed(() => this.#deactivation.deactivate());
  }

  /** What a caller waits for, with what the calls took that it has waited for. */
  async #timed<T>(work: () => Promise<T>): Promise<Told<T>> {
    const { timing } = this.#desk.line;
    if (this.#callers++ === 0) timing.length = 0;
    const answer = await told(work).finally(() => this.#callers--);
    return { ...answer, timing: timing.splice(0) };
  }

  /** Records that a status call saw. What they lack proves nothing. */
  async seen(records: InvoiceRecord[]): Promise<void> {
    this.#desk.open();
    this.#desk.turn((order, now) => observe(order, records, undefined, now));
  }

  /** The bank called. The shop's own link gets what the bank sent, once, and whatever it answers. */
  async called(body: string, contentType: string): Promise<void> {
    const callback = await readCallback(body);
    const invoice = invoiceOf(this.#desk.open());
    const link = callback.is === 'paid' ? invoice?.post_link : invoice?.failure_post_link;
    if (link) this.ctx.waitUntil(post(link, { 'content-type': contentType }, body, configOf(this.env).bankTimeoutMs));
    this.#desk.turn((order, now) => {
      if (hint(order, callback, this.#desk.line.isSearching, now)) this.#desk.line.overtake();
    });
  }

  /** The link that the order knows: a search may lag behind it. */
  known(): Promise<Told<InvoiceRecord>> {
    return told(() => knownLink(this.#desk.open()));
  }

  /** A stream of the order's changes; none for a watcher that has had the last. An order that is not known is looked up first. */
  events(lastEventId: string): Promise<Told<ReadableStream<Uint8Array> | null>> {
    return told(async () => {
      const order = this.#desk.open();
      if (!recordOfOrder(order)) {
        const { records } = await find(this.env, [], order.invoice_id);
        await this.seen(records);
      }
      return this.#desk.watchers.add({ ...newsOf(order), record: knownLink(order) }, lastEventId);
    });
  }

  /** Has an event delivered anew, and whatever the list says of this order told anew. */
  redeliver(id: string): Promise<Told<true>> {
    return told(() => {
      if (!this.#desk.load()) throw noEvent();
      const isThere = this.#desk.turn((order, now) => {
        order.reported = '';
        return redeliver(order, id, now);
      });
      if (!isThere) throw noEvent();
      return true;
    });
  }

  override async alarm(): Promise<void> {
    try {
      await this.#desk.ring();
    } catch (error) {
      console.error(`${error}`);
      // the platform rings one that has failed again only for some minutes, and an order without an alarm is watched no more
      await this.ctx.storage.setAlarm(Date.now() + WATCHDOG);
    }
  }
}

function knownLink(order: Order): InvoiceRecord {
  const record = recordOfOrder(order);
  if (record) return record;
  throw order.phase.is === 'free' ? noInvoice(order.invoice_id) : outcomeUnknown(5);
}
