// The peer: what a shop's engineer would write with Hono, zod and jose. Of the Worker's API it has what is measured.

import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { Ambiguous, find, search, type Invoice } from './bank';
import { callerOf, may, mayCreate, maySee } from './caller';
import { configOf, type Env } from './config';
import { Problem, conflict, noInvoice, outcomeUnknown, unavailable } from './problem';
import { isActive, isPaid } from './record';
import { Draft, Search, checkInvoiceId, parse } from './schema';

export { OrderLedger } from './order-ledger';
export { TokenKeeper } from './token-keeper';

type Variables = { requestId: string; timing: string[]; log: Record<string, unknown> };
type App = { Bindings: Env; Variables: Variables };
const app = new Hono<App>();

const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
};

app.use(async (context, next) => {
  const start = Date.now();
  const given = context.req.header('x-request-id');
  const requestId = given && /^[\w.-]{1,64}$/.test(given) ? given : crypto.randomUUID();
  const log: Record<string, unknown> = { request_id: requestId };
  const timing: string[] = [];
  context.set('requestId', requestId);
  context.set('timing', timing);
  context.set('log', log);
  await next();
  const { headers } = context.res;
  headers.set('x-request-id', requestId);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  if (timing.length) headers.set('server-timing', timing.join(', '));
  console.log(JSON.stringify({ ...log, status: context.res.status, bank: timing.length ? timing.join(', ') : undefined, ms: Date.now() - start }));
});

app.use(async (context, next) => {
  const { origins } = configOf(context.env);
  if (origins.length === 0) return next();
  return cors({
    origin: origins,
    allowHeaders: ['authorization', 'content-type', 'x-request-id', 'last-event-id'],
    exposeHeaders: ['x-request-id', 'retry-after', 'idempotent-replayed', 'server-timing'],
    maxAge: 7200,
  })(context, next);
});

app.onError((error, context) => {
  const problem = error instanceof Problem ? error
    : error instanceof Ambiguous ? new Problem(502, 'bank_unavailable', 'The bank did not give an answer that can be read.', { retryAfter: 5 })
    : new Problem(500, 'internal', 'Something failed here; the request_id finds it in the log.');
  if (problem.code === 'internal') console.error(`${context.get('requestId')} ${error}`);
  context.get('log').code = problem.code;
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' };
  if (problem.status === 401) headers['www-authenticate'] = 'Bearer';
  if (problem.more.retryAfter) headers['retry-after'] = `${problem.more.retryAfter}`;
  return context.body(JSON.stringify(problem.body(context.get('requestId'))), problem.status as 400, headers);
});
app.notFound(() => {
  throw new Problem(404, 'not_found', 'There is nothing at this path.');
});

const limit = bodyLimit({
  maxSize: 32 * 1024,
  onError: () => {
    throw new Problem(413, 'body_too_large', 'The body is larger than 32768 bytes.');
  },
});

const caller = (context: Context<App>) =>
  callerOf(context.env, context.req.header('authorization'), context.req.header('cf-connecting-ip') ?? '', context.get('log'));

async function json(context: Context<App>): Promise<string> {
  const type = context.req.header('content-type')?.split(';')[0]!.trim().toLowerCase();
  if (type !== 'application/json') throw new Problem(415, 'unsupported_media_type', 'Send the body as application/json.');
  return context.req.text();
}

app.get('/healthz', (context) => {
  context.get('log').route = 'health';
  return context.json({ status: 'ok' });
});

app.post('/v1/invoices', limit, async (context) => {
  const log = context.get('log');
  log.route = 'create';
  const who = await caller(context);
  const draft = parse(Draft, await json(context));
  mayCreate(who, draft);
  const { env } = context;
  const invoice: Invoice = {
    shop_id: env.SHOP_ID,
    account_id: env.ACCOUNT_ID,
    ...draft,
    language: draft.language ?? env.DEFAULT_LANGUAGE,
    expire_period: draft.expire_period ?? env.DEFAULT_EXPIRE_PERIOD,
    currency: draft.currency ?? 'KZT',
  };
  const created = await env.ORDERS.getByName(invoice.invoice_id).create(invoice);
  if ('conflict' in created) throw conflict(created.conflict);
  if ('unknown' in created) throw outcomeUnknown(created.unknown);
  if ('unavailable' in created) throw unavailable(created.unavailable);
  if ('refused' in created) {
    throw new Problem(422, 'bank_refused', 'The bank refuses the request; `bank` has its own words.', { bank: created.refused });
  }
  if (created.timing) context.get('timing').push(created.timing);
  if (!created.replayed) return context.json(created.record, 201);
  log.replayed = true;
  return context.json(created.record, 200, { 'idempotent-replayed': 'true' });
});

app.post('/v1/invoices/search', limit, async (context) => {
  context.get('log').route = 'search';
  may(await caller(context), 'read');
  const payload = parse(Search, await json(context));
  return context.json(await search(context.env, context.get('timing'), payload));
});

app.get('/v1/invoices/:invoice_id', async (context) => {
  context.get('log').route = 'status';
  const invoiceId = context.req.param('invoice_id');
  maySee(await caller(context), invoiceId);
  checkInvoiceId(invoiceId);
  const { records } = await find(context.env, context.get('timing'), invoiceId);
  if (!records.every(isActive)) await context.env.ORDERS.getByName(invoiceId).seen(records);
  const record = records.find(isPaid) ?? records[0];
  if (!record) throw noInvoice(invoiceId);
  return context.json(record);
});

export default app;
