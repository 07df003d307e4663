#!/usr/bin/env bash
# Builds the release Worker into build/. Skips the slow end of it when the compiled wasm is older than the last build.

. "$(dirname "$0")/lib.sh"
use_tools
cd "$root"

options=(--features worker)
cargo build --release --lib --target wasm32-unknown-unknown "${options[@]}"

wasm=$(cargo metadata --no-deps --format-version 1 | node -p 'JSON.parse(fs.readFileSync(0)).target_directory')
wasm=$wasm/wasm32-unknown-unknown/release/epay_invoice.wasm
fresh=true
for input in "$wasm" Cargo.toml package-lock.json scripts/build-worker.sh; do
	[ build/index_bg.wasm -nt "$input" ] || fresh=false
done
if $fresh; then exit; fi

export WASM_BINDGEN_BIN=wasm-bindgen WASM_OPT_BIN=wasm-opt ESBUILD_BIN=esbuild
worker-build --release "${options[@]}"
