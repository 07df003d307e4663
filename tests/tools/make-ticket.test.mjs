import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { devConfig } from '../../scripts/dev-config.mjs';
import { signTicket } from '../../scripts/make-ticket.mjs';

const script = fileURLToPath(new URL('../../scripts/make-ticket.mjs', import.meta.url));
const { TICKET_SECRET: _, ...environment } = process.env;

function makeTicket(args, env = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', env: { ...environment, ...env } });
  return { status, stdout, stderr, token: stdout.trimEnd() };
}

const read = (part) => JSON.parse(Buffer.from(part, 'base64url').toString());

test("a token is what other tools make of the same claims", () => {
  // the key of RFC 7515, appendix A.1; the token is by python3's base64 and hmac
  const key = Buffer.from('AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow', 'base64url');
  assert.equal(
    signTicket(key, { sub: '000123', amount: 4990.5, exp: 1772000900 }),
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIwMDAxMjMiLCJhbW91bnQiOjQ5OTAuNSwiZXhwIjoxNzcyMDAwOTAwfQ.2ta4vjndZtx1XuqTT8SxTSAwvGhInyA54vrZVCzG8RI',
  );
});

test('the claims are what was asked for, and the secret is that of make run', () => {
  const { status, token } = makeTicket(['000123', '4990.50', 'Тапсырыс', '--seconds', '60']);
  assert.equal(status, 0);
  const [header, claims] = token.split('.').slice(0, 2).map(read);
  assert.equal(header.alg, 'HS256');
  const { exp, ...rest } = claims;
  assert.deepEqual(rest, { sub: '000123', amount: '4990.50', description: 'Тапсырыс' });
  assert.ok(Math.abs(exp - Date.now() / 1000 - 60) < 30);
  const { TICKET_SECRET } = devConfig({}, { worker: '', sandbox: '', key: '' });
  assert.equal(token, signTicket(TICKET_SECRET, claims));
});

test('TICKET_SECRET signs where it is set', () => {
  const secret = 'a-secret-of-the-shop-of-32-bytes';
  const { token } = makeTicket(['000123', '1'], { TICKET_SECRET: secret });
  assert.equal(token, signTicket(secret, read(token.split('.')[1])));
});

test('refuses half an order', () => {
  for (const args of [[], ['000123'], ['000123', '1', 'a', 'b'], ['000123', '1', '--seconds', 'soon'], ['000123', '1', '--ttl', '5']]) {
    const { status, stdout, stderr } = makeTicket(args);
    assert.deepEqual([status, stdout], [1, ''], args.join(' '));
    assert.notEqual(stderr, '');
  }
});
