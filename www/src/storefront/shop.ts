// The shop's backend: the only source of prices, and the signer of the tickets.

import type { Language } from '../shared/language.ts';

export interface Product {
  id: string;
  name: { [language in Language]: string };
  price: number;
}

export interface Item {
  id: string;
  quantity: number;
}

export interface Order {
  invoice_id: string;
  /** In tenge, as the shop has reckoned it. */
  amount: number;
  description: string;
  state: 'awaiting_payment' | 'paid' | 'failed' | 'expired' | 'deactivated' | 'mismatch' | (string & {});
  ticket: string;
  ticket_expires_at: string;
}

/** The shop did not answer (`status` 0), or refused. */
export class ShopError extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`the shop answers ${status || 'nothing'}`);
    this.name = 'ShopError';
    this.status = status;
  }
}

const url = document.querySelector<HTMLMetaElement>('meta[name="shop-url"]')?.content ?? '';

export const hasShop = url !== '';

const PATIENCE_MS = 15_000;

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(url + path, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.ok) return await answer.json() as T;
  } catch {
    throw new ShopError(0);
  }
  throw new ShopError(answer.status);
}

export async function fetchProducts(): Promise<Product[]> {
  return (await ask<{ products: Product[] }>('/catalogue')).products;
}

/** The order of this key: made by the first call, given again, with a fresh ticket, by each later one. */
export function postOrder(key: string, items: readonly Item[], language: Language): Promise<Order> {
  return ask<Order>('/orders', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify({ items, language }),
  });
}
