// The package with less in its answers: what each part of an issue costs in bytes and in time.

import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { build } from 'esbuild'
import { cut, inlined } from '../../scripts/wasm.mjs'

const here = new URL('.', import.meta.url).pathname
const dist = new URL('../../pkg/dist/', import.meta.url).pathname

// what takes the place of a module's own declarations
const suggestion = { issue: { near: '() => ({})' } }
const params = { issue: { ...suggestion.issue, issue: '(path, code) => ({ path, code })', issueOf: '(path, words, slot) => ({ path, code: FAULTS[(words[slot * 2] & 255) - 9] })' } }
const code = { issue: { ...suggestion.issue, issue: '() => 0' }, check: { told: '() => 0' } }
export const LAYERS = { 'verdict alone': code, '+ path and code': params, '+ params': suggestion, '+ suggestion: validateInvoice': {} }

/** The module's source with other declarations in the place of its own. */
const replace = (source, declarations) => {
  for (const [name, value] of Object.entries(declarations)) {
    const declaration = new RegExp(`^(export )?const ${name} = `, 'm')
    if (!declaration.test(source)) throw new Error(`nothing is named ${name}`)
    source = source.replace(declaration, `$1const ${name} = ${value}\nconst old_${name} = `)
  }
  return source
}

/** Writes a file that has the layer alone, as its users would bundle it. */
export const layer = async (name, outfile) => {
  const layer = LAYERS[name]
  const wasm = `${here}build/layer.wasm`
  // who suggests nothing needs no function for it
  cut(`${dist}verdict.wasm`, wasm, layer.issue ? ['v', 't'] : ['v', 't', 'n'])
  const setup = ({ onLoad }) => {
    onLoad({ filter: /dist\/(check|issue)\.js$/ }, ({ path }) => ({ contents: replace(readFileSync(path, 'utf8'), layer[basename(path, '.js')] ?? {}) }))
    onLoad({ filter: /dist\/verdict\.js$/ }, () => ({ contents: inlined(readFileSync(wasm)), resolveDir: dist }))
  }
  await build({ stdin: { contents: "export { validateInvoice } from 'epay-invoice'", resolveDir: here }, outfile, bundle: true, format: 'esm', minify: true, logLevel: 'error', plugins: [{ name: 'layer', setup }] })
  return outfile
}
