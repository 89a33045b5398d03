# Everyday commands: `make run`, and `make test` (or `make test ARGS="-k referral"`).
.PHONY: run test long crawl lighthouse chaos beat scale load search rush pooler proxy mutations \
	pictures check checks lock

run:
	@python3 launcher run

test:
	@python3 launcher test $(ARGS)

# Everything at full size: `make test` with more seeds, years and widths, then `crawl`,
# `lighthouse`, `chaos`, `rush`, `scale`, `load`, `search`, `pooler` and `proxy` below.
# tests/sizes.py has the sizes.
long:
	@python3 tests/long.py

# Is the HTML of every page of every role valid, and accessible? Needs Chromium, Java and Node.js.
# About half an hour; ONLY= crawls for some people, PAGES= keeps the pages.
crawl:
	@python3 launcher do python -m tests.crawl $(if $(ONLY),--only $(ONLY)) $(if $(PAGES),--to $(PAGES))

# Are five public pages fast, accessible, sound and found, by Lighthouse? The median of RUNS counts,
# on a machine with nothing else to do. About ten minutes.
RUNS ?= 5
lighthouse:
	@python3 launcher do python -m tests.lighthouse --runs $(RUNS)

# Do reminders survive kill -9 of beats and workers? About ten minutes; SEED= repeats a run.
N ?= 10000
KILLS ?= 100
chaos:
	@python3 launcher do python -m tests.chaos --n $(N) --kills $(KILLS) $(if $(SEED),--seed $(SEED))

# Does beat restart after each kill -9? About fifteen minutes.
BEATS ?= 200
beat:
	@BEATS=$(BEATS) python3 launcher test tests/chaos/test_beat.py

# Are pages as fast with a thousand times as much data? About five minutes.
FEW ?= 1000
MANY ?= 1000000
scale:
	@python3 launcher do python -m tests.scale --few $(FEW) --many $(MANY)

# How much time and memory does importing a whole corporation take? About five minutes.
HOMES ?= 100000
TENANTS ?= 130000
load:
	@python3 launcher do python -m tests.load --homes $(HOMES) --tenants $(TENANTS)

# How long does a search for one person take among millions? About ten minutes.
SEARCH_TENANTS ?= 2400000
search:
	@python3 launcher do python -m tests.search --tenants $(SEARCH_TENANTS)

# Who gets the last places when many people sign up at one moment? About five minutes.
ROUNDS ?= 10
rush:
	@python3 launcher do python -m tests.rush --rounds $(ROUNDS)

# Does the suite pass through PgBouncer in transaction mode? It needs `apt-get install pgbouncer`.
pooler:
	@python3 launcher do python -m tests.pooler $(ARGS)

# Does the documented nginx do what the document says? It needs `apt-get install nginx-light`.
proxy:
	@python3 launcher do python -m tests.proxy

# Does a test notice when a defence is gone? ONLY= tries one of them.
mutations:
	@python3 launcher do python -m tests.mutations $(if $(ONLY),--only $(ONLY)) $(ARGS)

# Screenshots of every page; AGAINST= compares them with those of an earlier run.
TO ?= .run/pictures
pictures:
	@python3 launcher do python -m tests.pictures --to $(TO) $(if $(AGAINST),--against $(AGAINST))

check:
	@python3 launcher do $(MAKE) --no-print-directory checks

# What `check` runs, with the virtual environment and the servers ready.
checks:
	ruff check
	ruff format --check
	find templates -name '*.html' -exec djade --check --target-version 5.2 {} +
	lint-imports
	python manage.py check
	python manage.py makemigrations --check
	python manage.py freeze_migrations --check
	python manage.py make_docs --check

# Renew the lock files. They contain names, versions and hashes, but no registry address.
COMPILE = .venv/bin/uv pip compile -q --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate
lock:
	$(COMPILE) pyproject.toml -o requirements/production.txt
	$(COMPILE) pyproject.toml --group local --group dev -o requirements/development.txt
	$(COMPILE) --group installer -o requirements/installer.txt
