# Everything one needs to run, test and check Collab, with Python 3.11 or newer and make alone.
# `make help` lists it. Variables: PYTHON, VENV, PORT, HOST, DEMO, ARGS, and all of .env.example.

PYTHON ?= python3
VENV ?= .venv
ARGS ?=

in_venv = "$(VENV)/bin/python"
prepare = "$(PYTHON)" -P collab/stack/prepare.py --venv "$(VENV)"
with_new_servers = exec $(in_venv) -m collab.stack servers --
with_kept_servers = exec $(in_venv) -m collab.stack servers --keep --

# As in production: no DEBUG, everything required is set. The key is new each time; the servers are not asked.
production = env DEBUG=0 SECRET_KEY="$$($(in_venv) -c 'import secrets; print(secrets.token_urlsafe(50))')" \
	SITE_URL=https://collab.school.example DATABASE_URL=postgres://collab@database.example/collab \
	REDIS_URL=redis://redis.example:6379/0 EMAIL_URL=smtp+tls://mail.example:587 TRUSTED_PROXIES=1

compile = $(in_venv) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header $(ARGS) pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help run test check format demo bench docs pictures manage requirements reset python local dev

help: ## Show what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

run: python ## Install, start everything on this machine, print the address (PORT=8001, DEMO=0)
	@$(prepare) run
	@exec $(in_venv) -m collab.stack run

test: dev ## Install and run all tests (ARGS="-k plans")
	@$(with_new_servers) $(in_venv) -m pytest -n auto $(ARGS)

check: dev ## Lint, format, templates, imports, migrations, production settings, pins
	$(in_venv) -m ruff check .
	$(in_venv) -m ruff format --check .
	$(in_venv) -m djlint --lint --quiet templates
	$(in_venv) "$(VENV)/bin/lint-imports" --no-logo
	@$(with_new_servers) $(in_venv) manage.py makemigrations --check --dry-run
	@$(production) $(in_venv) manage.py check --deploy --fail-level WARNING
	$(in_venv) -m collab.stack.pins

format: dev ## Put the code into its one form
	$(in_venv) -m ruff check --fix .
	$(in_venv) -m ruff format .

demo: local ## Load the demo schools (a second time changes nothing)
	@$(with_kept_servers) $(in_venv) manage.py demo $(ARGS)

bench: dev ## Measure the pages against a floor
	@$(with_new_servers) $(in_venv) -m bench $(ARGS)

docs: dev ## Print docs/access.md from the addresses
	@$(with_new_servers) $(in_venv) -m tests.print_access

pictures: dev ## Take the pictures of the README anew
	@COLLAB_PICTURES=docs/pictures $(with_new_servers) $(in_venv) -m pytest -q tests/browser/test_journeys.py -k readme

manage: local ## Run a management command on the data of `make run` (ARGS="createsuperuser")
	@$(with_kept_servers) $(in_venv) manage.py $(ARGS)

requirements: dev ## Pin what pyproject.toml names (ARGS=--upgrade for newer versions)
	$(compile) --output-file requirements/production.txt
	$(compile) --extra local --constraint requirements/production.txt --output-file requirements/local.txt
	$(compile) --extra local --extra dev --constraint requirements/local.txt --output-file requirements/dev.txt

reset: local ## Delete the data of `make run`, after asking
	@exec $(in_venv) -m collab.stack reset

local: python
	@$(prepare) local

dev: python
	@$(prepare) dev

python:
	@command -v "$(PYTHON)" >/dev/null || { echo "There is no $(PYTHON) here. Collab needs Python 3.11" \
		"or newer; name another, as in: make PYTHON=/usr/bin/python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Collab needs Python 3.11 or newer, but" \
		" $(PYTHON) is %d.%d. Name another, as in: make PYTHON=python3.12" % sys.version_info[:2])'
