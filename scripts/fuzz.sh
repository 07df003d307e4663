#!/usr/bin/env bash
# fuzz.sh [TARGET…]: fuzzes each target (all of them) for FUZZ_SECONDS (20), with what earlier runs have found in fuzz/corpus.

. "$(dirname "$0")/lib.sh"
cd "$root"

version=0.13.2
PATH=$(scripts/setup-cargo-tool.sh cargo-fuzz "$version"):$PATH

# The module whose verdicts are held against the crate's.
node scripts/npm.mjs

# The compiler in use is a stable one, and all that is asked of it is to instrument the code. No sanitizer: the library
# forbids unsafe code, and these would find nothing that a panic does not tell.
export RUSTC_BOOTSTRAP=1
[ $# -gt 0 ] || set -- $(cargo fuzz list)
cargo fuzz build --sanitizer none >&2
for target; do
	seeds=fuzz/seeds/$target
	[ -d "$seeds" ] || seeds=fuzz/seeds/payloads
	mkdir -p "fuzz/corpus/$target"
	cargo fuzz run --sanitizer none "$target" "fuzz/corpus/$target" "$seeds" -- \
		-dict=fuzz/json.dict -max_total_time="${FUZZ_SECONDS:-20}" -timeout=10 -print_final_stats=1
done
