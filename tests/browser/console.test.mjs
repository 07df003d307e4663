// The console as an operator meets it, over more than 500 invoices.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { startReceiver } from '../worker/support/receiver.mjs';
import { stop } from '../worker/support/stop.mjs';
import { until } from '../worker/support/until.mjs';
import { KEY } from '../worker/support/worker.mjs';
import { assertAccessible } from './support/axe.mjs';
import { makeLinks } from './support/links.mjs';
import { startStand } from './support/stand.mjs';

const MANY = 510;
const FIRST = 600_000;
// What a spreadsheet would run, and what must stay as it is.
const FORMULA = '=HYPERLINK("http://127.0.0.1/","Күмән")';

let receiver;
let stand;
let links;
before(async () => {
  receiver = await startReceiver();
  stand = await startStand({ config: { SHOP_WEBHOOK_URL: `${receiver.url}/events` } });
  links = await makeLinks(stand.sandbox, MANY, FIRST, (index) => (index === 7 ? { description: FORMULA, amount: 1007.5 } : {}));
  for (const index of [3, 4]) await stand.sandbox.pay(links[index].id);
});
after(() => stop(...[stand, receiver].filter(Boolean)));

let number = 800_000;
/** A link of an order that the Worker has made, and so watches. */
async function created() {
  number += 1;
  const answer = await stand.worker.call('POST', '/v1/invoices', {
    invoice_id: String(number), amount: 2500, description: 'Order', recipient_contact: 'buyer@example.kz', recipient_contact_sms: '+77012345678',
  });
  assert.equal(answer.status, 201);
  return answer.json();
}

async function signIn(page, key = KEY) {
  await page.goto('/console');
  await page.locator('#key').fill(key);
  await page.keyboard.press('Enter');
}

const operating = (options, use) => () => stand.visit({ language: 'en', ...options }, async (page, context) => {
  await signIn(page);
  await page.locator('tbody tr').first().waitFor();
  await use(page, context);
});

const rows = (page) => page.locator('tbody tr');
const ids = (page) => page.locator('tbody td.id').allTextContents();
const range = (page, text) => page.locator('.range', { hasText: new RegExp(`^${text}$`) }).waitFor();
const found = (page) => page.locator('.total-found').textContent();

/** Sets the n-th condition and searches. */
async function search(page, ...given) {
  for (const [index, { field, method, values }] of given.entries()) {
    if (index > 0) await page.getByRole('button', { name: 'Add a condition' }).click();
    const condition = page.locator('.condition').nth(index);
    await condition.getByLabel('Field').selectOption(field);
    await condition.getByLabel('Comparison').selectOption(method);
    for (const [at, value] of values.entries()) await condition.locator('input').nth(at).fill(value);
  }
  const answered = page.waitForResponse('**/v1/invoices/search');
  await page.getByRole('button', { name: 'Search' }).click();
  await (await answered).finished();
  await page.locator('.results:not([aria-busy])').waitFor();
}

test('a wrong key, and one that may not read, are told so; a key is in memory alone', () => stand.visit({ language: 'en', expects: [/401/] }, async (page) => {
  await signIn(page, 'no-such-key');
  await page.getByText('There is no such key').waitFor();
  await page.locator('#key').fill(KEY);
  await page.keyboard.press('Enter');
  await rows(page).first().waitFor();
  assert.doesNotMatch(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie, location.href])), new RegExp(KEY));
  await page.reload();
  await page.locator('#key').waitFor();
  assert.equal(await page.locator('#key').inputValue(), '');
}));

test('a key of letters that no header carries is as wrong as any other', () => stand.visit({ language: 'en' }, async (page) => {
  for (const key of ['ключ', 'no such-key']) {
    await signIn(page, key);
    await page.getByText('There is no such key').waitFor();
  }
}));

test('who signs out leaves nothing to the next operator', operating({}, async (page) => {
  await search(page, { field: 'recipient_contact', method: '=', values: ['buyer1@example.kz'] }, { field: 'invoice_id', method: '=', values: [String(FIRST + 1)] });
  await page.getByRole('link', { name: 'New invoice' }).click();
  for (const name of ['recipient_contact', 'recipient_contact_sms', 'amount']) await page.locator(`#field-${name}`).fill('7');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.locator('#key').fill(KEY);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'New invoice' }).waitFor();
  assert.deepEqual(await page.locator('form input').evaluateAll((all) => all.map(({ value }) => value).join('')), '');
  await page.getByRole('link', { name: 'Invoices', exact: true }).click();
  await page.locator('.total-found', { hasText: String(MANY) }).waitFor();
  assert.equal(await page.locator('.condition').count(), 1);
  assert.equal(await page.locator('.condition input').inputValue(), '%');
}));

