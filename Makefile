# Commands from a bare Python: `make run` and `make test` for users, `make lab` for who wants to know
# how exact the station is and has two hours and 18 GB.
# `make run ARGS="--windowed"` passes options on; `make run PYTHON=python3.12` picks another Python.

PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready
ARGS ?=
LAB := .lab
LAB_VENV := $(LAB)/venv
LAB_READY := $(LAB_VENV)/.ready
RIVAL_VENV := $(LAB)/rival
RIVAL_READY := $(RIVAL_VENV)/.ready

.PHONY: run test lint drawings lab clean

run: $(READY)
	@$(VENV)/bin/station run $(ARGS)

# A worker for each core: numpy's own threads would only fight them for it.
test: export OMP_NUM_THREADS = 1
test: export OPENBLAS_NUM_THREADS = 1
test: $(READY)
	@$(VENV)/bin/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder $(ARGS)

lint: $(READY)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

# Wiring, mounting and mat in hardware/, after a change of the pins or of what is drawn.
drawings: $(READY)
	@$(VENV)/bin/python -m hardware.drawings $(ARGS)

# The accuracy lab; `make lab ARGS="--half unseen"` passes options on. What is there already is kept.
lab: $(RIVAL_READY) $(LAB_READY)
	@echo "station: 64 sessions of anatomical bodies are recorded, measured and compared with a pose"
	@echo "station: network: about two hours on two cores and 18 GB in $(LAB), once; stop it when you like,"
	@echo "station: it goes on from there"
	@$(LAB_VENV)/bin/python -m tests.lab all --folder $(LAB) $(ARGS)

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis

# PyTorch's CPU build first, by its own name: PyPI's build for Linux brings gigabytes of CUDA along.
# Where the configured index lacks it, PyTorch's own has it; elsewhere than on Linux PyPI's is it.
TORCH := torch==2.13.0
TORCH_INDEX := https://download.pytorch.org/whl/cpu
LAB_PIP = $(LAB_VENV)/bin/python -m pip install --quiet --disable-pip-version-check

$(LAB_READY): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "station: $(PYTHON) is not installed" >&2; exit 1; }
	@echo "station: setting up the accuracy lab in $(LAB_VENV), once: 2 GB, five to ten minutes"
	@$(PYTHON) -m venv --clear $(LAB_VENV)
	@$(LAB_PIP) --require-hashes -r requirements.lock
	@$(LAB_PIP) "$(TORCH)+cpu" 2>/dev/null || $(LAB_PIP) --extra-index-url $(TORCH_INDEX) "$(TORCH)+cpu" 2>/dev/null \
	  || { [ "$$(uname)" != Linux ] && $(LAB_PIP) "$(TORCH)"; } || { \
	  echo "station: PyTorch's CPU build ($(TORCH)+cpu) cannot be fetched; is $(TORCH_INDEX) reachable?" >&2; exit 1; }
	@$(LAB_PIP) --no-build-isolation -e '.[lab]'
	@touch $@

# The rival wants numpy below 2 and the station numpy 2: each has an environment of its own.
MEDIAPIPE := mediapipe==0.10.21

$(RIVAL_READY):
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "station: $(PYTHON) is not installed" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' || { \
	  echo "station: the lab's rival ($(MEDIAPIPE)) exists for Python 3.11 and 3.12, but $(PYTHON) is $$($(PYTHON) --version 2>&1); name another one: make lab PYTHON=python3.12" >&2; exit 1; }
	@echo "station: setting up the lab's rival in $(RIVAL_VENV), once: 1 GB, a minute or two"
	@$(PYTHON) -m venv --clear $(RIVAL_VENV)
	@$(RIVAL_VENV)/bin/python -m pip install --quiet --disable-pip-version-check $(MEDIAPIPE)
	@touch $@

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
