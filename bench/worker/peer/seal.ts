// HMAC-SHA256, and the seal by which this Worker knows its own callback links: the bank signs nothing.

import { base64url } from 'jose';
import type { Config } from './config';

export type Callbacks = NonNullable<Config['callbacks']>;

const encoder = new TextEncoder();

export const hmacKey = (secret: string | Uint8Array) =>
  crypto.subtle.importKey('raw', typeof secret === 'string' ? encoder.encode(secret) : secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);

export async function hmac(key: Promise<CryptoKey>, text: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.sign('HMAC', await key, encoder.encode(text)));
}

const sealOf = async ({ key }: Callbacks, invoiceId: string) => base64url.encode(await hmac(key, `epay-invoice callback v1\n${invoiceId}`));

/** The order's `post_link` and `failure_post_link`. */
export const callbackLink = async (callbacks: Callbacks, invoiceId: string) => `${callbacks.base}${invoiceId}/${await sealOf(callbacks, invoiceId)}`;

export async function isSeal(callbacks: Callbacks, invoiceId: string, text: string): Promise<boolean> {
  const [seal, given] = [encoder.encode(await sealOf(callbacks, invoiceId)), encoder.encode(text)];
  return seal.length === given.length && crypto.subtle.timingSafeEqual(seal, given);
}

/** Whether the link ends in a seal of this Worker, whatever its public URL was when it was made. */
export async function isSealed(callbacks: Callbacks, link: string): Promise<boolean> {
  const [, invoiceId, seal] = /\/callbacks\/(\d{6,15})\/([\w-]{43})$/.exec(link) ?? [];
  return invoiceId !== undefined && isSeal(callbacks, invoiceId, seal!);
}
