// Calls to the bank: a token, the call, and once more where the token is rejected.

import { configOf, type Env } from './config';
import { Problem } from './problem';
import { recordOf, type InvoiceRecord, type Json } from './record';
import type { Search } from './schema';
import type { Held } from './token-keeper';

/** A call of which nobody knows what the bank did. */
export class Ambiguous extends Error {}

export interface Invoice {
  shop_id: string;
  account_id: string;
  invoice_id: string;
  amount: number;
  [field: string]: Json;
}

export interface Page {
  total_count: number;
  records: InvoiceRecord[];
}

let held: Held | undefined;

async function token(env: Env, timing: string[], rejected?: string): Promise<string> {
  if (held && held.renewMs > Date.now() && held.token !== rejected) {
    timing.push('token;desc=memory');
    return held.token;
  }
  const answer = await env.TOKENS.getByName(`${env.EPAY_OAUTH_URL} api`).token(rejected);
  if ('retryAfter' in answer) {
    throw new Problem(503, 'bank_unavailable', 'The bank gives no token at the moment. Nothing was done.', { retryAfter: answer.retryAfter });
  }
  held = answer;
  timing.push('token;desc=keeper');
  return answer.token;
}

async function call(env: Env, timing: string[], name: 'create' | 'search', path: string, body: string): Promise<Record<string, any>> {
  let rejected: string | undefined;
  for (let attempt = 1; ; attempt++) {
    const bearer = await token(env, timing, rejected);
    const start = Date.now();
    let status: number;
    let text: string;
    try {
      const answer = await fetch(env.EPAY_API_URL + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${bearer}`, accept: 'application/json', 'content-type': 'application/json' },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(configOf(env).bankTimeoutMs),
      });
      status = answer.status;
      text = await answer.text();
    } catch (error) {
      throw new Ambiguous('no answer', { cause: error });
    } finally {
      timing.push(`${name};dur=${Date.now() - start}`);
    }
    if (status === 401 && attempt === 1) {
      rejected = bearer;
      continue;
    }
    if (status >= 500) throw new Ambiguous(`${status}`);
    let json: any;
    try {
      json = JSON.parse(text);
    } catch (error) {
      throw new Ambiguous('not JSON', { cause: error });
    }
    if (status >= 400) {
      throw new Problem(422, 'bank_refused', 'The bank refuses the request; `bank` has its own words.', {
        bank: { code: json.code ?? null, message: String(json.message ?? '') },
      });
    }
    return json;
  }
}

export async function createLink(env: Env, timing: string[], invoice: Invoice): Promise<InvoiceRecord> {
  const link = await callbackLink(env, invoice.invoice_id);
  const json = await call(env, timing, 'create', '/invoice', JSON.stringify({ ...invoice, post_link: link, failure_post_link: link }));
  if (!json.id || !json.invoice_url) throw new Ambiguous('no record');
  return recordOf(json, configOf(env).callbackBase);
}

export async function search(env: Env, timing: string[], payload: Search): Promise<Page> {
  const json = await call(env, timing, 'search', '/invoice-links', JSON.stringify(payload));
  const { callbackBase } = configOf(env);
  const records: InvoiceRecord[] = (json.Records ?? []).map((raw: Record<string, Json>) => recordOf(raw, callbackBase));
  return { total_count: Number(json.TotalCount ?? records.length), records };
}

/** The links of one order, the newest first. */
export async function find(env: Env, timing: string[], invoiceId: string): Promise<Page> {
  const page = await search(env, timing, {
    paging: { skip: 0, limit: 100 },
    searchParameters: [{ name: 'invoice_id', method: '=', searchParameter: [invoiceId] }],
    orderParameters: { field: 'created_date', typeOrder: 'DESC' },
  });
  page.records = page.records.filter((record) => record.invoice_id === invoiceId);
  return page;
}

const encoder = new TextEncoder();

/** This Worker's own link, with the seal that says of which order it is. */
async function callbackLink(env: Env, invoiceId: string): Promise<string> {
  const { callbackBase, callbackKey } = configOf(env);
  const mac = await crypto.subtle.sign('HMAC', await callbackKey, encoder.encode(`epay-invoice callback v1\n${invoiceId}`));
  const seal = btoa(String.fromCharCode(...new Uint8Array(mac))).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return `${callbackBase}${invoiceId}/${seal}`;
}
