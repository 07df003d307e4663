// What `make test` runs, in this order. A command counts as its output says (`cargo`, `node`: see count.mjs), as one
// check (`check`), or not at all unless it fails (`build`).

import { features } from './cargo.mjs';

const WASM = ['--target', 'wasm32-unknown-unknown'];
// The shared tables of tests/data, compiled to wasm and run in Node.
const ON_WASM = ['--test', 'core_cases', '--test', 'core_answers'];
// The bindings of the npm package with JavaScript on the other side, in Node and in Chromium.
const BINDINGS = ['--features', 'npm,client', '--test', 'bindings'];
// The packages that are wasm modules and nothing else.
const MODULES = ['--package', 'epay-invoice-verdict', '--package', 'epay-invoice-worker'];
// A workspace of its own, whose targets see the private parts that they are about.
const FUZZ = ['--manifest-path', 'fuzz/Cargo.toml'];
const FUZZING = ['--config', "build.rustflags=['--cfg', 'fuzzing']"];

const check = (...command) => ['check', ...command];
const build = (...command) => ['build', ...command];
const clippy = (...args) => check('cargo', 'clippy', ...args, '--', '-D', 'warnings');
const cargoTest = (...args) => ['cargo', 'cargo', 'test', ...args];
const nodeTest = (files) => ['node', 'node', '--test', files];

export const STAGES = {
  format: [check('cargo', 'fmt', '--all', '--check'), check('cargo', 'fmt', ...FUZZ, '--check')],
  clippy: [
    clippy('--workspace', '--all-targets'),
    clippy(...WASM, '--lib', ...ON_WASM),
    clippy(...WASM, '--lib', ...MODULES),
    clippy(...WASM, ...BINDINGS),
    ...features().flatMap((feature) => [
      clippy('--features', feature, '--all-targets'),
      clippy('--features', feature, ...WASM, '--lib'),
    ]),
  ],
  types: [build('node', 'scripts/www.mjs'), check('tsc', '--project', 'www')],
  docs: [check('cargo', 'doc', '--workspace', '--no-deps')],
  core: [check('scripts/check-core-alone.sh')],
  native: [
    cargoTest('--workspace'),
    cargoTest('--features', 'worker', '--lib', 'worker::'),
  ],
  wasm: [
    build('scripts/setup-chromium.sh', 'driver'),
    cargoTest(...WASM, ...ON_WASM),
    cargoTest(...WASM, ...BINDINGS),
    ['cargo', 'env', 'WASM_BINDGEN_USE_BROWSER=1', 'cargo', 'test', ...WASM, ...BINDINGS],
  ],
  tools: [nodeTest('tests/tools/*.test.mjs')],
  npm: [
    build('scripts/setup-chromium.sh'),
    build('node', 'scripts/npm.mjs'),
    build('npm', 'install', '--prefix', 'tests/npm', '--no-package-lock', '--no-audit', '--no-fund'),
    nodeTest('tests/npm/*.test.mjs'),
  ],
  packaging: [
    build('scripts/setup-chromium.sh'),
    build('node', 'scripts/npm.mjs'),
    nodeTest('tests/packaging/*.test.mjs'),
  ],
  fuzz: [
    build('node', 'scripts/npm.mjs'),
    cargoTest(...FUZZ, ...FUZZING),
  ],
  worker: [
    build('cargo', 'build', '--package', 'epay-sandbox'),
    build('scripts/build-worker.sh'),
    nodeTest('tests/worker/*.test.mjs'),
  ],
  browser: [
    build('scripts/setup-chromium.sh'),
    build('cargo', 'build', '--package', 'epay-sandbox'),
    build('scripts/build-worker.sh'),
    nodeTest('tests/browser/*.test.mjs'),
  ],
  faults: [
    build('cargo', 'build', '--package', 'epay-sandbox'),
    build('scripts/build-worker.sh'),
    nodeTest('tests/faults/*.test.mjs'),
  ],
  contract: [
    build('cargo', 'build', '--package', 'epay-sandbox'),
    build('scripts/build-worker.sh'),
    nodeTest('tests/contract/*.test.mjs'),
  ],
  deploy: [check('wrangler', 'deploy', '--dry-run')],
  size: [check('scripts/size.sh')],
};

export const ENVIRONMENT = {
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: 'wasm-bindgen-test-runner',
  RUSTDOCFLAGS: '-D warnings',
};
