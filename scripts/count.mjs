// How many tests a command says it ran.

const ANSI = /\x1b\[[0-9;]*m/g;

/** `{passed, failed, skipped}` of a command's whole output and its exit code. */
export function count(kind, output, code) {
  const lines = output.replaceAll(ANSI, '').split('\n');
  const counted = COUNTERS[kind](lines, code);
  // A command that fails without a failed test did not get as far as its tests.
  if (code !== 0 && counted.failed === 0) counted.failed = 1;
  return counted;
}

const COUNTERS = {
  check: (_, code) => ({ passed: code === 0 ? 1 : 0, failed: 0, skipped: 0 }),
  build: () => ({ passed: 0, failed: 0, skipped: 0 }),
  cargo(lines) {
    const results = lines.map((line) => /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/.exec(line)).filter(Boolean);
    const [passed, failed, skipped] = [1, 2, 3].map((part) => sum(results.map((result) => Number(result[part]))));
    return { passed, failed, skipped };
  },
  node(lines) {
    const of = (name) => sum(lines.map((line) => new RegExp(`^(?:ℹ|#) ${name} (\\d+)$`).exec(line)).filter(Boolean).map((result) => Number(result[1])));
    return { passed: of('pass'), failed: of('fail') + of('cancelled'), skipped: of('skipped') + of('todo') };
  },
};

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
