// The two Workers as wrangler would upload them: modules, what they bind, what they weigh.

import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const root = fileURLToPath(new URL('../../', import.meta.url))
const here = fileURLToPath(new URL('.', import.meta.url))

const CONFIGS = {
  rust: [`${root}wrangler.toml`, ['TokenKeeper', 'OrderLedger', 'DeadLetters']],
  peer: [`${here}peer/wrangler.toml`, ['TokenKeeper', 'OrderLedger', 'DeadLetters']],
}
export const BINDINGS = { TokenKeeper: 'TOKENS', OrderLedger: 'ORDERS', DeadLetters: 'DEAD_LETTERS' }

/** The peer is code that its own engineers would not be ashamed of: its types are checked against the platform's. */
function checkTypes() {
  const run = (command, args) => execFileSync(command, args, { cwd: here, stdio: ['ignore', 'ignore', 'inherit'] })
  run('wrangler', ['types', 'build/runtime.d.ts', '--include-env=false', '--config', 'peer/wrangler.toml'])
  run('tsc', ['-p', 'peer'])
}

/** Builds both: `{name: {folder, modules, classes, bytes}}`. */
export function build() {
  checkTypes()
  return Object.fromEntries(Object.entries(CONFIGS).map(([name, [config, classes]]) => {
    const folder = `${here}build/${name}`
    rmSync(folder, { recursive: true, force: true })
    execFileSync('wrangler', ['deploy', '--dry-run', '--config', config, '--outdir', folder], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
    const modules = readdirSync(folder).filter((file) => /\.(js|wasm)$/.test(file)).sort((file) => (file === 'index.js' ? -1 : 1))
    const bytes = modules.reduce((sum, file) => sum + gzipSync(readFileSync(`${folder}/${file}`), { level: 9 }).length, 0)
    return [name, { name, folder, modules, classes, bytes }]
  }))
}
