// The Worker's configuration for development: what the environment says, and otherwise the sandbox and its merchant.

import { createHash } from 'node:crypto';

const NAMES = [
  'EPAY_ENV', 'EPAY_OAUTH_URL', 'EPAY_API_URL', 'EPAY_GRANT', 'SHOP_ID', 'ACCOUNT_ID', 'DEFAULT_LANGUAGE',
  'DEFAULT_EXPIRE_PERIOD', 'PUBLIC_URL', 'ALLOWED_ORIGINS', 'SHOP_WEBHOOK_URL', 'BANK_TIMEOUT_MS',
  'EPAY_CLIENT_ID', 'EPAY_CLIENT_SECRET', 'EPAY_USERNAME', 'EPAY_PASSWORD',
  'API_KEYS', 'TICKET_SECRET', 'CALLBACK_SECRET', 'WEBHOOK_SECRET',
];

// The bank's public test merchant (bank page: "test data"), which the sandbox knows.
const TEST_MERCHANT = {
  EPAY_GRANT: 'password',
  EPAY_CLIENT_ID: 'halykfinanceUSD',
  EPAY_CLIENT_SECRET: 'U01gQZVL##lJ$NhJ',
  EPAY_USERNAME: 'halykfinanceUSD@halykbank.nb',
  EPAY_PASSWORD: 'XVp36qar',
  SHOP_ID: '04f25a4b-d2bd-4dd8-b3a7-9390be4774c4',
  ACCOUNT_ID: '0003413423',
};

const MADE_UP_SECRETS = {
  TICKET_SECRET: 'development-ticket-secret-0123456789',
  CALLBACK_SECRET: 'development-callback-secret-0123456789',
  WEBHOOK_SECRET: `whsec_${Buffer.from('development-webhook-secret').toString('base64')}`,
};

/** The value of `API_KEYS` for one key that may do everything. */
export function apiKeys(key, name = 'development') {
  return JSON.stringify({ [name]: { sha256: createHash('sha256').update(key).digest('hex') } });
}

export function sandboxUrls(origin) {
  return { EPAY_ENV: 'sandbox', EPAY_OAUTH_URL: `${origin}/oauth2/token`, EPAY_API_URL: `${origin}/api` };
}

/** Whether the environment names a bank of its own, so that no sandbox is needed. */
export function ownBank(environment) {
  const { EPAY_OAUTH_URL: oauth, EPAY_API_URL: api, EPAY_ENV: name } = environment;
  if (Boolean(oauth) !== Boolean(api)) {
    throw new Error(`${oauth ? 'EPAY_API_URL' : 'EPAY_OAUTH_URL'} is missing: a bank of your own needs both it and ${oauth ? 'EPAY_OAUTH_URL' : 'EPAY_API_URL'}`);
  }
  return Boolean(oauth) || Boolean(name && name !== 'sandbox');
}

/**
 * The configuration by its names. The environment's values win, an empty one being none. `worker`, `sandbox` and `shop` are
 * URLs; without a sandbox the bank is the environment's, without a shop nobody is told of orders.
 */
export function devConfig(environment, { worker, sandbox, shop, key }) {
  const given = Object.fromEntries(NAMES.map((name) => [name, environment[name]]).filter(([, value]) => value));
  return {
    ...(sandbox ? sandboxUrls(sandbox) : { EPAY_ENV: 'sandbox' }),
    ...TEST_MERCHANT,
    ...MADE_UP_SECRETS,
    PUBLIC_URL: worker,
    ...(shop ? { SHOP_WEBHOOK_URL: `${shop}/webhook` } : {}),
    API_KEYS: apiKeys(key),
    ...given,
  };
}

/** What the sandbox's demo shop shares with the Worker, as the sandbox's environment. */
export const shopSecrets = ({ TICKET_SECRET, WEBHOOK_SECRET }) =>
  ({ SANDBOX_SHOP_TICKET_SECRET: TICKET_SECRET, SANDBOX_SHOP_WEBHOOK_SECRET: WEBHOOK_SECRET });

/** The configuration as a file for `wrangler dev --env-file`, which expands `$NAME` even within quotes. */
export function envFile(config) {
  return Object.entries(config).map(([name, value]) => {
    const quote = ["'", '`'].find((mark) => !value.includes(mark));
    if (!quote || /[\r\n]/.test(value)) throw new Error(`${name} has both ' and \`, or a line break: wrangler dev cannot be given it`);
    return `${name}=${quote}${value.replaceAll('$', '\\$')}${quote}\n`;
  }).join('');
}
