# `make demo` and `make test` set up .venv from the lock file and do the rest.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test browser lint types gate check lock

.venv/.ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

demo: .venv/.ready
	$(BIN)/communique demo

test: .venv/.ready browser
	$(BIN)/python -m pytest

# The tests of the web app drive a real Chromium: Debian's is installed where this may be done; elsewhere, without
# one, they are skipped and say so.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } || \
	echo "No Chromium found: the browser tests will be skipped. Debian and Ubuntu: sudo apt-get install chromium"

lint: .venv/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.ready
	$(BIN)/mypy

gate: .venv/.ready
	$(BIN)/python -m evaluation gate

check: lint types test gate

lock:
	uv pip compile pyproject.toml --group dev --generate-hashes --no-header --no-annotate --no-emit-index-url --python-version 3.11 -o requirements.lock
