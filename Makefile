REPORT ?= bao-cao-ktxh
PERIOD ?= 2021-9T

.PHONY: report test lint bench clean

# Sets up everything that is needed and builds a real report.
report:
	@scripts/setup.sh report
	@.venv/bin/baocao build $(REPORT) --period $(PERIOD)

# Sets up everything that is needed and runs the checks of style and types and the tests.
test: lint
	@.venv/bin/python -m pytest

lint:
	@scripts/setup.sh test
	@.venv/bin/ruff check src tests scripts bench
	@.venv/bin/ruff format --check --quiet src
	@.venv/bin/mypy

# Measures one report side by side with what people use today, and a refresh beside a build; docs/benchmarks.md tells of
# batches.
bench:
	@scripts/setup.sh test
	@.venv/bin/python bench/report.py
	@.venv/bin/python bench/refresh.py

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis tests/ooxml/node_modules
