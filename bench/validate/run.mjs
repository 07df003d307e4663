// make bench-validate: the npm validator beside its peers with the same rules. Prints the tables and ends with 1 where a
// ratio that the README promises is not met.

import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { evaluate, host } from '../../tests/packaging/chromium.mjs'
import { LAYERS, layer } from './layers.mjs'
import { payloads } from './payloads.mjs'
import { standalone } from './standalone.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const PROCESSES = 3
const PEERS = { ours: 'validateInvoice', zod: 'zod', 'zod/mini': 'zod-mini', valibot: 'valibot', ajv: 'ajv', 'ajv standalone': 'ajv-standalone', typebox: 'typebox', arktype: 'arktype', 'hand-written': 'hand' }

/** How many times as long as ours each must take, at least. */
const REQUIRED = {
  'Node': { 'all fields': { zod: 4.5, valibot: 4, ajv: 1.9 }, '4 format errors': { zod: 12, valibot: 4, ajv: 1.5 } },
  'Node without eval': { 'all fields': { zod: 9, valibot: 4.5, 'ajv standalone': 2.2 } },
}
/** Cold start: the most that ours may take of each. */
const COLD = { zod: 0.12, valibot: 0.9 }
/** The most bytes, minified and gzipped, of a file that imports validateInvoice alone, whose issues have a path and a code. */
const BYTES = 2100
/** The most that messages in one language may add. */
const MESSAGES = 2048

const failures = []
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]

mkdirSync(here + 'build', { recursive: true })
standalone(here + 'build/ajv-standalone.mjs')
const bundle = async (entry, outfile, options = {}) => {
  await build({ absWorkingDir: here, entryPoints: [entry], outfile: here + outfile, bundle: true, format: 'esm', minify: true, logLevel: 'error', ...options })
  return here + outfile
}

/** The median of the processes' ratios to ours, and of our own nanoseconds. */
const combine = (runs) => {
  const table = {}
  for (const name of Object.keys(payloads)) {
    table[name] = {}
    for (const candidate of Object.keys(runs[0][name])) table[name][candidate] = median(runs.map((run) => run[name][candidate] / run[name].ours))
    table[name].ours = median(runs.map((run) => run[name].ours))
  }
  return table
}

const show = (title, table) => {
  const candidates = Object.keys(table['all fields']).filter((name) => name !== 'ours')
  console.log(`\n### ${title}: how many times as long as validateInvoice\n`)
  console.log(`| payload | validateInvoice | ${candidates.join(' | ')} |\n|${' --- |'.repeat(candidates.length + 2)}`)
  for (const [name, row] of Object.entries(table)) console.log(`| ${name} | ${row.ours.toFixed(0)} ns | ${candidates.map((candidate) => row[candidate].toFixed(1)).join(' | ')} |`)
  for (const [name, ratios] of Object.entries(REQUIRED[title] ?? {}))
    for (const [candidate, least] of Object.entries(ratios))
      if (table[name][candidate] < least) failures.push(`${title}, ${name}: ${candidate} takes ${table[name][candidate].toFixed(2)} times as long, and should take ${least}`)
}

const node = (file, ...flags) => JSON.parse(execFileSync(process.execPath, ['--expose-gc', ...flags, file], { encoding: 'utf8', maxBuffer: 1 << 24 }))

const all = await bundle('all.mjs', 'build/all.mjs')
const noEval = await bundle('no-eval.mjs', 'build/no-eval.mjs')
show('Node', combine(Array.from({ length: PROCESSES }, () => node(all))))
show('Node without eval', combine(Array.from({ length: PROCESSES }, () => node(noEval, '--disallow-code-generation-from-strings'))))

const site = await host((path) =>
  path === '/' ? ['text/html', '<!doctype html><script type="module" src="/all.mjs"></script>'] : path === '/all.mjs' ? ['text/javascript', readFileSync(all)] : undefined,
)
const inChromium = []
for (let i = 0; i < PROCESSES; i++) inChromium.push(JSON.parse(await evaluate(site.url, 'globalThis.figures', 300_000)))
site.close()
show('Chromium', combine(inChromium))

