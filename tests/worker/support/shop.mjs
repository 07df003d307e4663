// The sandbox's demo shop, as a storefront uses it. `shop` is its URL, without a slash at the end.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { PAYER } from './order.mjs';
import { until } from './until.mjs';

/** Places an order at the shop. */
export async function placeOrder(shop, items) {
  const answer = await fetch(`${shop}/orders`, {
    method: 'POST',
    headers: { 'idempotency-key': randomUUID(), 'content-type': 'application/json' },
    body: JSON.stringify({ items, language: 'kk' }),
  });
  assert.equal(answer.status, 201);
  return answer.json();
}

/** Asks the Worker for the order's link, by the ticket alone; `ask` is its `fetch`, by path. */
export const askForLink = (ask, { invoice_id, amount, description, ticket }, other = {}) => ask('/v1/invoices', {
  method: 'POST',
  headers: { authorization: `Bearer ${ticket}`, 'content-type': 'application/json' },
  body: JSON.stringify({ invoice_id, amount, description, recipient_contact: PAYER.email, recipient_contact_sms: PAYER.phone, ...other }),
});

/** Presses a button of the bank's pay page. */
export const press = (url, action) => fetch(url, { method: 'POST', body: new URLSearchParams({ action }), redirect: 'manual' });

export const stateOf = async (shop, id) =>
  (await (await fetch(`${shop}/orders`)).json()).find(({ invoice_id: one }) => one === id).state;

/** Waits until the shop's order stands like this. */
export const stands = (shop, id, state) => until(`the shop's order ${id} is ${state}`, async () => await stateOf(shop, id) === state);
