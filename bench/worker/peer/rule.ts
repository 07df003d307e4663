// The rules of single values: what is wrong with one, if anything is.

import * as rules from '../../validate/rules.mjs';
import { fault, type Fault } from './issue';

export type Judge<T> = (value: T) => Fault | undefined;

const characters = (value: string) => {
  let count = 0;
  for (const _ of value) count++;
  return count;
};

/** The rule by its expression; what exactly is wrong is looked for where it does not hold. */
const by = (expression: RegExp, why: (value: string) => Fault): Judge<string> => (value) =>
  expression.test(value) ? undefined : value === '' ? fault('empty') : !value.isWellFormed() ? fault('lone_surrogate') : why(value);

export const invoiceIdRule = by(rules.invoiceId, (value) => {
  const actual = characters(value);
  if (actual > 15) return fault('too_long', { max: 15, actual });
  return /^\d+$/.test(value) ? fault('too_short', { min: 6, actual }) : fault('not_digits');
});
export const phoneRule = by(rules.phone, (value) =>
  value.startsWith('+7') ? fault('phone_digits', { expected: 10, actual: characters(value) - 2 }) : fault('phone_prefix'));
export const emailRule = by(rules.email, (value) => {
  const actual = characters(value);
  return actual > 254 ? fault('too_long', { max: 254, actual }) : fault('not_email');
});
export const linkRule = by(rules.link, (value) => {
  const actual = characters(value);
  if (actual > 2048) return fault('too_long', { max: 2048, actual });
  const [head, authority] = /^https?:\/\/([^/?#]*)/i.exec(value) ?? [];
  if (head === undefined) return fault('link_not_absolute');
  if (!rules.link.test(head)) return fault(authority!.includes('@') ? 'link_credentials' : 'link_host');
  const [good] = /^(?:[\w!$&-;=?@~]|%[\da-f]{2})*(?:#(?:[\w!$&-;=?@~]|%[\da-f]{2})*)?/i.exec(value.slice(head.length))!;
  return fault('link_character', { position: head.length + good.length });
});
export const expirePeriodRule = by(rules.expirePeriod, (value) =>
  /^(0|[1-9]\d{0,8})d$/.test(value) ? fault('out_of_range', { min: 1, max: 999 }) : fault('expire_period_format'));

/** A text that people read: `rules.text`, and how long it may be. */
export const readable = (max: number, mayBeEmpty = false): Judge<string> => (value) => {
  if (!value.isWellFormed()) return fault('lone_surrogate');
  const actual = value.length <= max ? value.length : characters(value);
  if (actual > max) return fault('too_long', { max, actual });
  if (rules.text.test(value)) return undefined;
  const foreign = /[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/.exec(value);
  if (!foreign) return mayBeEmpty ? undefined : fault('empty');
  const [character] = foreign;
  const code = /[\u202a-\u202e\u2066-\u2069]/.test(character) ? 'bidi_control' : 'control_character';
  const name = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  return fault(code, { character: name, position: characters(value.slice(0, foreign.index)) });
};
export const descriptionRule = readable(125);

export const amountRule: Judge<number> = (value) => {
  if (rules.isAmount(value)) return undefined;
  if (value <= 0) return fault('not_positive');
  return value >= 1e12 ? fault('too_large', { max: '999999999999.99' }) : fault('too_many_decimals', { max: 2 });
};

/** A whole number from `min` on. */
export const wholeRule = (min: number): Judge<number> => (value) => {
  const max = 2 ** 31 - 1;
  if (value < min || value > max) return fault('out_of_range', { min, max });
  return Number.isInteger(value) ? undefined : fault('not_integer');
};
