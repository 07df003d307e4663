// Nothing runs out of a page of 320 pixels, which is a desktop's at 400 % too: WCAG 2.1, 1.4.10.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { KEY } from '../worker/support/worker.mjs';
import { fillCart, fillForm, linksSince, paymentLink, submit } from './support/buyer.mjs';
import { SIZES } from './support/chromium.mjs';
import { makeLinks } from './support/links.mjs';
import { startStand } from './support/stand.mjs';

const WIDTH = 320;
const NARROW = { ...SIZES.phone, viewport: { width: WIDTH, height: 640 } };

let stand;
before(async () => {
  stand = await startStand();
  await makeLinks(stand.sandbox, 30, 600_000, (index) => ({ description: 'Войлочная сумка и пиала, доставка в Семей', amount: 1_234_567.5 + index }));
});
after(() => stand?.stop());

/** What runs out of the page, or of the dialog in front of it: a few of the innermost elements. */
const outside = (page) => page.evaluate((width) => {
  const front = [...document.querySelectorAll('dialog')].at(-1) ?? document.documentElement;
  if (front.scrollWidth <= Math.min(front.clientWidth, width)) return [];
  const far = [...front.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > width);
  const innermost = far.filter((one) => !far.some((other) => other !== one && one.contains(other)));
  return [`${front.scrollWidth} pixels`, ...innermost.slice(0, 5).map((one) => `${one.tagName}.${one.className} ${one.textContent.slice(0, 40)}`)];
}, WIDTH);
const fits = async (page, what) => assert.deepEqual(await outside(page), [], what);

test('a page whose language was lost', () => stand.visit({ ...NARROW, expects: [/ERR_FAILED/] }, async (page) => {
  await page.route(/\/assets\/ru-/, (route) => route.abort());
  await page.goto('/');
  await page.locator('.lost').waitFor();
  await fits(page, 'the notice');
}));

for (const language of ['kk', 'ru', 'en']) {
  const narrow = (use) => () => stand.visit({ ...NARROW, language }, use);

  test(`the storefront in ${language}`, narrow(async (page) => {
    const earlier = await stand.sandbox.invoices();
    await fillCart(page);
    await fits(page, 'the products');
    await page.locator('.to-checkout a').click();
    await submit(page).click();
    await fits(page, 'the form with mistakes');
    await fillForm(page);
    await submit(page).click();
    await paymentLink(page);
    await fits(page, 'the link');
    const [{ id }] = await linksSince(stand.sandbox, earlier);
    await stand.sandbox.pay(id);
    await page.locator('.done').waitFor();
    await fits(page, 'the receipt');
  }));

  test(`the console in ${language}`, narrow(async (page) => {
    await page.route('**/v1/events/undelivered?*', (route) => route.fulfill({ json: { next: route.request().url().includes('after') ? null : 'e', events: ['dead', 'retrying'].map((state) => ({
      id: state, type: 'invoice.amount_mismatch', invoice_id: '123456789012345', timestamp: '2026-11-24T10:00:00Z', state, attempts: 9,
      next_attempt: state === 'dead' ? null : '2026-11-24T11:00:00Z', trouble: 'HTTP 500',
    })) } }));
    await page.goto('/console');
    await page.locator('#key').waitFor();
    await fits(page, 'sign in');
    await page.locator('#key').fill(KEY);
    await page.keyboard.press('Enter');
    await page.locator('tbody tr').first().waitFor();
    await page.locator('.filter .button.small').click();
    const [field, method] = await page.locator('.condition').nth(1).locator('select').all();
    await field.selectOption('created_date');
    await method.selectOption('between');
    await fits(page, 'the invoices');
    await page.locator('.filter button[type=submit]').click();
    await fits(page, 'a condition with a mistake');
    await page.locator('tbody tr:has(.badge.open) button').first().click();
    await page.locator('.history li:not(:has(.spinner))').first().waitFor();
    await page.locator('dialog summary').click();
    await fits(page, 'an invoice');
    await page.locator('dialog .button.bad').click();
    await fits(page, 'the question');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.locator('.sections a').nth(1).click();
    await page.locator('#field-amount').fill('999999999999,99');
    await submit(page).click();
    await fits(page, 'a new invoice');
    await page.locator('.sections a').nth(2).click();
    await page.locator('.event').first().waitFor();
    await fits(page, 'the events');
  }));

  test(`the API's page for a reader of ${language}`, narrow(async (page) => {
    await page.goto('/docs');
    await page.locator('.operation').first().waitFor();
    await page.locator('details').evaluateAll((all) => { for (const one of all) one.open = true; });
    await fits(page, 'all opened');
  }));
}
