# Everything a newcomer needs: `make demo` and `make test`. Each sets up what it needs on a machine with Python 3.11.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The demo runs with this command, so that an installed wheel can be shown too.
LOMS ?= $(BIN)/loms
WORKERS ?= auto
# How many inputs `make fuzz` tries on each target, and the seed of the search.
RUNS ?= 8000
SEED ?= 1
# Where this is set, each of the thousand processes that the tests start would compile the library anew.
unexport PYTHONDONTWRITEBYTECODE
# What can depend on the version of a library. The rest is about our own files, processes and pages, or converts objects,
# of which the properties are enough.
LOWEST_TESTS := tests/cli tests/io tests/properties/test_converting.py tests/rdf tests/reporting tests/samples \
  tests/security tests/strategies tests/validate

.PHONY: demo test test-lowest fuzz bench bench-more lint generate docs screenshots wheel clean help

help: ## Show what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

$(VENV)/.created:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(BIN)/loms: $(VENV)/.created pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[cli]'
	@touch $@

$(VENV)/.dev: $(VENV)/.created pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(BIN)/loms

demo: $(LOMS) ## Migrate the example, validate the result, show the report
	@mkdir -p demo
	$(LOMS) convert examples/courses-loq.xml -o demo/courses-loms.xml --to loms-2019 \
	  --namespace https://data.three-borders.example/ --report demo/report.json
	$(LOMS) validate demo/courses-loms.xml
	$(LOMS) info demo/courses-loms.xml

test: $(VENV)/.dev ## Run all tests, examples of the documentation included
	$(BIN)/python -m pytest -n $(WORKERS)

test-lowest: ## Run what depends on other libraries with the lowest versions that pyproject.toml allows
	$(PYTHON) -m venv --clear build/lowest
	build/lowest/bin/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	build/lowest/bin/python tools/lowest.py > build/lowest/requirements.txt
	build/lowest/bin/pip install --quiet --disable-pip-version-check -r build/lowest/requirements.txt
	HYPOTHESIS_PROFILE=short build/lowest/bin/python -m pytest -n $(WORKERS) $(LOWEST_TESTS)

build/fuzz/venv/.created: pyproject.toml
	$(PYTHON) -m venv build/fuzz/venv
	build/fuzz/venv/bin/pip install --quiet --disable-pip-version-check --editable '.[fuzz]'
	@touch $@

fuzz: build/fuzz/venv/.created ## Feed damaged documents to every reader, RUNS to each; what fails goes to build/fuzz
	build/fuzz/venv/bin/python -m fuzz run --runs $(RUNS) --seed $(SEED) --folder build/fuzz

$(VENV)/.bench: $(VENV)/.created pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@

bench: $(VENV)/.bench ## Measure speed and memory against other libraries; half an hour on a quiet machine
	$(BIN)/python -m benchmarks

bench-more: $(VENV)/.bench ## Look closer: how fast documents are drawn, qualifications indexed, references resolved, reports written
	$(BIN)/python -m benchmarks.drawing
	$(BIN)/python -m benchmarks.resolving
	$(BIN)/python -m benchmarks.reporting

lint: $(VENV)/.dev ## Style, types, layers, drift of the generated code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m codegen --check

generate: $(VENV)/.dev ## Write the typed models and the SHACL shapes anew from the schemas
	$(BIN)/python -m codegen
	$(BIN)/python -m tools.shapes

docs: $(VENV)/.dev ## Build the documentation; a warning is an error
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

screenshots: $(VENV)/.dev ## Make the pictures of reports in docs/assets anew; needs chromium and its driver
	$(BIN)/python -m tools.screenshots

wheel: $(VENV)/.dev ## Build the wheel and the source archive into dist/
	rm -rf dist
	$(BIN)/python -m build --outdir dist .

clean: ## Remove what the other targets made
	rm -rf $(VENV) build demo dist site
