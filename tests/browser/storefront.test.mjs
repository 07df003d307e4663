// The storefront as a buyer meets it: a purchase in each language, and all that comes between.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { BUYER, fillCart, fillForm, linksSince, paymentLink, submit, theLink, toCheckout, toPayment } from './support/buyer.mjs';
import { shifts } from './support/chromium.mjs';
import { startStand } from './support/stand.mjs';
import { until } from '../worker/support/until.mjs';

let stand;
let sandbox;
before(async () => {
  stand = await startStand();
  ({ sandbox } = stand);
});
after(() => stand?.stop());

/** A visit during which the links that the bank makes are known: `links()`. */
const shopping = (options, use) => async () => {
  const earlier = await sandbox.invoices();
  await stand.visit(options, (page, context) => use(page, {
    context, links: () => linksSince(sandbox, earlier), link: () => theLink(sandbox, earlier),
  }));
};

const PAID = { kk: 'Төленді', ru: 'Оплачено', en: 'Paid' };
const BANK = { kk: 'kaz', ru: 'rus', en: 'eng' };

for (const language of ['kk', 'ru', 'en']) {
  test(`a purchase in ${language}, paid on the bank's page`, shopping({ language, size: 'phone' }, async (page, { link, links }) => {
    const url = await toPayment(page);
    assert.equal(await page.locator('html').getAttribute('lang'), language);
    const { invoice_id: id } = await link();
    const invoice = await (await stand.worker.call('GET', `/v1/invoices/${id}`)).json();
    assert.equal(invoice.language, BANK[language]);
    assert.equal(invoice.recipient_contact, BUYER.email);
    assert.equal(invoice.recipient_contact_sms, BUYER.phone);
    await page.locator('.pay a.main').click();
    await page.waitForURL(url);
    await page.locator('button[value=pay]').click();
    await page.getByRole('heading', { name: PAID[language] }).waitFor();
    assert.equal(new URL(page.url()).origin, stand.url, 'the bank leads back to the shop');
    assert.equal((await links()).length, 1);
    // the cart of the paid order is empty, and the next order is another
    await page.locator('.pay a.button').click();
    await page.locator('.product:not(.placeholder)').first().waitFor();
    assert.equal(await page.locator('.stepper').count(), 0);
  }));
}

test('the language is switched where the buyer stands, and what was typed stays', shopping({ language: 'ru' }, async (page) => {
  await toCheckout(page);
  await fillForm(page);
  await page.getByTitle('Қазақша').click();
  await page.getByRole('heading', { name: 'Тапсырысты рәсімдеу' }).waitFor();
  assert.equal(await page.locator('#field-email').inputValue(), BUYER.email);
  assert.equal(await page.locator('#field-phone').inputValue(), '+7 701 234 56 78');
  await page.reload();
  await page.getByRole('heading', { name: 'Тапсырысты рәсімдеу' }).waitFor();
}));

test('each field says in the buyer\'s language what is wrong, from when it is left and then at each key', shopping({ language: 'kk' }, async (page, { links }) => {
  await toCheckout(page);
  const error = (name) => page.locator(`#field-${name}-error`);
  const email = page.locator('#field-email');
  await email.pressSequentially('buyer@');
  assert.equal(await error('email').textContent(), '', 'who still types is not told off');
  await email.blur();
  assert.match(await error('email').textContent(), /^Электрондық пошта мекенжайын толық енгізіңіз/);
  await email.pressSequentially('example.kz');
  assert.equal(await error('email').textContent(), '');
  await submit(page).click();
  assert.match(await error('phone').textContent(), /^Осы өрісті толтырыңыз/);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'field-phone');
  await page.locator('#field-phone').pressSequentially('8701');
  assert.match(await error('phone').textContent(), /^Нөмірді толық енгізіңіз/);
  assert.deepEqual(await links(), []);
}));

test('a phone number may be typed as people do', shopping({}, async (page) => {
  await toCheckout(page);
  const phone = page.locator('#field-phone');
  const shown = async (text) => {
    await phone.fill('');
    await phone.pressSequentially(text);
    await phone.blur();
    return [await phone.inputValue(), await page.locator('#field-phone-error').textContent()];
  };
  for (const text of ['8 701 234 56 78', '87012345678', '+7 (701) 234-56-78', '+77012345678', '7012345678', '77012345678', '8(701)2345678']) {
    assert.deepEqual(await shown(text), ['+7 701 234 56 78', ''], text);
  }
  assert.deepEqual(await shown('7771234567'), ['7771234567', '']);
  for (const text of ['8701234567', '870123456789', '+1 701 234 56 78', 'phone']) assert.notEqual((await shown(text))[1], '', text);
  // in the middle of the number, the caret stays where it is
  await phone.fill('+7 701 234 56 78');
  await phone.evaluate((input) => input.setSelectionRange(6, 6));
  await page.keyboard.press('Backspace');
  await page.keyboard.type('5');
  assert.equal(await phone.inputValue(), '+7 705 234 56 78');
}));

