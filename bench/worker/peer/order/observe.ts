// What the bank's records mean for an order.

import { isActive, isPaid, type InvoiceRecord } from '../record';
import type { Invoice } from '../schema';
import { anyOf, madeSince, paidOf } from './content';
import { tell } from './outbox';
import { SETTLE, pollPause } from './schedule';
import { calledAt, expiresAt, hasPrice, isDeactivated, isPaidForGood, settledAt, type Known, type Order } from './state';

/** There is a link. */
export function know(order: Order, invoice: Invoice | undefined, record: InvoiceRecord, now: number): void {
  const known: Known = { is: 'known', invoice, record, since: now, expired: false };
  order.phase = known;
  order.search.due = calledAt(order) === undefined ? now + pollPause(0) : now;
  update(order, known, [record], undefined, now);
}

/**
 * Takes in what records show. `completeSince` is when the search for them began, if it was this order's own and has shown all:
 * only then does it prove anything that a record is not among them.
 */
export function observe(order: Order, records: InvoiceRecord[], completeSince: number | undefined, now: number): void {
  const { phase } = order;
  if (phase.is === 'known') return update(order, phase, records, completeSince, now);
  // the call's own answer comes first; a link made elsewhere will still be there then
  if (phase.is === 'creating') return;
  if (phase.is === 'free') {
    const record = anyOf(records);
    if (record) know(order, undefined, record, now);
    return;
  }
  const { invoice, asked, ended } = phase;
  const isSettled = completeSince !== undefined && completeSince >= settledAt(order, ended);
  const record = paidOf(records, invoice) ?? madeSince(records, invoice, asked) ?? (isSettled ? anyOf(records) : undefined);
  if (record) know(order, invoice, record, now);
  else if (isSettled) order.phase = { is: 'free' };
}

/** A link of another price that was paid under the order's number is somebody else's: the shop is told, and its own is watched on. */
function update(order: Order, known: Known, records: InvoiceRecord[], completeSince: number | undefined, now: number): void {
  const link = known.record.id;
  const own = records.find(({ id }) => id === link);
  const payment = paidOf(records, known.invoice, link);
  const elsewhere = payment && payment.id !== link && !hasPrice(known, payment) ? payment : undefined;
  const fresh = elsewhere ? own : (payment ?? own);
  if (isPaidForGood(order)) {
    if (fresh && isPaid(fresh) && fresh.id === link) renew(known, fresh);
    return;
  }
  const wasDeactivated = isDeactivated(known);
  // a search that lags does not show a young link either
  const isMissing = !own && completeSince !== undefined && completeSince >= known.since + SETTLE;
  judgeDeactivation(known, fresh, isMissing, now);
  // nor a paid or a deactivated one as it is
  const isOver = isPaid(known.record) || (isDeactivated(known) && fresh !== undefined && isActive(fresh));
  if (fresh && (isPaid(fresh) || !isOver)) renew(known, fresh);
  const wasTold = known.paid !== undefined;
  if (isPaid(known.record)) {
    const mismatch = !hasPrice(known, known.record);
    if (mismatch && wasTold) return;
    known.paid = { mismatch };
    if (!mismatch) order.search = { failures: order.search.failures };
    order.attempts = [];
    return tell(order, mismatch ? 'invoice.mismatch' : 'invoice.paid', {}, now);
  }
  if (elsewhere && !wasTold) {
    known.paid = { mismatch: true };
    tell(order, 'invoice.mismatch', { record: elsewhere }, now);
  }
  if (isDeactivated(known) && !wasDeactivated) tell(order, 'invoice.deactivated', {}, now);
}

function renew(known: Known, record: InvoiceRecord): void {
  if (JSON.stringify(known.record) !== JSON.stringify(record)) known.record = record;
}

/**
 * A status of its own is a sign if the bank has said that it deactivated the link, or if it is a new one and the link had not ended;
 * in the first case, so is that the link is no longer listed.
 */
function judgeDeactivation(known: Known, record: InvoiceRecord | undefined, isMissing: boolean, now: number): void {
  const { deactivation } = known;
  if (deactivation?.link !== known.record.id) return;
  const hasEnded = now >= (expiresAt(known) ?? Infinity);
  const isClosed = record && record.status !== null && !isActive(record) && !isPaid(record)
    && (deactivation.accepted || (record.status !== deactivation.before && !hasEnded));
  if (isClosed || (isMissing && deactivation.accepted)) deactivation.confirmed = true;
}
