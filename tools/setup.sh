#!/bin/sh
# Makes .venv with the locked packages and tellings itself.  PYTHON names the interpreter (3.11 or later).
set -eu
PYTHON="${PYTHON:-python3}"

"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "tellings needs Python 3.11 or later; $PYTHON is $("$PYTHON" -V 2>&1). Try: make setup PYTHON=python3.12" >&2
    exit 1
}

# A bare Debian has python3 without ensurepip: fetch the package that holds it, as root or through sudo.
if ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    root=""
    [ "$(id -u)" -eq 0 ] || root="sudo"
    if command -v apt-get >/dev/null 2>&1; then
        echo "python$version-venv is missing; installing it" >&2
        $root apt-get update -q >/dev/null && $root apt-get install -y -q --no-install-recommends "python$version-venv" >/dev/null
    else
        echo "This Python has no venv module. Install your system's python venv package, then run make again." >&2
        exit 1
    fi
fi

[ -x .venv/bin/python ] || "$PYTHON" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
