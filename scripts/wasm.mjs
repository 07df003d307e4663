// The wasm modules of the npm package's validators: cut out of a larger one, and packed into text.

import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'

/** What every engine of 2023 has. */
export const features = ['bulk-memory', 'sign-ext', 'nontrapping-float-to-int', 'mutable-globals', 'multivalue', 'reference-types', 'simd'].map((name) => `--enable-${name}`)

/** Writes the module that has these functions of the whole one, and no more. */
export const cut = (whole, wasm, functions) => {
  const graph = `${wasm}.json`
  const exports = ['p', 'memory', ...functions]
  const run = (command, ...args) => execFileSync(command, [...args, '-o', wasm, ...features], { stdio: ['ignore', 'ignore', 'inherit'] })
  writeFileSync(graph, JSON.stringify([{ name: 'root', root: true, reaches: exports }, ...exports.map((name) => ({ name, export: name }))]))
  run('wasm-metadce', whole, '--graph-file', graph)
  run('wasm-opt', wasm, '-Oz', '--converge', '-tnh', '--strip-debug', '--strip-producers', '--strip-target-features')
  rmSync(graph)
}

/** As pkg/src/unpack.js unpacks it: 3 is the inverse of 61, and 23 that of 68, modulo 91. */
export const pack = (bytes) => {
  let text = ''
  for (const byte of bytes) {
    const unit = (((byte + 23) * 3) % 91) + 35
    text += ['', ' ', '!'][Math.floor(byte / 91)] + String.fromCharCode(unit > 91 ? unit + 1 : unit)
  }
  return text
}

/** The JavaScript of a module that exports what the packed one does. */
export const inlined = (bytes) =>
  `import { compile } from './unpack.js'\n\nconst module = /* @__PURE__ */ compile(\n  "${pack(bytes)}",\n)\nexport const rules = /* @__PURE__ */ new WebAssembly.Instance(module).exports\n`
