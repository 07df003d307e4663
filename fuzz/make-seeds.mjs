// Writes seeds/, the inputs that fuzzing begins with: the samples of the bank's page and what shops have seen of the bank,
// from tests/data and from here. Run it after a change of either: node fuzz/make-seeds.mjs

import { createHmac } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';

const here = new URL('./', import.meta.url);
const data = (name) => JSON.parse(readFileSync(new URL(`../tests/data/${name}.json`, here), 'utf8'));

function write(target, seeds) {
  const folder = new URL(`seeds/${target}/`, here);
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder)) if (/^\d+$/.test(file)) rmSync(new URL(file, folder));
  const name = (index) => String(index).padStart(3, '0');
  [...new Set(seeds)].forEach((seed, index) => writeFileSync(new URL(name(index), folder), seed));
}

const { payloads, cases } = data('cases');
const answers = data('answers');

/** A case's payload as text, as tests/data/README.md says. */
function payload({ schema, field, input, json = JSON.stringify(input) }) {
  if (field === undefined) return json;
  const whole = JSON.stringify({ ...payloads[schema], [field]: '\u0000' });
  return whole.replace('"\\u0000"', () => json);
}

// of each schema one case for each set of issues: the fuzzer finds the rest from there
const kinds = new Map(cases.map((one) => [`${one.schema} ${one.field} ${one.issues.map(({ code }) => code)}`, one]));
const chosen = [...Object.values(payloads).map((value) => JSON.stringify(value)), ...[...kinds.values()].map(payload)].filter((text) => text.length < 1000);
write('payloads', chosen);

write('json', [
  ...answers.map(({ json }) => json).filter((text) => text.length < 1500),
  '0', '-0.5e+10', '1E-2', 'true', 'null', '""', ' [ ] ', '{"":0,"":[{}]}', '"\\u0000\\ud83d\\ude00\\ud800\\"\\/"', '[[[]],{"a":{"b":[1,2]}}]', '{"a\\udfff":"\u{1f600}"}',
  '[1,]', '{"a":1]', '01', '"\\x"', '\u{feff}{}',
]);

const OPERATIONS = ['token', 'create', 'search', 'deactivate'];
const STATUSES = [200, 200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 408, 429, 500, 502, 0];
const reply = (operation, status, body, retryAfter = 0) =>
  Buffer.concat([Buffer.from([(STATUSES.indexOf(status) << 4) | (retryAfter << 2) | OPERATIONS.indexOf(operation)]), Buffer.from(body)]);
write('replies', [
  ...answers.map(({ kind, json }) => reply(kind === 'page' ? 'search' : 'create', 200, json)),
  ...answers.filter(({ kind }) => kind === 'record').slice(0, 3).map(({ json }) => reply('search', 200, `{"TotalCount":1,"Records":[${json}]}`)),
  reply('token', 200, '{"access_token":"OKDPNGWXMJ-7FMEQHHJWBA","expires_in":"900","refresh_token":"","scope":"api","token_type":"Bearer"}'),
  reply('token', 200, '{"access_token":"OKDPNGWXMJ","expires_in":7200,"scope":"payment","token_type":"Bearer"}'),
  // the page's own sample: a quote missing, a brace too many
  reply('token', 200, '{"access_token":"OKDPNGWXMJ,"expires_in":"900"}}'),
  reply('token', 401, '{"error":"invalid_client"}'),
  ...OPERATIONS.flatMap((operation) => [
    reply(operation, 400, '{"code": 1079, "message": "invalid recipient_contact_sms"}'),
    reply(operation, 200, '{"code": "1079", "message": ""}'),
    reply(operation, 401, 'Token is not valid'),
    reply(operation, 200, 'Token is not valid'),
    reply(operation, 429, '2', 1),
    reply(operation, 502, '<html><body>502 Bad Gateway</body></html>'),
    reply(operation, 200, ''),
    reply(operation, 204, ''),
    reply(operation, 201, '{}'),
  ]),
]);

