// A link as the bank tells of it, made tidy: every documented field, null where absent; then what is not documented.

export const RECORD_FIELDS = [
  'id', 'shop_id', 'amount', 'invoice_id', 'language', 'currency', 'description', 'account_id', 'recipient_contact',
  'recipient_contact_sms', 'notifier_contact', 'notifier_contact_sms', 'expire_period', 'post_link', 'failure_post_link',
  'back_link', 'failure_back_link', 'created_date', 'expire_date', 'status', 'updated_date', 'invoice_url', 'merchant_id',
  'terminal_id', 'card_save',
] as const;

// not recursive: the types of RPC calls would have no end
export type Json = string | number | boolean | null | any[] | { [name: string]: any };
export type InvoiceRecord = Record<(typeof RECORD_FIELDS)[number], Json> & Record<string, Json>;

const KNOWN = new Set<string>(RECORD_FIELDS);
const DATES = new Set<string>(['created_date', 'expire_date', 'updated_date']);
const CALLBACKS = new Set<string>(['post_link', 'failure_post_link']);

function tidy(name: string, value: Json | undefined, callbackBase: string): Json {
  if (typeof value !== 'string') return value ?? null;
  const text = value.trim();
  if (text === '') return null;
  if (name === 'amount') return Number(text);
  if (name === 'id') return text.toLowerCase();
  if (DATES.has(name) && text.startsWith('0001-')) return null;
  // who knows a callback link could call it in the bank's name
  if (CALLBACKS.has(name) && text.startsWith(callbackBase)) return null;
  return text;
}

export function recordOf(raw: Record<string, Json>, callbackBase: string): InvoiceRecord {
  const record: Record<string, Json> = {};
  for (const name of RECORD_FIELDS) record[name] = tidy(name, raw[name], callbackBase);
  for (const name of Object.keys(raw).sort()) if (!KNOWN.has(name)) record[name] = raw[name]!;
  return record as InvoiceRecord;
}

export const isPaid = (record: InvoiceRecord) => record.status === 'CHARGED';
export const isActive = (record: InvoiceRecord) => record.status === 'ACTIVE';
