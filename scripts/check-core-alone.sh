#!/usr/bin/env bash
# The core stands alone: without features it depends on nothing that speaks JavaScript.

. "$(dirname "$0")/lib.sh"
cd "$root"

for platform in "$(rustc -vV | awk '$1 == "host:" { print $2 }')" wasm32-unknown-unknown; do
	tree=$(cargo tree --package epay-invoice --edges normal --no-default-features --target "$platform" --prefix none)
	if found=$(grep -E '^(wasm-bindgen|js-sys|web-sys|worker)[^ ]* ' <<<"$tree"); then
		printf 'the core depends on these for %s:\n%s\n' "$platform" "$found" >&2
		exit 1
	fi
done
echo "the core depends on no wasm-bindgen, js-sys, web-sys or worker"
