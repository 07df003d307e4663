#!/usr/bin/env bash
# A Chromium for the tests that need a browser: the one of CHROMIUM or of the machine, or else Debian's.

. "$(dirname "$0")/lib.sh"

there() {
	[ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null ||
		command -v google-chrome >/dev/null
}

install() {
	if there; then return; fi
	local mend="install Chromium as your system does it, or name the program in CHROMIUM"
	command -v apt-get >/dev/null || fail "there is no Chromium on this machine" "$mend"
	[ "$(id -u)" = 0 ] || fail "there is no Chromium on this machine, and only root may install it" \
		"sudo apt-get install chromium; or $mend"
	say "installing Chromium with apt-get: a minute or two"
	apt-get -qq update >&2 && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y chromium >&2 ||
		fail "apt-get could not install Chromium; its own words are above" "$mend"
}

if ! there; then one_at_a_time chromium install; fi
