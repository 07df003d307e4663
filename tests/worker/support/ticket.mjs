// Tickets, right and wrong, by a library that shops use.

import { SignJWT, UnsecuredJWT, generateKeyPair } from 'jose';

const { privateKey } = await generateKeyPair('RS256');

const claims = (jwt, { invoice_id: invoiceId }, exp) => jwt.setSubject(invoiceId).setExpirationTime(exp);

/** A ticket for the order, as the shop's backend makes it. */
export const ticket = ({ TICKET_SECRET }, order, exp = '1h', more = {}) =>
  claims(new SignJWT({ amount: order.amount, ...more }), order, exp).setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(TICKET_SECRET));

/** One with the description as well. */
export const ticketWithDescription = (config, order) => ticket(config, order, '1h', { description: order.description });

export const ticketWithoutExpiry = ({ TICKET_SECRET }, { invoice_id: invoiceId, amount }) =>
  new SignJWT({ amount }).setSubject(invoiceId).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(TICKET_SECRET));

export const ticketWithoutSignature = (order) => claims(new UnsecuredJWT({ amount: order.amount }), order, '1h').encode();

export const ticketByRsa = (order) =>
  claims(new SignJWT({ amount: order.amount }), order, '1h').setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
