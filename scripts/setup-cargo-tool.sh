#!/usr/bin/env bash
# setup-cargo-tool.sh CRATE VERSION: installs a tool from crates.io once per machine and prints the folder of its binaries.

. "$(dirname "$0")/lib.sh"

name=$1
version=$2
home=$cache/$name-$version
work=''

install() {
	if [ -d "$home/bin" ]; then return; fi
	say "building $name $version, once for this machine: takes some minutes"
	work=$(mktemp -d "$cache/.$name-$version.XXXXXX")
	trap 'rm -rf "$work"' EXIT
	# Unoptimised: it builds in half the time and runs in under a second. A CARGO_TARGET_DIR of the caller's would be
	# shared by two installs; cargo's own default is a temporary folder.
	env -u CARGO_TARGET_DIR -u CARGO_BUILD_TARGET -u RUSTFLAGS \
		cargo install "$name@$version" --debug --config profile.dev.debug=false --root "$work" --no-track --force >&2 ||
		fail "$name $version did not build; cargo's own words are above" \
			"it needs crates.io, a C compiler, pkg-config and OpenSSL's headers (Debian: build-essential pkg-config libssl-dev)"
	if [ ! -d "$home" ]; then mv "$work" "$home"; fi
	say "$name $version is in $home"
}

one_at_a_time "$name-$version" install
echo "$home/bin"
