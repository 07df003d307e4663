// What the Worker is configured with: read once per isolate.

import type { RateLimit } from './rate-limit';
import type { OrderLedger } from './order-ledger';
import type { TokenKeeper } from './token-keeper';

export interface Env {
  EPAY_OAUTH_URL: string;
  EPAY_API_URL: string;
  EPAY_CLIENT_ID: string;
  EPAY_CLIENT_SECRET: string;
  EPAY_USERNAME: string;
  EPAY_PASSWORD: string;
  SHOP_ID: string;
  ACCOUNT_ID: string;
  DEFAULT_LANGUAGE: 'kaz' | 'rus' | 'eng';
  DEFAULT_EXPIRE_PERIOD: string;
  PUBLIC_URL: string;
  ALLOWED_ORIGINS: string;
  BANK_TIMEOUT_MS: string;
  API_KEYS: string;
  TICKET_SECRET: string;
  CALLBACK_SECRET: string;
  RATE_LIMIT: RateLimit;
  ORDERS: DurableObjectNamespace<OrderLedger>;
  TOKENS: DurableObjectNamespace<TokenKeeper>;
}

export interface ApiKey {
  name: string;
  digest: Uint8Array;
  scopes: string[];
}

export interface Config {
  keys: ApiKey[];
  origins: string[];
  bankTimeoutMs: number;
  callbackBase: string;
  ticketSecret: Uint8Array;
  callbackKey: Promise<CryptoKey>;
}

const SCOPES = ['create', 'read', 'deactivate', 'retry'];
const encoder = new TextEncoder();
let config: Config | undefined;

export function configOf(env: Env): Config {
  return (config ??= {
    keys: Object.entries<{ sha256: string; scopes?: string[] }>(JSON.parse(env.API_KEYS)).map(([name, { sha256, scopes }]) => ({
      name,
      digest: Uint8Array.from(sha256.match(/../g)!, (digits) => parseInt(digits, 16)),
      scopes: scopes ?? SCOPES,
    })),
    origins: env.ALLOWED_ORIGINS.split(',').map((origin) => origin.trim()).filter(Boolean),
    bankTimeoutMs: Number(env.BANK_TIMEOUT_MS),
    callbackBase: `${env.PUBLIC_URL.replace(/\/+$/, '')}/v1/callbacks/`,
    ticketSecret: encoder.encode(env.TICKET_SECRET),
    callbackKey: crypto.subtle.importKey('raw', encoder.encode(env.CALLBACK_SECRET), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
  });
}
