// npm install jose
import { SignJWT } from 'jose';

const secret = new TextEncoder().encode(process.env.TICKET_SECRET);

/** Lets a browser pay and watch this order, at this price, for the next hour. `amount` is in tenge: '4990.50'. */
export function ticket(invoiceId, amount, description) {
  return new SignJWT({ amount, description })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(invoiceId)
    .setExpirationTime('1 hour')
    .sign(secret);
}
