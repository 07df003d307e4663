#!/usr/bin/env bash
# Builds the release Worker into build/, and the pages that it serves into www/dist. Skips the slow end of it when the
# compiled wasm is older than the last build.

. "$(dirname "$0")/lib.sh"
use_tools
cd "$root"

node scripts/www.mjs

# The wasm names the files that can panic; the same wasm comes of every folder and home. SHA-256, of which a request
# needs a few blocks, is compiled as loops: unrolled it weighs 7 KB more. llvm-args.txt: a little inlining, more than `z` has
# by itself, is a sixth of the operations that a request takes, for 800 bytes; what it switches off makes more code for less
# work even where size counts, or keeps at hand what is as short to compute again, and is 3.9 KB.
flags=("--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo" "--remap-path-prefix=$root=." '--cfg=sha2_backend_soft="compact"')
while read -r arg; do flags+=("-Cllvm-args=-$arg"); done <scripts/llvm-args.txt
CARGO_ENCODED_RUSTFLAGS=$(IFS=$'\x1f' && printf '%s' "${flags[*]}")
export CARGO_ENCODED_RUSTFLAGS

cargo build --release --lib --target wasm32-unknown-unknown --package epay-invoice-worker

wasm=$(cargo metadata --no-deps --format-version 1 | node -p 'JSON.parse(fs.readFileSync(0)).target_directory')
wasm=$wasm/wasm32-unknown-unknown/release/epay_invoice_worker.wasm
fresh=true
for input in "$wasm" Cargo.toml package-lock.json scripts/build-worker.sh scripts/short-names.mjs; do
	[ build/.built -nt "$input" ] || fresh=false
done
if $fresh; then exit; fi

# What workers-rs' worker-build does, but for the entry, which is src/worker/entry.js: a request costs worker-build's a class'
# instance and two proxies. What it does when the wasm dies stands there too, so the glue needs no abort handler.
bindgen=build/.bindgen
rm -rf "$bindgen"
wasm-bindgen "$wasm" --target module --out-dir "$bindgen" --out-name index --no-typescript --experimental-reset-state-function
sed -i 's/^import source /import /' "$bindgen/index.js"
# a module that is imported by several blocks is there several times, at which bundlers warn whoever deploys
awk '/^import \* as import/ && imported[$NF]++ || /^ +"\.\/snippets\/.*: import/ && bound[$1]++ { next } 1' "$bindgen/index.js" >"$bindgen/once.js"
mv "$bindgen/once.js" "$bindgen/index.js"

# Inlining large functions into their only caller makes less wasm and, gzipped, more. The features are rustc's own: no
# encoding that workerd may not know. Low memory, its first kilobyte, is the last of a stack of a megabyte: who gets there
# is at the stack's end anyway. The names are the last step, since each run of wasm-opt would give new ones.
features=(--enable-mutable-globals --enable-sign-ext --enable-nontrapping-float-to-int --enable-bulk-memory
	--enable-multivalue --enable-reference-types --enable-exception-handling)
wasm-opt -Oz --converge --low-memory-unused --strip-debug --strip-producers --strip-target-features \
	--one-caller-inline-max-function-size=10 "${features[@]}" "$bindgen/index_bg.wasm" -o "$bindgen/optimised.wasm"
wasm-opt --minify-imports-and-exports-and-modules "${features[@]}" "$bindgen/optimised.wasm" -o build/index_bg.wasm >"$bindgen/names.json"
node scripts/short-names.mjs "$bindgen/index.js" "$bindgen/names.json"
esbuild "$bindgen"/snippets/*/src/worker/entry.js --bundle --minify --format=esm --log-level=warning \
	"--alias:#wasm=$root/$bindgen/index.js" --external:./index_bg.wasm '--external:cloudflare:*' --outfile=build/index.js
touch build/.built