const success = {
  accountId: 'uuid000001', amount: 5000, approvalCode: '123456', cardId: '7c1ac0b2', cardMask: '440043******1234', cardType: 'VISA', code: 'ok', currency: 'KZT',
  dateTime: '2026-03-01T12:13:14.123456+05:00', description: 'Order', email: 'payer@mail.kz', id: '98da8dbb-ef37-4ef9-b5b7-a6dd6ea52e31', invoiceId: '000000123456',
  ip: '1.2.3.4', ipCity: '', ipLatitude: 43.2, issuer: 'HALYK', language: 'rus', name: 'AIGERIM A', phone: '+77771234567', reason: 'success', reasonCode: 0,
  reference: '109410921094', secure: 'yes', secureDetails: '', terminal: '67e34d63',
};
const { approvalCode: _, ...failure } = { ...success, code: 'error', reason: 'Недостаточно средств', reasonCode: 484, invoiceIdAlt: '999999', tokenRecipient: '' };
const called = [
  success, failure, { ...failure, reasonCode: '-31' }, { ...failure, reasonCode: 'NO' }, { ...success, amount: 4000, amount_bonus: 1000 }, { ...success, amountBonus: '1000.50' },
  { code: 'ok', invoiceID: 123456 }, { code: 'error' }, { code: 'error', invoice_id: '000000123456', id: 77, reasonCode: 454 },
];
write('callbacks', [
  ...called.map((body) => JSON.stringify(body)), ...called.map((body) => String(new URLSearchParams(body))),
  '{"code":"ok","code":"error"}', '\u{feff} {"code":"ok"}\r\n', 'code=error&reason=%D0%9D%zz%&&=', '', 'null', '{"code":',
  Buffer.concat([Buffer.from('code=error&name='), Buffer.from([0xcd, 0xe5, 0xf2]), Buffer.from('&id=1')]),
]);

const SECRET = 'development-ticket-secret-0123456789';
const NOW_S = 1_772_000_000;
const encode = (text) => Buffer.from(text).toString('base64url');
const token = (header, claims) => {
  const content = `${encode(header)}.${encode(claims)}`;
  return `${content}.${createHmac('sha256', SECRET).update(content).digest('base64url')}`;
};
const HEADER = '{"alg":"HS256","typ":"JWT"}';
const claims = { sub: '000123', amount: 4990.5, exp: NOW_S + 900 };
const good = [
  claims, { ...claims, amount: '100.50' }, { ...claims, description: 'Тапсырыс 123', currency: 'KZT', iat: NOW_S, nbf: NOW_S + 60 },
  { ...claims, description: null, currency: null, iat: null, nbf: null }, { ...claims, description: '' }, { ...claims, exp: NOW_S + 86_460, more: { x: [1] } },
].map((one) => JSON.stringify(one));
const bad = [
  {}, { exp: claims.exp }, { ...claims, sub: 123456 }, { ...claims, amount: 0 }, { ...claims, amount: 1.005 }, { ...claims, description: '\u202e' }, { ...claims, currency: 'USD' },
  { ...claims, exp: NOW_S }, { ...claims, exp: NOW_S + 86_461 }, { ...claims, exp: 'soon' }, { ...claims, nbf: NOW_S + 61 },
].map((one) => JSON.stringify(one));
write('tickets', [
  ...[...good, ...bad, 'null', '{'].map((text) => `${HEADER}\n${text}`),
  ...['{}', '{"alg":"none"}', '{"alg":"RS256"}', '{"alg":"none","alg":"HS256"}', '{"crit":[],"alg":"HS256"}', '[]'].map((header) => `${header}\n${good[0]}`),
  ...good.map((text) => token(HEADER, text)), `${token(HEADER, good[0])}.x`, `${token(HEADER, good[0])}=`, `${encode('{"alg":"none"}')}.${encode(good[0])}.`, '', '..', 'key',
]);
