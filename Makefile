# `make play` and `make test` do all set-up themselves; `make help` lists what there is.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help play test lint format bench chaos load audit schemas clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

play: $(VENV)/.installed ## try the bot in a browser, without Slack
	@$(BIN)/commonplace play

test: $(VENV)/.developed node_modules/.ready $(VENV)/.browser $(VENV)/.postgresql ## run all tests; those that need Node, Chromium or PostgreSQL are skipped without it
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal --cov --cov-report=term

lint: $(VENV)/.developed ## check style, types and architecture
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/.developed ## put the code into its format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/.developed ## measure quality and speed side by side with what else there is; never fails on a figure
	@$(BIN)/python -m tests.benchmarks

chaos: $(VENV)/.developed $(VENV)/.postgresql ## put the bot through faults, kills and junk; fails where an answer is lost or doubled
	@$(BIN)/python -m tests.trials chaos junk $(TRIAL)

load: $(VENV)/.developed ## put the bot under load beside a bare Bolt app; fails on a wrong answer, never on a time
	@$(BIN)/python -m tests.trials load $(TRIAL)

audit: $(VENV)/.installed ## look for known vulnerabilities in what is installed; skipped where their index is out of reach
	@$(PYTHON) -m venv $(VENV)/audit
	@$(VENV)/audit/bin/python -m pip --disable-pip-version-check --quiet install 'pip-audit>=2.10,<3'
	@$(VENV)/audit/bin/pip-audit --skip-editable --progress-spinner off \
		--path "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" >$(VENV)/audit.txt 2>&1; \
	found=$$?; grep -v 'could not be audited' $(VENV)/audit.txt; \
	unknown=$$(grep -c 'could not be audited' $(VENV)/audit.txt); \
	if [ $$unknown -gt 0 ]; then echo "Skipped: the index of vulnerabilities does not answer for $$unknown packages."; fi; \
	if [ $$found -ne 0 ] && ! grep -q 'known vulnerabilit' $(VENV)/audit.txt; then \
		echo "Skipped: the index of vulnerabilities cannot be reached."; found=0; \
	fi; \
	exit $$found

schemas: node_modules/.ready ## make the JSON Schemas of tests/slack_types anew from Slack's own types
	@npm run --silent schemas

clean: ## remove what the targets above made
	rm -rf $(VENV) node_modules dist .artefacts .coverage .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	@echo "Making a virtual environment in $(VENV) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Commonplace needs Python 3.11 or later; name one with: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing the bot into $(VENV) …"
	@$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.developed: $(VENV)/.installed
	@echo "Installing the test and lint tools into $(VENV) …"
	@$(PIP) install --constraint constraints.txt 'pip>=25.1'
	@$(PIP) install --constraint constraints.txt --group dev
	@touch $@

# Without npm the tests that need it say so and are skipped; so the mark is not made, and a later npm is found.
node_modules/.ready: package.json package-lock.json
	@if command -v npm >/dev/null; then \
		echo "Installing the test tools that run on Node into node_modules …" && \
		npm ci --ignore-scripts --silent && node node_modules/bun/install.js && touch $@; \
	else \
		echo "npm is not installed: tests that need it will be skipped."; \
	fi

# The same for the browser: it is installed only where nobody need be asked, as root with apt.
$(VENV)/.browser: | $(VENV)/bin/python
	@if { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null; then \
		touch $@; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
		echo "Installing Chromium for the tests that look at pages …" && apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install --yes -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; then \
		touch $@; \
	else \
		echo "Chromium is not installed: tests that need it will be skipped."; \
	fi

# And for the database: Debian's package puts the server's programs where no PATH leads.
$(VENV)/.postgresql: | $(VENV)/bin/python
	@if command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then \
		touch $@; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
		echo "Installing PostgreSQL for the tests of what the bot remembers …" && apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install --yes -qq --no-install-recommends postgresql >/dev/null; then \
		touch $@; \
	else \
		echo "PostgreSQL is not installed: tests that need it will be skipped."; \
	fi
