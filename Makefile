# Everything of this project by one word. Settings are passed as in `make run PORT=8070`.
.DEFAULT_GOAL := help
.PHONY: help env demo run shell test test-one test-live test-clock test-host lint bench pot readme wheels stop clean

help: ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-16s %s\n", $$1, $$2}'

env: ## make or complete the environment in .odoo (Odoo, PostgreSQL, Python packages)
	@scripts/env

demo: ## demo database, a run for real, then Odoo on http://localhost:8069 (PORT=, SERVE=0)
	@scripts/demo

run: ## Odoo with a database for development (DB=, PORT=, ARGS=)
	@scripts/run

shell: ## Odoo's Python shell on that database (DB=)
	@scripts/shell

test: ## all tests, tours in the browser included
	@scripts/test

test-one: ## some tests: T=collection_followup/tests/hold/test_hold.py[::Class::test]
	@scripts/test-one $(T)

test-live: ## processes that die in the middle, and race (part of `make test`)
	@scripts/test-live

test-host: ## Odoo's own tests, without and with our addons: MODULES=ci, or sale,payment, or sale:TestClass
	@scripts/test-host $(MODULES)

test-clock: ## all tests and the demo at awkward hours, under a faked clock (AT="sunday night", T=files)
	@scripts/test-clock

lint: ## all checks that need no database
	@scripts/env lint
	@scripts/lint

bench: ## time and queries of big runs
	@scripts/bench

pot: ## write the translation templates anew
	@scripts/pot

readme: ## write README.rst of the addons from their readme/ folders
	@scripts/env lint
	@.odoo/venv/bin/python scripts/readme.py

wheels: ## a wheel of each addon, in out/wheels
	@scripts/wheels

stop: ## stop Odoo and the private PostgreSQL of this folder
	@scripts/stop

clean: stop ## remove .odoo and out (downloads stay in the cache)
	@scripts/clean
