# Two commands do all the set-up: `make verify` and `make test`. Both need Python 3.11 and make, nothing else.

VENV   := .venv
PYTHON ?= $(shell command -v python3.11 || command -v python3 || command -v python)
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check
JOBS   ?= 2

# One thread a worker: the matrices are small, and thread pools would fight over the cores.
export OMP_NUM_THREADS ?= 1
export MKL_NUM_THREADS ?= 1
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: verify test check recheck-coq help clean
help:
	@echo "make verify   create .venv, install, verify every claim"
	@echo "make test     create .venv, install with the dev extra, run the tests"
	@echo "make check    ruff, mypy and the import contract"
	@echo "make recheck-coq  every certificate of every claim once more, by Coq (needs Coq; about ten minutes the first time)"
	@echo "make clean    remove .venv and every cache (the ledger in .saddleproof stays)"

verify: $(VENV)/installed
	$(BIN)/saddleproof verify --jobs $(JOBS)

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest -n $(JOBS) -q

check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

recheck-coq: $(VENV)/installed
	$(BIN)/saddleproof recheck --with coq --rules --jobs $(JOBS)

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "no python3.11 found: set PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or later is needed, $(PYTHON) is older: set PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	@echo "installing into $(VENV) (the first time this fetches torch: a few minutes)"
	$(PIP) install --quiet --editable .
	@touch $@

$(VENV)/installed-dev: pyproject.toml | $(VENV)/bin/python
	@echo "installing into $(VENV) with what the tests need (the first time this fetches torch: a few minutes)"
	$(PIP) install --quiet --editable ".[dev,tables,cluster,notebooks]"
	@touch $@ $(VENV)/installed

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .benchmarks
