# Every target sets the checkout up first; the second time that takes a moment.
PYTHON ?= python3
BIN = .venv/bin
COMPILE = $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-config --upgrade --quiet \
	--no-emit-index-url --custom-compile-command "make lock"

.PHONY: demo test lint types units docs lock clean setup setup-test

demo: setup
	$(BIN)/hushcue demo

test: lint types units

lint: setup-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup-test
	$(BIN)/mypy
	$(BIN)/mypy --platform win32
	$(BIN)/mypy tools/bootstrap.py
	$(BIN)/mypy --config-file firmware/mypy.ini

# What knows no time but its own, side by side; what plays in real time, by itself.
TIMELESS = tests/wire tests/receiver tests/path tests/fuzz tests/gateway/core tests/bench/test_chip.py \
	tests/bench/test_loss.py tests/micropython/test_vm.py tests/micropython/test_receive_path_heap.py \
	tests/micropython/test_app_heap.py

units: setup-test lint types
	$(BIN)/python -m pytest -n auto $(TIMELESS)
	$(BIN)/python -m pytest $(addprefix --ignore=,$(TIMELESS))

docs: setup-test
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

# Newer versions of everything, within the bounds of pyproject.toml.
lock: setup-test
	$(COMPILE) pyproject.toml --extra flash --group build -o requirements/run.lock
	$(COMPILE) pyproject.toml --extra bench --extra flash --group dev -c requirements/run.lock -o requirements/dev.lock
	$(COMPILE) --group node -o requirements/node.lock
	$(COMPILE) --group stubs -o requirements/stubs.lock

clean:
	rm -rf .venv dist site .mypy_cache .pytest_cache .ruff_cache .hypothesis

setup:
	@$(PYTHON) tools/bootstrap.py run

setup-test:
	@$(PYTHON) tools/bootstrap.py test