test('the page turns to "paid" by itself, told by the stream', shopping({}, async (page, { link }) => {
  const asked = [];
  page.on('request', (request) => { if (request.method() === 'GET' && /\/v1\/invoices\/\d+$/.test(request.url())) asked.push(request.url()); });
  await toPayment(page);
  await sandbox.pay((await link()).id);
  await page.getByRole('heading', { name: PAID.ru }).waitFor();
  assert.deepEqual(asked, [], 'nothing was polled');
}));

test('where streams do not come through, it asks', shopping({ expects: [/404/] }, async (page, { link }) => {
  await page.route('**/v1/invoices/*/events', (route) => route.fulfill({ status: 404, body: '' }));
  await toPayment(page);
  await sandbox.pay((await link()).id);
  await page.getByRole('heading', { name: PAID.ru }).waitFor();
}));

test('declined, then paid by the same link', shopping({}, async (page, { links }) => {
  const url = await toPayment(page);
  await page.goto(url);
  await page.locator('button[value=decline]').click();
  await page.getByRole('heading', { name: 'Платёж не прошёл' }).waitFor();
  assert.equal(await paymentLink(page), url);
  await page.goto(url);
  await page.locator('button[value=pay]').click();
  await page.getByRole('heading', { name: PAID.ru }).waitFor();
  assert.equal(await page.getByRole('heading', { name: 'Платёж не прошёл' }).count(), 0);
  assert.equal((await links()).length, 1);
}));

test('an attempt that failed on another device is told here', shopping({}, async (page, { link }) => {
  await toPayment(page);
  await sandbox.decline((await link()).id);
  await page.getByRole('heading', { name: 'Платёж не прошёл' }).waitFor({ timeout: 40_000 });
  // it comes from above while the buyer reads: this once, the page may move
  await page.evaluate(() => { window.shift = 0; });
}));

test('a price that was tampered with makes no link', shopping({ expects: [/403/, /422/] }, async (page, { links }) => {
  await page.route('**/v1/invoices', (route) => {
    const draft = route.request().postDataJSON();
    return route.continue({ postData: JSON.stringify({ ...draft, amount: 1 }) });
  });
  await toCheckout(page);
  await fillForm(page);
  await submit(page).click();
  await page.locator('.notice.bad').waitFor();
  assert.match(await page.locator('.notice.bad').textContent(), /Не получилось создать счёт/);
  const status = await page.evaluate(async (url) => (await fetch(url, {
    method: 'POST', headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
    body: JSON.stringify({ items: [{ id: 'tea', quantity: 1, price: 1 }], language: 'ru' }),
  })).status, `${sandbox.url}/shop/orders`);
  assert.equal(status, 422);
  assert.deepEqual(await links(), []);
}));

test('a double click makes one link', shopping({}, async (page, { links }) => {
  const creates = [];
  page.on('request', (request) => { if (request.method() === 'POST' && request.url().endsWith('/v1/invoices')) creates.push(request); });
  await toCheckout(page);
  await fillForm(page);
  await submit(page).dblclick();
  await paymentLink(page);
  assert.equal(creates.length, 1);
  assert.equal((await links()).length, 1);
}));

test('a lost answer makes no second link', shopping({ expects: [/ERR_FAILED/] }, async (page, { links, link }) => {
  let lost = 0;
  await page.route('**/v1/invoices', async (route) => {
    if (lost > 0) return route.continue();
    lost += 1;
    await route.fetch();
    return route.abort();
  });
  await toCheckout(page);
  await fillForm(page);
  await submit(page).click();
  const url = await paymentLink(page);
  assert.equal(lost, 1);
  assert.equal((await links()).length, 1);
  assert.ok(url.includes((await link()).id));
}));

test('a page that is closed over a lost answer goes on where it was', shopping({ expects: [/ERR_FAILED/] }, async (page, { links, link, context }) => {
  let reached = false;
  await page.route('**/v1/invoices', async (route) => {
    await route.fetch();
    reached = true; // and the answer never comes
  });
  await toCheckout(page);
  await fillForm(page);
  await submit(page).click();
  await until('the bank has the order', () => reached);
  await page.close();
  const again = await context.newPage();
  await again.goto('/#checkout');
  const url = await paymentLink(again);
  assert.ok(url.includes((await link()).id));
  assert.equal((await links()).length, 1);
  assert.doesNotMatch(await again.evaluate(() => JSON.stringify(localStorage)), /buyer\.of\.tests/, 'the contacts are not kept');
}));

