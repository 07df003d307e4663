// What the first visit to the storefront transfers. Chromium asks for brotli over https alone, so what it has loaded is
// asked for once more.

import assert from 'node:assert/strict';
import { get } from 'node:http';
import { after, before, test } from 'node:test';
import { startStand } from './support/stand.mjs';

const LIMIT = 100 * 1024;

let stand;
before(async () => { stand = await startStand(); });
after(() => stand?.stop());

/** The bytes of the answer on the wire, and how they are encoded. */
const transfer = (url) => new Promise((resolve, reject) => {
  get(url, { headers: { 'accept-encoding': 'br' }, agent: false }, (answer) => {
    const { socket } = answer;
    answer.resume();
    answer.once('end', () => resolve({ bytes: socket.bytesRead, encoding: answer.headers['content-encoding'] }));
  }).once('error', reject);
});

test(`the storefront's first load is below ${LIMIT / 1024} KiB`, () => stand.visit({}, async (page) => {
  const loaded = [];
  page.on('response', (response) => { if (response.url().startsWith(stand.url)) loaded.push(response.url()); });
  await page.goto('/');
  await page.locator('.product:not(.placeholder)').first().waitFor();
  await page.waitForLoadState('networkidle');
  let total = 0;
  const sizes = [];
  for (const url of loaded) {
    const { bytes, encoding } = await transfer(url);
    total += bytes;
    sizes.push(`${bytes} ${encoding ?? 'plain'} ${url}`);
    if (/\/storefront-\w+\.(js|css)$/.test(url)) assert.equal(encoding, 'br', url);
  }
  console.log(`first load: ${total} bytes in ${loaded.length} answers`);
  for (const kind of ['.js', '.css']) assert.ok(loaded.some((url) => url.includes('/storefront-') && url.endsWith(kind)), `no ${kind} was loaded`);
  assert.ok(total < LIMIT, sizes.join('\n'));
}));
