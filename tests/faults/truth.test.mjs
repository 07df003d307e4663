// The judge of the storms sees what is planted.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flaws } from './support/truth.mjs';

const NOW = Date.parse('2026-03-02T00:00:00Z');
const LINK = { id: 'link', invoice_id: '000001', status: 'ACTIVE', expire_date: '2026-03-04T00:00:00Z' };
const known = (more = {}, outbox = []) => ({ phase: { known: { record: { id: 'link' }, paid: null, expired: false, deactivation: null, ...more } }, outbox });
const event = (kind, id = `evt_000001_${kind}`, body = '{}') => ({ id, type: `invoice.${kind}`, body });
const PAID = { ...LINK, status: 'CHARGED' };
const paid = known({ paid: { mismatch: false } });

const kinds = (given) => {
  const order = { links: [LINK], ledger: known(), events: [], attempts: new Map(), knownIds: new Set(['link']), ...given };
  return Object.entries(flaws(order, NOW)).flatMap(([kind, texts]) => texts.map(() => kind));
};

const TRUE = {
  'an open link': {},
  'no link, and nobody was told of one': { links: [], ledger: { phase: 'free', outbox: [] }, knownIds: new Set() },
  'an order that was never asked for': { links: [], ledger: undefined, knownIds: new Set() },
  'a paid one': { links: [PAID], ledger: paid, events: [event('paid'), event('paid')] },
  'a deactivated one': { links: [{ ...LINK, status: 'INACTIVE' }], ledger: known({ deactivation: { confirmed: true } }), events: [event('deactivated')] },
  'one that has ended': { links: [{ ...LINK, expire_date: '2026-03-01T00:00:00Z' }], ledger: known({ expired: true }), events: [event('expired')] },
  'a failed attempt': { attempts: new Map([['7', 'must'], ['8', 'may']]), events: [event('failed', 'evt_000001_failed_7')] },
  'one that failed before it was paid': { links: [PAID], ledger: paid, attempts: new Map([['7', 'must']]), events: [event('paid')] },
};
const FALSE = [
  ['two links', { links: [LINK, { ...LINK, id: 'other' }] }, ['duplicates']],
  ['a link that a client was told of and the bank lacks', { knownIds: new Set(['link', 'other']) }, ['lost']],
  ['a link that the order does not know', { ledger: { phase: { unclear: {} }, outbox: [] } }, ['lost']],
  ['a link that no order was made for', { ledger: undefined }, ['lost']],
  ['an order that goes on asking', { links: [], ledger: { phase: { unclear: {} }, outbox: [] }, knownIds: new Set() }, ['wrong']],
  ['an event about no link', { links: [], ledger: undefined, knownIds: new Set(), events: [event('paid')] }, ['wrong']],
  ['a payment that was not seen', { links: [PAID] }, ['wrong', 'wrong']],
  ['a payment that was not told', { links: [PAID], ledger: paid }, ['wrong']],
  ['a payment told under two ids', { links: [PAID], ledger: paid, events: [event('paid'), event('paid', 'evt_2')] }, ['wrong']],
  ['one told in two ways', { links: [PAID], ledger: paid, events: [event('paid'), event('paid', undefined, '{"x":1}')] }, ['wrong']],
  ['a payment that was not made', { ledger: paid, events: [event('paid')] }, ['wrong', 'wrong']],
  ['a mismatch', { links: [PAID], ledger: known({ paid: { mismatch: true } }), events: [event('mismatch')] }, ['wrong', 'wrong', 'wrong']],
  ['a deactivation that is none', { ledger: known({ deactivation: { confirmed: true } }), events: [event('deactivated')] }, ['wrong', 'wrong']],
  ['an end that was not told', { links: [{ ...LINK, expire_date: '2026-03-01T00:00:00Z' }] }, ['wrong', 'wrong']],
  ['an end that has not come', { ledger: known({ expired: true }), events: [event('expired')] }, ['wrong']],
  ['a failure that was not told', { attempts: new Map([['7', 'must']]) }, ['wrong']],
  ['a failure of nothing', { events: [event('failed', 'evt_000001_failed_7')] }, ['wrong']],
  ['an event that the shop has not accepted', { ledger: known({}, [{ delivery: { due: 1 } }]) }, ['wrong']],
];

test('what is true has no flaw', () => {
  for (const [name, given] of Object.entries(TRUE)) assert.deepEqual(kinds(given), [], name);
});

test('what is not true has', () => {
  for (const [name, given, expected] of FALSE) assert.deepEqual(kinds(given), expected, name);
});
