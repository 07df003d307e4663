// Builds the npm package: pkg/src and what is made of the crate, into pkg/dist.

import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { build } from 'esbuild'
import { cut, features, inlined, pack } from './wasm.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const pkg = join(root, 'pkg')
const dist = join(pkg, 'dist')
const entries = ['index', 'kk', 'ru', 'en', 'builder', 'client']
const llvmArgs = (args) => args.map((arg) => `-Cllvm-args=-${arg}`)
const run = (command, args, options = {}) =>
  execFileSync(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8', ...options })

rmSync(dist, { recursive: true, force: true })
mkdirSync(join(dist, 'workerd'), { recursive: true })

const target = JSON.parse(run('cargo', ['metadata', '--no-deps', '--format-version', '1'])).target_directory
const member = ['-p', 'epay-invoice-verdict']

const known = JSON.parse(run('cargo', ['run', '--quiet', ...member, '--bin', 'tables']))
tables(known)
verdict()
await bindings('builder', 'npm', ['buildInvoice', 'buildSearch'])
await bindings('client', 'client', ['call', 'watch'])
modules()
types(known)
await commonjs()

/** What the modules know of the crate: names, codes, allowed values, texts. */
function tables({ codes, texts, plain, most_characters, too_large, invoice, draft, lists, direction, method, arity, record }) {
  const list = (names) => `/* @__PURE__ */ ${JSON.stringify(names.join(' '))}.split(' ')`
  const lines = ['// Made of the crate by scripts/npm.mjs.']
  const constant = (name, value) => lines.push(`export const ${name} = ${value}`)
  const names = [...invoice.required, ...invoice.optional]
  const mask = (holds) => names.reduce((mask, name, slot) => mask | (holds(name) ? 1 << slot : 0), 0)
  const bySlot = (values) => `[${names.map((name) => values[name] ?? 0).join(', ')}]`
  // as `v` of verdict/src/lib.rs and `read` of pkg/src/check.js have them
  const slots =
    'shop_id account_id invoice_id amount language description expire_period recipient_contact recipient_contact_sms currency ' +
    'notifier_contact_sms post_link failure_post_link back_link failure_back_link'
  if (names.join(' ') !== slots) throw new Error(`the invoice's fields are no more those of verdict/src/lib.rs: ${names.join(' ')}`)
  // a draft lacks an invoice's first ones, and asks for no other order of those that it requires
  const first = names.length - draft.required.length - draft.optional.length
  const required = names.slice(first).filter((name) => draft.required.includes(name))
  if (!isDeepStrictEqual(required, draft.required)) throw new Error(`a draft requires ${draft.required}`)
  constant('INVOICE', JSON.stringify(slots))
  constant('INVOICE_REQUIRED', mask((name) => invoice.required.includes(name)))
  constant('DRAFT_FIRST', first)
  constant('DRAFT_REQUIRED', mask((name) => draft.required.includes(name)))
  constant('AMOUNT', names.indexOf('amount'))
  constant('ASCII', mask((name) => name !== 'amount' && !lists[name] && !most_characters[name]))
  constant('LISTS', bySlot(Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, JSON.stringify(values)]))))
  constant('MOST_CHARACTERS', bySlot(most_characters))
  constant('MOST_CHARACTERS_SEARCHED', most_characters.searchParameter)
  constant('CODES', list(codes.map(([code]) => code)))
  // those of the rules over texts and numbers, which begin with the ninth, and how the two numbers of each become its params
  const faults = codes.slice(8, 32)
  constant('FAULTS', list(faults.map(([code]) => code)))
  const param = (code, name, number) =>
    code === 'too_large' ? `${name}: ${JSON.stringify(too_large)}`
    : name === 'character' ? `${name}: 'U+' + ${number}.toString(16).toUpperCase().padStart(4, '0')`
    : name === 'actual' ? `${name}: ${number} + more`
    : `${name}: ${number}`
  const makers = faults.flatMap(([code, params], place) =>
    // what the rules leave to JavaScript has no numbers
    !params.length || code === 'not_in_list' ? []
    : `    case ${place}: return { ${params.map((name, i) => param(code, name, ['first', 'second'][i])).join(', ')} }`,
  )
  constant('params', `(place, first, second, more) => {\n  switch (place) {\n${makers.join('\n')}\n    default: return {}\n  }\n}`)
  // what is in none of the ranges of well units with what is usual
  const usual = plain.filter(([first, last]) => [...'Aя—№'].some((it) => it.charCodeAt() >= first && it.charCodeAt() <= last))
  const unit = (code) => `\\u${code.toString(16).padStart(4, '0')}`
  constant('UNUSUAL', `/[^${usual.map(([first, last]) => `${unit(first)}-${unit(last)}`).join('')}]/`)
  constant('DIRECTION', list(direction))
  constant('METHOD', list(method))
  // the fewest and the most values that each takes
  constant('ARITY', JSON.stringify(Object.fromEntries(arity)))
  constant('RECORD', list(record))
  for (const [locale, templates] of Object.entries(texts))
    constant(locale.toUpperCase(), `/* @__PURE__ */ ${JSON.stringify(templates.join('\n'))}.split('\\n')`)
  writeFileSync(join(dist, 'tables.js'), lines.join('\n') + '\n')
}

