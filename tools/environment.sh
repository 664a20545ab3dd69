#!/usr/bin/env bash
# Make .venv and install the locked requirements into it; do nothing when both are there.
#
# PYTHON names the interpreter. Root on Debian or Ubuntu gets a missing `venv` from apt, after one line that says so;
# anyone else is told the command. What an interrupted run left is made anew.
set -euo pipefail
cd "$(dirname "$0")/.."

least="3.11"
lock=requirements.txt

stop() {
    echo "error: $1" >&2
    exit 1
}

find_python() {
    local name names=(python3 python3.14 python3.13 python3.12 python3.11)
    [ "${PYTHON:-python3}" = python3 ] || names=("$PYTHON")
    for name in "${names[@]}"; do
        if "$name" -c "import sys; sys.exit(sys.version_info < (${least/./, }))" 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    stop "python: ${PYTHON:-python3} is not there or older than $least; install Python $least or newer, or name one: make PYTHON=python3.12"
}

# Debian keeps `ensurepip`, without which a virtual environment has no pip, in a package of its own.
need_venv() {
    local version
    version=$("$python" -c "import sys; print('%d.%d' % sys.version_info[:2])")
    bash tools/package.sh "python$version-venv" "python: $python cannot make virtual environments" \
        "$python" -c "import ensurepip, venv"
}

# pip before 24.2 trusts a list of its own, in which a company's authority is not; the system's bundle has it.
trust() {
    local bundle
    [ -z "${PIP_CERT:-}${REQUESTS_CA_BUNDLE:-}${CURL_CA_BUNDLE:-}" ] || return 0
    .venv/bin/python -m pip config get global.cert >/dev/null 2>&1 && return
    for bundle in "${SSL_CERT_FILE:-}" /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt; do
        if [ -n "$bundle" ] && [ -r "$bundle" ]; then
            export PIP_CERT="$bundle"
            return
        fi
    done
}

# What pip says, as one line that changes, for a person who watches.
progress() {
    local first second rest count=0
    while read -r first second rest; do
        [ -t 1 ] || continue
        case "$first" in
        Collecting) printf '\r\033[K  %d/%d %s' "$((++count))" "$packages" "${second%%[=;]*}" ;;
        Installing) printf '\r\033[K  unpacking %d packages' "$packages" ;;
        esac
    done
    if [ -t 1 ]; then printf '\r\033[K'; fi
}

pip() {
    PYTHONUNBUFFERED=1 .venv/bin/python -m pip --disable-pip-version-check --no-input install "$@" | progress
}

# One at a time in a clone: another terminal's, or what goes on of a run that was killed.
if command -v flock >/dev/null; then
    exec 9<tools/environment.sh
    flock --nonblock 9 || { echo "waiting for another make in this clone" && flock 9; }
fi

python=$(find_python)
place="$(readlink -f "$python" || echo "$python") $PWD"
content=$(cat "$lock" pyproject.toml | cksum)
made=.venv/installed      # where it was made and from what, once it is whole
half=.venv/incomplete     # there while it is not

{ read -r was_place && read -r was_content; } 2>/dev/null <"$made" || { was_place="" was_content=""; }
if [ -x .venv/bin/python ] && [ ! -e "$half" ] && [ "$was_place" = "$place" ] && [ "$was_content" = "$content" ]; then
    exit 0
fi

packages=$(grep -cE '^[A-Za-z0-9][^ ]*==' "$lock")
start=$SECONDS
why=""
if [ -e "$half" ]; then
    why="an earlier run did not finish it"
elif [ -n "$was_place" ] && [ "$was_place" != "$place" ]; then
    why="it was made for another place or Python"
elif [ -e .venv ] && ! .venv/bin/python -c "import pip" 2>/dev/null; then
    why="its Python does not run or has no pip"
fi
if [ -n "$why" ] || [ ! -e .venv ]; then
    need_venv
    [ -z "$why" ] || echo "making .venv anew: $why"
    rm -rf .venv
    mkdir .venv
    : >"$half"
    "$python" -m venv .venv
fi
: >"$half"
echo "installing $packages locked packages into .venv (about a minute)"
trust
pip --require-hashes -r "$lock"
pip --no-deps --no-build-isolation --config-settings editable_mode=compat -e .
printf '%s\n' "$place" "$content" >"$made"
rm "$half"
echo "installed in $((SECONDS - start)) s"
