// A spreadsheet's text. Excel of a country reads the separators of that country: `;` and `1500,5` where Kazakh or Russian is
// spoken.

import type { Record } from 'epay-invoice/client';
import type { Language } from '../shared/language.ts';

export const COLUMNS = [
  'invoice_id', 'status', 'amount', 'currency', 'description', 'recipient_contact', 'recipient_contact_sms', 'created_date',
  'expire_date', 'updated_date', 'invoice_url', 'id',
] as const;

/** So that Excel reads UTF-8. */
const MARK = '\ufeff';

export const csvHead = (language: Language): string => MARK + COLUMNS.join(separator(language)) + '\r\n';

export function csvLine(record: Record, language: Language): string {
  return COLUMNS.map((column) => cell(record[column], language)).join(separator(language)) + '\r\n';
}

const separator = (language: Language): string => (language === 'en' ? ',' : ';');

function cell(value: unknown, language: Language): string {
  if (typeof value === 'number') return language === 'en' ? String(value) : String(value).replace('.', ',');
  const text = value == null ? '' : String(value);
  // A spreadsheet takes these for the beginning of a formula, and a buyer writes the description. A number is none.
  const guarded = /^[=+\-@\t\r\n]/.test(text) && !/^[+-]?\d+$/.test(text) ? `'${text}` : text;
  return /[",;\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
