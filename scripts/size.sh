#!/usr/bin/env bash
# The size of the release Worker's wasm as Cloudflare counts it, gzipped, against the limit that it keeps.

. "$(dirname "$0")/lib.sh"
cd "$root"

limit=$((120 * 1024))
scripts/build-worker.sh >&2
gzipped() { gzip -9 <"$1" | wc -c; }
wasm=$(gzipped build/index_bg.wasm)
printf 'build/index_bg.wasm: %d bytes, gzipped %d of %d (%d %%); index.js gzipped %d\n' \
	"$(wc -c <build/index_bg.wasm)" "$wasm" "$limit" "$((wasm * 100 / limit))" "$(gzipped build/index.js)"
[ "$wasm" -le "$limit" ] || {
	echo "the Worker's wasm is $((wasm - limit)) bytes over its limit of $limit gzipped" >&2
	exit 1
}
