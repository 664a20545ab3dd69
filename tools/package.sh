#!/usr/bin/env bash
# Bring a package of the system: root on Debian or Ubuntu gets it from apt, anyone else is told the command.
#
# Usage: tools/package.sh PACKAGE WHY COMMAND...; nothing is done when COMMAND succeeds.
set -euo pipefail
package=$1 why=$2
shift 2
update="apt-get update" install="apt-get install -y --no-install-recommends $package"

stop() {
    echo "error: $1" >&2
    exit 1
}

if "$@" >/dev/null 2>&1; then exit 0; fi
command -v apt-get >/dev/null || stop "$why; install what Debian calls $package"
if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null; then
        stop "$why; run: sudo $update && sudo $install"
    fi
    stop "$why; run: su - -c '$update && $install'"
fi
echo "installing $package (with apt-get)"
export DEBIAN_FRONTEND=noninteractive
said=$($update 2>&1 && $install 2>&1) || stop "apt-get: cannot install $package: $(tail -n 1 <<<"$said")"
"$@" >/dev/null 2>&1 || stop "$why, even with $package installed"
