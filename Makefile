# make figures   set up, run the notebooks, write figures/      (TEXT="my article.txt" for your own text)
# make test      set up, run the tests
# `make help` lists the rest. Everything lives in .venv, which is rebuilt when requirements.txt changes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
NOTEBOOKS := notebooks

.PHONY: help install figures report test lint lock bench fuzz lab test-browser clean
.DEFAULT_GOAL := help

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## / : /' | awk -F ' : ' '{printf "  make %-13s %s\n", $$1, $$2}'

$(READY): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: install it, then make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing: install it (Debian and Ubuntu: apt install python3-venv), then try again"; exit 1; }
	@echo "setting up $(VENV), once ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $(READY)

install: $(READY)  ## create .venv and install what requirements.txt pins

figures: $(READY)  ## run the notebooks, write figures/ (TEXT="path", a folder or a pattern, for your own)
ifneq ($(TEXT),)
	@$(BIN)/python -m analysis.figures --text "$$TEXT"
else
	@$(BIN)/python -m analysis.figures
endif

report: $(READY)  ## one self-contained HTML page on your text (TEXT="path")
	@$(BIN)/python -m analysis.report $(if $(TEXT),--text "$$TEXT")

test: $(READY)  ## run the tests
	@$(BIN)/python -m pytest

lint: $(READY)  ## check style; notebooks must be stripped of output
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/nbstripout --verify $(NOTEBOOKS)/*.ipynb $(NOTEBOOKS)/solutions/*.ipynb

lab: $(READY)  ## open the notebooks in JupyterLab
	@$(BIN)/jupyter lab $(NOTEBOOKS)

lock: $(READY)  ## compile requirements.txt from pyproject.toml
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra test --extra scale --no-header --annotation-style line pyproject.toml -o requirements.txt
	@echo >> requirements.txt; echo "-e ." >> requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra test --extra scale --no-header --no-annotate --generate-hashes pyproject.toml -o requirements-hashed.txt

$(VENV)/.bench: $(READY)
	@echo "installing the peers to compare with, once ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[bench]"
	@touch $@

bench: $(VENV)/.bench  ## accuracy and speed against the peers; writes benchmarks/RESULTS.md
	@$(BIN)/python -m benchmarks

fuzz: $(READY)  ## long fuzzing runs, two minutes each (FUZZ_SECONDS=600 for more)
	@FUZZ_SECONDS=$${FUZZ_SECONDS:-120} $(BIN)/python -m pytest -m fuzz

test-browser: $(READY)  ## drive the panel in JupyterLab with a real browser
	@$(BIN)/python -m pytest -n 0 -m browser tests/browser

clean:  ## remove the environment and what the tools left behind
	@rm -rf $(VENV) build .pytest_cache .ruff_cache .hypothesis *.egg-info
