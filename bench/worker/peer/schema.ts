// The payloads' rules, by zod.

import * as z from 'zod';
import { fault, invalid, invalidPath, issuesOf, suggestion, type Fault } from './issue';
import { RECORD_FIELDS } from './record';
import { amountRule, descriptionRule, emailRule, expirePeriodRule, invoiceIdRule, linkRule, phoneRule, readable, wholeRule, type Judge } from './rule';

const judged = <T extends z.ZodType>(schema: T, judge: Judge<z.output<T>>) =>
  schema.check((context) => {
    const wrong = judge(context.value);
    if (wrong) context.issues.push({ code: 'custom', input: context.value, params: wrong });
  });
const text = (judge: Judge<string>) => judged(z.string(), judge);

const whole = (min: number) => judged(z.number(), wholeRule(min));

/** An optional text, which may also be given as "". */
const optional = (rule: Judge<string>) =>
  text((value) => (value === '' ? undefined : rule(value))).transform((value) => value || undefined).optional();
const optionalOf = <const T extends string>(values: readonly T[]) =>
  z.enum([...values, '']).transform((value) => (value === '' ? undefined : value as T)).optional();

/** A strict object. Its word on a name that it does not know is those that it knows. */
const object = <T extends Record<string, z.ZodType>>(shape: T) =>
  z.strictObject(shape, { error: ({ code }) => (code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : undefined) });

export const Draft = object({
  invoice_id: text(invoiceIdRule),
  amount: judged(z.number(), amountRule),
  language: optionalOf(['kaz', 'rus', 'eng']),
  description: text(descriptionRule),
  expire_period: optional(expirePeriodRule),
  recipient_contact: text(emailRule),
  recipient_contact_sms: text(phoneRule),
  currency: optionalOf(['KZT']),
  notifier_contact_sms: optional(phoneRule),
  post_link: optional(linkRule),
  failure_post_link: optional(linkRule),
  back_link: optional(linkRule),
  failure_back_link: optional(linkRule),
});
export type Draft = z.infer<typeof Draft>;

/** The draft with the shop's part: what the bank is asked to create. */
export type Invoice = { shop_id: string; account_id: string; language: string; expire_period: string; currency: string }
  & Omit<Draft, 'language' | 'expire_period' | 'currency'>;
export const INVOICE_FIELDS = ['shop_id', 'account_id', ...Object.keys(Draft.shape)] as (keyof Invoice)[];

const recordField = text((value) => {
  if (RECORD_FIELDS.some((name) => name === value)) return undefined;
  return value === '' ? fault('empty') : fault('unknown_record_field', suggestion(value, RECORD_FIELDS));
});

const VALUES = { '=': [1, 1], between: [2, 2], like: [1, 1], in: [1, Infinity] } as const;

const Condition = object({
  name: recordField,
  method: z.enum(['=', 'between', 'like', 'in']),
  searchParameter: z.array(text(readable(255, true))),
}).check((context) => {
  const { method, searchParameter } = context.value;
  const [min, max] = VALUES[method];
  const actual = searchParameter.length;
  const push = (params: Fault, path: (string | number)[]) => context.issues.push({ code: 'custom', input: searchParameter, params, path });
  if (actual < min) push(fault('too_few_values', { min, actual }), ['searchParameter']);
  else if (actual > max) push(fault('too_many_values', { max, actual }), ['searchParameter']);
  else if (method === 'like' && !searchParameter[0]!.includes('%')) push(fault('no_percent'), ['searchParameter', 0]);
});

export const Search = object({
  paging: object({ skip: whole(0), limit: whole(1) }),
  searchParameters: judged(z.array(Condition), (conditions) =>
    conditions.some(({ name }) => name === 'invoice_id') ? undefined : fault('invoice_id_condition')),
  orderParameters: object({ field: recordField, typeOrder: z.enum(['ASC', 'DESC']) }).default({ field: 'created_date', typeOrder: 'DESC' }),
});
export type Search = z.infer<typeof Search>;

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
