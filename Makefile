# make setup | demo | test | eval | lint | lock
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.ready

.PHONY: setup demo test eval lint lock bench torture fuzz opened site clean

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml tools/setup.sh
	PYTHON=$(PYTHON) sh tools/setup.sh
	@touch $(STAMP)

demo: setup
	$(BIN)/tellings demo --html demo.html

test: setup
	$(BIN)/python -m pytest

lint: setup
	$(BIN)/ruff check src tests evals tools && $(BIN)/ruff format --check src tests evals tools

eval: setup
	$(BIN)/python -m evals.table

# The long ones, outside CI.
bench: setup
	$(BIN)/python -m evals.extraction
	$(BIN)/python -m evals.speed
	$(BIN)/python -m evals.workers ratio
	$(BIN)/python -m evals.workers copies
	$(BIN)/python -m evals.workers memory
	$(BIN)/python -m evals.scale

torture: setup
	$(BIN)/python -m evals.torture --moments 100
	$(BIN)/python -m evals.full_disk

fuzz: setup
	$(BIN)/python -m evals.fuzz --seconds 600

# Exports opened by the programs they are meant for.
opened: setup
	$(BIN)/python -m pip install --quiet followthemoney pandas geopandas duckdb
	$(BIN)/python -m pytest tests/export/test_opened.py -rs

# The documents as a site that needs no network.
site: setup
	$(BIN)/python -m pip install --quiet "mkdocs>=1.6,<2"
	$(BIN)/mkdocs build --strict

# A new lock for all supported Python versions and platforms, with digests.
lock:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --all-extras --no-annotate pyproject.toml -o requirements.lock

clean:
	rm -rf .venv .eval demo-corpus demo.html site
