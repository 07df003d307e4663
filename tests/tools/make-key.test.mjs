import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../scripts/make-key.mjs', import.meta.url));
const { API_KEYS: _, ...environment } = process.env;

function makeKey(args, env = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', env: { ...environment, ...env } });
  const [, key, keys] = /^key {7}(\S+)\nAPI_KEYS {2}(.+)\n$/.exec(stdout) ?? [];
  return { status, stdout, stderr, key, keys: keys && JSON.parse(keys) };
}

const digest = (key) => createHash('sha256').update(key).digest('hex');

test('API_KEYS know the key by its digest alone', () => {
  const { status, key, keys } = makeKey(['shop']);
  assert.equal(status, 0);
  assert.match(key, /^epk_[\w-]{43}$/);
  assert.deepEqual(keys, { shop: { sha256: digest(key) } });
});

test('no two keys are the same', () => {
  assert.notEqual(makeKey(['shop']).key, makeKey(['shop']).key);
});

test('a key is added to those there are, with its scopes', () => {
  const known = { shop: { sha256: digest('a') } };
  const { key, keys } = makeKey(['till', 'read', 'create'], { API_KEYS: JSON.stringify(known) });
  assert.deepEqual(keys, { ...known, till: { sha256: digest(key), scopes: ['read', 'create'] } });
});

test('refuses what could be a slip, and prints no key', () => {
  const cases = [
    [[], {}, /usage/],
    [['shop', 'write'], {}, /write is none of the scopes create, read, deactivate, retry/],
    [['shop'], { API_KEYS: '{"shop":{}}' }, /has a key shop/],
    [['shop'], { API_KEYS: 'epk_x' }, /JSON/],
  ];
  for (const [args, env, message] of cases) {
    const { status, stdout, stderr } = makeKey(args, env);
    assert.deepEqual([status, stdout], [1, ''], String(message));
    assert.match(stderr, message);
  }
});
