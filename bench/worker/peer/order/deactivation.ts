// Deactivating an order's link: find it, refuse if it is paid, ask the bank, confirm by searches.

import { deactivateLink } from '../bank/calls';
import { BankError, nothingDone } from '../bank/failure';
import type { Env } from '../config';
import { alreadyPaid, noInvoice, outcomeUnknown, type Problem } from '../problem';
import { isLinkId, isPaid, type InvoiceRecord } from '../record';
import type { Desk } from './desk';
import { bankError } from './line';
import { CONFIRM_PAUSES } from './schedule';
import { isDeactivated, type Known } from './state';

export class Deactivation {
  /** What all who ask meanwhile wait for. */
  #closing?: Promise<void>;

  constructor(private readonly env: Env, private readonly desk: Desk) {}

  async deactivate(): Promise<InvoiceRecord> {
    const since = Date.now();
    for (let hasSearched = false; ; hasSearched = true) {
      const { phase, invoice_id: invoiceId } = this.desk.open();
      if (phase.is === 'known') {
        if (isPaid(phase.record)) throw alreadyPaid(invoiceId);
        if (isDeactivated(phase)) return phase.record;
      }
      if (phase.is === 'unclear') await this.desk.line.outcome(phase.ended, since, hasSearched);
      else await (this.#closing ??= this.#close().finally(() => (this.#closing = undefined)));
    }
  }

  async #close(): Promise<void> {
    const failed = await this.desk.line.look();
    const { phase, invoice_id: invoiceId } = this.desk.open();
    if (phase.is === 'creating' || phase.is === 'unclear') return;
    if (failed) throw nothingDone(failed);
    if (phase.is === 'free') throw noInvoice(invoiceId);
    const isOver = () => isPaid(phase.record) || isDeactivated(phase);
    if (isOver()) return;
    const { refusal, forget } = await this.#put(phase);
    for (const pause of CONFIRM_PAUSES) {
      if (isOver()) return;
      this.desk.turn(({ search }, now) => {
        // a hint that has come meanwhile does not wait
        if (search.due === undefined || search.due > now) search.due = now + pause;
      });
      await this.desk.line.looked();
      if (refusal && !isOver()) {
        this.desk.turn(forget);
        throw refusal;
      }
    }
    if (!isOver()) throw outcomeUnknown(5);
  }

  /** The call. A refusal is not the last word: an earlier call may have done it. */
  async #put(known: Known): Promise<{ refusal?: Problem; forget: () => void }> {
    const link = known.record.id;
    // a link without an id cannot be named to the bank
    if (!isLinkId(link)) throw nothingDone(new BankError({ is: 'malformed' }));
    // what the bank has said of an earlier call for the link still counts
    const isFirst = known.deactivation?.link !== link;
    const forget = () => {
      if (isFirst) delete known.deactivation;
    };
    const failed = await this.desk.line.call(async () => {
      if (isFirst) this.desk.turn(() => (known.deactivation = { link, before: `${known.record.status ?? ''}`, accepted: false, confirmed: false }));
      const failed = await deactivateLink(this.env, this.desk.line.timing, link).then(() => undefined, bankError);
      return ({ search }, now) => {
        if (failed && !failed.isAmbiguous && failed.failure.is !== 'refused') forget();
        else if (!isPaid(known.record)) search.due = search.stirred = now;
        if (!failed && known.deactivation?.link === link) known.deactivation.accepted = true;
        return failed;
      };
    });
    if (!failed || failed.isAmbiguous) return { forget };
    if (failed.failure.is !== 'refused') throw nothingDone(failed);
    return { refusal: nothingDone(failed), forget };
  }
}
