# Each target first sets up what it needs; where all is in place that takes no time. `make` alone lists them.

# Any Python from 3.11 makes the environment: `make test PYTHON=/path/to/python3.12` chooses one.
ifndef PYTHON
PYTHON := $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
endif
BIN := .venv/bin
SPARK := .venv-spark/bin
PYTEST := -m pytest -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder
COMPILE := pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links pyproject.toml requirements/build.in --extra assets
COMPILE_PEERS := $(subst pyproject.toml requirements/build.in --extra assets,requirements/peers.in,$(COMPILE))
# `make lock UPGRADE=--upgrade` takes the newest versions that pyproject.toml allows.
UPGRADE ?=

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev setup-spark python demo test test-postgres test-spark test-linkage coverage check bench bench-linkage assets docs lock

help: ## List what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1 /p' Makefile | while read -r name what; do \
		printf '  make %-14s %s\n' "$$name" "$$what"; done

python:
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "campanello needs Python 3.11 or newer. Here is: $$($(or $(PYTHON),python3) --version 2>&1)."; \
		echo "Install a newer one and run again, or name it: make demo PYTHON=/path/to/python3.12"; exit 1; }

setup: python ## Make .venv, install what the program needs, build catalogues and assets
	@$(PYTHON) tools/setup.py base

setup-dev: python
	@$(PYTHON) tools/setup.py dev

setup-spark: python
	@$(PYTHON) tools/setup.py spark

demo: setup ## Build the demonstration programme and serve it (options: DEMO_ARGS="--port 9000")
	$(BIN)/campanello demo $(DEMO_ARGS)

test: setup-dev ## Run the tests, on SQLite unless DATABASE_URL says otherwise (options: TEST_ARGS="-k plans")
	$(BIN)/python $(PYTEST) $(TEST_ARGS)

test-postgres: setup-dev ## Run what touches a database on a PostgreSQL that pip installed and that is thrown away afterwards
	$(BIN)/python tools/postgres.py $(BIN)/python $(PYTEST) --database-only $(TEST_ARGS)

test-spark: python ## Run the tests that need Apache Spark, in an environment of their own
	@java -version >/dev/null 2>&1 || { echo "NO JAVA HERE: Apache Spark needs Java 17 or newer. Install it" \
		"(Debian: apt install openjdk-17-jre-headless) and run again. Nothing was tested."; exit 1; }
	@$(PYTHON) tools/setup.py spark
	PYSPARK_PYTHON=$(CURDIR)/$(SPARK)/python $(SPARK)/python -m pytest -m spark $(TEST_ARGS)

test-linkage: setup-dev ## Link FEBRL4 and look how well; fetches another program's records into an environment of their own
	@$(PYTHON) tools/setup.py peers
	CAMPANELLO_REQUIRE_PEERS=1 $(BIN)/python -m pytest -m peers $(TEST_ARGS)

coverage: setup-dev ## Measure which branches the tests reach; fails below 100 % where that is promised
	$(BIN)/coverage erase
	$(BIN)/coverage run $(PYTEST) $(TEST_ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report
	$(BIN)/coverage report --fail-under=100 --include="campanello/core/*,campanello/evaluation/indicators/*,*/rules.py,*/services.py"

check: setup-dev ## Format, lint, types, import contracts, templates, migrations, translations, docs, repository
	@$(BIN)/python tools/check.py

bench: setup-dev ## Compare the evaluation's time and memory with pandas, Polars and the floor (BENCH_FULL=1: 65 million)
	$(BIN)/python -m bench

bench-linkage: setup-dev ## Compare the linkage of records with other programs', and time it on a million (BENCH_ARGS="--records 100000")
	@$(PYTHON) tools/setup.py peers
	$(BIN)/python -m bench.linkage $(BENCH_ARGS)

assets: setup ## Build the pages' style sheets, scripts and fonts
	$(BIN)/python tools/assets.py

docs: setup-dev ## Write the pages of docs/ that are generated from the code
	$(BIN)/python tools/docs.py

lock: python ## Compile requirements/*.txt from pyproject.toml
	@test -x var/lock/bin/uv || { $(PYTHON) -m venv var/lock && var/lock/bin/python -m pip install --quiet uv; }
	var/lock/bin/uv $(COMPILE) $(UPGRADE) -o requirements/base.txt
	var/lock/bin/uv $(COMPILE) $(UPGRADE) --extra dev -c requirements/base.txt -o requirements/dev.txt
	var/lock/bin/uv $(COMPILE) $(UPGRADE) --extra dev --extra spark -c requirements/dev.txt -o requirements/spark.txt
	var/lock/bin/uv $(COMPILE_PEERS) $(UPGRADE) -o requirements/peers.txt
