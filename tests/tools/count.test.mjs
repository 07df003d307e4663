import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count } from '../../scripts/count.mjs';

const cargo = (...results) => `running 3 tests\n${results.join('\n')}\n`;

const CASES = [
  ['a check that succeeds', 'check', 'all well', 0, [1, 0, 0]],
  ['a check that fails', 'check', 'Diff in src/lib.rs', 1, [0, 1, 0]],
  ['a build that succeeds', 'build', 'Finished', 0, [0, 0, 0]],
  ['a build that fails', 'build', 'error[E0277]', 101, [0, 1, 0]],
  ['cargo, several binaries', 'cargo', cargo(
    'test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s',
    'test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s',
  ), 101, [15, 2, 1]],
  ['wasm-bindgen-test-runner', 'cargo', 'test result: ok. 6 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.42s', 0, [6, 0, 0]],
  ['cargo in colour', 'cargo', 'test result: \x1b[32mok\x1b[0m. 4 passed; 0 failed; 0 ignored; 0 measured', 0, [4, 0, 0]],
  ['cargo that did not compile', 'cargo', 'error: could not compile `epay-invoice`', 101, [0, 1, 0]],
  ['cargo that broke off after a good binary', 'cargo', 'test result: ok. 4 passed; 0 failed; 0 ignored\nerror: could not execute process', 101, [4, 1, 0]],
  ['a test that prints a result', 'cargo', 'it said: test result: ok. 9 passed; 0 failed; 0 ignored', 0, [0, 0, 0]],
  ['node', 'node', 'ℹ tests 5\nℹ suites 0\nℹ pass 2\nℹ fail 1\nℹ cancelled 1\nℹ skipped 1\nℹ todo 0\n', 1, [2, 2, 1]],
  ['node, TAP', 'node', '# tests 2\n# pass 2\n# fail 0\n# cancelled 0\n# skipped 0\n# todo 0\n', 0, [2, 0, 0]],
  ['node that found no file', 'node', "Could not find 'tests/none'", 1, [0, 1, 0]],
];

for (const [name, kind, output, code, [passed, failed, skipped]] of CASES) {
  test(name, () => assert.deepEqual(count(kind, output, code), { passed, failed, skipped }));
}
