// Who calls, and what they may do.

import { configOf, type ApiKey, type Env, type KeyScope } from './config';
import type { Log } from './http';
import { Problem, forbidden } from './problem';
import type { Draft } from './schema';
import { ticketOf, type Ticket } from './ticket';

export type Caller = { key: ApiKey } | { ticket: Ticket };

const encoder = new TextEncoder();

async function identify(env: Env, authorization: string | undefined, queryTicket: string | undefined): Promise<Caller | string> {
  const bearer = /^bearer +(.+)$/i.exec(authorization?.trim() ?? '')?.[1];
  const { keys, ticketKey } = configOf(env);
  if (bearer) {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(bearer)));
    const key = keys.find((key) => crypto.subtle.timingSafeEqual(key.digest, digest));
    if (key) return { key };
  }
  const token = bearer ?? queryTicket;
  if (!token) return 'no_credentials';
  if (!ticketKey) return 'unknown_key';
  const ticket = await ticketOf(token, await ticketKey);
  return typeof ticket === 'string' ? ticket : { ticket };
}

async function rateLimited({ RATE_LIMIT }: Env, key: string): Promise<void> {
  const outcome = await RATE_LIMIT?.limit({ key });
  if (outcome?.success === false) throw new Problem(429, 'rate_limited', 'Too many requests; slow down.', { retryAfter: 60 });
}

/** What of a request says who calls. A ticket in the query is a browser's, whose EventSource sends no headers of its own. */
export interface Credentials {
  authorization?: string;
  queryTicket?: string;
  address: string;
}

/** The caller; one who is not known, or asks too often, is refused. */
export async function callerOf(env: Env, { authorization, queryTicket, address }: Credentials, log: Log): Promise<Caller> {
  const caller = await identify(env, authorization, queryTicket);
  if (typeof caller === 'string') {
    log.refusal = caller;
    await rateLimited(env, address);
    throw new Problem(401, 'unauthorized', 'Give a valid API key or ticket: `Authorization: Bearer …`.');
  }
  log.caller = 'key' in caller ? caller.key.name : 'ticket';
  await rateLimited(env, 'key' in caller ? caller.key.name : address);
  return caller;
}

/** Whether the caller may do this at all. A ticket is for creating; for which order, `checkDraft` says. */
export function may(caller: Caller, scope: KeyScope): void {
  const isAllowed = 'key' in caller ? caller.key.scopes.includes(scope) : scope === 'create';
  if (!isAllowed) throw forbidden(scope);
}

export function maySee(caller: Caller, invoiceId: string): void {
  if ('key' in caller) may(caller, 'read');
  else if (caller.ticket.sub !== invoiceId) throw forbidden('see another order');
}

/** Whether the draft is the ticket's: the price is never the browser's word, nor how long it holds, nor where payments are told. */
export function checkDraft(caller: Caller, draft: Draft): void {
  if ('key' in caller) return;
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
