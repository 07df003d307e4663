// What `make test` runs, in this order. A command counts as its output says (`cargo`, `node`: see count.mjs), as one
// check (`check`), or not at all unless it fails (`build`).

const WASM = ['--target', 'wasm32-unknown-unknown'];
const clippy = (...args) => ['check', 'cargo', 'clippy', ...args, '--', '-D', 'warnings'];

export const STAGES = {
  format: [['check', 'cargo', 'fmt', '--all', '--check']],
  clippy: [
    clippy('--workspace', '--all-targets'),
    clippy('--features', 'worker', '--all-targets'),
    clippy(...WASM, '--lib', '--test', 'wasm'),
    clippy(...WASM, '--lib', '--features', 'worker'),
  ],
  docs: [['check', 'cargo', 'doc', '--workspace', '--no-deps']],
  core: [['check', 'scripts/check-core-alone.sh']],
  native: [
    ['cargo', 'cargo', 'test', '--workspace'],
    ['cargo', 'cargo', 'test', '--lib', '--features', 'worker', 'worker::'],
  ],
  wasm: [['cargo', 'cargo', 'test', ...WASM, '--test', 'wasm']],
  tools: [['node', 'node', '--test', 'tests/tools/*.test.mjs']],
  worker: [
    ['build', 'cargo', 'build', '--package', 'epay-sandbox'],
    ['build', 'scripts/build-worker.sh'],
    ['node', 'node', '--test', 'tests/worker/*.test.mjs'],
  ],
  size: [['check', 'scripts/size.sh']],
};

export const ENVIRONMENT = {
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: 'wasm-bindgen-test-runner',
  RUSTDOCFLAGS: '-D warnings',
};
