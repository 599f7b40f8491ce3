# Everything a newcomer needs: `make demo` and `make test`. Each target sets up what it uses.
PYTHON ?= python3
PORT ?= 8080
EVERY ?= 1
# Three on two cores: journeys wait for a third of their time. Each takes some 0.9 GB.
JOBS ?= 3
VENV := .venv
BIN := $(VENV)/bin
RUNS := $(VENV)/.runs
STAMP := $(VENV)/.installed
LOCKER := $(VENV)-lock
LOCK := $(LOCKER)/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-annotate --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --extra embedded
PIP := $(BIN)/python -m pip --disable-pip-version-check
# The tests start some two hundred processes; without compiled files each reads a thousand sources anew.
PYTEST := env -u PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX=$(CURDIR)/$(VENV)/pycache $(BIN)/python -m pytest
.DEFAULT_GOAL := help
.PHONY: acts help install setup lock demo story test suite faults turns danger mentions check lint types bench clean

help: ## Show this list
	@grep -E '^[a-z]+:.*##' $(firstword $(MAKEFILE_LIST)) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

$(RUNS): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Kanal needs Python 3.11 or newer; name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Python's venv is missing; on Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --require-hashes -r requirements.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMP): $(RUNS) requirements-dev.txt
	$(PIP) install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

install: $(RUNS) ## Make the environment with what runs, and nothing else

setup: $(STAMP) ## Make the environment with what runs and what tests

lock: ## Pin anew after a change of pyproject.toml; what fits stays (UPGRADE=--upgrade for the newest of all)
	$(PYTHON) -m venv $(LOCKER)
	$(LOCKER)/bin/python -m pip --disable-pip-version-check install --quiet 'pip-tools>=7.5,<8'
	$(LOCK) $(UPGRADE) --all-build-deps -o requirements.txt pyproject.toml
	$(LOCK) $(UPGRADE) --extra dev -c requirements.txt -o requirements-dev.txt pyproject.toml

demo: $(RUNS) ## Run everything on this machine: http://127.0.0.1:8080/demo (another port: PORT=8081)
	@$(BIN)/kanal demo --port $(PORT)

story: $(RUNS) ## Play one whole case in the terminal
	@$(BIN)/kanal demo --story

test: lint ## Run the checks, and beside them the whole test suite, files shared between processes (so many: JOBS=1)
	@$(MAKE) --no-print-directory --jobs=2 types suite

suite: $(STAMP)
	$(PYTEST) -n $(JOBS) --dist loadfile --no-loadscope-reorder

faults: $(STAMP) ## Kill the bridge before and after every write of whole journeys (more than an hour)
	$(PYTEST) tests/faults --all-kills --every $(EVERY)

turns: $(STAMP) ## Say a thousand things that citizens say, and judge what comes of each
	$(BIN)/python -m tests.turns

acts: $(STAMP) ## Learn the weights of the reader anew from the labelled utterances, and measure them on held-out ones
	$(BIN)/python -m tests.act_weights

danger: $(STAMP) ## Learn the danger weights anew from the labelled sentences, and measure them on held-out ones
	$(BIN)/python -m tests.danger_weights

mentions: $(STAMP) ## Learn the weights of public posts anew from the labelled ones, and measure them on the kept half
	$(BIN)/python -m tests.mention_weights
	$(BIN)/python -m bench.mentions

check: lint types ## Lint, format, types, layering

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP) ## Measure turns per second beside a bare handler and an ordinary bot
	$(BIN)/python -m bench.turns

clean: ## Remove the environment and the tools' caches; data/ stays
	rm -rf $(VENV) $(LOCKER) .mypy_cache .ruff_cache .import_linter_cache .hypothesis
