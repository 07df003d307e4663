#!/usr/bin/env bash
# Gives the Rust toolchain in use the wasm32-unknown-unknown target: by rustup, or else built from Debian's rust-src.

. "$(dirname "$0")/lib.sh"

target=wasm32-unknown-unknown
work='' source=''

# A library left behind by an older compiler has the right name and does not link, so ask the compiler itself.
works() {
	# an output of rustc's own is a file: `-o /dev/null` would, for root, put a file in the device's place
	local probe answer=0
	probe=$(mktemp -d)
	echo 'pub fn probe() {}' |
		rustc --target "$target" --crate-type lib --crate-name probe --emit metadata --out-dir "$probe" - 2>/dev/null ||
		answer=1
	rm -rf "$probe"
	return "$answer"
}

add_with_rustup() {
	have rustup || return 1
	say "adding the target $target with rustup"
	rustup target add "$target" >&2 || say "rustup could not add it"
	works
}

# The package rust-src of the compiler's version, unpacked into $1. A throw-away apt root, so that the machine's own
# package sources and lists stay as they are.
unpack_debian_rust_src() {
	local into=$1 version=$2 suite
	have apt-get dpkg-deb || return 1
	mkdir -p "$into/apt/lists/partial" "$into/apt/cache/archives/partial"
	: >"$into/apt/status"
	for suite in trixie trixie-backports forky sid; do
		echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian $suite main"
	done >"$into/apt/sources.list"
	local apt=(
		-o "Dir::State=$into/apt" -o "Dir::State::status=$into/apt/status" -o "Dir::Cache=$into/apt/cache"
		-o "Dir::Etc::sourcelist=$into/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
		-o APT::Sandbox::User=root -o Debug::NoLocking=1
	)
	say "looking for Debian's rust-src $version"
	apt-get "${apt[@]}" -qq update >&2 || return 1
	local found
	found=$(apt-cache "${apt[@]}" madison rust-src | awk -v v="$version" '$3 ~ "^" v { print $3; exit }')
	[ -n "$found" ] || return 1
	(cd "$into" && apt-get "${apt[@]}" -qq download "rust-src=$found" >&2) || return 1
	dpkg-deb -x "$into"/rust-src_*.deb "$into/unpacked"
	mv "$into/unpacked/usr/src/rustc-$version/library" "$into/library"
}

# Cargo looks for the standard library's source in the sysroot alone; a link put there for the build is taken away
# after it, so that a later `rustup component add rust-src` finds its place free.
build_from_source() {
	local version sysroot
	version=$(rustc -vV | awk '$1 == "release:" { print $2 }')
	sysroot=$(rustc --print sysroot)
	source=$sysroot/lib/rustlib/src/rust/library
	work=$(mktemp -d "$cache/.wasm-target.XXXXXX")
	trap 'rm -rf "$work"; if [ -L "$source" ]; then rm -f "$source"; fi' EXIT

	[ -w "$sysroot/lib/rustlib" ] || fail "the toolchain in $sysroot has no $target target and cannot be written to" \
		"install the target as your system does it (Debian: libstd-rust-dev-wasm32), or use a toolchain of your own from rustup"
	if [ ! -e "$source/Cargo.lock" ]; then
		unpack_debian_rust_src "$work" "$version" || fail "no source of the standard library of rustc $version was found" \
			"run 'rustup target add $target', or put that version's library/ at $source, and try again"
		mkdir -p "$(dirname "$source")"
		ln -sfn "$work/library" "$source"
	fi

	say "building the standard library of rustc $version for $target: about a minute, once for this toolchain"
	mkdir -p "$work/empty/src"
	printf '[package]\nname = "empty"\nedition = "2021"\n' >"$work/empty/Cargo.toml"
	echo '#![no_std]' >"$work/empty/src/lib.rs"
	# -Zbuild-std is not stable, hence the bootstrap switch. Bitcode, or else link-time optimisation fails.
	(cd "$work/empty" && env -u CARGO_TARGET_DIR RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes \
		cargo build --release --target "$target" -Zbuild-std=std,panic_abort,proc_macro,test >&2) ||
		fail "the standard library did not build for $target; cargo's own words are above" \
			"run 'rustup target add $target' where rustup can download, and try again"

	local place=$sysroot/lib/rustlib/$target
	mkdir -p "$work/$target/lib"
	cp "$work/empty/target/$target"/release/deps/*.rlib "$work/$target/lib/"
	rm -f "$work/$target"/lib/libempty-*.rlib
	if [ -e "$place" ]; then mv "$place" "$work/replaced"; fi
	mv "$work/$target" "$place"
	works || fail "the standard library built for $target is not accepted by rustc $version" \
		"remove $place and run 'rustup target add $target'"
}

add() {
	if works; then return; fi
	add_with_rustup || build_from_source
	say "the toolchain has the target $target"
}

have rustc cargo ||
	fail "there is no Rust compiler on PATH" "install Rust 1.91 or newer: https://rustup.rs"
if ! works; then one_at_a_time "wasm-target" add; fi
