// Calls to the bank: a token, the call, and again where the failure allows it.

import { configOf, type Env } from '../config';
import { isLinkId, leaveOutOwnLinks, recordOf, type InvoiceRecord, type Json } from '../record';
import type { Invoice, Search } from '../schema';
import { callbackLink } from '../seal';
import { BankError, REJECTED, failureOf, pauseAfter, type Operation } from './failure';
import { tokenFor } from './token';

export interface Page {
  total_count: number;
  records: InvoiceRecord[];
}

/** What a call asks for, and how its answer is read; `undefined` where that is not the one asked for. */
interface Call<T> {
  operation: Operation;
  method?: string;
  path: string;
  body?: string;
  read(json: any, text: string): T | undefined;
}

async function exchange<T>(env: Env, timing: string[], bearer: string, { operation, method = 'POST', path, body, read }: Call<T>): Promise<T> {
  const { apiUrl, bankTimeoutMs } = configOf(env);
  const headers: Record<string, string> = { authorization: `Bearer ${bearer}`, accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  const signal = AbortSignal.timeout(bankTimeoutMs);
  const start = Date.now();
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(apiUrl + path, { method, headers, body, redirect: 'manual', signal });
    text = await answer.text();
  } catch {
    throw new BankError({ is: signal.aborted ? 'timeout' : 'unreachable' });
  } finally {
    timing.push(`${operation};dur=${Date.now() - start}`);
  }
  let json: any;
  try {
    json = JSON.parse(text);
  } catch {
    // what it means without is for the failure to say
  }
  const value = answer.ok ? read(json, text) : undefined;
  if (value !== undefined) return value;
  const { status } = answer;
  throw new BankError(failureOf({ status, retryAfter: answer.headers.get('retry-after'), text, json, sent: body ?? '' }));
}

async function call<T>(env: Env, timing: string[], what: Call<T>): Promise<T> {
  let rejected: string | undefined;
  // of a deactivation that an earlier attempt may have done, the last one's failure does not say that nothing was done
  let doubt: BankError | undefined;
  for (let attempt = 1; ; attempt++) {
    let bearer: string | undefined;
    try {
      bearer = await tokenFor(env, timing, what.operation, rejected);
      return await exchange(env, timing, bearer, what);
    } catch (error) {
      if (!(error instanceof BankError)) throw error;
      const pause = pauseAfter(what.operation, error, attempt);
      if (pause === undefined) throw doubt ?? error;
      if (error.failure.is === 'rejected') rejected = bearer;
      else if (what.operation === 'deactivate' && error.isAmbiguous) doubt = error;
      if (pause) await scheduler.wait(pause);
    }
  }
}

/** One call to create, which is never repeated where its outcome is not known. */
export async function createLink(env: Env, timing: string[], invoice: Invoice): Promise<InvoiceRecord> {
  const config = configOf(env);
  let asked = invoice;
  if (config.callbacks) {
    // the bank calls the Worker, and the Worker forwards
    const link = await callbackLink(config.callbacks, invoice.invoice_id);
    asked = { ...invoice, post_link: link, failure_post_link: link };
  }
  const record = await call(env, timing, {
    operation: 'create',
    path: '/invoice',
    body: JSON.stringify(asked),
    read(json) {
      const record = isObject(json) ? recordOf(json) : undefined;
      return record && isLinkId(record.id) && typeof record.invoice_url === 'string' ? record : undefined;
    },
  });
  await leaveOutOwnLinks(config, [record]);
  return record;
}

const isObject = (json: unknown): json is Record<string, Json> => typeof json === 'object' && json !== null && !Array.isArray(json);

/** A record that cannot be read is never passed over: it could be the paid one. */
function pageOf(json: unknown): Page | undefined {
  if (!isObject(json)) return undefined;
  const { TotalCount: total, Records: records } = json;
  if (total == null && records == null) return undefined;
  const list: Json[] = Array.isArray(records) ? records : [];
  const count = total == null ? list.length : typeof total === 'string' || typeof total === 'number' ? Number(total) : NaN;
  if ((records != null && !Array.isArray(records)) || !list.every(isObject) || !Number.isSafeInteger(count) || count < 0) return undefined;
  return { total_count: count, records: list.map(recordOf) };
}

export async function search(env: Env, timing: string[], payload: Search): Promise<Page> {
  const page = await call(env, timing, { operation: 'search', path: '/invoice-links', body: JSON.stringify(payload), read: pageOf });
  await leaveOutOwnLinks(configOf(env), page.records);
  return page;
}

/** The links of one order, the newest first. A search that found too much must not show one order to the payer of another. */
export async function find(env: Env, timing: string[], invoiceId: string): Promise<Page> {
  const page = await search(env, timing, {
    paging: { skip: 0, limit: 100 },
    searchParameters: [{ name: 'invoice_id', method: '=', searchParameter: [invoiceId] }],
    orderParameters: { field: 'created_date', typeOrder: 'DESC' },
  });
  const records = page.records.filter((record) => record.invoice_id === invoiceId);
  return { total_count: Math.max(0, page.total_count - page.records.length + records.length), records };
}

/** The answer is not documented: only a search tells what became of the link. */
export async function deactivateLink(env: Env, timing: string[], id: string): Promise<void> {
  const read = (_: unknown, text: string) => !text.includes(REJECTED) || undefined;
  await call(env, timing, { operation: 'deactivate', method: 'PUT', path: `/deactivate/invoice-links/${id}`, read });
}
