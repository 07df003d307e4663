#!/usr/bin/env bash
# setup-cargo-tool.sh CRATE VERSION: installs a tool from crates.io once per machine and prints the folder of its binaries.

. "$(dirname "$0")/lib.sh"

name=$1
version=$2
home=$cache/$name-$version

install() {
	if [ -d "$home/bin" ]; then return; fi
	say "building $name $version, once for this machine: takes some minutes"
	local work
	work=$(mktemp -d "$cache/.$name-$version.XXXXXX")
	# A CARGO_TARGET_DIR of the caller's would be shared by two installs; cargo's own default is a temporary folder.
	if ! env -u CARGO_TARGET_DIR -u CARGO_BUILD_TARGET -u RUSTFLAGS \
		cargo install "$name@$version" --root "$work" --no-track --force >&2; then
		rm -rf "$work"
		fail "$name $version did not build; cargo's own words are above" \
			"it comes from crates.io: check that cargo can reach it and that a C compiler is installed, then try again"
	fi
	if [ ! -d "$home" ]; then mv "$work" "$home"; else rm -rf "$work"; fi
	say "$name $version is in $home"
}

one_at_a_time "$name-$version" install
echo "$home/bin"
