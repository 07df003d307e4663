#!/usr/bin/env bash
# setup-chromium.sh [driver]: a Chromium for the tests that need a browser: the one of CHROMIUM or of the machine, or else
# Debian's. With `driver` its chromedriver, too, for the tests that wasm-bindgen runs: CHROMEDRIVER's, the machine's, or Debian's.

. "$(dirname "$0")/lib.sh"

there() {
	[ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null ||
		command -v google-chrome >/dev/null
}

driver_there() { [ -n "${CHROMEDRIVER:-}" ] || command -v chromedriver >/dev/null; }

# What is missing, by the names of Debian's packages.
missing() {
	there || echo chromium
	[ "${1:-}" != driver ] || driver_there || echo chromium-driver
}

install() {
	local packages
	mapfile -t packages < <(missing "$@")
	if [ ${#packages[@]} = 0 ]; then return; fi
	local mend="install Chromium and its chromedriver as your system does it, or name the programs in CHROMIUM and CHROMEDRIVER"
	command -v apt-get >/dev/null || fail "this machine lacks ${packages[*]}" "$mend"
	[ "$(id -u)" = 0 ] || fail "this machine lacks ${packages[*]}, and only root may install it" \
		"sudo apt-get install ${packages[*]}; or $mend"
	say "installing ${packages[*]} with apt-get: a minute or two"
	apt-get -qq update >&2 && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y "${packages[@]}" >&2 ||
		fail "apt-get could not install ${packages[*]}; its own words are above" "$mend"
}

if [ -n "$(missing "$@")" ]; then one_at_a_time chromium install "$@"; fi
