// The declarations say what types.mts says of them, and every @ts-expect-error there is one.

import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

test('types.mts', () => {
  const flags = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--target', 'es2022', '--module', 'node16', '--lib', 'es2022,dom,dom.iterable,dom.asynciterable']
  const here = fileURLToPath(new URL('.', import.meta.url))
  execFileSync('node_modules/.bin/tsc', [...flags, 'types.mts'], { cwd: here, encoding: 'utf8' })
})
