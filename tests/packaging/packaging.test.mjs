// The packed tarball, and nothing else of this repository, in fresh projects of every kind that the README names.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { extname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { evaluate, host } from './chromium.mjs'
import { check, esm, names, others } from './code.mjs'
import { pack, project, run, serve, write } from './project.mjs'

let tarball, remove
before(async () => {
  ;({ tarball, remove } = await pack())
})
after(() => remove())

const passes = (written) => assert.match(written, /^PASS$/m, written)
const print = `${esm}console.log(verdict)\n`
const title = `${esm}globalThis.verdict = verdict\n`
const page = '<!doctype html><meta charset="utf-8"><body><script type="module" src="/main.js"></script>'
const strict = { 'content-security-policy': "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'" }
const types = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.html': 'text/html', '.wasm': 'application/wasm' }

/** The folder as a site, and what its page says. */
const inChromium = async (folder, headers = strict) => {
  const site = await host((path) => {
    const file = path === '/' ? '/index.html' : path
    try {
      return [types[extname(file)], readFileSync(join(folder, file))]
    } catch {
      return undefined
    }
  }, headers)
  try {
    assert.equal(await evaluate(site.url, 'globalThis.verdict'), 'PASS')
  } finally {
    site.close()
  }
}

test('Node, ESM', async (t) => passes(await run(await project(t, 'node', tarball, [], { 'main.mjs': print }), 'node', 'main.mjs')))

test('Node, CommonJS', async (t) => {
  const place = await project(t, 'cjs', tarball, [], {
    'main.cjs': `${Object.entries({ 'epay-invoice': names, ...others }).map(([from, what]) => `const ${what} = require('${from}')\n`).join('')}${check}console.log(verdict)\n`,
  })
  passes(await run(place, 'node', 'main.cjs'))
  // not by Node's loading of ESM from CommonJS, which Node 20 does not have
  assert.match(await run(place, 'node', '-p', "require.resolve('epay-invoice')"), /index\.cjs/)
})

test('Node without eval', async (t) => {
  const place = await project(t, 'noeval', tarball, [], { 'main.mjs': print })
  passes(await run(place, 'node', '--disallow-code-generation-from-strings', 'main.mjs'))
})

test('esbuild', async (t) => {
  const place = await project(t, 'esbuild', tarball, ['esbuild'], { 'main.mjs': title, 'site/index.html': page })
  await run(place, 'npx', 'esbuild', 'main.mjs', '--bundle', '--minify', '--format=esm', '--outfile=site/main.js')
  await inChromium(join(place, 'site'))
})

test('Rollup', async (t) => {
  const place = await project(t, 'rollup', tarball, ['rollup', '@rollup/plugin-node-resolve'], { 'main.mjs': title, 'site/index.html': page })
  await run(place, 'npx', 'rollup', 'main.mjs', '-p', 'node-resolve', '-f', 'es', '-o', 'site/main.js')
  await inChromium(join(place, 'site'))
})

test('webpack 5, in production mode', async (t) => {
  const config = "module.exports = { mode: 'production', entry: './main.mjs', output: { filename: 'main.js', path: __dirname + '/site' } }\n"
  const place = await project(t, 'webpack', tarball, ['webpack', 'webpack-cli'], { 'main.mjs': title, 'site/index.html': page, 'webpack.config.cjs': config })
  await run(place, 'npx', 'webpack')
  await inChromium(join(place, 'site'))
})

test('Vite, built and in development', async (t) => {
  const place = await project(t, 'vite', tarball, ['vite'], { 'main.js': title, 'index.html': page }, { type: 'module' })
  await run(place, 'npx', 'vite', 'build')
  await inChromium(join(place, 'dist'))
  const { match, stop } = await serve(place, 'npx', ['vite', '--host', '127.0.0.1', '--port', '0'], /http:\/\/127\.0\.0\.1:\d+/)
  try {
    assert.equal(await evaluate(match[0], 'globalThis.verdict'), 'PASS')
  } finally {
    await stop()
  }
})

