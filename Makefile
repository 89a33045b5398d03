# Two commands for every day: `make run`, and `make test` (or `make test ARGS="-k verwijzing"`).
.PHONY: run test long chaos beat scale load search rush pictures check checks lock

run:
	@python3 launcher run

test:
	@python3 launcher test $(ARGS)

# All there is, at its full size: the tests of every day with more seeds, years and widths, and all
# trials below. About fifty minutes; tests/sizes.py is what differs.
long:
	@python3 tests/long.py

# Do reminders stand when everything falls over? About ten minutes; SEED= repeats a run.
N ?= 10000
KILLS ?= 100
chaos:
	@python3 launcher do python -m tests.chaos --n $(N) --kills $(KILLS) $(if $(SEED),--seed $(SEED))

# Does beat start again after each kill -9? About fifteen minutes.
BEATS ?= 200
beat:
	@BEATS=$(BEATS) python3 launcher test tests/chaos/test_beat.py

# Are pages as quick with a thousand times as much? About five minutes.
FEW ?= 1000
MANY ?= 1000000
scale:
	@python3 launcher do python -m tests.scale --few $(FEW) --many $(MANY)

# How long does a whole corporation take to read in, and in how much memory? About five minutes.
HOMES ?= 100000
TENANTS ?= 130000
load:
	@python3 launcher do python -m tests.load --homes $(HOMES) --tenants $(TENANTS)

# How long does finding somebody take among millions? About ten minutes.
SEARCH_TENANTS ?= 2400000
search:
	@python3 launcher do python -m tests.finding --tenants $(SEARCH_TENANTS)

# Who gets a place when many come at once? About five minutes.
ROUNDS ?= 10
rush:
	@python3 launcher do python -m tests.rush --rounds $(ROUNDS)

# What every page looks like; AGAINST= compares with the pictures of an earlier run.
TO ?= .run/pictures
pictures:
	@python3 launcher do python -m tests.pictures --to $(TO) $(if $(AGAINST),--against $(AGAINST))

check:
	@python3 launcher do $(MAKE) --no-print-directory checks

# What `check` runs once there is an environment and a server of each kind.
checks:
	ruff check
	ruff format --check
	find templates -name '*.html' -exec djade --check --target-version 5.2 {} +
	lint-imports
	python manage.py check
	python manage.py makemigrations --check
	python manage.py make_docs --check

# Renew the locks. They hold names, versions and hashes, and no address of a registry.
COMPILE = .venv/bin/uv pip compile -q --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate
lock:
	$(COMPILE) pyproject.toml -o requirements/production.txt
	$(COMPILE) pyproject.toml --group local --group dev -o requirements/development.txt
	$(COMPILE) --group installer -o requirements/installer.txt
