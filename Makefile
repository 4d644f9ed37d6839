# Needs python3 >= 3.11 with pip, git and make. Everything else comes into this folder: .tools, .venv, var.
SHELL := /bin/bash
PY    ?= python3
UV    := $(or $(shell command -v uv 2>/dev/null),.tools/bin/uv)
RUN   := .venv/bin/python
NUAN  := .venv/bin/nuan
export UV_SYSTEM_CERTS ?= 1
export PIP_ROOT_USER_ACTION := ignore
export UV_PROJECT_ENVIRONMENT := .venv
unexport VIRTUAL_ENV

.DEFAULT_GOAL := help
.PHONY: help setup demo test check tidy shape bench nightly

help: # Show these sentences.
	@awk -F ':.*# ' '/^[a-z]+:.*# /{printf "  make %-9s%s\n", $$1, $$2}' Makefile

setup: .venv/.core # Fetch what Nuan needs to run, into this folder only.

demo: .venv/.core # Start 桂花里, a small living community, and print its address.
	@exec "$(NUAN)" demo run

test: .venv/.dev # Does it work? Run every test this machine can run, and name loudly what it could not.
	@tools/test.sh

check: .venv/.dev # Is it right? Style, types, import law, templates, migrations, playbooks.
	@tools/check.sh

tidy: .venv/.dev # Make it tidy: format, mend what can be mended by itself, write the reference anew.
	@$(RUN) -m ruff format .
	@$(RUN) -m ruff check --fix .
	@$(RUN) -m djlint --reformat --quiet nuan/web/templates || true
	@$(RUN) -m tools.reference

shape: .venv/.dev # How is it growing? Sizes, comments, cycles, against the budgets.
	@$(RUN) -m tools.shape

bench: .venv/.bench # How fast is it? One JSON line per case, each beside its peer.
	@"$(NUAN)" bench all

nightly: .venv/.dev # The slow proofs: ten times the cuts, kills, races and inputs.
	@NUAN_PROOF=nightly tools/test.sh

.venv/.core: uv.lock pyproject.toml $(filter .tools/%,$(UV))
	@"$(UV)" sync --frozen --no-dev --inexact --quiet && touch $@

.venv/.dev: .venv/.core
	@"$(UV)" sync --frozen --inexact --group dev --group e2e --quiet && touch $@

.venv/.bench: .venv/.dev
	@"$(UV)" sync --frozen --inexact --group dev --group e2e --group bench --quiet && touch $@

.tools/bin/uv:
	@echo "==> uv is not on this machine: installing it into .tools (nothing outside this folder is touched)"
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Nuan needs Python 3.11 or newer")'
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-warn-script-location --upgrade --target .tools uv
	@touch $@
