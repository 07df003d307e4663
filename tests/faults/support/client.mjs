// One client of the Worker, a program of its own so that it can be killed: the shop's server, which creates and
// deactivates orders and tries again until it knows. It is given its orders by message and tells each answer by message;
// what it has not told when it is killed, nobody knows.

import { setTimeout as pause } from 'node:timers/promises';
import { Chance } from './chance.mjs';

const { url, key, seed, atOnce } = JSON.parse(process.argv[2]);
const chance = new Chance(seed);

async function call(id, what, method, path, body) {
  const headers = { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) };
  try {
    const answer = await fetch(`${url}${path}`, { method, headers, body: body && JSON.stringify(body) });
    const told = { id, what, status: answer.status, headers: [...answer.headers].map((header) => header.join(': ')).join('\n'), body: await answer.text() };
    process.send(told);
    return told;
  } catch {
    // the Worker is not there, or was killed
    return { status: 0 };
  }
}

/** Whether asking again would not change the answer. */
const isFinal = ({ status }) => status >= 200 && status < 500 && status !== 429;

/** Goes on with an order; whether it is served. One whose outcome is not known yet is come back to. */
async function serve({ order, looks, deactivates }) {
  const id = order.invoice_id;
  if (!isFinal(await call(id, 'create', 'POST', '/v1/invoices', order))) return false;
  if (looks) await call(id, 'status', 'GET', `/v1/invoices/${id}`);
  return !deactivates || isFinal(await call(id, 'deactivate', 'POST', `/v1/invoices/${id}/deactivate`));
}

process.on('disconnect', () => process.exit());
process.once('message', async (orders) => {
  const next = async () => {
    for (let job = orders.shift(); job; job = orders.shift()) {
      if (await serve(job)) process.send({ id: job.order.invoice_id, what: 'served' });
      else {
        orders.push(job);
        await pause(chance.from(20, 100));
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, next));
  process.disconnect();
});
