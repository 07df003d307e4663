// test.mjs [STAGE…]: runs the stages one after the other, all of them unless some are named, and says what passed.

import { Children } from './children.mjs';
import { count } from './count.mjs';
import { ENVIRONMENT, STAGES } from './stages.mjs';

const children = new Children();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(name, async () => {
    await children.stop();
    process.exit(130);
  });
}

const color = process.stdout.isTTY ? { CARGO_TERM_COLOR: 'always', FORCE_COLOR: '1' } : { NO_COLOR: '1' };
const env = { ...process.env, ...ENVIRONMENT, ...color };

async function run([kind, command, ...args]) {
  console.log(`\n$ ${[command, ...args].join(' ')}`);
  const program = children.start(command, command, args, { env });
  let output = '';
  for (const stream of [program.child.stdout, program.child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text) => {
      output += text;
      process.stdout.write(text);
    });
  }
  const [{ code, how }] = await Promise.all([program.ended, closed(program.child)]);
  if (code === undefined || code === null) console.log(`${command} ${how}`);
  return count(kind, output, code ?? 1);
}

const closed = (child) => new Promise((resolve) => (child.pid ? child.once('close', resolve) : resolve()));

async function runStage(name) {
  const start = Date.now();
  const total = { name, passed: 0, failed: 0, skipped: 0, note: '' };
  for (const command of STAGES[name]) {
    const counted = await run(command);
    for (const key of ['passed', 'failed', 'skipped']) total[key] += counted[key];
    // The tests of what did not build would be those of an older build.
    if (command[0] === 'build' && counted.failed) break;
  }
  await children.stop();
  if (total.passed + total.failed === 0) Object.assign(total, { failed: 1, note: 'ran nothing' });
  return { ...total, seconds: Math.round((Date.now() - start) / 1000) };
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(STAGES, name));
if (unknown.length) {
  console.error(`make test: there is no stage ${unknown.join(', ')}; there are ${Object.keys(STAGES).join(', ')}`);
  process.exit(2);
}

const results = [];
for (const name of names.length ? names : Object.keys(STAGES)) results.push(await runStage(name));

console.log(`\n${'stage'.padEnd(8)} passed  failed  skipped  seconds`);
for (const { name, passed, failed, skipped, seconds, note } of results) {
  const cells = [String(passed).padStart(6), String(failed).padStart(7), String(skipped).padStart(8), String(seconds).padStart(8)];
  console.log(`${name.padEnd(8)} ${cells.join(' ')}  ${note}`.trimEnd());
}
const all = (key) => results.reduce((sum, result) => sum + result[key], 0);
console.log(`\n${all('passed')} passed, ${all('failed')} failed`);
process.exit(all('failed') ? 1 : 0);
