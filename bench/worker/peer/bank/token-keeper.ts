// One token per bank, scope and credentials: it is asked for once while all others wait.

import { DurableObject } from 'cloudflare:workers';
import { configOf, type Env } from '../config';
import { failureOf } from './failure';

export interface Held {
  token: string;
  /** From here on a new one is asked for while this one is still given. */
  renewMs: number;
  untilMs: number;
}

const [DEFAULT_S, LONGEST_S] = [900, 7200];

/** The lifetime comes as a text or as a number, or makes no sense. */
function lifetimeMs(expiresIn: unknown): number {
  const seconds = typeof expiresIn === 'number' || typeof expiresIn === 'string' ? Math.floor(Number(expiresIn)) : 0;
  return Math.min(seconds >= 1 ? seconds : DEFAULT_S, LONGEST_S) * 1000;
}

export class TokenKeeper extends DurableObject<Env> {
  #held?: Held = this.ctx.storage.kv.get<Held>('token');
  #flight?: Promise<void>;
  #failures = 0;
  #refused = false;
  #blockedUntilMs = 0;

  async token(scope: string, rejected?: string): Promise<Held | { refused: boolean; retryAfter: number }> {
    if (this.#held && (this.#held.token === rejected || this.#held.untilMs <= Date.now())) this.#held = undefined;
    const isBlocked = Date.now() < this.#blockedUntilMs;
    if (this.#held) {
      if (this.#held.renewMs <= Date.now() && !isBlocked) this.ctx.waitUntil(this.#fetch(scope));
      return this.#held;
    }
    if (!isBlocked) await this.#fetch(scope);
    const retryAfter = Math.max(1, Math.ceil((this.#blockedUntilMs - Date.now()) / 1000));
    return this.#held ?? { refused: this.#refused, retryAfter };
  }

  #fetch(scope: string): Promise<void> {
    return (this.#flight ??= this.#ask(scope).finally(() => (this.#flight = undefined)));
  }

  async #ask(scope: string): Promise<void> {
    const { oauthUrl, grant, credentials, bankTimeoutMs } = configOf(this.env);
    const body = new FormData();
    for (const [name, value] of Object.entries({ grant_type: grant, scope, ...credentials })) body.set(name, value);
    const askedMs = Date.now();
    let pauseS = 0;
    let refused = false;
    try {
      const signal = AbortSignal.timeout(bankTimeoutMs);
      const answer = await fetch(oauthUrl, { method: 'POST', body, headers: { accept: 'application/json' }, redirect: 'manual', signal });
      const text = await answer.text();
      if (!answer.ok) {
        const failure = failureOf({ status: answer.status, retryAfter: answer.headers.get('retry-after'), text, json: undefined, sent: '' });
        // here a 401 is about the credentials, not about a token
        refused = failure.is === 'refused' || failure.is === 'rejected';
        pauseS = failure.is === 'throttled' ? (failure.retryAfter ?? 0) : 0;
        throw new Error(`the bank answers ${answer.status}`);
      }
      const { access_token: token, expires_in: expiresIn } = JSON.parse(text);
      // what a header can carry
      if (!/^[!-~]+$/.test(token)) throw new Error('the bank gives no token');
      const ms = lifetimeMs(expiresIn);
      this.#held = { token, renewMs: askedMs + ms * 0.75, untilMs: askedMs + ms - Math.min(ms / 10, 30_000) };
      this.#failures = 0;
      this.ctx.storage.kv.put('token', this.#held);
    } catch (error) {
      console.error(`${error}`);
      this.#refused = refused;
      this.#blockedUntilMs = Date.now() + Math.min(Math.max(2 ** this.#failures++, pauseS), 60) * 1000;
    }
  }
}
