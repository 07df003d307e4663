// What outlives a reload: the cart, and the order that is being paid.

import type { Language } from '../shared/language.ts';
import type { Item } from './shop.ts';

export interface Contact {
  email: string;
  phone: string;
}

/** An order from the moment that the buyer confirms it. Its key makes the shop give the same order again. */
export interface Pending {
  key: string;
  items: Item[];
  language: Language;
  /** What the link is made with, until it is known to be there: then the bank has it, and this browser need not. */
  contact?: Contact;
  paid?: boolean;
}

const CART = 'epay.cart';
const ORDER = 'epay.order';

// In a browser that keeps nothing, it lives as long as the page.
const memory = new Map<string, string>();

function read<T>(name: string): T | undefined {
  try {
    const text = localStorage.getItem(name) ?? memory.get(name);
    return text ? JSON.parse(text) as T : undefined;
  } catch {
    const text = memory.get(name);
    return text ? JSON.parse(text) as T : undefined;
  }
}

function write(name: string, value: unknown): void {
  const text = value === undefined ? undefined : JSON.stringify(value);
  try {
    if (text === undefined) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
    memory.delete(name);
  } catch {
    if (text === undefined) memory.delete(name);
    else memory.set(name, text);
  }
}

/** Calls back when another tab has brought its order to a link, or further. */
export function onOtherTab(back: () => void): void {
  addEventListener('storage', ({ key, newValue }) => {
    if (key === ORDER && newValue && !(JSON.parse(newValue) as Pending).contact) back();
  });
}

export const readPending = (): Pending | undefined => read<Pending>(ORDER);
export const writePending = (pending: Pending | undefined): void => write(ORDER, pending);

/** Whether the stored order is still the one of this key: to a tab that was left open, another may have taken its place. */
export const isPending = (key: string): boolean => readPending()?.key === key;

interface Cart {
  key: string;
  lines: [string, number][];
}

/** How many of each product, by its id. */
export const readCart = (): Map<string, number> => new Map(read<Cart>(CART)?.lines ?? []);

/** Keeps the cart under a new key: what comes of it is another order. */
export const writeCart = (cart: Map<string, number>): void => write(CART, { key: crypto.randomUUID(), lines: [...cart] } satisfies Cart);

/** The key of the order that comes of this cart: made with the cart, so that two tabs which check it out make one order. */
export const cartKey = (): string => read<Cart>(CART)?.key ?? crypto.randomUUID();

/** A cart as an order's items: equal carts give equal items. */
export function itemsOf(cart: Map<string, number>): Item[] {
  return [...cart].map(([id, quantity]) => ({ id, quantity })).sort((a, b) => (a.id < b.id ? -1 : 1));
}

export const sameItems = (a: readonly Item[], b: readonly Item[]): boolean => JSON.stringify(a) === JSON.stringify(b);
