// The payloads' rules, by zod; its issues in this API's terms.

import * as z from 'zod';
import * as rules from '../../validate/rules.mjs';
import { invalid, invalidPath } from './problem';
import { RECORD_FIELDS } from './record';

export interface Issue {
  path: (string | number)[];
  code: string;
  params: Record<string, unknown>;
}

type Fault = Omit<Issue, 'path'>;
const fault = (code: string, params: Record<string, unknown> = {}): Fault => ({ code, params });

/** A text that a rule judges: what is wrong with it, if anything is. */
const text = (judge: (value: string) => Fault | undefined) =>
  z.string().check((context) => {
    const wrong = judge(context.value);
    if (wrong) context.issues.push({ code: 'custom', input: context.value, params: wrong });
  });

const characters = (value: string) => {
  let count = 0;
  for (const _ of value) count++;
  return count;
};

/** The rule by its expression; what exactly is wrong is looked for where it does not hold. */
const by = (expression: RegExp, why: (value: string) => Fault) => (value: string) =>
  expression.test(value) ? undefined : value === '' ? fault('empty') : !value.isWellFormed() ? fault('lone_surrogate') : why(value);

const invoiceIdRule = by(rules.invoiceId, (value) => {
  const actual = characters(value);
  if (actual < 6) return fault('too_short', { min: 6, actual });
  return actual > 15 ? fault('too_long', { max: 15, actual }) : fault('not_digits');
});
const phoneRule = by(rules.phone, (value) =>
  value.startsWith('+7') ? fault('phone_digits', { expected: 10, actual: characters(value) - 2 }) : fault('phone_prefix'));
const emailRule = by(rules.email, (value) => {
  const actual = characters(value);
  return actual > 254 ? fault('too_long', { max: 254, actual }) : fault('not_email');
});
const linkRule = by(rules.link, (value) => {
  const actual = characters(value);
  if (actual > 2048) return fault('too_long', { max: 2048, actual });
  if (!/^https?:\/\//i.test(value)) return fault('link_not_absolute');
  return /^https?:\/\/[^/?#]*@/i.test(value) ? fault('link_credentials') : fault('link_host');
});
const expirePeriodRule = by(rules.expirePeriod, () => fault('expire_period_format'));
const readable = (max: number) => (value: string) => {
  if (!value.isWellFormed()) return fault('lone_surrogate');
  const actual = value.length <= max ? value.length : characters(value);
  if (actual > max) return fault('too_long', { max, actual });
  if (rules.text.test(value)) return undefined;
  return value.trim() === '' ? fault('empty') : fault('control_character');
};

const amount = z.number().check((context) => {
  const { value } = context;
  if (rules.isAmount(value)) return;
  const params = value <= 0 ? fault('not_positive') : value >= 1e12 ? fault('too_large', { max: '999999999999.99' }) : fault('too_many_decimals', { max: 2 });
  context.issues.push({ code: 'custom', input: value, params });
});

/** An optional text, which may also be given as "". */
const optional = (rule: (value: string) => Fault | undefined) =>
  text((value) => (value === '' ? undefined : rule(value))).transform((value) => value || undefined).optional();

export const Draft = z.strictObject({
  invoice_id: text(invoiceIdRule),
  amount,
  language: z.enum(['kaz', 'rus', 'eng']).optional(),
  description: text(readable(125)),
  expire_period: text(expirePeriodRule).optional(),
  recipient_contact: text(emailRule),
  recipient_contact_sms: text(phoneRule),
  currency: z.enum(['KZT']).optional(),
  notifier_contact_sms: optional(phoneRule),
  post_link: optional(linkRule),
  failure_post_link: optional(linkRule),
  back_link: optional(linkRule),
  failure_back_link: optional(linkRule),
});
export type Draft = z.infer<typeof Draft>;

const VALUES = { between: [2, 2], like: [1, 1], '=': [1, 1], in: [1, Infinity] } as const;

const Condition = z
  .strictObject({
    name: z.enum(RECORD_FIELDS),
    method: z.enum(['between', 'like', '=', 'in']),
    searchParameter: z.array(text(readable(255))),
  })
  .check((context) => {
    const { method, searchParameter } = context.value;
    const [min, max] = VALUES[method];
    const actual = searchParameter.length;
    const push = (params: Fault, path: (string | number)[]) =>
      context.issues.push({ code: 'custom', input: searchParameter, params, path });
    if (actual < min) push(fault('too_few_values', { min, actual }), ['searchParameter']);
    else if (actual > max) push(fault('too_many_values', { max, actual }), ['searchParameter']);
    else if (method === 'like' && !searchParameter[0]!.includes('%')) push(fault('no_percent'), ['searchParameter', 0]);
  });

export const Search = z.strictObject({
  paging: z.strictObject({ skip: z.int().min(0), limit: z.int().min(1) }),
  searchParameters: z.array(Condition).check((context) => {
    if (!context.value.some(({ name }) => name === 'invoice_id')) {
      context.issues.push({ code: 'custom', input: context.value, params: fault('invoice_id_condition') });
    }
  }),
  orderParameters: z
    .strictObject({ field: z.enum(RECORD_FIELDS), typeOrder: z.enum(['ASC', 'DESC']) })
    .default({ field: 'created_date', typeOrder: 'DESC' }),
});
export type Search = z.infer<typeof Search>;

const kind = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
const TYPES: Record<string, string> = { string: 'not_string', number: 'not_number', int: 'not_integer', array: 'not_array', object: 'not_object' };

function issuesOf(error: z.ZodError): Issue[] {
  return error.issues.flatMap((issue): Issue[] => {
    const path = issue.path as (string | number)[];
    switch (issue.code) {
      case 'custom':
        return [{ path, ...(issue.params as Fault) }];
      case 'unrecognized_keys':
        return issue.keys.map((key) => ({ path: [...path, key], ...fault('unknown_field') }));
      case 'invalid_value':
        return [{ path, ...(issue.input === undefined ? fault('required') : fault('not_in_list', { allowed: issue.values })) }];
      case 'invalid_type':
        return [{ path, ...(issue.input === undefined ? fault('required') : fault(TYPES[issue.expected] ?? 'not_object', { actual: kind(issue.input) })) }];
      default:
        return [{ path, ...fault('out_of_range') }];
    }
  });
}

/** The payload that the JSON is, or every issue of it. */
export function parse<T extends z.ZodType>(schema: T, json: string): z.output<T> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw invalid([{ path: [], ...fault('malformed_json') }]);
  }
  const result = schema.safeParse(value, { reportInput: true });
  if (!result.success) throw invalid(issuesOf(result.error));
  return result.data;
}

export function checkInvoiceId(value: string): void {
  const wrong = invoiceIdRule(value);
  if (wrong) throw invalidPath({ path: ['invoice_id'], ...wrong });
}
