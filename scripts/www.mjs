// Builds the pages of www/ into the Worker's static assets. SHOP_URL is where the storefront finds its shop.
//
// www.mjs [FOLDER]: into www/dist, or into another folder. The pages use the npm package as a customer does: packed, and
// installed from the tarball.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const www = join(root, 'www');
const PAGES = ['index', 'console', 'docs'];

const run = (command, ...args) => execFileSync(command, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

/** When the newest of these files, or of what is in these folders, was written. */
function newest(...paths) {
  return Math.max(...paths.map((path) => {
    const stat = statSync(path);
    return stat.isDirectory() ? newest(...readdirSync(path).map((name) => join(path, name))) : stat.mtimeMs;
  }));
}

/** The package in www/node_modules, made anew where anything that it is made of is newer. */
function installPackage() {
  const installed = join(www, 'node_modules/epay-invoice/package.json');
  const inputs = ['src', 'verdict', 'pkg/src', 'pkg/types', 'pkg/package.json', 'Cargo.toml', 'Cargo.lock', 'scripts/npm.mjs'].map((path) => join(root, path));
  const stamp = join(www, 'node_modules/.epay-invoice');
  if (existsSync(installed) && existsSync(stamp) && statSync(stamp).mtimeMs > newest(...inputs)) return;
  console.error('set-up: building and packing the npm package for the pages of www/');
  const begin = new Date();
  run('node', 'scripts/npm.mjs');
  const packed = join(root, 'build/packed');
  mkdirSync(packed, { recursive: true });
  const [{ filename }] = JSON.parse(run('npm', 'pack', '--json', '--pack-destination', packed, './pkg'));
  rmSync(join(www, 'node_modules'), { recursive: true, force: true });
  run('npm', 'install', '--prefix', www, '--no-save', '--no-package-lock', '--offline', '--no-audit', '--no-fund', '--loglevel=error', join(packed, filename));
  rmSync(packed, { recursive: true });
  writeFileSync(stamp, begin.toISOString());
}

/** The origin that the storefront's shop lives at, for the Content-Security-Policy; none without a shop. */
function shopOrigin(shopUrl) {
  if (!shopUrl) return '';
  const { origin, protocol, search, hash } = new URL(shopUrl);
  if (!/^https?:$/.test(protocol) || search || hash) throw new Error(`SHOP_URL is no address of a shop's backend: ${shopUrl}`);
  return origin;
}

const policy = (connect) => [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  `connect-src ${["'self'", ...connect].join(' ')}`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const COMMON = [
  '  X-Content-Type-Options: nosniff',
  '  Referrer-Policy: strict-origin-when-cross-origin',
  '  Cross-Origin-Opener-Policy: same-origin',
  '  Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=()',
];

/** The `_headers` of the static assets: those of www/public, and each page's policy. */
function headers(shop) {
  const page = (path, connect = []) => [path, `  Content-Security-Policy: ${policy(connect)}`, ...COMMON].join('\n');
  return [
    page('/', shop ? [shop] : []),
    page('/console'),
    page('/docs'),
    // their names change with their content
    '/assets/*\n  X-Content-Type-Options: nosniff\n  Cache-Control: public, max-age=31536000, immutable',
    readFileSync(join(www, 'public/_headers'), 'utf8').trim(),
  ].join('\n\n') + '\n';
}

/** Each built file by its path within the folder, and what esbuild knows of the scripts and styles. */
async function bundle() {
  const folder = join(www, 'dist');
  const { outputFiles, metafile } = await build({
    entryPoints: PAGES.flatMap((page) => ['main.ts', 'page.css'].map((source) => join(www, 'src', folderOf(page), source))),
    outdir: join(folder, 'assets'),
    outbase: join(www, 'src'),
    entryNames: '[dir]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    target: ['chrome111', 'firefox119', 'safari16.4'],
    logLevel: 'warning',
    metafile: true,
    write: false,
    absWorkingDir: root,
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [relative(folder, path), Buffer.from(contents)]));
  const known = Object.entries(metafile.outputs).map(([path, about]) => ({ url: `/${relative(folder, join(root, path))}`, ...about }));
  return { files, known };
}

const folderOf = (page) => (page === 'index' ? 'storefront' : page);

/** A page with the built files' names, and the chunks that its script needs at once, so that none is waited for. */
function html(page, known, shopUrl) {
  const find = (source) => known.find(({ entryPoint }) => entryPoint === `www/src/${folderOf(page)}/${source}`);
  const script = find('main.ts');
  const atOnce = script.imports.filter(({ kind }) => kind === 'import-statement')
    .map(({ path }) => `<link rel="modulepreload" href="/${relative(join(www, 'dist'), join(root, path))}">`);
  return readFileSync(join(www, 'src', folderOf(page), 'page.html'), 'utf8')
    .replace('<!-- shop -->', () => `<meta name="shop-url" content="${escape(shopUrl)}">`)
    .replace('<!-- style -->', () => `<link rel="stylesheet" href="${find('page.css').url}">`)
    .replace('<!-- script -->', () => [...atOnce, `<script type="module" src="${script.url}"></script>`].join('\n'));
}

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** Makes the folder hold these files and no others. One that stays as it is is left alone: it may be served meanwhile. */
function write(folder, files) {
  for (const [name, content] of files) {
    const path = join(folder, name);
    if (existsSync(path) && readFileSync(path).equals(Buffer.from(content))) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, content);
    renameSync(`${path}.new`, path);
  }
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!files.has(name) && !statSync(join(folder, name)).isDirectory()) rmSync(join(folder, name));
  }
}

const shopUrl = (process.env.SHOP_URL ?? '').replace(/\/+$/, '');
const origin = shopOrigin(shopUrl);
installPackage();
const { files, known } = await bundle();
for (const page of PAGES) files.set(`${page}.html`, html(page, known, shopUrl));
for (const name of readdirSync(join(www, 'public'))) files.set(name, readFileSync(join(www, 'public', name)));
files.set('_headers', headers(origin));
write(resolve(process.argv[2] ?? join(www, 'dist')), files);
