# Everything a newcomer needs: `make demo` and `make test`. Each target sets up what it uses.
PYTHON ?= python3
PORT ?= 8080
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PIP := $(BIN)/python -m pip --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help setup demo story test faults turns danger check bench clean

help: ## Show this list
	@grep -E '^[a-z]+:.*##' $(firstword $(MAKEFILE_LIST)) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

$(STAMP): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Kanal needs Python 3.11 or newer; name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Python's venv is missing; on Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet -r requirements.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(STAMP) ## Make the environment and install the pinned requirements

demo: $(STAMP) ## Run everything on this machine: http://127.0.0.1:8080/demo (another port: PORT=8081)
	@$(BIN)/kanal demo --port $(PORT)

story: $(STAMP) ## Play one whole case in the terminal
	@$(BIN)/kanal demo --story

test: check ## Run the checks and the whole test suite
	$(BIN)/python -m pytest

faults: $(STAMP) ## Kill the bridge before and after every write of whole journeys (up to 25 minutes)
	$(BIN)/python -m pytest tests/faults --all-kills

turns: $(STAMP) ## Say hundreds of things that citizens say, and judge what comes of each
	$(BIN)/python -m tests.turns

danger: $(STAMP) ## Learn the danger weights anew from the labelled sentences, and measure them on held-out ones
	$(BIN)/python -m tests.danger_weights

check: $(STAMP) ## Lint, format, types, layering
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP) ## Measure turns per second beside a bare handler and an ordinary bot
	$(BIN)/python -m bench.turns

clean: ## Remove the environment and the tools' caches; data/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .import_linter_cache .hypothesis
