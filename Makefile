# Two commands for users, each from a bare Python: `make run` and `make test`.
# `make run ARGS="--windowed"` passes options on; `make run PYTHON=python3.12` picks another Python.

PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready
ARGS ?=

.PHONY: run test lint drawings clean

run: $(READY)
	@$(VENV)/bin/station run $(ARGS)

test: $(READY)
	@$(VENV)/bin/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder $(ARGS)

lint: $(READY)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

# Wiring, mounting and mat in hardware/, after a change of the pins or of what is drawn.
drawings: $(READY)
	@$(VENV)/bin/python -m hardware.drawings $(ARGS)

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis

# Touched last, so that an interrupted set-up starts over and a finished one costs nothing.
$(READY): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "station: $(PYTHON) is not installed; on Debian or Raspberry Pi OS: sudo apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
	  echo "station: needs Python 3.11, 3.12 or 3.13, but $(PYTHON) is $$($(PYTHON) --version 2>&1); name another one: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "station: $(PYTHON) has no venv module; on Debian or Raspberry Pi OS: sudo apt install python3-venv" >&2; exit 1; }
	@echo "station: setting up $(VENV), once; this takes a minute or two"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
