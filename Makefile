# make run    code the example dispatches and show what comes out
# make test   every check and every test
# make help   the rest

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
EXAMPLES := local/examples.db
INSTALL ?= $(BIN)/python -m pip install -q
JOBS ?= $(shell nproc 2>/dev/null || echo 1)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run test lint types layers tests cover gate bench figures docs web clean

help:  ## say what can be typed here
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 10 | sed 's/^/make /'

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Communique needs Python 3.11 or newer, and none was found."; \
		echo "Install it, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12"; exit 1; fi
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make virtual environments: its 'venv' and 'ensurepip' modules are missing."; \
		echo "On Debian or Ubuntu type: sudo apt install python3-venv"; exit 1; }
	@echo "Making a virtual environment in $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Communique (a minute or two, once)"
	@$(INSTALL) -c constraints.txt -e .
	@$(BIN)/python -m compileall -q src  # also where Python is told to keep nothing compiled: it starts a second earlier
	@touch $@

$(VENV)/installed-dev: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Communique and the tools that test it (a few minutes, once)"
	@$(INSTALL) -c constraints.txt -e '.[dev]'
	@$(BIN)/python -m compileall -q src
	@touch $@ $(VENV)/installed

# The workbench's scripts. Without npm the pages work, but draw nothing; in the wheel they are there already.
STATIC := src/communique/serve/static/build
SCRIPTS := $(shell find web/src web/*.js* web/size.mjs web/tsconfig.json -type f 2>/dev/null)

web: $(STATIC)/manifest.json  ## build the workbench's scripts, where npm is there

$(STATIC)/manifest.json: $(SCRIPTS)
	@if command -v npm >/dev/null 2>&1; then \
		echo "Building the workbench's scripts (a minute, once)"; \
		(cd web && npm ci --silent --no-fund --no-audit && npm run --silent build) \
			|| echo "The scripts could not be built: the workbench draws no charts. 'make web' tries again."; \
	else echo "npm was not found: the workbench draws no charts. Install Node.js 20 or newer and type 'make web'."; fi

run: $(VENV)/installed web  ## set up, code the example dispatches, print a result
	@mkdir -p local && rm -f $(EXAMPLES) $(EXAMPLES)-wal $(EXAMPLES)-shm
	$(BIN)/communique add examples/dispatches --archive $(EXAMPLES)
	$(BIN)/communique ask timeline --archive $(EXAMPLES) --since 2022-01-01
	@echo
	@echo "That was 'communique ask timeline'. Next, type one of these:"
	@echo "  $(BIN)/communique read examples/dispatches/spain-ireland-norway-recognise-palestine.txt"
	@echo "  $(BIN)/communique ask statements --archive $(EXAMPLES) --actor RUS"
	@echo "  $(BIN)/communique ask positions --archive $(EXAMPLES)"
	@echo "  $(BIN)/communique serve --archive $(EXAMPLES) --open"
	@echo "  $(BIN)/communique --help"

test: lint types layers tests  ## set up, then every check and every test

lint: $(VENV)/installed-dev  ## ruff: rules and layout
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed-dev  ## mypy --strict
	$(BIN)/mypy

layers: $(VENV)/installed-dev  ## import-linter: no room imports one further right
	@PYTHONPATH=src:. $(BIN)/lint-imports

tests: $(VENV)/installed-dev web  ## pytest
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile

cover: $(VENV)/installed-dev web  ## pytest, with the lines that no test reaches (slower)
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --cov --cov-report=term-missing

gate: $(VENV)/installed-dev  ## measure every task on every set, against the pinned floors
	$(BIN)/python -m evaluation --jobs $(JOBS)

bench: $(VENV)/installed-dev  ## speed and memory, as ratios to spaCy in the same run
	$(BIN)/python -m benchmarks

figures: $(VENV)/installed-dev  ## measure anew what the pages on sizing, the lake and the cluster say (half an hour)
	$(BIN)/python -m benchmarks.sizing
	$(BIN)/python -m benchmarks.engines
	$(BIN)/python -m benchmarks.lake --keep local/lake --figures
	$(BIN)/python -m benchmarks.spoiled --figures

docs: $(VENV)/installed-dev  ## build the documentation into site/
	$(BIN)/mkdocs build --strict

clean:  ## remove what was built, the virtual environment included
	rm -rf $(VENV) web/node_modules $(STATIC) local site build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage
