PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint .constraints.txt
export Q

.PHONY: setup run ask test format bench

setup: $(VENV)/.ready ## make .venv with regbot in it

run: setup ## open the app
	@$(BIN)/regbot

ask: setup ## make ask Q="When do comments close?"
	@$(BIN)/regbot index build --quiet
	@$(BIN)/regbot ask "$$Q"

test: $(VENV)/.ready-dev ## format, lint, types, import contracts, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2

format: $(VENV)/.ready-dev ## rewrite the code in the house style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.ready-dev ## measure speed and retrieval, side by side
	$(BIN)/python -m tests.bench

$(VENV)/.ready: pyproject.toml .constraints.txt
	$(PYTHON) -m venv $(VENV)
	@echo "Installing regbot and what it needs into $(VENV) (a few minutes the first time) ..."
	$(INSTALL) --editable .
	@$(BIN)/python -m compileall -q regbot
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	$(INSTALL) --editable '.[dev]'
	@touch $@
