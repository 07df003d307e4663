// The isolate's memory of tokens, before the keeper is asked.

import { configOf, type Config, type Env } from '../config';
import { BankError, type Operation } from './failure';
import type { Held } from './token-keeper';

const DEACTIVATE = 'webapi usermanagement email_send verification statement statistics payment';

/** What a token may be used for, in the bank's spelling. */
export function scopeOf({ grant }: Config, operation: Operation): string {
  if (grant === 'client_credentials') return 'payment';
  return operation === 'deactivate' ? DEACTIVATE : 'api';
}

const kept = new Map<string, Held>();

/** A token for the operation. `rejected` is one that the bank does not accept: it is dropped, and only it. */
export async function tokenFor(env: Env, timing: string[], operation: Operation, rejected?: string): Promise<string> {
  const config = configOf(env);
  const scope = scopeOf(config, operation);
  const own = kept.get(scope);
  // past the time to renew, the keeper still gives the same token and renews it meanwhile
  if (own && own.renewMs > Date.now() && own.token !== rejected) {
    timing.push('token;desc=memory');
    return own.token;
  }
  const given = await env.TOKENS.getByName(`${config.oauthUrl} ${scope} ${await fingerprint(config)}`).token(scope, rejected);
  if ('retryAfter' in given) throw new BankError({ is: 'no_token', ...given });
  kept.set(scope, given);
  timing.push('token;desc=keeper');
  return given.token;
}

/** Other credentials have another keeper: what was kept for the old ones says nothing of them. */
async function fingerprint({ credentials }: Config): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(Object.values(credentials).join('\n')));
  return new Uint8Array(digest).toHex().slice(0, 16);
}