console.log('\n### Size and cold start of one bundled file\n\n| candidate | minified, gzip -9 | import to first result |\n| --- | --- | --- |')
const files = {}
const starts = {}
for (const [name, peer] of Object.entries(PEERS)) {
  writeFileSync(here + 'build/entry.mjs', name === 'ours' ? "export { validateInvoice as validate } from 'epay-invoice'\n" : `export { validate } from '../peers.${peer}.mjs'\n`)
  files[name] = await bundle('build/entry.mjs', `build/one.${peer}.mjs`)
  starts[name] = []
}
// in turns, so that a moment in which the machine is busy is nobody's own
for (let i = 0; i < 15; i++)
  for (const [name, file] of Object.entries(files)) {
    const script = `const start = performance.now(); const { validate } = await import(${JSON.stringify(file)}); validate(${JSON.stringify(payloads['all fields'][0])}); console.log(performance.now() - start)`
    starts[name].push(Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })))
  }
const gzipped = (file) => gzipSync(readFileSync(file), { level: 9 }).length
const cold = Object.fromEntries(Object.entries(starts).map(([name, times]) => [name, median(times)]))
for (const [name, file] of Object.entries(files)) console.log(`| ${name} | ${gzipped(file)} bytes | ${cold[name].toFixed(2)} ms |`)
for (const [peer, most] of Object.entries(COLD)) {
  const ratio = cold.ours / cold[peer]
  if (ratio > most) failures.push(`cold start takes ${ratio.toFixed(2)} of ${peer}'s, and should take ${most} at most`)
}

const size = async (code) => {
  writeFileSync(here + 'build/entry.mjs', code)
  return gzipped(await bundle('build/entry.mjs', 'build/size.mjs'))
}

console.log('\n### What each part of an answer costs\n\n| answers with | minified, gzip -9 | all fields | 4 format errors |\n| --- | --- | --- | --- |')
const candidates = []
const weights = {}
for (const [i, name] of Object.keys(LAYERS).entries()) {
  weights[name] = gzipped(await layer(name, `${here}build/layer.${i}.mjs`))
  candidates.push(`${JSON.stringify(name)}: await candidate(${i})`)
}
writeFileSync(
  here + 'build/layers.mjs',
  `import { measure } from '../measure.mjs'
const candidate = async (i) => {
  const { validateInvoice } = await import('./layer.' + i + '.mjs')
  return { validate: (input) => validateInvoice(input), count: (result) => (result.ok ? 0 : result.issues.length) }
}
process.stdout.write(JSON.stringify(measure({ ${candidates.join(', ')} })))`,
)
const times = Array.from({ length: PROCESSES }, () => node(here + 'build/layers.mjs'))
for (const name of Object.keys(LAYERS)) {
  const time = (payload) => median(times.map((run) => run[payload][name])).toFixed(0)
  console.log(`| ${name} | ${weights[name]} bytes | ${time('all fields')} ns | ${time('4 format errors')} ns |`)
}
const whole = weights['+ suggestion: validateInvoice']
if (weights['+ path and code'] > BYTES) failures.push(`verdict, path and code weigh ${weights['+ path and code']} bytes (validateInvoice ${whole}), and should weigh ${BYTES} at most`)
for (const [locale, language] of Object.entries({ en: 'English', ru: 'Russian', kk: 'Kazakh' })) {
  const told = await size(`export { validateInvoice } from 'epay-invoice'; export { message } from 'epay-invoice/${locale}'`)
  console.log(`| + messages in ${language} | ${told} bytes | | |`)
  if (told - whole > MESSAGES) failures.push(`messages in ${language} add ${told - whole} bytes, and should add ${MESSAGES} at most`)
}

console.log('\n| a file that imports | bytes |\n| --- | --- |')
for (const [what, code] of Object.entries({
  'validateDraft': "export { validateDraft } from 'epay-invoice'",
  'validateSearch': "export { validateSearch } from 'epay-invoice'",
  'everything of epay-invoice': "export * from 'epay-invoice'",
  'epay-invoice/builder': "export * from 'epay-invoice/builder'",
  'epay-invoice/client': "export * from 'epay-invoice/client'",
}))
  console.log(`| ${what} | ${await size(code)} |`)

for (const failure of failures) console.error(`\nmissed: ${failure}`)
process.exitCode = failures.length ? 1 : 0
