// short-names.mjs GLUE NAMES: the glue of wasm-bindgen with the names of a letter or two that wasm-opt has given to all that
// crosses. NAMES is what wasm-opt printed; all imports are now those of one module, `a`.

import { readFileSync, writeFileSync } from 'node:fs';

const [glue, names] = process.argv.slice(2);
const { imports, exports } = JSON.parse(readFileSync(names, 'utf8'));
let script = readFileSync(glue, 'utf8');

/** Replaces what must be there. */
function replace(what, by) {
  const replaced = script.replaceAll(what, by);
  if (replaced === script) throw new Error(`${glue} has no ${what}`);
  script = replaced;
}

// each module of imports under the name that the glue has for it
const modules = new Map([...script.matchAll(/^ +"(.+)": (import\d+),$/gm)].map(([, module, name]) => [module, name]));
const others = [];
for (const [module, name, short] of imports) {
  if (modules.get(module) === 'import0') replace(new RegExp(`^( +)${name}: function`, 'gm'), (_, space) => `${space}${short}: function`);
  else others.push(`${short}: ${modules.get(module)}.${name}`);
}
replace(/^ +__proto__: null,\n( +"\..+": import\d+,\n)+/gm, `a: { ...import0, ${others.join(', ')} },\n`);
for (const [name, short] of exports) script = script.replaceAll(new RegExp(`\\bwasm\\.${name}\\b`, 'g'), () => `wasm.${short}`);
writeFileSync(glue, script);