test('a language that does not load leaves the console as it is, and says so', () => stand.visit({ language: 'en', expects: [/ERR_FAILED/] }, async (page) => {
  await page.route(/\/assets\/(kk|en)-/, (route) => route.abort());
  await page.goto('/console');
  for (const text of ['Бет толық жүктелмеді', 'Страница загрузилась не полностью', 'The page did not load']) await page.getByText(text).waitFor();
  await page.unrouteAll();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('#key').fill('typed');
  await page.route(/\/assets\/kk-/, (route) => route.abort());
  await page.getByTitle('Қазақша').click();
  await page.getByText('The language could not be changed').waitFor();
  assert.equal(await page.locator('#key').inputValue(), 'typed');
  await page.unrouteAll();
  await page.getByTitle('Қазақша').click();
  await page.getByRole('heading', { name: 'Консольге кіру' }).waitFor();
}));

test('of two languages chosen at once the last one counts', () => stand.visit({ language: 'en' }, async (page) => {
  await page.goto('/console');
  await page.locator('#key').waitFor();
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route(/\/assets\/kk-/, (route) => held.then(() => route.continue()));
  await page.getByTitle('Қазақша').click();
  await page.getByTitle('Русский').click();
  await page.getByRole('heading', { name: 'Вход в консоль' }).waitFor();
  const late = page.waitForResponse(/\/assets\/kk-/);
  release();
  await (await late).finished();
  // a turn of the page after the module has come
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'ru');
}));

test('all invoices, page after page, in either order', operating({}, async (page) => {
  assert.match(await found(page), new RegExp(`^Found: ${MANY}$`));
  assert.deepEqual((await ids(page)).slice(0, 2), [String(FIRST + MANY - 1), String(FIRST + MANY - 2)], 'the newest first');
  await page.getByRole('button', { name: 'Next' }).click();
  await range(page, `21–40 of ${MANY}`);
  assert.equal((await ids(page))[0], String(FIRST + MANY - 21));
  await page.getByLabel('Per page').selectOption('100');
  await range(page, `1–100 of ${MANY}`);
  assert.equal(await rows(page).count(), 100);
  await page.getByRole('button', { name: 'Amount' }).click();
  await page.locator('th[aria-sort=descending]').filter({ hasText: 'Amount' }).waitFor();
  await page.getByRole('button', { name: 'Amount' }).click();
  await page.locator('th[aria-sort=ascending]').filter({ hasText: 'Amount' }).waitFor();
  assert.equal((await ids(page))[0], String(FIRST));
  for (let from = 101; from < MANY; from += 100) {
    await page.getByRole('button', { name: 'Next' }).click();
    await range(page, `${from}–${Math.min(from + 99, MANY)} of ${MANY}`);
  }
  assert.equal(await page.getByRole('button', { name: 'Next' }).isDisabled(), true);
}));

test('every method of the bank\'s search', operating({}, async (page) => {
  await search(page, { field: 'invoice_id', method: '=', values: [String(FIRST + 42)] });
  assert.deepEqual(await ids(page), [String(FIRST + 42)]);
  await search(page, { field: 'invoice_id', method: 'in', values: [`${FIRST + 1}, ${FIRST + 2}`] });
  assert.deepEqual((await ids(page)).sort(), [String(FIRST + 1), String(FIRST + 2)]);
  await search(page, { field: 'invoice_id', method: 'between', values: [String(FIRST + 10), String(FIRST + 14)] });
  assert.equal(await found(page), 'Found: 5');
  await search(page, { field: 'invoice_id', method: 'like', values: [`${FIRST / 10 + 1}%`] });
  assert.equal(await found(page), 'Found: 10');
  await search(page, { field: 'invoice_id', method: 'like', values: ['%'] }, { field: 'status', method: '=', values: ['CHARGED'] });
  assert.deepEqual((await ids(page)).filter((id) => id < String(FIRST + MANY)).sort(), [String(FIRST + 3), String(FIRST + 4)]);
  assert.equal(await page.locator('.badge.good').count(), await rows(page).count());
}));