test('Next.js, server and client component', async (t) => {
  const place = await project(t, 'next', tarball, ['next', 'react', 'react-dom'], {
    'app/layout.js': 'export default ({ children }) => <html><body>{children}</body></html>\n',
    'app/page.js': `import Client from './client.js'\n${esm}export const dynamic = 'force-dynamic'\nexport default () => <main><p id="server">{verdict}</p><Client /></main>\n`,
    'app/client.js': `'use client'\nimport { useEffect } from 'react'\n${esm}export default () => {\n  useEffect(() => {\n    globalThis.verdict = document.getElementById('server').textContent + ' ' + verdict\n  }, [])\n  return null\n}\n`,
  })
  await run(place, 'npx', 'next', 'build')
  const { match, stop } = await serve(place, 'npx', ['next', 'start', '-H', '127.0.0.1', '-p', '0'], /http:\/\/(?:127\.0\.0\.1|localhost):\d+/)
  try {
    assert.equal(await evaluate(match[0], 'globalThis.verdict'), 'PASS PASS')
  } finally {
    await stop()
  }
})

test('workerd, through wrangler', async (t) => {
  const place = await project(t, 'workerd', tarball, ['wrangler', 'node@24'], {
    'main.mjs': `${esm}export default { fetch: () => new Response(verdict) }\n`,
    'wrangler.json': JSON.stringify({ name: 'try', main: 'main.mjs', compatibility_date: '2025-09-01' }),
  })
  const wrangler = ['node_modules/wrangler/bin/wrangler.js', 'dev', '--ip', '127.0.0.1', '--port', '0']
  const { match, stop } = await serve(place, join(place, 'node_modules/.bin/node'), wrangler, /Ready on (http:\/\/127\.0\.0\.1:\d+)/)
  try {
    assert.equal(await (await fetch(match[1])).text(), 'PASS')
  } finally {
    await stop()
  }
})

for (const runtime of ['deno', 'bun'])
  test(runtime, async (t) => {
    const place = await project(t, runtime, tarball, [runtime], { 'main.mjs': print })
    passes(await run(place, 'npx', runtime, ...(runtime === 'deno' ? ['run', '--node-modules-dir=manual'] : []), 'main.mjs'))
  })

test('TypeScript, moduleResolution node16 and bundler', async (t) => {
  const place = await project(t, 'typescript', tarball, ['typescript'], {
    'main.mts': `import ${names} from 'epay-invoice'\nimport { message as ru } from 'epay-invoice/ru'\nconst answer = validateInvoice({})\nif (answer.ok) answer.value.amount.toFixed()\nelse ru(answer.issues[0]!)\nmessage\nvalidateDraft\ninvoiceSchema\nparseForm\n`,
    'main.cts': `import ${names} = require('epay-invoice')\n`.replace(names, 'epay') + "const answer = epay.validateInvoice({})\nif (answer.ok) answer.value.amount.toFixed()\n",
  })
  const tsc = ['tsc', '--noEmit', '--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--target', 'es2022', '--lib', 'es2022']
  await run(place, 'npx', ...tsc, '--module', 'node16', 'main.mts', 'main.cts')
  await run(place, 'npx', ...tsc, '--module', 'esnext', '--moduleResolution', 'bundler', 'main.mts')
})

test('a bare <script type="module"> under a strict policy', async (t) => {
  const place = await project(t, 'bare', tarball, [], {})
  write(place, { 'index.html': page, 'main.js': title.replace(/'epay-invoice\/?(\w*)'/g, (_, name) => `'./node_modules/epay-invoice/dist/${name || 'index'}.js'`) })
  await inChromium(place)
})

test('publint and attw find nothing', async (t) => {
  const place = await project(t, 'lint', tarball, ['publint', '@arethetypeswrong/cli'], {})
  await run(place, 'npx', 'publint', 'node_modules/epay-invoice', '--strict')
  await run(place, 'npx', 'attw', tarball, '--profile', 'node16')
})

test('the tarball holds what it should and no more', async (t) => {
  const place = await project(t, 'contents', tarball, [], {})
  const folder = join(place, 'node_modules/epay-invoice')
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  assert.ok(files.length > 20)
  for (const { name, parentPath } of files) {
    const path = join(parentPath, name)
    assert.match(name, /\.(js|cjs|d\.ts|d\.cts|wasm)$|^(package\.json|README\.md|LICENSE.*)$/, path)
    const text = readFileSync(path, 'latin1')
    assert.doesNotMatch(text, /\/root\/|\/home\/|\/work\/|\/tmp\/|BEGIN [A-Z ]*PRIVATE|client_secret|npmjs\.org\/-\//, path)
  }
})
