// The API's page: it shows what /openapi.json has, and its validator judges as the package does.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { assertAccessible } from './support/axe.mjs';
import { startStand } from './support/stand.mjs';

const openapi = JSON.parse(readFileSync(new URL('../../www/public/openapi.json', import.meta.url), 'utf8'));

let stand;
before(async () => { stand = await startStand(); });
after(() => stand?.stop());

const reading = (options, use) => () => stand.visit({ language: 'en', ...options }, async (page) => {
  await page.goto('/docs');
  await page.locator('.operation').first().waitFor();
  await use(page);
});

test('it has every call, every code and every event', reading({}, async (page) => {
  const text = await page.locator('#api').textContent();
  let calls = 0;
  for (const [path, item] of Object.entries(openapi.paths)) {
    for (const method of Object.keys(item).filter((name) => ['get', 'post', 'put', 'delete'].includes(name))) {
      calls += 1;
      await page.getByRole('heading', { name: `${method.toUpperCase()} ${path}`, exact: true }).waitFor();
      assert.ok(text.includes(item[method].summary), path);
    }
  }
  assert.ok(calls >= 10);
  for (const code of openapi.components.schemas.ProblemCode.enum) assert.ok(text.includes(code), code);
  for (const name of Object.keys(openapi.webhooks)) await page.getByRole('heading', { name, exact: true }).waitFor();
}));

test('a link to a call leads to it, also from elsewhere', reading({}, async (page) => {
  await page.locator('#contents a', { hasText: '/v1/invoices/search' }).click();
  const at = () => page.locator('#post-v-invoices-search').evaluate((one) => one.getBoundingClientRect().top);
  assert.ok(await at() < 100);
  await page.goto('/docs#post-v-invoices-search');
  await page.reload();
  await page.locator('.operation').first().waitFor();
  assert.ok(await at() < 100);
}));

test('the validator tells each issue, in each language, as it is typed', reading({}, async (page) => {
  const paths = () => page.locator('.issues .path').allTextContents();
  const codes = () => page.locator('.issues .code-name').allTextContents();
  assert.deepEqual(await paths(), ['invoice_id', 'amount', 'recipient_contact', 'recipient_contact_sms', 'langauge']);
  assert.deepEqual(await codes(), ['too_long', 'too_many_decimals', 'not_email', 'phone_prefix', 'unknown_field']);
  const said = {};
  for (const language of ['kk', 'ru', 'en']) {
    await page.locator('#issue-language').selectOption(language);
    said[language] = await page.locator(`.issues p[lang=${language}]`).first().textContent();
  }
  assert.match(said.kk, /^Мәтінді қысқартыңыз/);
  assert.match(said.ru, /^Сократите до 15 символов/);
  assert.match(said.en, /15/);
  const json = page.locator('#payload');
  await json.fill(JSON.stringify({ invoice_id: '000001', amount: 1, description: 'd', recipient_contact: 'a@b.kz', recipient_contact_sms: '+77012345678' }));
  await page.getByText('Valid: no rule is broken.').waitFor();
  await json.press('End');
  await json.press('Backspace');
  await page.getByText('This is no JSON.').waitFor();
  await page.locator('#kind').selectOption('search');
  await json.fill('{"paging":{"skip":0,"limit":20},"searchParameters":[]}');
  assert.deepEqual(await codes(), ['invoice_id_condition']);
  await json.fill('[]');
  assert.deepEqual(await codes(), ['not_object']);
}));

test('nothing that is pasted leaves the page', reading({}, async (page) => {
  const sent = [];
  page.on('request', (request) => sent.push(request.url()));
  await page.locator('#payload').fill('{"secret": true}');
  await page.getByText('unknown_field').first().waitFor();
  assert.deepEqual(sent, []);
}));

test('a description that does not load can be asked for again', () => stand.visit({ expects: [/ERR_FAILED/] }, async (page) => {
  await page.route('**/openapi.json', (route) => route.abort());
  await page.goto('/docs');
  await page.getByText('could not be loaded').waitFor();
  await page.unrouteAll();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('.operation').first().waitFor();
}));

for (const scheme of ['light', 'dark']) {
  for (const size of ['phone', 'desktop']) {
    test(`axe-core finds nothing in it, ${scheme}, ${size}, and nothing runs out of it`, reading({ scheme, size }, async (page) => {
      await assertAccessible(page, 'as it opens');
      await page.locator('details').evaluateAll((all) => { for (const one of all) one.open = true; });
      await assertAccessible(page, 'all opened');
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    }));
  }
}
