// What the Worker is configured with: read once per isolate, checked whole, every fault named at once.

import * as z from 'zod';
import * as rules from '../../validate/rules.mjs';
import type { TokenKeeper } from './bank/token-keeper';
import type { DeadLetters } from './order/dead-letters';
import type { OrderLedger } from './order/ledger';
import { Problem } from './problem';
import { hmacKey } from './seal';

/** The bindings; what is configured beside them is read by its names alone. */
export interface Env {
  RATE_LIMIT?: RateLimit;
  ANALYTICS?: AnalyticsEngineDataset;
  ORDERS: DurableObjectNamespace<OrderLedger>;
  TOKENS: DurableObjectNamespace<TokenKeeper>;
  DEAD_LETTERS: DurableObjectNamespace<DeadLetters>;
}

const SCOPES = ['create', 'read', 'deactivate', 'retry'] as const;
export type KeyScope = (typeof SCOPES)[number];

const HOSTS = {
  prod: ['https://epay-oauth.homebank.kz/oauth2/token', 'https://epay-api.homebank.kz'],
  test: ['https://testoauth.homebank.kz/epay2/oauth2/token', 'https://testepay.homebank.kz/api'],
  'test-epayment': ['https://test-epay-oauth.epayment.kz/oauth2/token', 'https://test-epay-api.epayment.kz'],
  sandbox: [],
} as const;

const given = z.string('is missing');
const url = given.regex(rules.link, 'is not an absolute http or https URL');
const secret = given.min(32, 'is shorter than 32 characters');
const withoutSlash = (text: string) => text.replace(/\/+$/, '');
const oneOf = <const T extends string>(values: readonly T[]) =>
  z.enum(values, { error: ({ input }) => (input === undefined ? 'is missing' : `is none of ${values.join(', ')}`) });

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const Keys = z
  .record(z.string(), z.strictObject({ sha256: z.hex().length(64), scopes: z.array(z.enum(SCOPES)).default([...SCOPES]) }))
  .transform((keys) => Object.entries(keys).map(([name, { sha256, scopes }]) => ({ name, scopes, digest: Uint8Array.fromHex(sha256) })))
  .refine((keys) => keys.length > 0);
export type ApiKey = z.output<typeof Keys>[number];

const apiKeys = given.transform((json, context): ApiKey[] => {
  const { data } = Keys.safeParse(attempt(() => JSON.parse(json)));
  if (!data) context.addIssue(`is not {"<name>": {"sha256": "<64 hex digits>", "scopes": ${JSON.stringify(SCOPES).replaceAll(',', ', ')}}}`);
  return data ?? [];
});

/** As a browser sends it: what it would spell otherwise would match nothing. */
const isOrigin = (text: string) => rules.link.test(text) && new URL(text).origin === text;

const origins = given
  .transform((list) => list.split(',').map((origin) => origin.trim()).filter(Boolean))
  .refine((list) => list.every(isOrigin), 'is not a list of origins as browsers send them (https://shop.kz, no path, no *), separated by commas');

const webhookKey = given
  .transform((text) => attempt(() => Uint8Array.fromBase64(text.replace(/^whsec_/, ''), { lastChunkHandling: 'strict' })) ?? new Uint8Array())
  .refine(({ length }) => length >= 24 && length <= 64, 'is not whsec_ and the Base64 of 24 to 64 bytes');

/** A secret is needed with the URL that it is for. */
const neededWith = <T extends z.ZodType>(url: string | undefined, schema: T) => (url === undefined ? schema.optional() : schema);

