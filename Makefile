# `make demo` and `make test` set up .venv from the lock file and do the rest.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint types gate check lock clean

.venv/.ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

demo: .venv/.ready
	$(BIN)/communique demo

test: .venv/.ready
	$(BIN)/python -m pytest

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
