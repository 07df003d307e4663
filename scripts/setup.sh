#!/usr/bin/env bash
# Installs whatever is missing to build, run and test. Silent and quick when nothing is.

. "$(dirname "$0")/lib.sh"

"$root/scripts/setup-npm.sh"
"$root/scripts/setup-wasm-target.sh"
"$root/scripts/setup-cargo-tool.sh" wasm-bindgen-cli "$(locked_version wasm-bindgen)" >/dev/null