const schemaFor = (values: Record<string, string>) => {
  const [oauth, api] = HOSTS[values.EPAY_ENV as keyof typeof HOSTS] ?? HOSTS.test;
  const user = (values.EPAY_GRANT ?? 'password') === 'password' ? given : given.optional();
  return z.object({
    EPAY_ENV: oneOf(Object.keys(HOSTS)),
    EPAY_OAUTH_URL: oauth ? url.default(oauth) : url,
    EPAY_API_URL: (api ? url.default(api) : url).transform(withoutSlash),
    EPAY_CLIENT_ID: given,
    EPAY_CLIENT_SECRET: given,
    EPAY_GRANT: oneOf(['password', 'client_credentials']).default('password'),
    EPAY_USERNAME: user,
    EPAY_PASSWORD: user,
    SHOP_ID: given.regex(rules.uuid, 'is not a UUID').toLowerCase(),
    ACCOUNT_ID: given.refine(rules.isAccountId, 'is not 1 to 255 characters'),
    DEFAULT_LANGUAGE: oneOf(['kaz', 'rus', 'eng']).default('rus'),
    DEFAULT_EXPIRE_PERIOD: given.regex(rules.expirePeriod, 'is not 1d to 999d').default('2d'),
    API_KEYS: apiKeys,
    BANK_TIMEOUT_MS: given
      .regex(/^\d+$/, 'is not a whole number')
      .transform(Number)
      .refine((ms) => ms >= 100 && ms <= 60_000, 'is not within 100 and 60000')
      .default(10_000),
    PUBLIC_URL: given
      .refine((text) => rules.link.test(text) && !/[?#]/.test(text) && text.length <= 1900,
        'is not an absolute http or https URL without query and fragment, of at most 1900 characters')
      .transform(withoutSlash)
      .optional(),
    CALLBACK_SECRET: neededWith(values.PUBLIC_URL, secret),
    SHOP_WEBHOOK_URL: url.optional(),
    WEBHOOK_SECRET: neededWith(values.SHOP_WEBHOOK_URL, webhookKey),
    TICKET_SECRET: secret.optional(),
    ALLOWED_ORIGINS: origins.default([]),
  });
};

function configFrom(env: Env) {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    const text = (typeof value === 'string' ? value : name === 'API_KEYS' ? JSON.stringify(value) : '').trim();
    if (text) values[name] = text;
  }
  const { data, error } = schemaFor(values).safeParse(values);
  if (!data) throw notConfigured(error.issues.map(({ path, message }) => ({ key: `${String(path[0])}`, wrong: message })));
  const { PUBLIC_URL: publicUrl, SHOP_WEBHOOK_URL: webhookUrl } = data;
  const credentials = {
    client_id: data.EPAY_CLIENT_ID,
    client_secret: data.EPAY_CLIENT_SECRET,
    ...(data.EPAY_GRANT === 'password' && { username: data.EPAY_USERNAME!, password: data.EPAY_PASSWORD! }),
  };
  return {
    oauthUrl: data.EPAY_OAUTH_URL,
    apiUrl: data.EPAY_API_URL,
    grant: data.EPAY_GRANT,
    credentials,
    shop: { shop_id: data.SHOP_ID, account_id: data.ACCOUNT_ID },
    defaults: { language: data.DEFAULT_LANGUAGE, expire_period: data.DEFAULT_EXPIRE_PERIOD },
    keys: data.API_KEYS,
    bankTimeoutMs: data.BANK_TIMEOUT_MS,
    callbacks: publicUrl === undefined ? undefined : { base: `${publicUrl}/v1/callbacks/`, key: hmacKey(data.CALLBACK_SECRET!) },
    webhook: webhookUrl === undefined ? undefined : { url: webhookUrl, key: hmacKey(data.WEBHOOK_SECRET!) },
    ticketKey: data.TICKET_SECRET === undefined ? undefined : hmacKey(data.TICKET_SECRET),
    origins: data.ALLOWED_ORIGINS,
  };
}
export type Config = ReturnType<typeof configFrom>;
let config: Config | undefined;

/** The isolate's configuration. One that is not complete is read again by the next request. */
export const configOf = (env: Env): Config => (config ??= configFrom(env));

export function notConfigured(faults: { key: string; wrong: string }[]): Problem {
  const detail = `The Worker's configuration is not complete: ${faults.map(({ key, wrong }) => `${key} ${wrong}`).join('; ')}.`;
  return new Problem(500, 'not_configured', detail, { missing: faults.map(({ key }) => key) });
}
