# Everything starts here; `make` alone prints this list. Installing and training happen by themselves when they are needed.
.DEFAULT_GOAL := help
.PHONY: help run test check train shell wechat-sim bench nlu-report web lock clean install install-dev
PYTHON := .venv/bin/python
# Where this is set, every start compiles TensorFlow anew, for 20 s.
unexport PYTHONDONTWRITEBYTECODE
COMPILE := .venv/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.10

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: install  ## install, train if needed, start everything
	@exec $(PYTHON) -m common.cli serve

test: install-dev  ## the whole suite; as root on Debian it also installs the browser and the PostgreSQL that tests use
	@scripts/test-machine.sh scripts/suite.sh test

check: install-dev  ## the fast part of the suite, for every change
	@scripts/suite.sh check

train: install  ## train a model, whether or not one fits
	@$(PYTHON) -m common.cli train

shell: install  ## chat with the running bot in the terminal
	@$(PYTHON) -m common.cli shell

wechat-sim: install-dev  ## be WeChat's platform and a customer, in the terminal
	@$(PYTHON) -m tests.wechat_simulator

bench: install-dev  ## measure against a stock Rasa bot
	@$(PYTHON) -m benchmarks

nlu-report: install-dev  ## how well the held-out sentences are understood
	@$(PYTHON) -m tests.nlu.report

web:  ## rebuild the committed pages from web/ (needs Node)
	cd web/widget && npm ci && npm run build
	cd web/desk && npm ci && npm run build

lock: install-dev  ## rebuild the lock files after a change of pyproject.toml
	$(COMPILE) pyproject.toml -o requirements/run.txt
	$(COMPILE) pyproject.toml --extra dev -c requirements/run.txt -o requirements/dev.txt
	$(COMPILE) requirements/bootstrap.in -o requirements/bootstrap.txt

clean:  ## remove what was installed, trained and cached; var/ and .env stay
	rm -rf .venv .rasa .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis results
	rm -rf web/widget/node_modules web/desk/node_modules models/*.tar.gz
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

install:
	@scripts/install.sh run

install-dev:
	@scripts/install.sh dev
