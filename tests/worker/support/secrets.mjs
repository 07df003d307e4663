// What must not come out: looked for in every log line and every answer of a Worker that the tests started.

import assert from 'node:assert/strict';

const SECRET_NAMES = [
  'EPAY_CLIENT_SECRET', 'EPAY_PASSWORD', 'TICKET_SECRET', 'CALLBACK_SECRET', 'WEBHOOK_SECRET',
];

/** The secrets of a configuration by their names. */
export const configured = (config) => SECRET_NAMES.map((name) => [name, config[name]]).filter(([, value]) => value);

/**
 * What came out that must not have, as `[where, what]`.
 *
 * `secrets` are in no log line and no answer; `contacts` are in no log line, and in no answer but one that tells a record
 * (2xx): the payer's own, or the shop's.
 */
export function leaks({ lines, answers, secrets, contacts }) {
  const found = [];
  const look = (where, text, values) => {
    for (const [name, value] of values) {
      if (text.includes(value) || text.includes(encodeURIComponent(value))) found.push([where, name]);
    }
  };
  for (const { message } of lines) look(`log: ${message}`, message, [...secrets, ...contacts]);
  for (const { status, headers, body } of answers) {
    look(`answer ${status}: ${body}`, `${headers}\n${body}`, status >= 400 ? [...secrets, ...contacts] : secrets);
  }
  return found;
}

export function assertNoLeaks(seen) {
  assert.deepEqual(leaks(seen), [], 'something came out that must not');
}
