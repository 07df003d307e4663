// What is saved of an order, and what it says by itself.

import type { InvoiceRecord } from '../record';
import { isPaid, timeOf } from '../record';
import type { Invoice } from '../schema';
import { hasPriceOf } from './content';
import { AFTER_EXPIRY, CALLBACK_HOLD, DAY, ENDLESS, SETTLE } from './schedule';

export interface Order {
  /** The form of what follows. */
  version: 1;
  invoice_id: string;
  phase: Phase;
  /** When the next search is due, how many that were due have failed in a row, and when something happened that none may show yet. */
  search: { due?: number; failures: number; stirred?: number };
  /** Attempts to pay that failed by a callback's word, until a search confirms that the link is not paid. */
  attempts: Attempt[];
  outbox: Notice[];
  /** Counts the changes of what is told to watchers. */
  revision: number;
  /** What the list of undelivered events was last told of this order, as JSON. */
  reported: string;
}

export type Phase =
  | { is: 'free' }
  /** A create call is under way, or was when the order's memory was lost. */
  | { is: 'creating'; invoice: Invoice; asked: number }
  /** A create call was made, and nobody knows what became of it. */
  | { is: 'unclear'; invoice: Invoice; asked: number; ended: number }
  | Known;

export interface Known {
  is: 'known';
  /** What was asked for; none for a link made elsewhere that nobody has asked for here. */
  invoice?: Invoice;
  /** The last that the bank said of it. */
  record: InvoiceRecord;
  since: number;
  /** A payment that was seen. Where it is not at the order's price, one that is may yet be seen. */
  paid?: { mismatch: boolean };
  expired: boolean;
  /** Saved before the call; `before` is the link's status then, by which a change is seen. */
  deactivation?: { link: string; before: string; accepted: boolean; confirmed: boolean };
}

export interface Attempt {
  transaction: string;
  reason?: string;
  came: number;
}

export interface Notice {
  id: string;
  type: `invoice.${'paid' | 'mismatch' | 'failed' | 'expired' | 'deactivated'}`;
  created: number;
  /** How many deliveries have failed. */
  attempts: number;
  delivery: { due: number } | { done: number } | { dead: number };
  /** What went wrong with the last delivery. */
  trouble?: string;
  data: Record<string, unknown>;
}

export const newOrder = (invoiceId: string): Order => ({
  version: 1, invoice_id: invoiceId, phase: { is: 'free' }, search: { failures: 0 }, attempts: [], outbox: [], revision: 0, reported: '[]',
});

export const invoiceOf = ({ phase }: Order) => ('invoice' in phase ? phase.invoice : undefined);
export const recordOfOrder = ({ phase }: Order) => (phase.is === 'known' ? phase.record : undefined);

/** Whether a record is at the order's price, if that is known here. */
export const hasPrice = ({ invoice }: Known, record: InvoiceRecord) => !invoice || hasPriceOf(invoice, record);
/** Paid at its price: nothing more is to be expected. */
export const isPaidForGood = ({ phase }: Order) => phase.is === 'known' && phase.paid?.mismatch === false;
export const isDeactivated = ({ deactivation }: Known) => deactivation?.confirmed === true;

/** When it ends: what the bank says, else what was asked of it. */
export const expiresAt = ({ record, invoice, since }: Known) =>
  timeOf(record.expire_date) ?? (invoice && since + Number.parseInt(invoice.expire_period, 10) * DAY);
export function watchedUntil(known: Known): number {
  const end = expiresAt(known);
  return end === undefined ? known.since + ENDLESS : end + AFTER_EXPIRY;
}

/** When the bank last called about what no search has shown yet. */
export function calledAt({ attempts, search: { stirred } }: Order): number | undefined {
  const times = attempts.map(({ came }) => came);
  if (stirred !== undefined) times.push(stirred);
  return times.length ? Math.max(...times) : undefined;
}
/** Until when a callback puts off the verdict that there is no link. */
export const heldUntil = (order: Order) => (calledAt(order) ?? -Infinity) + CALLBACK_HOLD;
/** When it can be said that a link that no search has found was not made. */
export const settledAt = (order: Order, ended: number) => Math.max(heldUntil(order), ended + SETTLE);

export type Standing = 'free' | 'unclear' | 'open' | 'expired' | 'deactivated' | 'paid' | 'mismatch';

export function standingOf({ phase }: Order): Standing {
  if (phase.is !== 'known') return phase.is === 'free' ? 'free' : 'unclear';
  if (phase.paid?.mismatch === false) return 'paid';
  if (phase.paid && isPaid(phase.record)) return 'mismatch';
  if (isDeactivated(phase)) return 'deactivated';
  return phase.expired ? 'expired' : 'open';
}

/** Whether a stream of changes ends there. */
const isSettled = (standing: Standing) => !['free', 'unclear', 'open'].includes(standing);

/** What those who watch an order are told: its record, if there is one, which the revision names. */
export function newsOf(order: Order) {
  const standing = standingOf(order);
  return { id: `${order.revision}`, record: recordOfOrder(order), standing, isLast: isSettled(standing) };
}
