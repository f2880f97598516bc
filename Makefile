# Baogao 报告. `make serve` is all a newcomer needs; `make help` lists the rest.
PYTHON ?= python3
PORT ?= 8000
Q ?= 2026年经济增长的预期目标是多少？
TORCH_INDEX_ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
export OMP_NUM_THREADS ?= 1
export HF_HUB_DISABLE_TELEMETRY ?= 1
ifdef REPORTS
export BAOGAO_REPORTS := $(REPORTS)
endif

.DEFAULT_GOAL := help
.PHONY: help setup serve index ask check test test-extras eval bench bench-peers clean

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'
	@echo "  REPORTS=DIR chooses the reports (default ./reports if it holds any, else the invented samples), PORT=N the port."

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=…"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt $(TORCH_INDEX_ARGS) torch
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[fast,llm,dev]'
	@$(BIN)/python -c 'import torch; print("torch", torch.__version__, "CUDA", torch.version.cuda)'
	@touch $@

setup: $(VENV)/.installed  ## Make .venv and install the pinned dependencies

serve: setup  ## Build the index when missing or stale, then serve on 127.0.0.1:PORT
	@$(BIN)/baogao index --if-stale --skip-bad
	@$(BIN)/baogao serve --port $(PORT)

index: setup  ## Build the index anew
	@$(BIN)/baogao index

ask: setup  ## Ask one question: make ask Q="…"
	@$(BIN)/baogao index --if-stale --skip-bad >/dev/null
	@$(BIN)/baogao ask "$(Q)"

$(VENV)/.browser: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[browser]' \
	  || echo "Playwright could not be installed: the tests of the page in a browser are skipped."
	@touch $@

check: $(VENV)/.browser  ## Format, lint, types, import rules and tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q

test: check test-extras  ## Everything CI runs, its own set-up included

$(VENV)-extras/.installed: pyproject.toml constraints-extras.txt
	$(PYTHON) -m venv $(VENV)-extras
	$(VENV)-extras/bin/python -m pip install --quiet --disable-pip-version-check -c constraints-extras.txt $(TORCH_INDEX_ARGS) torch
	$(VENV)-extras/bin/python -m pip install --quiet --disable-pip-version-check -c constraints-extras.txt -e '.[train,onnx]' pytest
	@touch $@

test-extras: $(VENV)-extras/.installed  ## Tests of the extras [train] and [onnx], in an environment of their own: they need older libraries
	$(VENV)-extras/bin/python -m pytest -q -W "ignore:Implicitly cleaning up:ResourceWarning" tests/index/test_training.py tests/index/test_quantized.py

eval: setup  ## Measure on the questions over the real reports: make eval REPORTS=DIR
	@$(BIN)/baogao index --if-stale --skip-bad
	@$(BIN)/baogao eval

bench: setup  ## Speed: indexing, opening, searching, asking: make bench REPORTS=DIR
	@$(BIN)/python -m eval.bench

bench-peers: setup  ## Other systems on the same reports and questions, installed in .peers (6 GB): make bench-peers REPORTS=DIR
	@TORCH_INDEX_ARGS="$(TORCH_INDEX_ARGS)" $(BIN)/python -m eval.peers --reports $(REPORTS) --out .peers/results

clean:  ## Remove the environment and the index
	rm -rf $(VENV) $(VENV)-extras .baogao .peers
