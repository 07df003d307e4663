// Creating an order's link: once, whatever becomes of the calls.

import { createLink } from '../bank/calls';
import { nothingDone, throttledPause, type BankError } from '../bank/failure';
import type { Env } from '../config';
import { conflict, type Problem } from '../problem';
import type { InvoiceRecord } from '../record';
import type { Invoice } from '../schema';
import { differing, differingFromLink } from './content';
import type { Desk } from './desk';
import { bankError } from './line';
import { know } from './observe';
import { SETTLE, THROTTLED_SEARCH, resolvePause } from './schedule';
import { calledAt, heldUntil, invoiceOf, type Known, type Order } from './state';

export interface Created {
  record: InvoiceRecord;
  /** Whether it was there before this caller asked. */
  replayed: boolean;
}

export class Creation {
  /** The call for which all who ask for the same wait. */
  #call?: { invoice: Invoice; done: Promise<void> };
  /** How often in a row the bank has throttled it. */
  #throttled = 0;

  constructor(private readonly env: Env, private readonly desk: Desk) {}

  async create(invoice: Invoice): Promise<Created> {
    const pending = invoiceOf(this.desk.open()) ?? this.#call?.invoice;
    const fields = pending ? differing(pending, invoice) : [];
    if (fields.length) throw conflict(fields);
    const since = Date.now();
    let isFirst = false;
    for (let hasSearched = false; ; hasSearched = true) {
      const { phase } = this.desk.open();
      if (phase.is === 'known') return { record: this.#linkFor(invoice, phase), replayed: !isFirst };
      if (phase.is === 'unclear') {
        await this.desk.line.outcome(phase.ended, since, hasSearched);
      } else {
        isFirst ||= !this.#call;
        this.#call ??= { invoice, done: this.#create(invoice).finally(() => (this.#call = undefined)) };
        await this.#call.done;
      }
    }
  }

  /** The link, if it is what is asked for, whatever has become of it since. One made elsewhere becomes this order's. */
  #linkFor(invoice: Invoice, known: Known): InvoiceRecord {
    const fields = differingFromLink(invoice, known.invoice, known.record);
    if (fields.length) throw conflict(fields);
    if (!known.invoice) this.desk.turn(() => (known.invoice = invoice));
    return known.record;
  }

  /** The intent is saved before the call, which is never repeated where its outcome is not known. */
  async #create(invoice: Invoice): Promise<void> {
    const problem = await this.desk.line.call<Problem | undefined>(async () => {
      const isFree = this.desk.turn((order, now) => {
        // a search before it has shown a link
        if (order.phase.is !== 'free') return false;
        if (now < heldUntil(order)) {
          // no second link is made before the one is known that the bank has called about
          findOut(order, invoice, 0, now - SETTLE, now);
          return false;
        }
        order.phase = { is: 'creating', invoice, asked: now };
        return true;
      });
      if (!isFree) return () => undefined;
      try {
        const record = await createLink(this.env, this.desk.line.timing, invoice);
        return (order, now) => {
          this.#throttled = 0;
          know(order, invoice, record, now);
          return undefined;
        };
      } catch (error) {
        const failed = bankError(error);
        return (order, now) => this.#failed(order, failed, now);
      }
    });
    if (problem) throw problem;
  }

  #failed(order: Order, failed: BankError, now: number): Problem | undefined {
    const { phase } = order;
    if (phase.is !== 'creating') return undefined;
    const { invoice, asked } = phase;
    const times = this.#throttled + 1;
    this.#throttled = 0;
    if (failed.failure.is === 'throttled') {
      // the bank's word that nothing was done stands if the next search does not show a link
      const pause = throttledPause(failed.failure.retryAfter, times);
      findOut(order, invoice, asked, now - SETTLE, now + (pause ?? THROTTLED_SEARCH));
      if (pause === undefined) return nothingDone(failed);
      this.#throttled = times;
      return undefined;
    }
    if (failed.isAmbiguous) {
      findOut(order, invoice, asked, now, now + resolvePause(0));
      return undefined;
    }
    order.phase = { is: 'free' };
    // a callback that came meanwhile is about a link made elsewhere, or about nothing
    order.search.due = calledAt(order) === undefined ? undefined : now;
    return nothingDone(failed);
  }
}

/** Nobody knows whether there is a link: a search tells. */
function findOut(order: Order, invoice: Invoice, asked: number, ended: number, due: number): void {
  order.phase = { is: 'unclear', invoice, asked, ended };
  order.search.due = due;
}
