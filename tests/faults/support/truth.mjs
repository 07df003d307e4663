// Whether an order has come to its true state: what the bank has, what the Worker's order knows, what the shop was told.

/** How long after a link's end the Worker says that it has expired, and how long its search may take: `EXPIRY_MARGIN_MS` and some. */
export const EXPIRED_MS = 90_000;

/**
 * What is not so (yet) of one order, in words; nothing where all is true.
 *
 * `links` are the bank's of this number, `ledger` what the order has saved, `events` what the shop has accepted (`{id,
 * type, body}`, deliveries one by one), `attempts` the failed payments by transaction, each `must` or `may`: the bank's
 * call about it reached the Worker, or nobody knows; and `knownIds` the links that a client was told of.
 */
export function flaws({ links, ledger, events, attempts, knownIds }, now) {
  const found = { duplicates: [], lost: [], wrong: [] };
  if (links.length > 1) found.duplicates.push(`${links.length} links`);
  for (const id of knownIds) if (!links.some((link) => link.id === id)) found.lost.push(`a client was told of ${id}, which the bank lacks`);
  const [link] = links;
  const known = ledger?.phase.known;
  if (!link) {
    if (ledger && ledger.phase !== 'free') found.wrong.push(`the bank has no link, and the order is ${phase(ledger)}`);
    if (events.length) found.wrong.push(`told of no link: ${events.map(({ type }) => type)}`);
    return found;
  }
  if (known?.record.id !== link.id) found.lost.push(`the link is not known: ${phase(ledger)}`);

  const is = {
    paid: link.status === 'CHARGED',
    deactivated: link.status === 'INACTIVE',
    expired: link.status === 'ACTIVE' && Date.parse(link.expire_date) + EXPIRED_MS < now,
  };
  const knows = {
    paid: Boolean(known?.paid) && !known.paid.mismatch,
    deactivated: Boolean(known?.deactivation?.confirmed),
    // one that has just ended may or may not be known to have
    expired: Boolean(known?.expired) && (is.expired || Date.parse(link.expire_date) > now),
  };
  const told = new Map();
  for (const event of events) {
    const ids = told.get(event.type) ?? told.set(event.type, new Map()).get(event.type);
    if (ids.has(event.id) && ids.get(event.id) !== event.body) found.wrong.push(`${event.id} was told in two ways`);
    ids.set(event.id, event.body);
  }
  const count = (kind) => told.get(`invoice.${kind}`)?.size ?? 0;
  for (const kind of ['paid', 'deactivated', 'expired']) {
    if (is[kind] !== knows[kind]) found.wrong.push(`${kind}: the bank says ${is[kind]}, the order ${knows[kind]}`);
    const justEnded = kind === 'expired' && known?.expired;
    if (is[kind] ? count(kind) !== 1 : count(kind) > 0 && !justEnded) found.wrong.push(`${kind} is ${is[kind]}, and told under ${count(kind)} ids`);
  }
  if (count('mismatch')) found.wrong.push('told of a mismatch');

  const failed = told.get('invoice.failed') ?? new Map();
  const idOf = (transaction) => `evt_${link.invoice_id}_failed_${transaction}`;
  for (const id of failed.keys()) if (![...attempts.keys()].some((transaction) => idOf(transaction) === id)) found.wrong.push(`${id} is of no attempt`);
  // of a paid link no failure is told that was not told before
  for (const [transaction, how] of attempts) if (how === 'must' && !is.paid && !failed.has(idOf(transaction))) found.wrong.push(`${idOf(transaction)} is not told`);
  if (known && ledger.outbox.some(({ delivery }) => delivery.done === undefined)) found.wrong.push('an event is not delivered');
  return found;
}

const phase = (ledger) => (ledger ? (typeof ledger.phase === 'string' ? ledger.phase : Object.keys(ledger.phase)[0]) : 'not there');

export const isTrue = ({ duplicates, lost, wrong }) => !duplicates.length && !lost.length && !wrong.length;
