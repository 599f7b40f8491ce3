# Everything a newcomer needs: `make demo` and `make test`. Each target sets up what it uses.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup demo story test faults check bench clean

help: ## Show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

$(STAMP): requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

setup: $(STAMP) ## Make the environment and install the pinned requirements

demo: $(STAMP) ## Run everything on this machine: http://127.0.0.1:8080/demo
	@$(BIN)/kanal demo

story: $(STAMP) ## Play one whole case in the terminal
	@$(BIN)/kanal demo --story

test: $(STAMP) check ## Run the checks and the whole test suite
	$(BIN)/python -m pytest

faults: $(STAMP) ## Kill the bridge before and after every write of three journeys (minutes)
	$(BIN)/python -m pytest tests/faults --all-kills

check: $(STAMP) ## Lint, types, layering
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP) ## Measure turns per second beside a bare handler and an ordinary bot
	$(BIN)/python -m bench.turns

clean: ## Remove the environment and all local data
	rm -rf $(VENV) data .mypy_cache .ruff_cache .hypothesis
