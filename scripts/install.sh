#!/usr/bin/env bash
# Makes .venv on Python 3.10 with the locked packages. Usage: scripts/install.sh run|dev
# .venv/installed says for which place and which lock files it was made; when that still holds, nothing happens.
set -euo pipefail
cd "$(dirname "$0")/.."

set_name=$1
python=.venv/bin/python
stamp=.venv/installed

say() { echo "laidian: $*" >&2; }

unreachable() {
    say "that could not be installed; the lines above say why. Is the package index reachable?"
    exit 1
}

# What the stamp says once requirements/$1.txt is installed; dev holds everything that run holds.
stamp_lines() {
    sha256sum requirements/run.txt
    if [ "$1" = dev ]; then sha256sum requirements/dev.txt; fi
}

is_whole() {
    $python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null && grep -qxF "$PWD" $stamp 2>/dev/null
}

is_current() {
    is_whole && grep -qxF "$(sha256sum "requirements/$set_name.txt")" $stamp
}

find_python() {
    local candidate
    for candidate in python3.10 python3 python "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.10*/bin/python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

make_venv() {
    local found
    rm -rf .venv
    if found=$(find_python) && "$found" -c 'import ensurepip, venv' 2>/dev/null; then
        say "making .venv with $("$found" --version)"
        "$found" -m venv .venv
        $python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt ||
            unreachable
    elif command -v uv >/dev/null; then
        say "making .venv with uv, which brings Python 3.10 if need be"
        uv venv --quiet --python 3.10 .venv || unreachable
        uv pip install --quiet --python $python --require-hashes -r requirements/bootstrap.txt || unreachable
    else
        say "Python 3.10 with its venv module is needed (Rasa 3.6 runs on nothing newer)."
        say "Install it with 'pyenv install 3.10', your system's packages, or uv (https://docs.astral.sh/uv), and run this again."
        return 1
    fi
}

# A mirror that was set up for pip serves uv too.
follow_pip() {
    local index
    index=${PIP_INDEX_URL:-$($python -m pip config get global.index-url 2>/dev/null || true)}
    if [ -n "$index" ]; then export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"; fi
    if [ -n "${PIP_CERT:-}" ]; then export SSL_CERT_FILE="${SSL_CERT_FILE:-$PIP_CERT}"; fi
}

is_current && exit
# Two makes at once: the second waits, and finds everything done.
if command -v flock >/dev/null; then
    exec 9<requirements
    flock 9
    is_current && exit
fi

if ! is_whole; then make_venv; fi
rm -f $stamp # until all is there, this is half an installation
follow_pip
say "installing the locked packages (requirements/$set_name.txt) …"
.venv/bin/uv pip install --python $python --require-hashes -r "requirements/$set_name.txt" || unreachable
{ echo "$PWD"; stamp_lines "$set_name"; } >$stamp
