#!/usr/bin/env bash
# with-tools.sh COMMAND…: sets up what is missing and becomes the command, which finds the tools on its PATH.

. "$(dirname "$0")/lib.sh"

"$root/scripts/setup.sh"
use_tools
cd "$root"
exec "$@"