test('a search that breaks a rule is not sent, and says which', operating({ language: 'ru' }, async (page) => {
  let sent = 0;
  page.on('request', (request) => { if (request.url().endsWith('/search')) sent += 1; });
  await page.locator('.condition input').fill('2024');
  await page.getByRole('button', { name: 'Найти' }).click();
  assert.match(await page.locator('.condition .field-error').textContent(), /Поставьте знак %/);
  await page.locator('.condition').getByLabel('Поле').selectOption('status');
  await page.locator('.condition input').fill('A%');
  await page.getByRole('button', { name: 'Найти' }).click();
  assert.match(await page.locator('.condition .field-error').textContent(), /Добавьте в поиск номер заказа/);
  assert.equal(sent, 0);
}));

test('days are whole ones on the operator\'s clock, and the last one is among them', operating({}, async (page) => {
  const dayOf = (time) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Almaty' }).format(time);
  const created = Date.parse(links[42].created_date);
  const [before, day] = [dayOf(created - 86_400_000), dayOf(created)];
  const sent = [];
  page.on('request', (request) => { if (request.url().endsWith('/search')) sent.push(request.postDataJSON().searchParameters.at(-1)); });
  await search(page, { field: 'invoice_id', method: '=', values: [String(FIRST + 42)] }, { field: 'created_date', method: '=', values: [day] });
  assert.deepEqual(await ids(page), [String(FIRST + 42)]);
  const of = (from, to) => ({ name: 'created_date', method: 'between', searchParameter: [`${from}T00:00:00.000000+05:00`, `${to}T23:59:59.999999+05:00`] });
  assert.deepEqual(sent.at(-1), of(day, day));
  const condition = page.getByRole('group', { name: 'Condition 2' });
  await condition.getByLabel('Comparison').selectOption('between');
  assert.equal(await condition.getByLabel('From').inputValue(), day, 'the day stays');
  await condition.getByLabel('From').fill(before);
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByText('Please fill in this field.').waitFor();
  await condition.getByLabel('To').fill(day);
  await page.getByRole('button', { name: 'Search' }).click();
  await until('it is sent', () => sent.length === 2);
  assert.deepEqual(sent.at(-1), of(before, day));
  await page.locator('.results:not([aria-busy])').waitFor();
  assert.deepEqual(await ids(page), [String(FIRST + 42)]);
  // in another language it is what was typed
  await page.getByTitle('Русский').click();
  assert.equal(await page.getByRole('group', { name: 'Условие 2' }).getByLabel('От').inputValue(), before);
}));

test('sums are searched for as people write them', operating({}, async (page) => {
  await search(page, { field: 'invoice_id', method: 'like', values: ['6%'] }, { field: 'amount', method: '=', values: ['1 007,5'] });
  assert.deepEqual(await ids(page), [String(FIRST + 7)]);
  const condition = page.locator('.condition').nth(1);
  await condition.getByLabel('Comparison').selectOption('in');
  await condition.locator('input').fill('1007,5; 1 008');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.locator('.total-found', { hasText: /^Found: 2$/ }).waitFor();
  await condition.locator('input').fill('1007.5, 1008');
  await page.getByRole('button', { name: 'Search' }).click();
  await condition.getByText('Enter an amount').waitFor();
}));

test('conditions are numbered by their place', operating({}, async (page) => {
  const add = page.getByRole('button', { name: 'Add a condition' });
  await add.click();
  await add.click();
  await page.getByRole('button', { name: 'Remove condition 2' }).click();
  await add.click();
  const labels = (selector) => page.locator(selector).evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
  assert.deepEqual(await labels('.condition'), ['Condition 1', 'Condition 2', 'Condition 3']);
  assert.deepEqual(await labels('.condition .remove'), ['Remove condition 2', 'Remove condition 3']);
}));

test('nothing found is said', operating({}, async (page) => {
  await search(page, { field: 'invoice_id', method: '=', values: ['999999999'] });
  await page.getByText('No invoice meets these conditions').waitFor();
}));

