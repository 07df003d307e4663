import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { unstable_getVarsForDev } from 'wrangler';
import { devConfig, envFile, ownBank, shopSecrets } from '../../scripts/dev-config.mjs';

const places = { worker: 'http://127.0.0.1:8787', sandbox: 'http://127.0.0.1:8788', key: 'development-key' };

test('the sandbox and its merchant by default', () => {
  const config = devConfig({}, places);
  assert.equal(config.EPAY_ENV, 'sandbox');
  assert.equal(config.EPAY_OAUTH_URL, 'http://127.0.0.1:8788/oauth2/token');
  assert.equal(config.EPAY_API_URL, 'http://127.0.0.1:8788/api');
  assert.equal(config.PUBLIC_URL, places.worker);
});

test('the demo shop is told where there is one, and knows the Worker\'s secrets', () => {
  assert.ok(!('SHOP_WEBHOOK_URL' in devConfig({}, places)));
  const own = { TICKET_SECRET: 'a-ticket-secret-of-my-own-0123456789' };
  const config = devConfig(own, { ...places, shop: `${places.sandbox}/shop` });
  assert.equal(config.SHOP_WEBHOOK_URL, 'http://127.0.0.1:8788/shop/webhook');
  assert.deepEqual(shopSecrets(config), {
    SANDBOX_SHOP_TICKET_SECRET: own.TICKET_SECRET,
    SANDBOX_SHOP_WEBHOOK_SECRET: config.WEBHOOK_SECRET,
  });
});

test('the key itself is not in the configuration', () => {
  const config = devConfig({}, { ...places, key: 'the-key' });
  assert.ok(!JSON.stringify(config).includes('the-key'));
  // printf %s the-key | sha256sum
  assert.deepEqual(JSON.parse(config.API_KEYS), {
    development: { sha256: 'ad44dc8e51cfbfa55e81ddbb626b466241069045066846e7e4cd096131505290' },
  });
});

test('the environment wins, an empty value does not', () => {
  const config = devConfig({ SHOP_ID: 'mine', EPAY_GRANT: '', API_KEYS: '{}', HOME: '/root' }, places);
  assert.equal(config.SHOP_ID, 'mine');
  assert.equal(config.EPAY_GRANT, 'password');
  assert.equal(config.API_KEYS, '{}');
  assert.ok(!('HOME' in config));
});

test('a bank of one\'s own', () => {
  const urls = { EPAY_OAUTH_URL: 'http://127.0.0.1:1/token', EPAY_API_URL: 'http://127.0.0.1:1' };
  assert.equal(ownBank({}), false);
  assert.equal(ownBank({ EPAY_ENV: 'sandbox' }), false);
  assert.equal(ownBank(urls), true);
  assert.equal(ownBank({ EPAY_ENV: 'test' }), true);
  assert.throws(() => ownBank({ EPAY_API_URL: urls.EPAY_API_URL }), /EPAY_OAUTH_URL is missing/);
  assert.throws(() => ownBank({ EPAY_OAUTH_URL: urls.EPAY_OAUTH_URL }), /EPAY_API_URL is missing/);
  const config = devConfig({ EPAY_ENV: 'test' }, { ...places, sandbox: false });
  assert.equal(config.EPAY_ENV, 'test');
  assert.ok(!('EPAY_API_URL' in config));
});

test('wrangler dev reads the values as they are', () => {
  const values = {
    EPAY_CLIENT_SECRET: 'U01gQZVL##lJ$NhJ',
    BRACED: 'a${HOME}b',
    QUOTED: `it's`,
    JSON: '{"a":{"sha256":"00"}}',
    SPACED: '  two  ',
    ESCAPED: 'a\\nb',
  };
  const folder = mkdtempSync(join(tmpdir(), 'epay-invoice-'));
  try {
    const file = join(folder, 'env');
    writeFileSync(file, envFile(values));
    const read = unstable_getVarsForDev(undefined, [file], {}, undefined, true);
    assert.deepEqual(Object.fromEntries(Object.entries(read).map(([name, { value }]) => [name, value])), values);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a value that no quotes can hold is refused by its name', () => {
  assert.throws(() => envFile({ EPAY_PASSWORD: "a'b`c" }), /^Error: EPAY_PASSWORD /);
  assert.throws(() => envFile({ EPAY_PASSWORD: 'a\nb' }), /^Error: EPAY_PASSWORD /);
});
