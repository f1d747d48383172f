# The two commands are `make map` and `make test`; the README spells out what they do.

VENV := .venv
BIN := $(VENV)/bin
OUT := map.html
LAB :=
SPREAD := --numprocesses=logical --dist=loadgroup --no-loadscope-reorder
LOCK := tools/requirements.lock
JS := tools/javascript
# The environment brings Node.js along, locked as everything else in it.
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix $(JS)

.NOTPARALLEL:
.PHONY: map lab notebooks test test-newest test-lowest checks scripts lint-js system lock audit geodata courses ways schemas pictures clean

map: $(VENV)/user
	$(BIN)/borders map -o $(OUT)

lab: $(VENV)/reader
	$(BIN)/jupyter lab $(LAB) $(if $(filter 0,$(shell id -u)),--allow-root) --ServerApp.root_dir=. $(firstword $(sort $(wildcard notebooks/*.ipynb)))

notebooks: $(VENV)/reader
	$(BIN)/python tools/render_notebooks.py --output build/notebooks

test: system $(VENV)/developer checks

checks:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/borders check
	$(MAKE) lint-js BIN=$(BIN)
	$(BIN)/python -m pytest $(SPREAD) --cov
	$(BIN)/coverage report --include="borders/rules/*" --fail-under=100

# What the page takes in, made out of borders/maps/assets/; it is kept, as no page needs Node.js.
scripts: $(VENV)/developer $(JS)/node_modules
	$(NPM) run --silent bundle

lint-js: $(JS)/node_modules
	$(NPM) run --silent check

$(JS)/node_modules: $(JS)/package-lock.json
	$(NPM) ci
	touch $@

# What the ranges of pyproject.toml promise, before each release: the newest of everything, linters
# included, and the lowest versions that are declared. Each is installed anew, beside the locked ones.
# Old versions warn of the new ones beside them, which is no failure of ours.
test-newest: system $(VENV)/developer
	$(call fresh,newest,--group dev)
	$(MAKE) checks BIN=$(VENV)/newest/bin

test-lowest: system $(VENV)/developer $(JS)/node_modules
	$(call fresh,lowest,--group test --group build --resolution lowest-direct)
	$(VENV)/lowest/bin/borders check
	$(VENV)/lowest/bin/python -m pytest $(SPREAD) -W default

define fresh
$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(VENV)/$(1)
$(BIN)/uv pip install --quiet --python $(VENV)/$(1)/bin/python --editable ".[dask,formats,notebooks,osm,plot]" $(2)
endef

# Chosen anew: the newest version of each tool and library, for every Python that is supported.
lock: $(VENV)/developer
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --all-extras --group dev \
	  --generate-hashes --no-annotate --custom-compile-command "make lock" \
	  pyproject.toml --output-file $(LOCK)

system:
	tools/install_system

audit: $(VENV)/developer
	$(BIN)/python -m pip install --quiet --group audit
	$(BIN)/python tools/audit.py

geodata: $(VENV)/geodata
	$(VENV)/geodata/bin/python tools/build_geodata.py
	$(VENV)/geodata/bin/python tools/keep_ways.py

courses: $(VENV)/user
	$(BIN)/python tools/courses.py
	$(BIN)/python tools/keep_ways.py

ways: $(VENV)/user
	$(BIN)/python tools/keep_ways.py

schemas: $(VENV)/developer
	$(BIN)/python tools/build_schemas.py

# The two pictures of the README, for light pages and dark ones.
PICTURE := --size card --on 2023-08-21 --mode car --direction out --nationality US
pictures: $(VENV)/developer
	$(BIN)/borders figure -o notebooks/pictures/map.png $(PICTURE)
	$(BIN)/borders figure -o notebooks/pictures/map-dark.png $(PICTURE) --dark
	rm notebooks/pictures/*.alt.txt

$(BIN)/python:
	python3 -m venv $(VENV)

$(VENV)/user: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/reader: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable ".[notebooks]"
	touch $@

# The lock has the build's own tools too, so that nothing comes from outside it.
$(VENV)/developer: pyproject.toml $(LOCK) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes --requirement $(LOCK)
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@ $(VENV)/user

# An environment of its own: the basemap's packages are large and nobody else needs them.
$(VENV)/geodata: pyproject.toml | $(BIN)/python
	python3 -m venv $@
	$@/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$@/bin/python -m pip install --quiet --editable . --group geodata

clean:
	rm -rf $(VENV) $(OUT) build dist .cache $(JS)/node_modules
