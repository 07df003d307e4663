// Many links at once, made at the bank as a shop's own server would make them.

import { devConfig } from '../../../scripts/dev-config.mjs';

const { SHOP_ID, ACCOUNT_ID, EPAY_CLIENT_ID, EPAY_CLIENT_SECRET } = devConfig({}, { key: '' });

/** Makes `count` links, numbered from `first`; `given` gives what differs by the index. */
export async function makeLinks(sandbox, count, first, given = () => ({})) {
  const form = { grant_type: 'client_credentials', scope: 'payment', client_id: EPAY_CLIENT_ID, client_secret: EPAY_CLIENT_SECRET };
  const answer = await fetch(`${sandbox.url}/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
  const { access_token: token } = await answer.json();
  const made = [];
  for (let index = 0; index < count; index += 1) {
    const created = await fetch(`${sandbox.url}/api/invoice`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({
        shop_id: SHOP_ID, account_id: ACCOUNT_ID, invoice_id: String(first + index), amount: 1000 + index, language: 'rus',
        description: `Заказ ${first + index}`, expire_period: '2d', recipient_contact: `buyer${index}@example.kz`,
        recipient_contact_sms: '+77012345678', currency: 'KZT', ...given(index),
      }),
    });
    if (!created.ok) throw new Error(`the bank answers ${created.status}: ${await created.text()}`);
    made.push(await created.json());
  }
  return made;
}
