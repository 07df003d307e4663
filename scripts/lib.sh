# shellcheck shell=bash
# Sourced by the scripts beside it: messages, the cache folder, the versions in Cargo.lock.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/epay-invoice

say() { printf 'set-up: %s\n' "$*" >&2; }

# fail WHAT MEND: stop with the reason and what to do about it.
fail() {
	printf 'set-up: %s\n        %s\n' "$1" "$2" >&2
	exit 1
}

# locked_version CRATE: the version that Cargo.lock gives it.
locked_version() {
	awk -v want="name = \"$1\"" '$0 == want { getline; gsub(/"/, "", $3); print $3; exit }' "$root/Cargo.lock"
}

# have COMMAND…: all of them are on PATH.
have() {
	local name
	for name; do command -v "$name" >/dev/null || return; done
}

# one_at_a_time NAME COMMAND…: clones share the cache, so a second set-up waits for the first and then finds the
# work done. Where there is no flock both do the work, and the rename at its end keeps them apart.
one_at_a_time() {
	local lock=$cache/$1.lock
	shift
	mkdir -p "$cache"
	if ! have flock; then
		"$@"
		return
	fi
	exec 9>"$lock"
	flock -n 9 || {
		say "waiting for another set-up on this machine (lock: $lock)"
		flock 9
	}
	"$@" 9>&-
	exec 9>&-
}

# use_tools: what set-up installed comes first on PATH.
use_tools() {
	PATH=$root/node_modules/.bin:$cache/wasm-bindgen-cli-$(locked_version wasm-bindgen)/bin:$PATH
	export PATH WRANGLER_SEND_METRICS=false WRANGLER_HIDE_BANNER=true
	have wasm-bindgen wasm-opt || fail "tools are missing" "run 'make setup'"
}