test('two tabs with one cart end at one link', shopping({}, async (page, { context, links }) => {
  await toCheckout(page);
  const other = await context.newPage();
  // what one tab stores, another may see late
  await other.addInitScript(() => {
    const { getItem } = Storage.prototype;
    Storage.prototype.getItem = function late(name) { return name === 'epay.order' && location.hash === '#checkout' ? null : getItem.call(this, name); };
  });
  await other.goto('/#checkout');
  await fillForm(page);
  await fillForm(other);
  // without a click, which would wait for a form that may be a link by then
  const send = (tab) => tab.evaluate(() => document.querySelector('form')?.requestSubmit());
  await Promise.all([send(page), send(other)]);
  assert.equal(await paymentLink(page), await paymentLink(other));
  assert.equal((await links()).length, 1);
}));

test('a form that another tab has filled in turns into its link', shopping({}, async (page, { context, links }) => {
  await toCheckout(page);
  const other = await context.newPage();
  await other.goto('/#checkout');
  await other.locator('#field-email').fill('half@');
  await fillForm(page);
  await submit(page).click();
  assert.equal(await paymentLink(page), await paymentLink(other));
  assert.equal((await links()).length, 1);
}));

test('a tab that was left behind leaves the order that came after its own alone', shopping({ expects: [/ERR_FAILED/] }, async (page, { context, link }) => {
  await toPayment(page);
  await page.route('**/v1/**', (route) => route.abort());
  await page.reload();
  await page.getByText('Связь прервалась').waitFor();
  await sandbox.pay((await link()).id);
  const other = await context.newPage();
  await other.goto('/#pay');
  await other.getByRole('heading', { name: PAID.ru }).waitFor();
  const url = await toPayment(other);
  const stored = () => other.evaluate(() => [localStorage.getItem('epay.order'), localStorage.getItem('epay.cart')]);
  const before = await stored();
  await page.unrouteAll();
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.getByRole('heading', { name: PAID.ru }).waitFor();
  assert.deepEqual(await stored(), before);
  await other.reload();
  assert.equal(await paymentLink(other), url);
  // that the connection is lost is told from above: this once, the page may move
  await page.evaluate(() => { window.shift = 0; });
}));

test('an order that ended is made again once, whichever tab it is asked in', shopping({}, async (page, { context, links }) => {
  await toPayment(page);
  const other = await context.newPage();
  await other.goto('/#pay');
  await paymentLink(other);
  const [{ invoice_id: id }] = await links();
  await stand.worker.call('POST', `/v1/invoices/${id}/deactivate`);
  await other.getByRole('button', { name: 'Оформить заново' }).click();
  await fillForm(other);
  await submit(other).click();
  const url = await paymentLink(other);
  await page.getByRole('button', { name: 'Оформить заново' }).click();
  assert.equal(await paymentLink(page), url);
  assert.equal((await links()).length, 2);
}));

test('offline, it waits, and goes on by itself when the connection is back', shopping({ expects: [/ERR_INTERNET_DISCONNECTED/] }, async (page, { context, links }) => {
  await toCheckout(page);
  await fillForm(page);
  await page.waitForLoadState('networkidle');
  await context.setOffline(true);
  await submit(page).click();
  await page.getByText('Нет соединения').waitFor();
  assert.deepEqual(await links(), []);
  await context.setOffline(false);
  await paymentLink(page);
  assert.equal((await links()).length, 1);
}));

for (const [what, fail] of [
  ['does not answer', (route) => route.abort()],
  ['has a fault', (route) => route.fulfill({ status: 503, headers: { 'Access-Control-Allow-Origin': '*' } })],
]) {
  test(`a shop that ${what} is asked again and again, and the buyer's connection not blamed`, shopping({ expects: [/ERR_FAILED/, /503/] }, async (page, { links }) => {
    let asked = 0;
    await page.route('**/shop/orders', (route) => {
      asked += 1;
      return asked > 2 ? route.continue() : fail(route);
    });
    await toCheckout(page);
    await fillForm(page);
    await submit(page).click();
    await page.getByText('Магазин сейчас не отвечает').waitFor();
    assert.equal(await page.getByText('Нет соединения').count(), 0);
    await paymentLink(page);
    assert.equal((await links()).length, 1);
  }));
}

