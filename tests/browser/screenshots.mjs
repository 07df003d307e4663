// `make screenshots`: every page in every state worth looking at, on a phone and a desktop, light and dark, into
// www/screenshots. Pages are in Kazakh on the phone and in Russian on the desktop.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KEY } from '../worker/support/worker.mjs';
import { fillCart, fillForm, paymentLink, submit, theLink } from './support/buyer.mjs';
import { SIZES } from './support/chromium.mjs';
import { makeLinks } from './support/links.mjs';
import { startStand } from './support/stand.mjs';

const folder = fileURLToPath(new URL('../../www/screenshots/', import.meta.url));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);

const stand = await startStand();
const { sandbox } = stand;
const links = await makeLinks(sandbox, 60, 600_000, (index) => ({
  description: ['Шай «Қазыбек» × 2', 'Горный мёд', 'Войлочная сумка и пиала, доставка в Семей'][index % 3], amount: 1450 + index * 637.5,
}));
for (const index of [41, 52, 55, 56]) await sandbox.pay(links[index].id);
await stand.worker.call('POST', `/v1/invoices/${links[57].invoice_id}/deactivate`);

async function storefront(page, shot, visitor) {
  await page.goto('/');
  await page.locator('.product:not(.placeholder)').first().waitFor();
  await shot('products-empty-cart');
  await fillCart(page);
  await shot('products', { fullPage: visitor.size === 'desktop' });
  await page.locator('.to-checkout a').click();
  await page.locator('#field-email').fill('buyer@');
  await submit(page).click();
  await shot('form-mistakes');
  await fillForm(page);
  await page.context().setOffline(true);
  await submit(page).click();
  await page.locator('.notice').waitFor();
  await shot('form-offline');
  const earlier = await sandbox.invoices();
  await page.context().setOffline(false);
  const url = await paymentLink(page);
  await shot('link');
  await page.goto(url);
  await shot('bank', { fullPage: true });
  await page.locator('button[value=decline]').click();
  await page.locator('.notice.bad').waitFor();
  await page.locator('.qr').waitFor();
  await shot('declined');
  await sandbox.pay((await theLink(sandbox, earlier)).id);
  await page.locator('.done').waitFor();
  await shot('paid');
}

async function noShop(page, shot) {
  await page.route('**/shop/catalogue', (route) => route.abort());
  await page.goto('/');
  await page.locator('.notice').waitFor();
  await shot('shop-away');
}

async function consolePages(page, shot, visitor) {
  await page.goto('/console');
  await page.locator('#key').fill('no-such-key');
  await page.keyboard.press('Enter');
  await page.locator('.field-error:not(:empty)').waitFor();
  await shot('console-sign-in');
  await page.locator('#key').fill(KEY);
  await page.keyboard.press('Enter');
  await page.locator('.results:not([aria-busy]) tbody tr').first().waitFor();
  await shot('console-invoices', { fullPage: visitor.size === 'desktop' });
  await page.locator('tbody tr:has(.badge.open) .button').first().click();
  await page.locator('.history li:not(:has(.spinner))').first().waitFor();
  await shot('console-invoice', { fullPage: false });
  await page.locator('dialog .button.bad').click();
  await shot('console-deactivate', { fullPage: false });
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.locator('.condition input').fill('999999999%');
  await page.locator('.filter button[type=submit]').click();
  await page.locator('.empty').waitFor();
  await shot('console-nothing-found');
  await page.locator('.sections a').nth(1).click();
  await page.locator('#field-amount').fill('1234567,5');
  await page.locator('form button[type=submit]').click();
  await shot('console-new-invoice');
  await page.locator('.sections a').nth(2).click();
  await page.locator('.results:not([aria-busy])').waitFor();
  await shot('console-events');
}

async function docs(page, shot) {
  await page.goto('/docs');
  await page.locator('.operation').first().waitFor();
  await shot('docs', { fullPage: false });
  await page.locator('#post-v-invoices').evaluate((heading) => heading.scrollIntoView());
  await shot('docs-call', { fullPage: false });
}

try {
  for (const size of Object.keys(SIZES)) {
    for (const scheme of ['light', 'dark']) {
      const visitor = { size, scheme, language: size === 'phone' ? 'kk' : 'ru', expects: [/ERR_/, /401/] };
      for (const pages of [storefront, noShop, consolePages, docs]) {
        await stand.visit(visitor, (page) => pages(page, (name, options = {}) =>
          page.screenshot({ path: join(folder, `${name}-${size}-${scheme}.png`), fullPage: true, animations: 'disabled', ...options }), visitor));
      }
    }
  }
} finally {
  await stand.stop();
}
console.log(`screenshots: ${folder}`);