for (const [language, line] of [
  ['en', `${FIRST + 7},ACTIVE,1007.5,KZT,"'=HYPERLINK(""http://127.0.0.1/"",""Күмән"")",buyer7@example.kz,+77012345678,`],
  ['ru', `${FIRST + 7};ACTIVE;1007,5;KZT;"'=HYPERLINK(""http://127.0.0.1/"",""Күмән"")";buyer7@example.kz;+77012345678;`],
]) {
  test(`an export has every invoice, and no formula (${language})`, operating({ language }, async (page) => {
    // the many, and no others
    await page.locator('.condition input').fill('6%');
    await page.locator('.filter button[type=submit]').click();
    await page.locator('.total-found', { hasText: String(MANY) }).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).click();
    const file = await download;
    assert.match(file.suggestedFilename(), /^invoices-\d{4}-\d\d-\d\d\.csv$/);
    const text = await readFile(await file.path(), 'utf8');
    const lines = text.split('\r\n');
    assert.ok(text.startsWith('\ufeffinvoice_id'));
    assert.equal(lines.length, 1 + MANY + 1, 'a head, the invoices, an end');
    assert.equal(new Set(lines.slice(1, -1).map((one) => one.slice(0, 6))).size, MANY, 'each once');
    assert.ok(lines[8].startsWith(line), lines[8]);
    await page.locator('.export', { hasText: String(MANY) }).waitFor();
  }));
}

test('an export shows how far it is, and can be given up', operating({}, async (page) => {
  let hold;
  await page.route('**/v1/invoices/search', async (route) => {
    if (route.request().postDataJSON().paging.skip >= 200) await new Promise((resolve) => { hold = resolve; });
    await route.continue().catch(() => {});
  });
  await page.getByRole('button', { name: 'Export as CSV' }).click();
  await until('two pages are there', async () => hold && (await page.locator('progress').evaluate(({ value, max }) => value === 200 && max >= 510)));
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('The export was cancelled.').waitFor();
  hold();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
}));

test('an invoice: its link, its history; deactivated after a question', operating({ permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
  const record = await created();
  await search(page, { field: 'invoice_id', method: '=', values: [record.invoice_id] });
  await page.getByRole('button', { name: `Open invoice ${record.invoice_id}` }).click();
  const details = page.locator('dialog.details');
  await details.getByText('Link created').waitFor();
  await details.locator('.qr').waitFor();
  await details.getByRole('button', { name: 'Copy the link' }).click();
  await details.getByText('Link copied').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), record.invoice_url);
  await details.getByRole('button', { name: 'Deactivate the link' }).click();
  const question = page.locator('dialog.confirm');
  await question.getByRole('button', { name: 'Keep it' }).click();
  await question.waitFor({ state: 'detached' });
  assert.equal((await (await stand.worker.call('GET', `/v1/invoices/${record.invoice_id}`)).json()).status, 'ACTIVE');
  await details.getByRole('button', { name: 'Deactivate the link' }).click();
  await question.getByRole('button', { name: 'Deactivate' }).click();
  await details.locator('.badge', { hasText: 'INACTIVE' }).waitFor();
  await details.getByText('Status changed: INACTIVE').waitFor();
  assert.equal(await details.getByRole('button', { name: 'Deactivate the link' }).count(), 0);
  assert.equal((await (await stand.worker.call('GET', `/v1/invoices/${record.invoice_id}`)).json()).status, 'INACTIVE');
  await page.keyboard.press('Escape');
  await rows(page).locator('.badge', { hasText: 'INACTIVE' }).waitFor();
  assert.match(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), /^Open invoice/, 'the focus is back');
}));

test('one that was paid meanwhile is not deactivated, and why', operating({ expects: [/409/] }, async (page) => {
  const record = await created();
  await search(page, { field: 'invoice_id', method: '=', values: [record.invoice_id] });
  await page.getByRole('button', { name: `Open invoice ${record.invoice_id}` }).click();
  await page.locator('dialog.details').getByText('Link created').waitFor();
  await page.getByRole('button', { name: 'Deactivate the link' }).click();
  await stand.sandbox.pay(record.id);
  await page.locator('dialog.confirm').getByRole('button', { name: 'Deactivate' }).click();
  await page.getByText('The invoice is paid already').waitFor();
  await page.locator('dialog.confirm .buttons').getByRole('button', { name: 'Close' }).click();
  await page.locator('dialog.details .badge.good').waitFor();
}));

