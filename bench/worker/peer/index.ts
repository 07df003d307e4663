// The peer: what a shop's engineer would write with Hono, zod and jose. It does what the Worker does.

import { Hono, type Context } from 'hono';
import { find, search } from './bank/calls';
import { tokenFor } from './bank/token';
import { callerOf, checkDraft, may, maySee } from './caller';
import { configOf, notConfigured } from './config';
import { only, shared } from './cors';
import { bodyOf, failed, jsonOf, observed, type App } from './http';
import { fault, invalid } from './issue';
import type { OrderLedger } from './order/ledger';
import { forbidden, methodNotAllowed, noEvent, notFound, outcomeUnknown } from './problem';
import { isActive, isPaid } from './record';
import { Draft, Search, checkInvoiceId, parse, type Invoice } from './schema';
import { isSeal } from './seal';
import { taken } from './told';

export { TokenKeeper } from './bank/token-keeper';
export { DeadLetters } from './order/dead-letters';
export { OrderLedger } from './order/ledger';

const app = new Hono<App>();
app.use(observed, shared);
app.onError(failed);
app.notFound((context) => failed(notFound(), context));

const callerIn = (context: Context<App>, queryTicket?: string) => {
  const { req, env } = context;
  const credentials = { authorization: req.header('authorization'), queryTicket, address: req.header('cf-connecting-ip') ?? '' };
  return callerOf(env, credentials, context.get('log'));
};

/** The order's object. Its answers are plain data, as which the platform's types for RPC do not take them. */
const orderOf = (context: Context<App>, invoiceId: string) =>
  context.env.ORDERS.getByName(invoiceId) as unknown as Pick<OrderLedger, keyof OrderLedger>;

/** An order's object that dies in the middle may have done it: the next one finds out. */
const orUnknown = (context: Context<App>) => (error: unknown): never => {
  console.error(`${context.get('requestId')} ${error}`);
  throw outcomeUnknown(5);
};

app.get('/healthz', (context) => {
  context.get('log').route = 'health';
  return context.json({ status: 'ok' });
}).all(only('GET'));

app.get('/readyz', async (context) => {
  context.get('log').route = 'ready';
  may(await callerIn(context), 'read');
  const { env } = context;
  const unbound = (['ORDERS', 'DEAD_LETTERS', 'TOKENS'] as const).filter((key) => !env[key]);
  if (unbound.length) throw notConfigured(unbound.map((key) => ({ key, wrong: 'is not bound in wrangler.toml' })));
  for (const operation of ['create', 'deactivate'] as const) await tokenFor(env, context.get('timing'), operation);
  return context.json({ status: 'ready' });
}).all(only('GET'));

app.post('/v1/invoices', async (context) => {
  const log = context.get('log');
  log.route = 'create';
  const caller = await callerIn(context);
  may(caller, 'create');
  const draft = parse(Draft, await jsonOf(context));
  checkDraft(caller, draft);
  const { shop, defaults } = configOf(context.env);
  const invoice: Invoice = {
    ...shop,
    ...draft,
    language: draft.language ?? defaults.language,
    expire_period: draft.expire_period ?? defaults.expire_period,
    currency: draft.currency ?? 'KZT',
  };
  const answer = await orderOf(context, invoice.invoice_id).create(invoice).catch(orUnknown(context));
  const { record, replayed } = taken(answer, context.get('timing'));
  if (!replayed) return context.json(record, 201);
  log.replayed = true;
  return context.json(record, 200, { 'idempotent-replayed': 'true' });
}).all(only('POST'));

app.post('/v1/invoices/search', async (context) => {
  context.get('log').route = 'search';
  may(await callerIn(context), 'read');
  const payload = parse(Search, await jsonOf(context));
  // by `like` a seal, left out of what is shown, could be found letter by letter
  if (configOf(context.env).callbacks && payload.searchParameters.some(({ name }) => name.endsWith('post_link'))) {
    throw forbidden('search by the links that the bank calls');
  }
  return context.json(await search(context.env, context.get('timing'), payload));
}).all(only('POST'));

