// Which pages may call from a browser. One that is not listed is not refused: its browser does not show it the answer.

import type { Context, MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { configOf } from './config';
import type { App } from './http';
import { methodNotAllowed } from './problem';

function originsOf({ env }: Context<App>): string[] {
  try {
    return configOf(env).origins;
  } catch {
    // an answer that names what is missing is for whoever configures
    return [];
  }
}

/** What a listed origin is granted. To others hono/cors would grant all but the origin. */
function granted(...allowMethods: string[]): MiddlewareHandler<App> {
  const grant = cors({
    origin: (origin) => origin,
    allowMethods,
    allowHeaders: ['authorization', 'content-type', 'x-request-id', 'last-event-id'],
    exposeHeaders: ['x-request-id', 'retry-after', 'idempotent-replayed', 'server-timing'],
    maxAge: 7200,
  });
  return async (context, next) => {
    const origins = originsOf(context);
    if (origins.includes(context.req.header('origin') ?? '')) return grant(context, next);
    await next();
    if (origins.length) context.header('vary', 'origin');
  };
}

const answers = granted();
/** Of every answer but a preflight's, which depends on the path. */
export const shared: MiddlewareHandler<App> = (context, next) => (context.req.method === 'OPTIONS' ? next() : answers(context, next));

/** Any other method of a path than the one it takes: a preflight, or none. */
export function only(allow: 'GET' | 'POST'): MiddlewareHandler<App> {
  const preflight = granted(allow);
  return async (context) => {
    if (context.req.method !== 'OPTIONS') throw methodNotAllowed(allow);
    configOf(context.env);
    context.header('allow', allow);
    return (await preflight(context, async () => {})) ?? context.body(null, 204);
  };
}
