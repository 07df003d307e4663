// Telling the shop: one delivery of an event, signed after the Standard Webhooks specification.

import { encodeBase64 } from 'hono/utils/encode';
import { configOf, type Env } from '../config';
import { hmac } from '../seal';
import { bodyOf } from './outbox';
import type { Notice } from './state';

/** Delivers it once; gives what went wrong, for operators. A shop that wants no events has accepted it. */
export async function deliver(env: Env, notice: Notice): Promise<string | undefined> {
  const { webhook, bankTimeoutMs } = configOf(env);
  if (!webhook) return undefined;
  const body = bodyOf(notice);
  const timestamp = `${Math.floor(Date.now() / 1000)}`;
  const signature = encodeBase64((await hmac(webhook.key, `${notice.id}.${timestamp}.${body}`)).buffer);
  const headers = {
    'content-type': 'application/json',
    'webhook-id': notice.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
  const status = await post(webhook.url, headers, body, bankTimeoutMs);
  return typeof status === 'string' ? status : status >= 200 && status < 300 ? undefined : `HTTP ${status}`;
}

/** The answer's status, which is all that is wanted of it, or why there is none. */
export async function post(url: string, headers: Record<string, string>, body: string, timeoutMs: number): Promise<number | string> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    answer.body?.cancel().catch(() => {});
    return answer.status;
  } catch {
    return signal.aborted ? 'no answer in time' : 'no connection';
  }
}
