// The headers under which the pages run, and what stands at their side.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { stop } from '../worker/support/stop.mjs';
import { startWorker } from '../worker/support/worker.mjs';
import { startChromium, visit } from './support/chromium.mjs';
import { buildPages } from './support/stand.mjs';

const SHOP = 'http://127.0.0.1:9/shop';

let pages;
let worker;
let chromium;
before(async () => {
  pages = buildPages(SHOP);
  worker = await startWorker({ pages: pages.folder });
  chromium = await startChromium();
});
after(() => stop(...[worker, chromium, pages].filter(Boolean)));

const policyOf = (answer) => new Map(answer.headers.get('content-security-policy').split('; ').map((part) => {
  const [name, ...sources] = part.split(' ');
  return [name, sources];
}));

for (const path of ['/', '/console', '/docs']) {
  test(`${path} runs under a policy that lets nothing in but its own files`, async () => {
    const answer = await worker.fetch(path);
    assert.equal(answer.status, 200);
    const policy = policyOf(answer);
    assert.deepEqual(policy.get('default-src'), ["'none'"]);
    assert.deepEqual(policy.get('script-src'), ["'self'", "'wasm-unsafe-eval'"]);
    assert.deepEqual(policy.get('style-src'), ["'self'"]);
    assert.deepEqual(policy.get('connect-src'), ["'self'", ...(path === '/' ? [new URL(SHOP).origin] : [])]);
    assert.deepEqual(policy.get('frame-ancestors'), ["'none'"]);
    assert.deepEqual(policy.get('require-trusted-types-for'), ["'script'"]);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    const html = await answer.text();
    assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/, 'nothing is inline');
    const files = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, file]) => file);
    assert.ok(files.length > 1);
    for (const file of files) {
      const { status, headers } = await worker.fetch(file);
      assert.deepEqual([status, headers.get('cache-control')], [200, 'public, max-age=31536000, immutable'], file);
    }
  });
}

test('the API answers beside the pages, and for what is neither', async () => {
  for (const [path, status] of [['/healthz', 200], ['/v1/invoices/000001', 401], ['/v1/nothing', 404], ['/nothing', 404], ['/assets/nothing.js', 404]]) {
    const answer = await worker.fetch(path);
    assert.equal(answer.status, status, path);
    assert.ok(answer.headers.get('x-request-id'), `${path} is answered by the Worker`);
  }
  const openapi = await worker.fetch('/openapi.json');
  assert.equal(openapi.headers.get('access-control-allow-origin'), '*');
});

test('a storefront that was built without a shop says so', async () => {
  const alone = buildPages('');
  const own = await startWorker({ pages: alone.folder });
  try {
    assert.deepEqual(policyOf(await own.fetch('/')).get('connect-src'), ["'self'"]);
    await visit(chromium.browser, own.url, { language: 'en' }, async (page) => {
      await page.goto('/');
      await page.getByText('No shop is connected to this page.').waitFor();
    });
  } finally {
    await stop(own, alone);
  }
});

test('an address that is none is refused when the pages are built', () => {
  for (const wrong of ['shop.example.kz', 'javascript:alert(1)', 'https://shop.example.kz/?a=1']) {
    assert.throws(() => buildPages(wrong), /SHOP_URL|Invalid URL|Command failed/, wrong);
  }
});
