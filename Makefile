# make demo     crawls the demo newsrooms and says what share of them it got
# make test     lint, types and all tests
# make lint     lint and types only
# make docs     writes docs/commands.md, docs/settings.md and docs/schema.md anew from the code
# make benchmark CORPUS=path     quality against the floors, and speed, on a corpus (a minute or two)
# make figures CORPUS=path       the README's table with peers, cross-validated (longer the first time)
# Each builds .venv when it is missing or stale. PYTHON=/path/to/python3.11 chooses the Python.

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
CORPUS ?=
DATA ?= data/demo

.PHONY: demo test lint docs benchmark figures venv

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
	@test -n "$(CORPUS)" || { echo "Name the corpus: make $@ CORPUS=path/to/corpus" >&2; exit 2; }
	$(BIN)/python benchmarks/quality.py "$(CORPUS)" --jobs 2 --floors benchmarks/floors.json
	$(BIN)/python benchmarks/speed.py "$(CORPUS)" --every 10

figures: venv
	@test -n "$(CORPUS)" || { echo "Name the corpus: make $@ CORPUS=path/to/corpus" >&2; exit 2; }
	$(PIP) 'pip>=24'  # older ones cannot resolve the extras that the peers ask of lxml
	$(PIP) --editable '.[benchmark,train]'
	$(BIN)/python benchmarks/table.py "$(CORPUS)"

venv:
	@PYTHON="$(PYTHON)" .ci/venv
