// What the shop is told, and how far the telling has come.

import { DELIVERY_PAUSES } from './schedule';
import type { Attempt, Notice, Order } from './state';
import type { InvoiceRecord } from '../record';

const [MAX, TROUBLE_MAX] = [64, 200];

interface About {
  /** Another record than the order's own. */
  record?: InvoiceRecord;
  attempt?: Attempt;
}

/** Puts a notice into the outbox, unless it is there already. */
export function tell({ invoice_id, phase, outbox }: Order, type: Notice['type'], { record, attempt }: About, now: number): void {
  if (phase.is !== 'known') return;
  // made from what it is about, not counted
  const id = `evt_${invoice_id}_${type.split('.')[1]}${attempt ? `_${attempt.transaction}` : ''}`;
  if (outbox.some((notice) => notice.id === id)) return;
  const { invoice } = phase;
  const data = {
    invoice_id,
    record: record ?? phase.record,
    ...(type === 'invoice.mismatch' && invoice && { expected: { amount: invoice.amount, currency: invoice.currency } }),
    ...(attempt && { transaction: attempt.transaction, reason: attempt.reason }),
  };
  outbox.push({ id, type, created: now, attempts: 0, delivery: { due: now }, data });
  if (outbox.length <= MAX) return;
  // those that the shop has accepted make room first, then attempts: the others come once each and stay
  const done = outbox.findIndex(({ delivery }) => 'done' in delivery);
  outbox.splice(done >= 0 ? done : Math.max(0, outbox.findIndex(({ type }) => type === 'invoice.failed')), 1);
}

/** The body of each of its deliveries. */
export const bodyOf = ({ type, created, data }: Notice) => JSON.stringify({ type, timestamp: new Date(created).toISOString(), data });

export const dueAt = ({ delivery }: Notice) => ('due' in delivery ? delivery.due : undefined);

/** Takes in how a delivery went: `trouble` is what went wrong, if anything did. */
export function delivered({ outbox }: Order, id: string, trouble: string | undefined, now: number): void {
  const notice = outbox.find((notice) => notice.id === id);
  if (!notice || dueAt(notice) === undefined) return;
  notice.trouble = trouble?.slice(0, TROUBLE_MAX);
  if (trouble === undefined) {
    notice.delivery = { done: now };
    return;
  }
  const pause = DELIVERY_PAUSES[notice.attempts++];
  notice.delivery = pause === undefined ? { dead: now } : { due: now + pause };
}

/** Has a notice delivered anew, from the first attempt on. Whether there is one of that id. */
export function redeliver({ outbox }: Order, id: string, now: number): boolean {
  const notice = outbox.find((notice) => notice.id === id);
  if (notice) Object.assign(notice, { attempts: 0, delivery: { due: now } });
  return notice !== undefined;
}

export interface Undelivered {
  id: string;
  type: string;
  invoice_id: string;
  timestamp: string;
  state: 'retrying' | 'dead';
  attempts: number;
  next_attempt: string | null;
  trouble: string;
}

/** What the list of undelivered events is to say of an order: what was refused and not accepted since. */
export const undelivered = ({ invoice_id, outbox }: Order): Undelivered[] =>
  outbox.flatMap((notice) => {
    const { id, type, created, attempts, trouble } = notice;
    if (trouble === undefined) return [];
    const due = dueAt(notice);
    const [timestamp, next] = [created, due].map((ms) => (ms === undefined ? null : new Date(ms).toISOString()));
    return [{ id, type, invoice_id, timestamp: timestamp!, state: due === undefined ? 'dead' : 'retrying', attempts, next_attempt: next!, trouble }];
  });