test('an invoice that is paid while it is looked at turns to "paid"', operating({}, async (page) => {
  const record = await created();
  await search(page, { field: 'invoice_id', method: '=', values: [record.invoice_id] });
  await page.getByRole('button', { name: `Open invoice ${record.invoice_id}` }).click();
  await page.locator('dialog.details').getByText('Link created').waitFor();
  await stand.sandbox.pay(record.id);
  await page.locator('dialog.details .badge.good').waitFor();
  await page.locator('tbody .badge.good').waitFor();
}));

test('a new invoice by the form', operating({ language: 'kk', expects: [/409/] }, async (page) => {
  number += 1;
  await page.getByRole('link', { name: 'Жаңа шот' }).click();
  await page.getByRole('button', { name: 'Шот жасау' }).click();
  assert.equal(await page.locator('.field.wrong').count(), 5, 'all that is missing at once');
  const fill = async (amount) => {
    for (const [name, text] of Object.entries({
      invoice_id: String(number), description: 'Шай «Қазыбек»', recipient_contact: 'buyer@example.kz', recipient_contact_sms: '8 (701) 234-56-78', expire_period: '3',
    })) await page.locator(`#field-${name}`).fill(text);
    await page.locator('#field-amount').fill('');
    await page.locator('#field-amount').pressSequentially(amount);
  };
  await fill('12345,5');
  assert.equal(await page.locator('#field-amount').inputValue(), '12\u00a0345,5');
  await page.getByRole('button', { name: 'Шот жасау' }).dblclick();
  await page.locator('dialog.details').getByText('Сілтеме жасалды').waitFor();
  assert.equal(await page.locator('dialog.details .amount').textContent(), '12\u00a0345,50\u00a0₸');
  const record = await (await stand.worker.call('GET', `/v1/invoices/${number}`)).json();
  assert.deepEqual([record.amount, record.recipient_contact_sms, record.expire_period, record.language], [12345.5, '+77012345678', '3d', 'kaz']);
  await page.keyboard.press('Escape');
  await fill('7');
  await page.getByRole('button', { name: 'Шот жасау' }).click();
  await page.locator('#field-invoice_id-error', { hasText: 'басқа шот бар, айырмашылығы: Сома' }).waitFor();
}));

test('an invoice that is made after its operator has signed out is not shown to the next', operating({}, async (page) => {
  let answer;
  const held = new Promise((resolve) => { answer = resolve; });
  await page.route('**/v1/invoices', async (route) => {
    await held;
    await route.continue();
  });
  number += 1;
  await page.getByRole('link', { name: 'New invoice' }).click();
  for (const [name, text] of Object.entries({ invoice_id: String(number), amount: '7', description: 'Tea', recipient_contact: 'buyer@example.kz', recipient_contact_sms: '+77012345678' })) {
    await page.locator(`#field-${name}`).fill(text);
  }
  const answered = page.waitForResponse('**/v1/invoices');
  await page.getByRole('button', { name: 'Create the invoice' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  answer();
  await (await answered).finished();
  await page.locator('#key').fill(KEY);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'New invoice' }).waitFor();
  assert.equal(await page.locator('dialog').count(), 0);
}));

test('a new invoice shows its sum before it is sent, and asks for days as its field does', operating({ language: 'ru' }, async (page) => {
  await page.getByRole('link', { name: 'Новый счёт' }).click();
  const button = page.locator('form button[type=submit]');
  for (const [typed, text] of [['1505', 'Создать счёт на 1\u00a0505\u00a0₸'], ['1505,5', 'Создать счёт на 1\u00a0505,50\u00a0₸'], ['1,505', 'Создать счёт'], ['0', 'Создать счёт'], ['', 'Создать счёт']]) {
    await page.locator('#field-amount').fill(typed);
    assert.equal(await button.textContent(), text, typed);
  }
  for (const [typed, text] of [['1.5', 'Введите целое число дней, например 3.'], ['два', 'Введите целое число дней, например 3.'], ['0', 'Введите число от 1 до 999.'], ['3', '']]) {
    await page.locator('#field-expire_period').fill(typed);
    await page.locator('#field-expire_period').blur();
    assert.equal(await page.locator('#field-expire_period-error').textContent(), text, typed);
  }
}));

