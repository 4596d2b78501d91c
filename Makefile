# Rostrum. `make help` lists what there is; CONTRIBUTING.md says more.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PORT ?= 8000
# How many processes share the tests (one more than processors, since browsers wait much), and what else to tell pytest: make test ARGS="-k release"
WORKERS ?= $(shell expr $$(nproc) + 1)
ARGS ?=
# How many rounds `make agree` makes up, and the number of the first
CASES ?= 120000
FIRST ?= 0

BIN := .venv/bin
CATALOGUES := judging/translations
KEYWORDS := -k _l -k lazy_gettext -k _n:1,2
export PYTHON

.PHONY: help
help: ## say what there is to make
	@echo "Rostrum judges speech competitions. Targets:"
	@sed -n 's/^\([a-z-]*\):[^#]*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

.PHONY: run
run: ## serve the demo on http://127.0.0.1:8000; elsewhere: make run PORT=8080; in a hall: ARGS=--lan
	@.ci/environment run
	@exec $(BIN)/flask judging serve --prepare --port $(PORT) $(ARGS)

.PHONY: test
test: ## run every test, on SQLite, PostgreSQL and in the browser
	@.ci/environment dev
	@.ci/test-machine
	@exec $(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

.PHONY: lint
lint: ## check format, style, types and templates
	@.ci/environment dev
	@$(BIN)/ruff format --check --quiet . || { $(BIN)/ruff format --check .; echo "Way out: make format" >&2; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/djlint templates --lint --quiet

.PHONY: check
check: lint ## the same, and the house rules (tests/architecture)
	@exec $(BIN)/python -m pytest -q tests/architecture $(ARGS)

.PHONY: format
format: ## put code into the house's format
	@.ci/environment dev
	@$(BIN)/ruff check --quiet --select I,F401 --fix .
	@$(BIN)/ruff format .

.PHONY: coverage
coverage: ## run all but the browser tests and say which lines and branches none reached
	@.ci/environment dev
	@.ci/test-machine
	@exec $(BIN)/python -m pytest -n $(WORKERS) -m "not browser" --cov --cov-report=term $(ARGS)

.PHONY: mutants
mutants: ## change the scoring core in every small way, and list the changes that no test notices (hours)
	@.ci/environment dev
	@HYPOTHESIS_PROFILE=mutants AGREE_CASES=120 $(BIN)/mutmut run $(ARGS)
	@$(BIN)/mutmut results
	@$(BIN)/mutmut export-cicd-stats
	@cat mutants/mutmut-cicd-stats.json

.PHONY: agree
agree: ## compare the columns with the readable path on many made-up rounds: make agree CASES=200000
	@.ci/environment dev
	@AGREE_CASES=$(CASES) AGREE_FIRST=$(FIRST) exec $(BIN)/python -m pytest -q -n $(WORKERS) tests/scoring/columns/test_agreement.py $(ARGS)

.PHONY: faults
faults: ## prove at length that no sheet is lost: a hundred kills over 10,000 sheets, a lossy network, a rush (half an hour); shorter: FAULTS_KILLS=30
	@.ci/environment dev
	@.ci/test-machine
	@FAULTS=full exec $(BIN)/python -m pytest -n 0 tests/faults $(ARGS)

.PHONY: bench
bench: ## measure, each figure beside its comparison; writes benchmarks/results.json
	@.ci/environment dev
	@exec $(BIN)/python -m benchmarks $(ARGS)

.PHONY: lighthouse
lighthouse: ## measure the judge's page by Lighthouse (npx fetches it), each category 95 or more
	@.ci/environment dev
	@.ci/test-machine pictures
	@exec $(BIN)/python -m tests.browser.lighthouse

.PHONY: screenshots
screenshots: ## take a picture of every page in both languages, three sizes, light and dark
	@.ci/environment dev
	@.ci/test-machine pictures
	@$(BIN)/python -m tests.browser.readme_pictures
	@exec $(BIN)/python -m tests.browser.screenshots $(ARGS)

.PHONY: messages
messages: ## bring the catalogues up to date with the marked strings, and compile them
	@.ci/environment dev
	@$(BIN)/pybabel --quiet extract -F babel.cfg $(KEYWORDS) --sort-output --add-location=file --project=Rostrum --version=1 -o $(CATALOGUES)/messages.pot .
	@$(BIN)/pybabel --quiet update -i $(CATALOGUES)/messages.pot -d $(CATALOGUES) --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -w 100
	@rm $(CATALOGUES)/messages.pot
	@$(BIN)/pybabel --quiet compile -d $(CATALOGUES)

.PHONY: clean
clean: ## remove the environment and caches; instance/ stays
	@rm -rf .venv .screenshots .mypy_cache .pytest_cache .ruff_cache .hypothesis .test-results htmlcov .coverage* mutants
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
