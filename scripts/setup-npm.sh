#!/usr/bin/env bash
# Installs the npm tools of package-lock.json into node_modules/, a Node.js new enough for them among them.

. "$(dirname "$0")/lib.sh"
cd "$root"

installed() { cmp -s package-lock.json node_modules/.installed; }

install() {
	if installed; then return; fi
	say "installing the npm tools: some 500 MB, about a minute"
	npm ci --no-audit --no-fund --loglevel=error >&2 ||
		fail "npm could not install the tools of package-lock.json" \
			"its own words are above; check that it can reach its registry, and that this folder's disk has room"
	[ "$(node_modules/.bin/node -p 'process.versions.node.split(".")[0] >= 22' 2>/dev/null)" = true ] ||
		fail "the npm package 'node' brought no Node.js that runs on this machine" \
			"allow install scripts (npm config get ignore-scripts) and try again"
	cp package-lock.json node_modules/.installed
}

have npm node ||
	fail "there is no Node.js with npm on PATH" "install Node.js 20 or newer with its npm (https://nodejs.org), and try again"
if ! installed; then one_at_a_time "npm-$(printf %s "$root" | cksum | cut -d ' ' -f 1)" install; fi
