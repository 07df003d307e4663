// The payers, and the bank's calls about them: lost, doubled, late, out of order, or with an amount that is not so.

/** What becomes of an order's link, by how often. */
export const FATES = { pay: 42, fail_then_pay: 12, fail: 10, deactivate: 14, race: 8, leave: 14 };

// of which the last two are not final: the payment may yet succeed
const REASONS = [484, 455, 'text', 454, 2358];
const NOT_FINAL = [454, 2358];

/** How the bank calls, and whether its call is sure to have come when the sandbox answers. */
function call(chance, amount) {
  const spelling = { format: chance.one(['json', 'form']), invoice_id_upper: chance.is(0.5), bonus_camel: chance.is(0.5), reason_code_text: chance.is(0.5) };
  const ways = {
    plain: [35, {}],
    lost: [25, { drop: true }],
    held: [10, { hold: true }],
    late: [10, { delay_ms: chance.from(200, 6_000) }],
    doubled: [10, { duplicates: chance.from(1, 3) }],
    wrong: [10, { amount: Math.round(amount * 100 + chance.from(1, 50_000)) / 100 }],
    retried: [10, { retries: 4, retry_pause_ms: 700 }],
  };
  const way = chance.weighted(Object.fromEntries(Object.entries(ways).map(([name, [weight]]) => [name, weight])));
  return { way, callback: { spelling, ...ways[way][1] } };
}

export class Payers {
  #sandbox;
  #chance;
  #fates;
  #met = new Set();
  #calls = [];
  /** The failed payments of each order: transaction, and whether the shop `must` hear of it or `may`. */
  attempts = new Map();

  /** `fates` has each order's by its number. */
  constructor(sandbox, chance, fates) {
    [this.#sandbox, this.#chance, this.#fates] = [sandbox, chance, fates];
  }

  /** How many links there are. */
  get links() {
    return this.#met.size;
  }

  /** Does to each new link what its fate is. */
  async turn() {
    for (const link of await this.#sandbox.invoices()) {
      if (this.#met.has(link.invoice_id)) continue;
      this.#met.add(link.invoice_id);
      const fate = this.#fates.get(link.invoice_id);
      if (fate.startsWith('fail')) await this.#fail(link);
      if (['pay', 'fail_then_pay', 'race'].includes(fate)) await this.#pay(link);
      // the last of the bank's calls come in the wrong order
      if (this.#chance.is(0.1)) this.#later(this.#sandbox.releaseCallbacks({ order: 'reversed' }));
    }
  }

  /** All calls of the bank that were not held or lost have come. */
  async end() {
    for (const trouble of await Promise.all(this.#calls)) if (trouble) throw trouble;
  }

  // an order that is deactivated in between can not be paid any more, which the sandbox says
  #later(promise) {
    this.#calls.push(promise.then(() => {}, (error) => (/answers 409/.test(error.message) ? undefined : error)));
  }

  async #pay(link) {
    const { way, callback } = call(this.#chance, link.amount);
    const bonus = this.#chance.is(0.15) ? { bonus: 1 } : {};
    this.#later(this.#sandbox.pay(link.id, { ...bonus, callback, ...(way === 'late' && { wait: false }) }));
  }

  async #fail(link) {
    const { way, callback } = call(this.#chance, link.amount);
    const reason = this.#chance.one(REASONS);
    const how = reason === 'text' ? { reason_code: 1, reason: 'Қаражат жеткіліксіз' } : { reason_code: reason };
    const attempts = this.attempts.get(link.invoice_id) ?? this.attempts.set(link.invoice_id, new Map()).get(link.invoice_id);
    const said = this.#sandbox.decline(link.id, { ...how, callback, ...(way === 'late' && { wait: false }) }).then(({ transaction, callback: { sent = [] } = {} }) => {
      if (NOT_FINAL.includes(reason)) return;
      attempts.set(transaction, sent.includes(200) ? 'must' : 'may');
    });
    this.#later(said);
    if (way !== 'late') await said.catch(() => {});
  }
}