app.get('/v1/invoices/:invoice_id', async (context) => {
  context.get('log').route = 'status';
  const invoiceId = context.req.param('invoice_id');
  maySee(await callerIn(context), invoiceId);
  checkInvoiceId(invoiceId);
  const { records } = await find(context.env, context.get('timing'), invoiceId);
  // a link that can still be paid is no news; the order's own looks find again what could not be told
  if (!records.every(isActive)) {
    await orderOf(context, invoiceId).seen(records).catch((error) => console.error(`${context.get('requestId')} ${error}`));
  }
  return context.json(records.find(isPaid) ?? records[0] ?? taken(await orderOf(context, invoiceId).known()));
}).all(only('GET'));

app.get('/v1/invoices/:invoice_id/events', async (context) => {
  // a stream without a body would have no end
  if (context.req.method === 'HEAD') throw methodNotAllowed('GET');
  context.get('log').route = 'events';
  const invoiceId = context.req.param('invoice_id');
  maySee(await callerIn(context, context.req.query('ticket')), invoiceId);
  checkInvoiceId(invoiceId);
  const stream = taken(await orderOf(context, invoiceId).events(context.req.header('last-event-id') ?? ''));
  const headers = { 'content-type': 'text/event-stream' };
  return stream ? context.body(stream, 200, headers) : context.body(null, 204, headers);
}).all(only('GET'));

app.post('/v1/invoices/:invoice_id/deactivate', async (context) => {
  context.get('log').route = 'deactivate';
  may(await callerIn(context), 'deactivate');
  const invoiceId = context.req.param('invoice_id');
  checkInvoiceId(invoiceId);
  const answer = await orderOf(context, invoiceId).deactivate().catch(orUnknown(context));
  return context.json(taken(answer, context.get('timing')));
}).all(only('POST'));

app.get('/v1/events/undelivered', async (context) => {
  context.get('log').route = 'undelivered';
  may(await callerIn(context), 'read');
  const { limit = '50', after = '' } = context.req.query();
  const refuse = (name: string, code: string, params = {}) => invalid([{ path: [name], ...fault(code, params) }]);
  if (!/^\d*$/.test(limit)) throw refuse('limit', 'not_digits');
  const most = Number(limit || '50');
  if (most < 1 || most > 100) throw refuse('limit', 'out_of_range', { min: 1, max: 100 });
  if (after && !/^\d{13}\.[!-~]*$/.test(after)) throw refuse('after', 'not_digits');
  return context.json(await context.env.DEAD_LETTERS.getByName('list').page(after, most));
}).all(only('GET'));

app.post('/v1/events/:event_id/retry', async (context) => {
  context.get('log').route = 'retry';
  may(await callerIn(context), 'retry');
  const eventId = context.req.param('event_id');
  const [, invoiceId] = /^evt_(\d{6,15})(?:_|$)/.exec(eventId) ?? [];
  if (!invoiceId) throw noEvent();
  taken(await orderOf(context, invoiceId).redeliver(eventId));
  return context.json({ status: 'queued' }, 202);
}).all(only('POST'));

app.post('/v1/callbacks/:invoice_id/:seal', async (context) => {
  context.get('log').route = 'callback';
  const { invoice_id: invoiceId, seal } = context.req.param();
  const { callbacks } = configOf(context.env);
  // the seal says that the link is this Worker's; of the rest nothing is believed
  if (!callbacks || !/^\d{6,15}$/.test(invoiceId) || !(await isSeal(callbacks, invoiceId, seal))) throw notFound();
  // one that is too large is a hint as well
  const body = await bodyOf(context).catch(() => '');
  await orderOf(context, invoiceId).called(body, context.req.header('content-type') ?? '');
  return context.json(null);
}).all(only('POST'));

export default app;
