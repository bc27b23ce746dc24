# Everything a person needs to run here. `make` says what there is.
# Wanted on the machine: Python 3.11 or newer with venv, git, make. All else goes into .venv.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
LOCK := requirements/dev.txt
DESK ?= out/demo.desk

.DEFAULT_GOAL := help
.PHONY: help setup demo test check screenshots bench train lock clean

help: ## say what there is
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /  make \1\t/'

setup: $(READY) ## make .venv with everything in it, as locked (once; a minute or two)

$(READY): $(LOCK) pyproject.toml src/foreigndesk/desk/assets/package-lock.json
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "Foreign Desk needs Python 3.11 or newer; there is no '$(PYTHON)' here." \
	       "Name one: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Foreign Desk needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) -V 2>&1)." \
	       "Name another: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "'$(PYTHON)' has no venv; on Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Setting up $(VENV) (once; a minute or two) ..."
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@$(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r $(LOCK)
	@$(PY) -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(PY) scripts/assets.py
	@touch $(READY)

demo: $(READY) ## read the example pages into a fresh desk and print the brief
	@rm -f $(DESK) $(DESK)-wal $(DESK)-shm
	@mkdir -p $(dir $(DESK))
	@$(PY) scripts/demo.py $(DESK)

test: $(READY) ## run the tests
	@$(PY) -m pytest

check: $(READY) ## the whole check: style, types, the law of the house, tests
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(PY) scripts/house.py
	@$(PY) -m pytest

screenshots: $(READY) ## take a picture of every page of the web desk into docs/screenshots
	@$(PY) scripts/screenshots.py

bench: $(READY) ## measure against the gold data beside the checkout
	@$(PY) -m bench

train: out/train/.ready ## fine-tune the second opinion anew on train/data (torch, half an hour on two cores)
	@OMP_WAIT_POLICY=PASSIVE out/train/bin/python train/relations.py

out/train/.ready: requirements/train.txt
	@echo "Setting up out/train (once; torch is large) ..."
	@mkdir -p out && $(PYTHON) -m venv --clear out/train
	@out/train/bin/python -m pip install -q --disable-pip-version-check -r requirements/train.txt
	@touch $@

lock: ## resolve the lock files anew (UPGRADE=--upgrade for newest versions)
	@$(PYTHON) scripts/lock.py $(UPGRADE)

clean: ## remove what was made, .venv included
	@rm -rf $(VENV) out .mypy_cache .ruff_cache .hypothesis dist build
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
