# What a working copy needs; everything happens in .venv.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: test slow verify check bench dev clean

test: ## Install and pass the tests (the README's second command)
	$(PYTHON) -m venv .venv && $(BIN)/pip install -q -e '.[test]' && $(BIN)/pytest -n 6 -m 'not slow'

dev: ## Install everything that checks and benches need
	$(PYTHON) -m venv .venv && $(BIN)/pip install -q -e '.[dev]'

slow: ## The long sweeps
	$(BIN)/pytest -n 6 -m slow

verify: ## Read exports with heavy independent readers
	$(BIN)/pip install -q -e '.[verify]' && $(BIN)/pytest -n 6 -m verify

check: ## Lint, format, types, import contracts, catalogues, sample pages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m scripts.catalogues --check
	$(BIN)/python -m scripts.samples --check

bench: ## Start-up, keys and memory against a bare Textual app; the parse against jieba; exports against json.dump; keywords and suggestions
	$(BIN)/python -m scripts.bench.startup
	$(BIN)/python -m scripts.bench.parse
	$(BIN)/python -m scripts.bench.exchange
	$(BIN)/python -m scripts.bench.words

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
