// Who calls, and what they may do.

import { jwtVerify } from 'jose';
import { configOf, type ApiKey, type Env } from './config';
import { Problem } from './problem';
import { rateLimited } from './rate-limit';
import type { Draft } from './schema';

export type Caller = { key: ApiKey } | { ticket: { sub: string; amount: number; description?: string } };

const encoder = new TextEncoder();
const DAY_S = 24 * 60 * 60;

async function identify(env: Env, authorization: string | undefined): Promise<Caller | string> {
  const bearer = /^bearer +(.+)$/i.exec(authorization?.trim() ?? '')?.[1];
  if (!bearer) return 'no_credentials';
  const { keys, ticketSecret } = configOf(env);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(bearer)));
  const key = keys.find((key) => crypto.subtle.timingSafeEqual(key.digest, digest));
  if (key) return { key };
  try {
    const { payload } = await jwtVerify(bearer, ticketSecret, { algorithms: ['HS256'], requiredClaims: ['sub', 'exp'] });
    const { sub, amount, exp, description, currency } = payload as Record<string, any>;
    if (exp > Date.now() / 1000 + DAY_S + 60 || typeof amount !== 'number' || (currency ?? 'KZT') !== 'KZT') return 'ticket_claims';
    return { ticket: { sub, amount, description } };
  } catch (error) {
    return (error as { code?: string }).code ?? 'ticket';
  }
}

/** The caller; one who is not known, or asks too often, is refused. */
export async function callerOf(env: Env, authorization: string | undefined, address: string, log: Record<string, unknown>): Promise<Caller> {
  const caller = await identify(env, authorization);
  if (typeof caller === 'string') {
    log.refusal = caller;
    await rateLimited(env, address);
    throw new Problem(401, 'unauthorized', 'Give a valid API key or ticket: `Authorization: Bearer …`.');
  }
  log.caller = 'key' in caller ? caller.key.name : 'ticket';
  await rateLimited(env, 'key' in caller ? caller.key.name : address);
  return caller;
}

const forbidden = (what: string) => new Problem(403, 'forbidden', `These credentials do not allow their holder to ${what}.`);

export function mayCreate(caller: Caller, draft: Draft): void {
  if ('key' in caller) return may(caller, 'create');
  const { sub, amount, description } = caller.ticket;
  const fields = [
    draft.invoice_id !== sub && 'invoice_id',
    draft.amount !== amount && 'amount',
    description !== undefined && description !== draft.description && 'description',
    draft.expire_period !== undefined && 'expire_period',
    draft.post_link !== undefined && 'post_link',
    draft.failure_post_link !== undefined && 'failure_post_link',
  ].filter((field) => field !== false);
  if (fields.length) throw new Problem(403, 'ticket_mismatch', `The ticket is not for this ${fields.join(', ')}.`, { fields });
}

export function may(caller: Caller, scope: string): void {
  if (!('key' in caller) || !caller.key.scopes.includes(scope)) throw forbidden(scope);
}

export function maySee(caller: Caller, invoiceId: string): void {
  if ('key' in caller) may(caller, 'read');
  else if (caller.ticket.sub !== invoiceId) throw forbidden('see another order');
}