test('a payment during an outage is seen after it', shopping({ expects: [/ERR_/] }, async (page, { context, link }) => {
  await toPayment(page);
  const { id } = await link();
  await context.setOffline(true);
  await sandbox.pay(id);
  await context.setOffline(false);
  await page.getByRole('heading', { name: PAID.ru }).waitFor({ timeout: 40_000 });
}));

test('reload and the back button lead to the same link', shopping({}, async (page, { links }) => {
  const url = await toPayment(page);
  await page.reload();
  assert.equal(await paymentLink(page), url);
  await page.goBack();
  await page.getByText('У вас есть неоплаченный заказ').waitFor();
  await page.goForward();
  assert.equal(await paymentLink(page), url);
  await page.goBack();
  await page.locator('.to-checkout a').click();
  assert.equal(await paymentLink(page), url, 'the same cart is the same order');
  await page.goBack();
  await page.getByRole('button', { name: /добавить ещё одну/ }).first().click();
  await page.locator('.to-checkout a').click();
  await fillForm(page);
  await submit(page).click();
  assert.notEqual(await paymentLink(page), url, 'another cart is another order');
  assert.equal((await links()).length, 2);
}));

test('back from a new order leads to the receipt of the one that was paid', shopping({}, async (page, { link }) => {
  await toPayment(page);
  await sandbox.pay((await link()).id);
  await page.getByRole('link', { name: 'Сделать новый заказ' }).click();
  await page.getByRole('button', { name: /в корзину/ }).first().waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: PAID.ru }).waitFor();
  assert.equal(await page.getByText('на другом устройстве').count(), 0);
  // the same cart once more is not the receipt's to empty
  await fillCart(page);
  await page.goBack();
  await page.getByRole('heading', { name: PAID.ru }).waitFor();
  await page.goto('/');
  await page.locator('.stepper').first().waitFor();
}));

test('the tab is named by what has become of the order', shopping({ language: 'en' }, async (page, { links }) => {
  const named = (title) => page.waitForFunction((expected) => document.title === expected, `${title} · Dala`);
  await toPayment(page);
  await named('Waiting for your payment');
  await page.goto('/?declined#pay');
  await named('The payment did not go through');
  const [first] = await links();
  await sandbox.pay(first.id);
  await named('Paid');
  await toPayment(page);
  await named('Waiting for your payment');
  const second = (await links()).find(({ id }) => id !== first.id);
  await stand.worker.call('POST', `/v1/invoices/${second.invoice_id}/deactivate`);
  await named('This link has ended');
  await page.getByRole('button', { name: 'Check out again' }).click();
  await named('Checkout');
  await page.goBack();
  await named('Products');
  assert.equal(await page.getByText('on another device').count(), 0);
}));

test('a language that does not load leaves the page as it is, and says so', shopping({ expects: [/ERR_FAILED/] }, async (page) => {
  await page.route(/\/assets\/(kk|ru)-/, (route) => route.abort());
  await page.goto('/');
  const again = page.getByRole('button', { name: 'Try again' });
  for (const text of ['Бет толық жүктелмеді', 'Страница загрузилась не полностью', 'The page did not load']) await page.getByText(text).waitFor();
  await page.unrouteAll();
  await again.click();
  await toCheckout(page);
  await page.route(/\/assets\/kk-/, (route) => route.abort());
  await page.getByTitle('Қазақша').click();
  await page.getByText('Не удалось сменить язык').waitFor();
  await page.getByRole('heading', { name: 'Оформление заказа' }).waitFor();
  await page.unrouteAll();
  await page.getByTitle('Қазақша').click();
  await page.getByRole('heading', { name: 'Тапсырысты рәсімдеу' }).waitFor();
  assert.equal(await page.getByText('Не удалось сменить язык').count(), 0);
}));

test('a link that was deactivated says so, and the order can be made again', shopping({}, async (page, { links }) => {
  const url = await toPayment(page);
  const [invoice] = await links();
  const answer = await stand.worker.call('POST', `/v1/invoices/${invoice.invoice_id}/deactivate`);
  assert.equal(answer.status, 200);
  await page.getByRole('heading', { name: 'Ссылка больше не действует' }).waitFor();
  await page.getByRole('button', { name: 'Оформить заново' }).click();
  await submit(page).click();
  assert.notEqual(await paymentLink(page), url);
}));

test('the link can be copied and, where the device can, shared', shopping({ permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
  await page.addInitScript(() => { navigator.share = async (data) => { window.shared = data; }; });
  const url = await toPayment(page);
  await page.getByRole('button', { name: 'Скопировать' }).click();
  await page.getByText('Ссылка скопирована').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), url);
  await page.getByRole('button', { name: 'Поделиться' }).click();
  assert.equal(await page.evaluate(() => window.shared.url), url);
}));

