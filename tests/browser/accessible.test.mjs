// axe-core finds nothing on any screen, light or dark.

import { after, before, test } from 'node:test';
import { assertAccessible } from './support/axe.mjs';
import { fillCart, fillForm, linksSince, paymentLink, submit } from './support/buyer.mjs';
import { startStand } from './support/stand.mjs';

let stand;
before(async () => { stand = await startStand(); });
after(() => stand?.stop());

for (const scheme of ['light', 'dark']) {
  for (const size of ['phone', 'desktop']) {
    test(`the storefront, ${scheme}, ${size}`, async () => {
      const earlier = await stand.sandbox.invoices();
      await stand.visit({ scheme, size }, async (page) => {
        await fillCart(page);
        await assertAccessible(page, 'the products');
        await page.locator('.to-checkout a').click();
        await page.locator('#field-email').fill('buyer@');
        await submit(page).click();
        await assertAccessible(page, 'the form with mistakes');
        await fillForm(page);
        await submit(page).click();
        await paymentLink(page);
        await assertAccessible(page, 'the link');
        const [{ id }] = await linksSince(stand.sandbox, earlier);
        await stand.sandbox.pay(id);
        await page.locator('.done').waitFor();
        await assertAccessible(page, 'paid');
      });
    });
  }
}
