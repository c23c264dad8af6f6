# Two commands: `make demo` and `make test`. Each installs what it needs into .venv and reports what it does.
# PYTHON names the interpreter, for example `make demo PYTHON=python3.13`. Without it the first that fits is taken.
SUPPORTED = import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python; do \
	$$p -c '$(SUPPORTED)' >/dev/null 2>&1 && echo $$p && break; done)
PIP = .venv/bin/python -m pip --disable-pip-version-check
# Every file is checked against its hash.
LOCKED = $(PIP) install --quiet --require-hashes
CPU_TORCH = https://download.pytorch.org/whl/cpu
# Runs a command, and shows what it wrote only if it failed.
QUIETLY = >>.venv/pip.log 2>&1 || (cat .venv/pip.log; exit 1)

.PHONY: help install demo test test-fast lint types docs world lock audit sbom wheel clean python

help:
	@echo "make demo       run the bundled stories through the whole pipeline; prints where the report is"
	@echo "make test       check style and types, run every test"
	@echo "make test-fast  run the tests that need no model, server or browser"
	@echo "make install    install what a user needs into .venv, at the versions of requirements.lock"
	@echo "make lint       check style, format and which package imports which"
	@echo "make types      check types"
	@echo "make docs       rebuild the generated parts of the documentation"
	@echo "make world      rebuild the sample world from its sources"
	@echo "make wheel      build the source archive and the wheel into dist/"
	@echo "make lock       resolve the requirements*.lock files again (needs uv)"
	@echo "make audit      look for known vulnerabilities in locked packages (asks PyPI)"
	@echo "make sbom       write sbom.json, a bill of materials of requirements.lock in CycloneDX"
	@echo "make clean      remove .venv, data and caches"

# Stops before anything is installed: if no Python fits, or if .venv was made with another one.
python:
	@test -n "$(PYTHON)" || { echo "Parallax needs Python 3.11, 3.12 or 3.13; python3 is $$(python3 --version 2>&1 || true). \
	Install one, or name it: make demo PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c '$(SUPPORTED)' 2>/dev/null || { echo "Parallax needs Python 3.11, 3.12 or 3.13; \
	$(PYTHON) is $$($(PYTHON) --version 2>&1 | head -1)"; exit 1; }
	@test ! -e .venv/bin/python || test "$(origin PYTHON)" = file || \
	test "$$(.venv/bin/python -c 'import sys; print(sys.version_info[:2])')" = "$$($(PYTHON) -c 'import sys; print(sys.version_info[:2])')" || \
	{ echo ".venv has $$(.venv/bin/python --version), not $$($(PYTHON) --version): remove .venv first"; exit 1; }

# pip is renewed first: the one that comes with Python 3.11 fails on extras that two packages spell differently (html-clean, html_clean).
.venv/installed: requirements.lock pyproject.toml | python
	@echo "Installing Parallax into .venv with $$($(PYTHON) --version) (once; about 1.7 GB, one to two minutes) ..."
	@$(PYTHON) -m venv .venv
	@: >.venv/pip.log
	@$(PIP) install --quiet "pip>=25.1,<27" $(QUIETLY)
	@$(LOCKED) --requirement requirements.lock $(QUIETLY)
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable . $(QUIETLY)
	@echo "Compiling loops and packing dictionaries for this machine (once; about half a minute) ..."
	@.venv/bin/python -m parallax.prepare $(QUIETLY)
	@touch $@

# torch first, from PyTorch's own index, whose build needs no CUDA. If that index cannot be reached, PyPI's build with CUDA.
.venv/installed-dev: .venv/installed requirements-dev.lock requirements-cuda.lock
	@echo "Installing tools for tests and style checks (once; about 1.8 GB more) ..."
	@sed -n '/^torch==/,/[^\\]$$/p' requirements-dev.lock >.venv/torch.lock
	@$(LOCKED) --no-deps --index-url $(CPU_TORCH) --retries 1 --timeout 20 --requirement .venv/torch.lock >>.venv/pip.log 2>&1 || { \
	echo "No build of torch without CUDA: $(CPU_TORCH) cannot be reached. Taking PyPI's build (about 4 GB more) ..."; \
	$(LOCKED) --no-deps --requirement requirements-cuda.lock $(QUIETLY); }
	@$(LOCKED) --requirement requirements.lock --requirement requirements-dev.lock $(QUIETLY)
	@touch $@

install: .venv/installed

demo: .venv/installed
	@.venv/bin/parallax demo

test: lint types
	@echo "Running the tests, three files at a time (the tests of flows wait more than they work) ..."
	@.venv/bin/pytest -n 3 --dist loadfile

test-fast: .venv/installed-dev
	@.venv/bin/pytest -n 2 --dist loadfile -m "not slow and not model and not flow and not browser"

lint: .venv/installed-dev
	@echo "Checking style and imports ..."
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@cd .ci/tree && ../../.venv/bin/lint-imports --no-logo --no-cache ../../pyproject.toml

types: .venv/installed-dev
	@echo "Checking types ..."
	@.venv/bin/mypy

docs: .venv/installed-dev
	@.venv/bin/python -m parallax.lake.data_dictionary > docs/data.md
	@.venv/bin/python -m parallax.comparers.framing.description > docs/markers.md
	@.venv/bin/cog -r -P -I docs README.md docs/*.md

world: .venv/installed-dev
	@.venv/bin/python -m benchmarks.build_sample_world

# The wheel is built from the source archive, so that an archive that lacks a file fails here.
wheel: .venv/installed-dev
	@.venv/bin/python -m build --no-isolation --outdir dist .

lock: .venv/installed
	@.venv/bin/python .ci/lock.py

# Exit status 1: vulnerable; 2: the services could not be asked. `make test` does not ask: a machine may have no network.
audit: .venv/installed-dev
	@.venv/bin/python .ci/audit.py

sbom: .venv/installed-dev
	@.venv/bin/cyclonedx-py requirements requirements.lock --of JSON --output-file sbom.json
	@echo "sbom.json"

clean:
	rm -rf .venv .prefect data build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
