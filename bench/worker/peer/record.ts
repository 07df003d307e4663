// A link as the bank tells of it, made tidy: every documented field, null where absent; then what is not documented, or not
// of the documented type, as the bank wrote it.

import * as rules from '../../validate/rules.mjs';
import type { Config } from './config';
import { isSealed } from './seal';

// not recursive: the types of RPC calls would have no end
export type Json = string | number | boolean | null | any[] | { [name: string]: any };

/** How a field that is there is read; `undefined` where it is not of its type. */
type Read = (value: Json) => Json | undefined;

const trimmed = (read: (text: string) => Json | undefined): Read => (value) => {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' ? null : read(text);
};
const text = trimmed((text) => text);
const id = trimmed((text) => (rules.uuid.test(text) ? text.toLowerCase() : undefined));
const amountText = trimmed((text) => (isDecimal(text) && rules.isAmount(Number(text)) ? Number(text) : undefined));
const amount: Read = (value) => (typeof value !== 'number' ? amountText(value) : rules.isAmount(value) ? value : undefined);
const flag: Read = (value) => (typeof value === 'boolean' ? value : text(value) === null ? null : undefined);
const TIME = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;
/** The bank's zero time means "never". */
const time = trimmed((text) => (!TIME.test(text) ? undefined : text < '0002' ? null : text));

export const isDecimal = (text: string) => /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text);

const READ = {
  id, shop_id: text, amount, invoice_id: text, language: text, currency: text, description: text, account_id: text,
  recipient_contact: text, recipient_contact_sms: text, notifier_contact: text, notifier_contact_sms: text,
  expire_period: text, post_link: text, failure_post_link: text, back_link: text, failure_back_link: text,
  created_date: time, expire_date: time, status: text, updated_date: time, invoice_url: text, merchant_id: text,
  terminal_id: text, card_save: flag,
} satisfies Record<string, Read>;
type RecordField = keyof typeof READ;
export type InvoiceRecord = Record<RecordField, Json> & Record<string, Json>;

export const RECORD_FIELDS = Object.keys(READ) as RecordField[];
const READERS = Object.entries<Read>(READ);

export function recordOf(raw: Record<string, Json>): InvoiceRecord {
  const record: Record<string, Json> = {};
  for (const [name, read] of READERS) {
    const value = raw[name] ?? null;
    const own = value === null ? null : read(value);
    if (own !== undefined) record[name] = own;
  }
  for (const name of Object.keys(raw).filter((name) => !(name in record)).sort()) record[name] = raw[name]!;
  return record as InvoiceRecord;
}

/** Leaves this Worker's own callback links out: who knows a seal could call in the bank's name. */
export async function leaveOutOwnLinks({ callbacks }: Config, records: InvoiceRecord[]): Promise<void> {
  if (!callbacks) return;
  for (const record of records) {
    for (const name of ['post_link', 'failure_post_link'] as const) {
      const link = record[name];
      if (typeof link !== 'string') continue;
      if (link.startsWith(callbacks.base) || (link.includes('/callbacks/') && (await isSealed(callbacks, link)))) record[name] = null;
    }
  }
}

export const isLinkId = (id: Json): id is string => typeof id === 'string' && rules.uuid.test(id);
export const isPaid = (record: InvoiceRecord) => record.status === 'CHARGED';
export const isActive = (record: InvoiceRecord) => record.status === 'ACTIVE';
export const timeOf = (date: Json) => (typeof date === 'string' ? Date.parse(date) || undefined : undefined);
