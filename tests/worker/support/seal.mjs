// The seal of a callback link, made as src/worker/seal.rs says.

import { createHmac } from 'node:crypto';

/** The path that the bank calls for an order. */
export const callbackPath = ({ CALLBACK_SECRET }, invoiceId) => {
  const seal = createHmac('sha256', CALLBACK_SECRET).update(`epay-invoice callback v1\n${invoiceId}`).digest('base64url');
  return `/v1/callbacks/${invoiceId}/${seal}`;
};
