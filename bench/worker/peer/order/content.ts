// Whether what is asked for is what the order has, and which record is the order's.

import { isActive, isPaid, timeOf, type InvoiceRecord } from '../record';
import { INVOICE_FIELDS, type Invoice } from '../schema';
import { CLOCK_SKEW } from './schedule';

export const differing = (one: Invoice, other: Invoice): string[] => INVOICE_FIELDS.filter((field) => one[field] !== other[field]);

const differingIn = (fields: readonly ('amount' | 'currency' | 'description')[]) => (invoice: Invoice, record: InvoiceRecord): string[] =>
  fields.filter((field) => {
    const asked = invoice[field];
    return record[field] !== null && record[field] !== (typeof asked === 'string' ? asked.trim() : asked);
  });

/** What says what is paid for. What the record does not tell does not differ. */
export const differingPrice = differingIn(['amount', 'currency']);
/** All that is compared with a link made elsewhere: the bank tells the other fields in other words or not at all. */
const differingElsewhere = differingIn(['amount', 'currency', 'description']);

/** The fields in which what is asked for is not what the link was made for, in the order of the bank's table. */
export function differingFromLink(invoice: Invoice, asked: Invoice | undefined, record: InvoiceRecord): string[] {
  const fields = new Set(asked ? differing(asked, invoice) : differingElsewhere(invoice, record));
  for (const field of differingPrice(invoice, record)) fields.add(field);
  return fields.size ? INVOICE_FIELDS.filter((field) => fields.has(field)) : [];
}

type Rank = (record: InvoiceRecord) => number;
const created: Rank = (record) => timeOf(record.created_date) ?? -Infinity;

/** The record that ranks first, by these one after the other; of equals the first, as a search orders by the newest. */
const first = (records: InvoiceRecord[], ...ranks: Rank[]): InvoiceRecord | undefined =>
  records.reduce<InvoiceRecord | undefined>((best, record) => {
    if (!best) return record;
    for (const rank of ranks) {
      const [ours, theirs] = [rank(best), rank(record)];
      if (ours !== theirs) return theirs > ours ? record : best;
    }
    return best;
  }, undefined);

export const hasPriceOf = (invoice: Invoice, record: InvoiceRecord) => record.amount !== null && differingPrice(invoice, record).length === 0;

/** The paid record: of several the one at the invoice's price, then the one already known, then the newest. */
export const paidOf = (records: InvoiceRecord[], invoice?: Invoice, link?: unknown) =>
  first(records.filter(isPaid), (record) => Number(!!invoice && hasPriceOf(invoice, record)), ({ id }) => Number(link != null && id === link), created);

/** The record that an intent to create has led to: at its price and not dated before it; of several the newest. */
export const madeSince = (records: InvoiceRecord[], invoice: Invoice, asked: number) =>
  first(records.filter((record) => hasPriceOf(invoice, record) && !((timeOf(record.created_date) ?? Infinity) < asked - CLOCK_SKEW)), created);

/** The record to go by where none is known to be this order's: the paid one, then one that can be paid, then the newest. */
export const anyOf = (records: InvoiceRecord[]) => first(records, (record) => Number(isPaid(record)), (record) => Number(isActive(record)), created);
