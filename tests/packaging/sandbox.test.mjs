// The crate epay-sandbox as it would be uploaded: it builds by itself, and has its licences and its README.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cargo = (...args) => execFileSync('cargo', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 26 });

test('the packed sandbox builds, and has its licences and its README', () => {
  cargo('package', '--quiet', '--package', 'epay-sandbox', '--allow-dirty');
  const { packages, target_directory: target } = JSON.parse(cargo('metadata', '--no-deps', '--format-version', '1'));
  const { version, ...about } = packages.find(({ name }) => name === 'epay-sandbox');
  const name = `epay-sandbox-${version}`;
  const packed = (path) =>
    execFileSync('tar', ['--extract', '--gzip', '--to-stdout', '--file', join(target, 'package', `${name}.crate`), `${name}/${path}`], { encoding: 'utf8' });
  // the licences are links to the repository's, and must arrive as files
  for (const licence of ['LICENSE-MIT', 'LICENSE-APACHE']) assert.equal(packed(licence), readFileSync(join(root, licence), 'utf8'));
  assert.match(packed('README.md'), /^# epay-sandbox/);
  for (const field of ['description', 'license', 'repository', 'documentation', 'readme', 'rust_version']) assert.ok(about[field], field);
});
