#!/usr/bin/env bash
# The line coverage of the core by the native tests, and whether it is what CONTRIBUTING.md asks for.

. "$(dirname "$0")/lib.sh"
cd "$root"

version=0.9.1
least=95

# llvm-cov must be of the compiler's own LLVM: rustup's, or a system's of the same major version.
find_llvm() {
	local major bin
	bin=$(rustc --print target-libdir)/../bin
	[ -x "$bin/llvm-cov" ] && return
	if have rustup; then
		say "adding llvm-tools with rustup"
		rustup component add llvm-tools >&2 && [ -x "$bin/llvm-cov" ] && return
	fi
	major=$(rustc -vV | awk -F '[ .]' '$1 == "LLVM" { print $3 }')
	have "llvm-cov-$major" "llvm-profdata-$major" ||
		fail "no llvm-cov of LLVM $major was found" \
			"run 'rustup component add llvm-tools', or install LLVM $major (Debian: llvm-$major)"
	export LLVM_COV=llvm-cov-$major LLVM_PROFDATA=llvm-profdata-$major
}

find_llvm
PATH=$("$root/scripts/setup-cargo-tool.sh" cargo-llvm-cov "$version"):$PATH

# Not the core: what a feature brings, and files that hold nothing but tests.
cargo llvm-cov --package epay-invoice --summary-only --fail-under-lines "$least" \
	--ignore-filename-regex '/src/(worker|npm|client)/|/tests(/|\.rs)' ||
	{
		echo "a test failed, or the line coverage of the core is under $least %" >&2
		exit 1
	}
