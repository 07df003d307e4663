// Signs a ticket for development, with TICKET_SECRET or else the secret of `make run`, and prints it.
//
//   node scripts/make-ticket.mjs INVOICE_ID AMOUNT [DESCRIPTION] [--seconds 3600]

import { createHmac } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { devConfig } from './dev-config.mjs';

const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A JSON Web Token of these claims, as they are: what is wrong with them is the Worker's to say. */
export function signTicket(secret, claims, header = { alg: 'HS256', typ: 'JWT' }) {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

function main(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { seconds: { type: 'string', default: '3600' } },
  });
  const [sub, amount, description] = positionals;
  const seconds = Number(values.seconds);
  if (!sub || !amount || positionals.length > 3 || !Number.isInteger(seconds)) {
    throw new Error('usage: node scripts/make-ticket.mjs INVOICE_ID AMOUNT [DESCRIPTION] [--seconds 3600]');
  }
  const { TICKET_SECRET } = devConfig(process.env, { worker: '', sandbox: '', key: '' });
  const exp = Math.floor(Date.now() / 1000) + seconds;
  console.log(signTicket(TICKET_SECRET, { sub, amount, description, exp }));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
