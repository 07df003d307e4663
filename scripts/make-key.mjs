// Makes an API key: prints the key, which only its holder keeps, and the API_KEYS that know it.
//
//   node scripts/make-key.mjs NAME [create] [read] [deactivate] [retry]
//
// Without scopes the key may do everything. The keys of API_KEYS, where it is set, stay.

import { createHash, randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';

const SCOPES = ['create', 'read', 'deactivate', 'retry'];

/** A key of 256 random bits and what `API_KEYS` has of it: its digest. */
export function makeKey(scopes = []) {
  const unknown = scopes.find((scope) => !SCOPES.includes(scope));
  if (unknown !== undefined) throw new Error(`${unknown} is none of the scopes ${SCOPES.join(', ')}`);
  const key = `epk_${randomBytes(32).toString('base64url')}`;
  const sha256 = createHash('sha256').update(key).digest('hex');
  return { key, entry: scopes.length > 0 ? { sha256, scopes } : { sha256 } };
}

function main([name, ...scopes]) {
  if (!name) throw new Error('usage: node scripts/make-key.mjs NAME [create] [read] [deactivate] [retry]');
  const known = JSON.parse(process.env.API_KEYS || '{}');
  if (Object.hasOwn(known, name)) throw new Error(`API_KEYS has a key ${name}: choose another name, or remove it first`);
  const { key, entry } = makeKey(scopes);
  console.log(`key       ${key}`);
  console.log(`API_KEYS  ${JSON.stringify({ ...known, [name]: entry })}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
