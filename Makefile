# Two commands: `make demo` and `make test`. Each makes what it needs in .venv and says what it does.
PYTHON ?= python3.11
PIP = .venv/bin/python -m pip --disable-pip-version-check
# Every file is checked against its hash. The second try also asks the index that has torch without CUDA.
LOCKED = $(PIP) install --quiet --require-hashes --requirement requirements.lock

.PHONY: install demo test lint types lock audit sbom world clean help

help:
	@echo "make demo     run the bundled stories through the whole pipeline; prints where the report is"
	@echo "make test     lint, check types, run every test"
	@echo "make install  make .venv with everything at the versions of requirements.lock"
	@echo "make lock     resolve requirements.lock anew (needs uv)"
	@echo "make audit    look for known vulnerabilities of what the lock names (asks PyPI)"
	@echo "make sbom     write sbom.json, what is installed, in CycloneDX"
	@echo "make world    build the sample world, docs/data.md and docs/markers.md from their sources"

# pip is renewed first: the one of Python 3.11 fails on extras that two packages spell differently (html-clean, html_clean).
.venv/installed: requirements.lock pyproject.toml
	@echo "Making .venv (once; about 1.5 GB, two to four minutes) ..."
	@$$(command -v $(PYTHON) || command -v python3) -m venv .venv
	@$(PIP) install --quiet "pip>=25.1,<27" 2>.venv/pip.log || (cat .venv/pip.log; exit 1)
	@$(LOCKED) 2>.venv/pip.log || $(LOCKED) --extra-index-url https://download.pytorch.org/whl/cpu 2>>.venv/pip.log || (cat .venv/pip.log; exit 1)
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable . 2>>.venv/pip.log || (cat .venv/pip.log; exit 1)
	@touch $@

install: .venv/installed

demo: .venv/installed
	@.venv/bin/parallax demo

test: .venv/installed
	@echo "Checking style and types ..."
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@echo "Running the tests, two files at a time ..."
	@.venv/bin/pytest -n 2 --dist loadfile

lint: .venv/installed
	@.venv/bin/ruff check .

types: .venv/installed
	@.venv/bin/mypy

world: .venv/installed
	@.venv/bin/python -m benchmarks.build_sample_world
	@.venv/bin/python -m parallax.lake.data_dictionary > docs/data.md
	@.venv/bin/python -m parallax.comparers.framing.description > docs/markers.md

lock: .venv/installed
	@.venv/bin/python .ci/lock.py

# Known vulnerabilities of what the lock names; asks PyPI. docs/security.md explains each exception.
audit: .venv/installed
	@.venv/bin/pip-audit --requirement requirements.lock --no-deps --disable-pip

# A software bill of materials (CycloneDX) of what is installed.
sbom: .venv/installed
	@.venv/bin/cyclonedx-py environment .venv/bin/python --of JSON --output-file sbom.json
	@echo "sbom.json"

clean:
	rm -rf .venv .prefect data .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
