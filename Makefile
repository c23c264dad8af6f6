# Two commands: `make demo` and `make test`. Each makes what it needs in .venv and says what it does.
PYTHON ?= python3.11
PIP = .venv/bin/python -m pip --disable-pip-version-check

.PHONY: install demo test lint types check lock world clean help

help:
	@echo "make demo     run the bundled stories through the whole pipeline; prints where the report is"
	@echo "make test     lint, check types, run every test"
	@echo "make install  make .venv with everything at the versions of requirements.lock"
	@echo "make lock     resolve requirements.lock anew (needs uv)"
	@echo "make world    build the sample world, docs/data.md and docs/markers.md from their sources"

# pip is renewed first: the one of Python 3.11 fails on extras that two packages spell differently (html-clean, html_clean).
.venv/installed: requirements.lock pyproject.toml
	@echo "Making .venv (once; about 1.5 GB, two to four minutes) ..."
	@$$(command -v $(PYTHON) || command -v python3) -m venv .venv
	@$(PIP) install --quiet "pip>=25.1,<27" 2>.venv/pip.log || (cat .venv/pip.log; exit 1)
	@$(PIP) install --quiet --requirement requirements.lock 2>.venv/pip.log || (cat .venv/pip.log; exit 1)
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable . 2>>.venv/pip.log || (cat .venv/pip.log; exit 1)
	@touch $@

install: .venv/installed

demo: .venv/installed
	@.venv/bin/parallax demo

test: .venv/installed
	@echo "Checking style and types ..."
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@echo "Running the tests ..."
	@.venv/bin/pytest

lint: .venv/installed
	@.venv/bin/ruff check .

types: .venv/installed
	@.venv/bin/mypy

world: .venv/installed
	@.venv/bin/python -m corpora.sample.build
	@.venv/bin/python -m core.data_dictionary > docs/data.md
	@.venv/bin/python -m comparers.framing.description > docs/markers.md

# torch without a local version: on PyPI the same number is the wheel of the platform.
lock:
	@uv pip compile pyproject.toml --extra dev --python-version 3.11 --no-header --no-annotate --quiet --output-file requirements.lock
	@sed -i 's/^torch==\([0-9.]*\)+cpu/torch==\1/' requirements.lock

clean:
	rm -rf .venv .prefect data .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
