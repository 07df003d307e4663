#!/usr/bin/env bash
# Builds the release Worker into build/, and the pages that it serves into www/dist. Skips the slow end of it when the
# compiled wasm is older than the last build.

. "$(dirname "$0")/lib.sh"
use_tools
cd "$root"

node scripts/www.mjs

# The wasm names the files that can panic; the same wasm comes of every folder and home. SHA-256, of which a request
# needs a few blocks, is compiled as loops: unrolled it weighs 7 KB more. Nothing is inlined that would not shrink.
printf -v CARGO_ENCODED_RUSTFLAGS '%s\x1f%s\x1f--cfg=%s\x1f%s' \
	"--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo" "--remap-path-prefix=$root=." \
	'sha2_backend_soft="compact"' '-Cllvm-args=--inline-threshold=0'
export CARGO_ENCODED_RUSTFLAGS

cargo build --release --lib --target wasm32-unknown-unknown --package epay-invoice-worker

wasm=$(cargo metadata --no-deps --format-version 1 | node -p 'JSON.parse(fs.readFileSync(0)).target_directory')
wasm=$wasm/wasm32-unknown-unknown/release/epay_invoice_worker.wasm
fresh=true
for input in "$wasm" Cargo.toml package-lock.json scripts/build-worker.sh; do
	[ build/.built -nt "$input" ] || fresh=false
done
if $fresh; then exit; fi

WASM_BINDGEN_BIN=wasm-bindgen ESBUILD_BIN=esbuild worker-build --release --no-opt --out-dir ../build worker

# Not by worker-build, whose wasm-opt keeps the names of all functions, a fifth of the file. Inlining large functions
# into their only caller makes less wasm and, gzipped, more. The features are worker-build's: no encoding that workerd
# may not know. The exports that go are of classes of the worker crate's and of wasm-streams, of which nothing here makes
# any: what they alone use is 8 KB.
unused=('*containerstartupoptions*' '*minifyconfig*' '*r2range*' '*intounderlying*')
wasm-opt "${unused[@]/#/--remove-exports=}" -Oz --strip-debug --one-caller-inline-max-function-size=10 \
	--enable-mutable-globals --enable-sign-ext --enable-nontrapping-float-to-int --enable-bulk-memory \
	--enable-multivalue --enable-reference-types --enable-exception-handling \
	build/index_bg.wasm -o build/.optimised.wasm
mv build/.optimised.wasm build/index_bg.wasm
touch build/.built
