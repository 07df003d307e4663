// Tickets: JSON Web Tokens by which the shop's backend lets a browser create and watch one order.

import { compactVerify, errors } from 'jose';
import * as z from 'zod';
import * as rules from '../../validate/rules.mjs';
import { isDecimal } from './record';
import { descriptionRule, invoiceIdRule } from './rule';

const [DAY_S, SKEW_S, MAX_CHARACTERS] = [24 * 60 * 60, 60, 4096];

/** How many languages hold money: a number, or a decimal as text. */
const amount = z
  .union([z.number(), z.string().refine(isDecimal).transform(Number)], 'ticket_amount')
  .refine(rules.isAmount, 'ticket_amount');
const seconds = z.number('ticket_time');

/** The claims; `null` is one that the shop's library writes though it has no value. */
const Claims = z.object({
  exp: z.number({ error: ({ input }) => (input === undefined ? 'ticket_no_expiry' : 'ticket_time') }),
  nbf: seconds.nullish(),
  iat: seconds.nullish(),
  sub: z.string('ticket_subject').refine((text) => !invoiceIdRule(text), 'ticket_subject'),
  amount,
  description: z.string('ticket_description').refine((text) => text === '' || !descriptionRule(text), 'ticket_description').nullish(),
  currency: z.literal('KZT', 'ticket_currency').nullish(),
}, 'ticket_claims');

export interface Ticket {
  sub: string;
  amount: number;
  description?: string;
}

/** The ticket that a token is, or why it is none: for the log alone. */
export async function ticketOf(token: string, key: CryptoKey): Promise<Ticket | string> {
  if (token.length > MAX_CHARACTERS) return 'ticket_shape';
  let json: unknown;
  try {
    const { payload } = await compactVerify(token, key, { algorithms: ['HS256'] });
    json = JSON.parse(new TextDecoder().decode(payload));
  } catch (error) {
    return error instanceof errors.JOSEError ? `ticket_${error.code.toLowerCase()}` : 'ticket_claims';
  }
  const { data, error } = Claims.safeParse(json);
  if (!data) return error.issues[0]!.message;
  const { exp, nbf, iat, sub, amount, description } = data;
  const now = Math.floor(Date.now() / 1000);
  if (Math.floor(exp) <= now) return 'ticket_expired';
  if (Math.floor(exp) > now + SKEW_S + DAY_S) return 'ticket_expires_too_late';
  if (Math.floor(Math.max(nbf ?? 0, iat ?? 0)) > now + SKEW_S) return 'ticket_not_yet_valid';
  return { sub, amount, description: description || undefined };
}
