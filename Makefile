# `make run` and `make test` do everything on a fresh Debian 12 with Python 3.11. docs/operations.md explains each target.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export PYTHONDONTWRITEBYTECODE = 1

.PHONY: run test setup setup-test lint prove bench docs-screenshots messages lock

run: .venv/run.stamp
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py load_reference
	$(BIN)/python manage.py serve --port $(PORT) --demo

setup: .venv/run.stamp
setup-test: .venv/test.stamp

.venv/run.stamp: requirements/run.lock
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	@touch $@

.venv/test.stamp: requirements/test.lock .venv/run.stamp
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.lock
	@touch $@

test: .venv/test.stamp
	$(BIN)/python scripts/run_tests.py

prove: .venv/test.stamp
	$(BIN)/python scripts/run_tests.py --prove

lint: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy .
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python scripts/merge_messages.py --check

bench: .venv/test.stamp
	$(BIN)/python benchmarks/run.py

docs-screenshots: .venv/test.stamp
	$(BIN)/python scripts/screenshots.py

# Takes new strings into locale/, compiles them; needs gettext.
messages: .venv/test.stamp
	$(BIN)/python scripts/merge_messages.py

# Needs uv on the PATH: `pip install uv`.
lock:
	uv pip compile --quiet --python-version 3.11 --generate-hashes --no-header requirements/run.in -o requirements/run.lock
	uv pip compile --quiet --python-version 3.11 --generate-hashes --no-header requirements/test.in -c requirements/run.lock -o requirements/test.lock