test('more events are shown once, and the first of them has the focus', operating({}, async (page) => {
  const event = (index) => ({
    id: `e${index}`, type: 'invoice.paid', invoice_id: String(700_000 + index), timestamp: '2026-11-24T10:00:00Z', state: 'dead', attempts: 9, next_attempt: null, trouble: 'HTTP 500',
  });
  const asked = [];
  let answer;
  const held = new Promise((resolve) => { answer = resolve; });
  await page.route('**/v1/events/undelivered?*', async (route) => {
    const after = new URL(route.request().url()).searchParams.get('after');
    asked.push(after);
    if (after) await held;
    await route.fulfill({ json: after ? { events: [event(2), event(3)], next: null } : { events: [event(0), event(1)], next: 'e1' } });
  });
  await page.getByRole('link', { name: 'Events' }).click();
  await page.getByRole('button', { name: 'Show more' }).dblclick();
  answer();
  await page.getByText('700003').waitFor();
  assert.deepEqual(asked, [null, 'e1']);
  assert.equal(await page.locator('.event').count(), 4);
  assert.match(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), /700002/);
}));

test('events that the shop refused are listed, and delivered when they are sent again', operating({}, async (page) => {
  await page.getByRole('link', { name: 'Events' }).click();
  await page.getByText('The shop has accepted every event.').waitFor();
  receiver.answer = () => 500;
  const record = await created();
  await stand.sandbox.pay(record.id);
  await until('the event is refused', () => receiver.of(record.invoice_id).length > 0);
  await until('it is listed', async () => {
    await page.getByRole('button', { name: 'Refresh' }).click();
    return page.getByText('invoice.paid').count();
  });
  await page.getByText('HTTP 500').waitFor();
  await page.getByRole('link', { name: 'Invoices', exact: true }).click();
  await search(page, { field: 'invoice_id', method: '=', values: [record.invoice_id] });
  await page.getByRole('button', { name: `Open invoice ${record.invoice_id}` }).click();
  await page.getByText('The shop has not accepted invoice.paid: HTTP 500').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Events' }).click();
  receiver.answer = () => 200;
  await page.getByRole('button', { name: 'Send again' }).click();
  await page.getByText('The shop has accepted the event.').waitFor();
  await page.getByText('The shop has accepted every event.').waitFor();
}));

test('a key that may not deactivate is told so', async () => {
  const record = await created();
  await stand.visit({ language: 'en', expects: [/403/] }, async (page) => {
    // as the Worker answers a key without the scope
    await page.route('**/deactivate', (route) => route.fulfill({
      status: 403, contentType: 'application/problem+json', body: JSON.stringify({ code: 'forbidden', detail: 'The key may not do this.', request_id: 'r', retryable: false }),
    }));
    await signIn(page);
    await rows(page).first().waitFor();
    await search(page, { field: 'invoice_id', method: '=', values: [record.invoice_id] });
    await page.getByRole('button', { name: `Open invoice ${record.invoice_id}` }).click();
    await page.getByRole('button', { name: 'Deactivate the link' }).click();
    await page.locator('dialog.confirm').getByRole('button', { name: 'Deactivate' }).click();
    await page.getByText('This key may not do that.').waitFor();
  });
});

for (const scheme of ['light', 'dark']) {
  for (const size of ['phone', 'desktop']) {
    test(`axe-core finds nothing in the console, ${scheme}, ${size}, and nothing runs out of it`, () => stand.visit({ scheme, size, expects: [/401/] }, async (page) => {
      const look = async (what) => {
        await assertAccessible(page, what);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, `${what} is too wide`);
      };
      await signIn(page, 'no-such-key');
      await page.locator('.field-error:not(:empty)').waitFor();
      await look('sign in');
      await page.locator('#key').fill(KEY);
      await page.keyboard.press('Enter');
      await rows(page).first().waitFor();
      await page.locator('.results:not([aria-busy])').waitFor();
      await look('the invoices');
      await page.getByRole('button', { name: `Открыть счёт` }).first().click();
      await page.locator('.history li:not(:has(.spinner))').first().waitFor();
      await look('an invoice');
      await page.getByRole('button', { name: 'Отключить ссылку' }).click();
      await look('the question');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await page.locator('.sections a').nth(1).click();
      await page.locator('form button[type=submit]').click();
      await look('a new invoice');
      await page.locator('.sections a').nth(2).click();
      await page.locator('.results:not([aria-busy])').waitFor();
      await look('the events');
    }));
  }
}
