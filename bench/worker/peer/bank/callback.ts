// The bank's call to `post_link` or `failure_post_link`: a hint, of which nothing is believed before a search confirms it.

/** What it says. An attempt that is not final may yet succeed. */
export type Callback = { is: 'paid' } | { is: 'failed'; transaction: string; reason?: string; isFinal: boolean };

/** The first identifies the attempt if it is there, else all do. */
const NAMES = ['id', 'code', 'reasoncode', 'reason', 'reference', 'datetime', 'amount', 'amountbonus', 'currency', 'invoiceid'];

/** The reason codes after which, as shops report, the payment may yet succeed. */
const NOT_FINAL = new Set([-31, 100, 293, 454, 690, 1267, 1268, 1269, 1563, 1564, 2358, 2656, 3014, 3225, 3240]);

/** The fields by their names in lower case and without underscores: JSON or a form, which the body itself tells. */
function fieldsOf(body: string): Record<string, string> {
  const text = body.replace(/^\uFEFF/, '').trim();
  let given: Iterable<[string, unknown]>;
  try {
    given = text.startsWith('{') ? Object.entries(JSON.parse(text)) : new URLSearchParams(text);
  } catch {
    given = [];
  }
  const fields: Record<string, string> = {};
  for (const [name, value] of given) {
    const known = name.replaceAll('_', '').toLowerCase();
    if (NAMES.includes(known) && (typeof value === 'string' || typeof value === 'number')) fields[known] ||= `${value}`.trim();
  }
  return fields;
}

const short = (text = '') => [...text.replace(/\p{Cc}/gu, '')].slice(0, 64).join('') || undefined;

/** It becomes part of an event's id. */
const idText = (text = '') => text.replace(/[^\w-]/g, '').slice(0, 64);

/** The same for each delivery of one call. */
async function fingerprint(fields: Record<string, string>): Promise<string> {
  const text = JSON.stringify(NAMES.map((name) => fields[name] ?? ''));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `fp-${new Uint8Array(digest).toHex().slice(0, 16)}`;
}

/** What the call says. One that cannot be read is still a hint to look. */
export async function readCallback(body: string): Promise<Callback> {
  const fields = fieldsOf(body);
  if (fields.code?.toLowerCase() !== 'error') return { is: 'paid' };
  const isFinal = !/^[+-]?\d+$/.test(fields.reasoncode ?? '') || !NOT_FINAL.has(Number(fields.reasoncode));
  const transaction = idText(fields.id) || (await fingerprint(fields));
  return { is: 'failed', transaction, reason: short(fields.reasoncode) ?? short(fields.reason), isFinal };
}