test('the QR code says the link', shopping({}, async (page) => {
  const url = await toPayment(page);
  const { default: decodeQR } = await import('qr/decode.js');
  const image = await page.evaluate(() => {
    const [, path] = document.querySelector('.qr').children;
    const size = document.querySelector('.qr').viewBox.baseVal.width;
    const scale = 4;
    const data = new Array(size * size * scale * scale * 4).fill(255);
    for (const [, x, y] of path.getAttribute('d').matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
      for (let dx = 0; dx < scale; dx += 1) for (let dy = 0; dy < scale; dy += 1) {
        const at = ((Number(y) * scale + dy) * size * scale + Number(x) * scale + dx) * 4;
        data[at] = data[at + 1] = data[at + 2] = 0;
      }
    }
    return { width: size * scale, height: size * scale, data };
  });
  assert.equal(decodeQR({ ...image, data: Uint8ClampedArray.from(image.data) }), url);
}));

test('a shop that does not answer can be asked again', shopping({ expects: [/ERR_FAILED/] }, async (page) => {
  let down = true;
  await page.route('**/shop/catalogue', (route) => (down ? route.abort() : route.continue()));
  await page.goto('/');
  await page.getByText('Не удалось загрузить товары').waitFor();
  down = false;
  await page.getByRole('button', { name: 'Попробовать ещё раз' }).click();
  await page.locator('.product:not(.placeholder)').first().waitFor();
}));

test('a whole purchase by keyboard alone', shopping({ language: 'en' }, async (page, { links }) => {
  await page.goto('/');
  await page.locator('.product:not(.placeholder)').first().waitFor();
  const focused = () => page.evaluate(() => {
    const { activeElement: one } = document;
    return one.getAttribute('aria-label') ?? one.labels?.[0]?.textContent ?? one.textContent;
  });
  /** Tabs until the element with this name has the focus, which must be seen. */
  const tabTo = async (name) => {
    for (let step = 0; step < 40; step += 1) {
      await page.keyboard.press('Tab');
      if (name.test(await focused())) {
        const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
        assert.notEqual(outline, 'none', `${name} has no visible focus`);
        return;
      }
    }
    assert.fail(`no ${name} by Tab`);
  };
  await tabTo(/add to cart/);
  await page.keyboard.press('Enter');
  assert.match(await focused(), /add one more/, 'the focus stays at the product');
  await page.keyboard.press('Enter');
  await tabTo(/Check out/);
  await page.keyboard.press('Enter');
  await page.locator('#field-email').waitFor();
  assert.equal(await focused(), 'Checkout');
  await tabTo(/E-mail/);
  await page.keyboard.type(BUYER.email);
  await tabTo(/phone/);
  await page.keyboard.type(BUYER.typed);
  await page.keyboard.press('Enter');
  const url = await paymentLink(page);
  assert.match(await focused(), /Waiting for your payment/);
  await tabTo(/Pay on the bank/);
  await page.keyboard.press('Enter');
  await page.waitForURL(url);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Paid' }).waitFor();
  assert.equal((await links()).length, 1);
}));

test('what is loaded moves nothing that is there: the products, the form, the link, the receipt', shopping({}, async (page, { link }) => {
  const still = async (what) => {
    const { shift, shifted } = await shifts(page);
    assert.ok(shift < 0.002, `${what}: ${shifted.join('; ')}`);
  };
  await fillCart(page);
  await page.reload();
  await page.locator('.stepper').first().waitFor();
  await still('the products');
  await page.goto('/#checkout');
  await page.reload();
  await page.locator('.order .total').waitFor();
  await still('the form');
  await fillForm(page);
  await submit(page).click();
  await paymentLink(page);
  // the code comes after all else has been painted
  await page.route('**/assets/qr-*', async (route) => {
    await page.locator('.link').waitFor();
    await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
    await route.continue();
  });
  await page.reload();
  await paymentLink(page);
  await still('the link');
  await sandbox.pay((await link()).id);
  await page.locator('.done').waitFor();
  await page.reload();
  await page.locator('.done').waitFor();
}));

test('nothing runs out of a page of 360 pixels', shopping({ size: 'phone', language: 'kk' }, async (page) => {
  const narrow = async (what) => assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360, what);
  await fillCart(page);
  await narrow('the products');
  await page.locator('.to-checkout a').click();
  await fillForm(page);
  await narrow('the form');
  await submit(page).click();
  await paymentLink(page);
  await narrow('the link');
}));
