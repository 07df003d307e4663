// One token per bank and scope: it is asked for once while all others wait.

import { DurableObject } from 'cloudflare:workers';
import type { Env } from './config';

export interface Held {
  token: string;
  renewMs: number;
  untilMs: number;
}

export class TokenKeeper extends DurableObject<Env> {
  #held?: Held = this.ctx.storage.kv.get<Held>('token');
  #flight?: Promise<void>;
  #failures = 0;
  #blockedUntilMs = 0;

  async token(rejected?: string): Promise<Held | { retryAfter: number }> {
    if (this.#held && (this.#held.token === rejected || this.#held.untilMs <= Date.now())) this.#held = undefined;
    if (this.#held) {
      if (this.#held.renewMs <= Date.now()) this.ctx.waitUntil(this.#fetch());
      return this.#held;
    }
    if (Date.now() >= this.#blockedUntilMs) await this.#fetch();
    return this.#held ?? { retryAfter: Math.max(1, Math.ceil((this.#blockedUntilMs - Date.now()) / 1000)) };
  }

  #fetch(): Promise<void> {
    return (this.#flight ??= this.#ask().finally(() => (this.#flight = undefined)));
  }

  async #ask(): Promise<void> {
    const askedMs = Date.now();
    try {
      const body = new FormData();
      body.set('grant_type', 'password');
      body.set('username', this.env.EPAY_USERNAME);
      body.set('password', this.env.EPAY_PASSWORD);
      body.set('scope', 'api');
      body.set('client_id', this.env.EPAY_CLIENT_ID);
      body.set('client_secret', this.env.EPAY_CLIENT_SECRET);
      const answer = await fetch(this.env.EPAY_OAUTH_URL, { method: 'POST', body, signal: AbortSignal.timeout(Number(this.env.BANK_TIMEOUT_MS)) });
      if (!answer.ok) throw new Error(`the bank answers ${answer.status}`);
      const { access_token: token, expires_in: expiresIn } = await answer.json<{ access_token: string; expires_in: string | number }>();
      const lifetimeMs = Math.min(Number(expiresIn) || 900, 7200) * 1000;
      this.#held = { token, renewMs: askedMs + lifetimeMs * 0.75, untilMs: askedMs + lifetimeMs - Math.min(lifetimeMs / 10, 30_000) };
      this.#failures = 0;
      this.ctx.storage.kv.put('token', this.#held);
    } catch (error) {
      console.error(`${error}`);
      this.#blockedUntilMs = Date.now() + Math.min(2 ** this.#failures++, 60) * 1000;
    }
  }
}
