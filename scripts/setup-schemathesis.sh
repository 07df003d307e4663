#!/usr/bin/env bash
# Installs schemathesis from PyPI once per machine, in a virtual environment of its own, and prints the program's path.

. "$(dirname "$0")/lib.sh"

version=4.32.5
home=$cache/schemathesis-$version

install() {
	if [ -e "$home/.installed" ]; then return; fi
	say "installing schemathesis $version, once for this machine"
	# In its place from the start: a virtual environment cannot be moved.
	rm -rf "$home"
	python3 -m venv "$home" >&2 || fail "python3 could not make a virtual environment" "Debian: apt-get install python3-venv"
	"$home/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$version" >&2 ||
		fail "schemathesis $version could not be installed; pip's own words are above" "it needs Python 3.10 or newer, and PyPI"
	touch "$home/.installed"
}

have python3 || fail "there is no python3 on PATH" "install Python 3.10 or newer with its venv module, and try again"
one_at_a_time "schemathesis-$version" install
echo "$home/bin/st"
