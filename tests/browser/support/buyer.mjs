// What a buyer does in the storefront.

import { until } from '../../worker/support/until.mjs';

export const BUYER = { email: 'buyer.of.tests@example.kz', typed: '8 701 234 56 78', phone: '+77012345678' };

/** Puts one of the first product, and two of the second, into the cart. */
export async function fillCart(page) {
  await page.goto('/');
  const product = (index) => page.locator('.product:not(.placeholder)').nth(index);
  await product(0).getByRole('button').click();
  await product(1).getByRole('button').click();
  await product(1).getByRole('button').last().click();
}

export async function toCheckout(page) {
  await fillCart(page);
  await page.locator('.to-checkout a').click();
  await page.locator('#field-email').waitFor();
}

export async function fillForm(page) {
  await page.locator('#field-email').fill(BUYER.email);
  await page.locator('#field-phone').fill(BUYER.typed);
}

export const submit = (page) => page.locator('form button[type=submit]');

/** Up to the page that shows the link; gives its address. */
export async function toPayment(page) {
  await toCheckout(page);
  await fillForm(page);
  await submit(page).click();
  return paymentLink(page);
}

export async function paymentLink(page) {
  await page.locator('.qr').waitFor();
  return page.locator('.pay a.main').getAttribute('href');
}

/** The links that the bank has made since `before`, a list of them. */
export async function linksSince(sandbox, before) {
  const known = new Set(before.map(({ id }) => id));
  return (await sandbox.invoices()).filter(({ id }) => !known.has(id));
}

/** Waits until the bank has a link that it had not before, and gives it. */
export async function theLink(sandbox, before) {
  return until('the bank has made a link', async () => (await linksSince(sandbox, before))[0]);
}
