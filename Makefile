# make demo     crawls the demo newsrooms and says what share of them it got
# make test     lint, types and all tests
# make lint     lint and types only
# make docs     writes docs/commands.md, docs/settings.md and docs/schema.md anew from the code
# make benchmark CORPUS=path     quality against the floors, and speed, on a corpus
# Each builds .venv when it is missing or stale. PYTHON=/path/to/python3.11 chooses the Python.

BIN := .venv/bin
CORPUS ?=
DATA ?= data/demo

.PHONY: demo test lint docs benchmark venv

demo: venv
	$(BIN)/python -m newscrawl demo --data "$(DATA)"

test: lint
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: venv
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

docs: venv
	$(BIN)/python -m newscrawl.cli.docs docs

benchmark: venv
	@test -n "$(CORPUS)" || { echo "Name the corpus: make benchmark CORPUS=path/to/corpus" >&2; exit 2; }
	$(BIN)/python benchmarks/quality.py "$(CORPUS)" --jobs 2 --floors benchmarks/floors.json
	$(BIN)/python benchmarks/speed.py "$(CORPUS)"

venv:
	@PYTHON="$(PYTHON)" .ci/venv
