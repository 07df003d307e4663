// What every request has and every answer carries.

import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { BankError, problemOf } from './bank/failure';
import type { Env } from './config';
import { Problem } from './problem';

/** What the log says of a request, beside what its answer says. */
export interface Log {
  route?: string;
  caller?: string;
  code?: string;
  /** Why credentials were refused. */
  refusal?: string;
  replayed?: true;
}

export interface App {
  Bindings: Env;
  Variables: {
    requestId: string;
    /** The calls to the bank and what they took, in the notation of `Server-Timing`. */
    timing: string[];
    log: Log;
  };
}

const HEADERS = Object.entries({
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
});

/** The request's id and the common headers, then one line of the log and one data point. */
export const observed: MiddlewareHandler<App> = async (context, next) => {
  const start = Date.now();
  const given = context.req.header('x-request-id');
  const requestId = given && /^[\w.-]{1,64}$/.test(given) ? given : crypto.randomUUID();
  const [log, timing]: [Log, string[]] = [{}, []];
  context.set('requestId', requestId);
  context.set('timing', timing);
  context.set('log', log);
  await next();
  const { headers, status } = context.res;
  headers.set('x-request-id', requestId);
  for (const [name, value] of HEADERS) headers.set(name, value);
  const bank = timing.length ? timing.join(', ') : undefined;
  if (bank) headers.set('server-timing', bank);
  const { route = '', caller, code, refusal, replayed } = log;
  const ms = Date.now() - start;
  console.log(JSON.stringify({ request_id: requestId, route, caller, status, code, refusal, replayed, bank, ms }));
  context.env.ANALYTICS?.writeDataPoint({ indexes: [route], blobs: [route, code ?? '', caller ?? '', bank ?? ''], doubles: [status, ms] });
};

export function failed(error: Error, context: Context<App>): Response {
  const requestId = context.get('requestId');
  const problem = error instanceof Problem ? error
    : error instanceof BankError ? problemOf(error)
    : new Problem(500, 'internal', 'Something failed here; the request_id finds it in the log.');
  if (problem.code === 'internal') console.error(`${requestId} ${error}`);
  context.get('log').code = problem.code;
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' };
  const { allow, retryAfter } = problem.more;
  if (problem.status === 401) headers['www-authenticate'] = 'Bearer';
  if (allow) headers.allow = allow;
  if (retryAfter !== undefined) headers['retry-after'] = `${retryAfter}`;
  return context.body(JSON.stringify(problem.body(requestId)), problem.status as 400, headers);
}

const limit = bodyLimit({
  maxSize: 32 * 1024,
  onError: () => {
    throw new Problem(413, 'body_too_large', 'The body is larger than 32768 bytes.');
  },
});

/** The body, of at most 32 KiB: read once it is known who sends it. */
export async function bodyOf(context: Context<App>): Promise<string> {
  await limit(context, async () => {});
  return context.req.text();
}

/** The body of a request that says it is JSON. */
export async function jsonOf(context: Context<App>): Promise<string> {
  const type = context.req.header('content-type')?.split(';')[0]!.trim().toLowerCase();
  if (type !== 'application/json') throw new Problem(415, 'unsupported_media_type', 'Send the body as application/json.');
  return bodyOf(context);
}
