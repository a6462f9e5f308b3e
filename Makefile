# Two commands do all the set-up: `make verify` and `make test`. Both need Python 3.11 and make, nothing else.
# `make bench` measures everything against its peers; those that are programs come by: apt-get install phcpack mpsolve g++

VENV   := .venv
PYTHON ?= $(shell command -v python3.11 || command -v python3 || command -v python)
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check
JOBS   ?= 2

# One thread a worker: the matrices are small, and thread pools would fight over the cores.
export OMP_NUM_THREADS ?= 1
export MKL_NUM_THREADS ?= 1
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: verify test check bench experiments docs recheck-coq help clean
help:
	@echo "make verify   create .venv, install, verify every claim"
	@echo "make test     create .venv, install with the dev extra, run the tests"
	@echo "make check    ruff, mypy and the import contract"
	@echo "make bench    everything measured against its peers; writes benchmarks/results.json and .md"
	@echo "make experiments  the papers' experiments, long forms, into docs/experiments (under an hour)"
	@echo "make docs     create .venv, install with the docs extra, build the documentation strictly to site/"
	@echo "make recheck-coq  every certificate of every claim once more, by Coq (needs Coq; about ten minutes the first time)"
	@echo "make clean    remove .venv and every cache (verdicts stay)"

verify: $(VENV)/installed
	$(BIN)/saddleproof verify --jobs $(JOBS)

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest -n $(JOBS) -q

check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Exit code 1 of the benchmarks says that a goal was missed, which the page tells; it is no failure of the target.
bench: $(VENV)/installed-peers
	$(BIN)/python -m benchmarks || test $$? -eq 1

experiments: $(VENV)/installed-dev
	$(BIN)/python -m handbook.experiments --jobs $(JOBS)

docs: $(VENV)/installed-docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet --strict
	@echo "site/index.html"

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
	$(PIP) install --quiet --editable ".[dev,tables,cluster,notebooks,data]"
	@touch $@ $(VENV)/installed

$(VENV)/installed-peers: pyproject.toml | $(VENV)/bin/python
	@echo "installing into $(VENV) with the peers of the benchmarks (the first time a few minutes)"
	$(PIP) install --quiet --editable ".[peers]"
	@touch $@ $(VENV)/installed

$(VENV)/installed-docs: pyproject.toml | $(VENV)/bin/python
	@echo "installing into $(VENV) with what the documentation needs (the first time this fetches torch: a few minutes)"
	$(PIP) install --quiet --editable ".[docs]"
	@touch $@ $(VENV)/installed

clean:
	rm -rf site $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .benchmarks