/** The wasm module of the rules, cut into that of a payload and that of a search. */
function verdict() {
  // the linker's flags keep the page low, and those of LLVM keep loops and branches as they are written: less code
  const flags = ['-Ctarget-feature=+simd128', '-Clink-arg=-zstack-size=256', '-Clink-arg=--stack-first']
  const llvm = ['disable-lsr', 'simplifycfg-sink-common=false', 'enable-pre=false', 'bonus-inst-threshold=0', 'instcombine-code-sinking=false']
  run('cargo', ['build', '--quiet', '--release', '--lib', ...member, '--target', 'wasm32-unknown-unknown'], {
    env: { ...process.env, RUSTFLAGS: [...flags, ...llvmArgs(llvm)].join(' ') },
  })
  const whole = join(target, 'wasm32-unknown-unknown/release/epay_invoice_verdict.wasm')
  rules(whole, 'verdict', ['v', 't', 'n'])
  rules(whole, 'search-rules', ['t', 'i', 'n'])
}

function rules(whole, name, functions) {
  const wasm = join(dist, `${name}.wasm`)
  cut(whole, wasm, functions)
  writeFileSync(join(dist, `${name}.js`), inlined(readFileSync(wasm)))
  writeFileSync(join(dist, 'workerd', `${name}.js`), `import module from '../${name}.wasm'\n\nexport const rules = /* @__PURE__ */ new WebAssembly.Instance(module).exports\n`)
}

/** What wasm-bindgen makes of a feature of the crate: its glue for these functions, and the module, inlined or for Workers. */
async function bindings(name, feature, functions) {
  const home = process.env.CARGO_HOME ?? join(homedir(), '.cargo')
  const sysroot = run('rustc', ['--print', 'sysroot']).trim()
  const remap = [`--remap-path-prefix=${home}=cargo`, `--remap-path-prefix=${root}=.`, `--remap-path-prefix=${sysroot}=rust`]
  const llvm = readFileSync(join(root, 'scripts/llvm-args.txt'), 'utf8').trim().split('\n')
  // of a library that is both cdylib and rlib cargo does no link-time optimisation
  run('cargo', ['rustc', '--quiet', '--release', '--lib', '--crate-type', 'cdylib', '--features', feature, '--target', 'wasm32-unknown-unknown'], {
    env: { ...process.env, RUSTFLAGS: [...remap, ...llvmArgs(llvm)].join(' ') },
  })
  const built = join(target, 'wasm32-unknown-unknown/release/epay_invoice.wasm')
  const made = join(dist, name)
  run('wasm-bindgen', [built, '--target', 'web', '--omit-default-module-path', '--no-typescript', '--out-dir', made, '--out-name', 'glue'])
  const wasm = join(dist, `${name}.wasm`)
  run('wasm-opt', [join(made, 'glue_bg.wasm'), '-Oz', '--converge', ...features, '--strip-debug', '--strip-producers', '--strip-target-features', '-o', wasm])
  // as a function that makes it anew, since it is of one instance: see pkg/src/instance.js
  const contents = `export { initSync, ${functions.join(', ')} } from './glue.js'`
  const options = { bundle: true, format: 'iife', globalName: 'glue', write: false, logLevel: 'warning' }
  const glue = (await build({ stdin: { contents, resolveDir: made }, ...options })).outputFiles[0].text
  rmSync(made, { recursive: true })
  const start = (module) => `const module = ${module}\nexport const start = (WebAssembly) => {\n${glue}glue.initSync({ module })\nreturn glue\n}\n`
  writeFileSync(join(dist, `${name}-wasm.js`), `import { compile } from './unpack.js'\n\n${start(`/* @__PURE__ */ compile(\n  "${pack(readFileSync(wasm))}",\n)`)}`)
  writeFileSync(join(dist, 'workerd', `${name}-wasm.js`), `import compiled from '../${name}.wasm'\n\n${start('compiled')}`)
}

function modules() {
  for (const licence of ['LICENSE-MIT', 'LICENSE-APACHE']) cpSync(join(root, licence), join(pkg, licence))
  for (const file of readdirSync(join(pkg, 'src'))) {
    cpSync(join(pkg, 'src', file), join(dist, file))
    if (file.endsWith('.js') && file !== 'unpack.js') cpSync(join(pkg, 'src', file), join(dist, 'workerd', file))
  }
  cpSync(join(dist, 'tables.js'), join(dist, 'workerd', 'tables.js'))
}

/** The declarations, for ESM and once more for CommonJS, which may not import those of ESM. */
function types({ codes, record }) {
  const isText = (code, name) =>
    name === 'character' || name === 'suggestion' || code === 'too_large' || (name === 'actual' && code.startsWith('not_'))
  const declared = (code, name) =>
    // nothing may be near an unknown name
    `readonly ${name}${name === 'suggestion' ? '?' : ''}: ${name === 'allowed' ? 'readonly string[]' : isText(code, name) ? 'string' : 'number'}`
  const object = (members) => (members.length ? `{ ${members.join('; ')} }` : '{}')
  const union = (names) => names.map((name) => `  | '${name}'`).join('\n')
  const source = (name) => readFileSync(join(pkg, 'types', name), 'utf8')
  const shared = source('types.d.ts')
    .replace('//PARAMS', codes.map(([code, params]) => `  ${code}: ${object(params.map((name) => declared(code, name)))}`).join('\n'))
    .replace('//RECORD', union(record))
  const write = (name, text) => {
    writeFileSync(join(dist, `${name}.d.ts`), text)
    writeFileSync(join(dist, `${name}.d.cts`), text.replaceAll("'./types.js'", "'./types.cjs'"))
  }
  write('types', shared)
  for (const name of entries) write(name, source(['kk', 'ru', 'en'].includes(name) ? 'locale.d.ts' : `${name}.d.ts`))
}

async function commonjs() {
  for (const name of entries) {
    const [entry, outfile] = [join(dist, `${name}.js`), join(dist, `${name}.cjs`)]
    await build({ entryPoints: [entry], outfile, bundle: true, format: 'cjs', platform: 'neutral', logLevel: 'warning' })
  }
}
