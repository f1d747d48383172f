# The two commands are `make map` and `make test`; the README spells out what they do.

VENV := .venv
BIN := $(VENV)/bin
OUT := map.html
LAB :=
SPREAD := --numprocesses=auto --dist=loadfile --no-loadscope-reorder
LOCK := tools/requirements.lock
INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python
JS := tools/javascript
# The environment brings Node.js along, locked as everything else in it.
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix $(JS)

# What was compiled once is read again, by each of the many interpreters that the tests start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: map lab notebooks docs release test test-newest test-lowest checks types data rules scripts lint-js system lock audit audit-qgis geodata courses ways schemas pictures attack bench clean

map: $(VENV)/user
	$(BIN)/borders map -o $(OUT)

lab: $(VENV)/reader
	$(BIN)/jupyter lab $(LAB) $(if $(filter 0,$(shell id -u)),--allow-root) --ServerApp.root_dir=. $(firstword $(sort $(wildcard notebooks/*.ipynb)))

notebooks: $(VENV)/reader
	$(BIN)/python tools/render_notebooks.py --output build/notebooks

# The same bytes from the same sources; the notebooks are shown if `make notebooks` was run before.
docs: export SOURCE_DATE_EPOCH := 0
docs: $(VENV)/developer
	rm -rf build/docs build/doctrees
	$(BIN)/sphinx-build -W -n -q -E -b html -d build/doctrees docs build/docs
	@echo build/docs/index.html

# PREVIOUS=FILE names the release before; left out: the data of the last tag.
release: $(VENV)/developer
	$(BIN)/python tools/make_release.py $(if $(PREVIOUS),--previous $(PREVIOUS))

test: system $(VENV)/developer $(VENV)/pyodide
	$(MAKE) --no-print-directory checks

# What one process does stands beside others of its kind, and the tests after that on all cores.
checks:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(MAKE) --jobs --output-sync=target --no-print-directory BIN=$(BIN) rules types lint-js data
	$(BIN)/python -m pytest $(SPREAD) --ignore=tests/rules

# Attackers, as long as is promised, which takes hours: SECURITY.md. ATTACKERS: some of them; TRIES: of
# each; SEED: the first. The tests try a little of each.
attack: $(VENV)/developer
	$(INSTALL) --group attack
	PYTHONPATH=tests $(BIN)/python -m attacks $(ATTACKERS) $(if $(TRIES),--tries $(TRIES)) $(if $(SEED),--seed $(SEED))

# What large registers, cold processes, pages, ways and extracts cost, beside others: as tables and as
# benchmarks/figures.json, on a machine that does nothing else. PARTS: some of it, as all takes hours.
bench: $(VENV)/developer
	$(INSTALL) --group benchmark
	$(BIN)/python benchmarks/bench.py $(PARTS)

types:
	$(BIN)/mypy

data:
	$(BIN)/borders check

# They alone run every line and branch of what decides a status. Counting those doubles their time, so
# that those which try most by chance (no_cover) are not counted.
rules:
	$(BIN)/python -m pytest --quiet tests/rules --cov=borders.rules --cov-fail-under=100

# What the page takes in, made out of borders/maps/assets/; it is kept, as no page needs Node.js.
scripts: $(VENV)/developer $(JS)/node_modules
	$(NPM) run --silent bundle

lint-js: $(JS)/node_modules
	$(NPM) run --silent check

$(JS)/node_modules: $(JS)/package-lock.json | $(VENV)/developer
	$(NPM) ci
	touch $@

# What the ranges of pyproject.toml promise, before each release: the newest of everything, linters
# included, and the lowest versions that are declared. Each is installed anew, beside the locked ones.
# Old versions warn of the new ones beside them, which is no failure of ours.
test-newest: system $(VENV)/developer $(VENV)/pyodide
	$(call fresh,newest,--group dev)
	$(MAKE) checks BIN=$(VENV)/newest/bin

test-lowest: system $(VENV)/developer $(VENV)/pyodide $(JS)/node_modules
	$(call fresh,lowest,--group test --group docs --group build --resolution lowest-direct)
	$(VENV)/lowest/bin/borders check
	$(VENV)/lowest/bin/python -m pytest $(SPREAD) -W default

define fresh
$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(VENV)/$(1)
$(BIN)/uv pip install --quiet --compile-bytecode --python $(VENV)/$(1)/bin/python --editable ".[dask,formats,notebooks,osm,plot,plugins]" $(2)
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

# What a GeoPackage looks like in a real QGIS: look at the picture. Debian: apt-get install qgis python3-qgis.
audit-qgis: $(VENV)/developer
	mkdir -p build/qgis
	$(BIN)/borders export -o build/qgis/borders.gpkg $(ASKED) --from Minsk --to Vilnius
	/usr/bin/python3 tools/audit_qgis.py build/qgis/borders.gpkg build/qgis/borders.png

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

ASKED := --on 2023-08-21 --mode car --direction out --nationality US

# The two pictures of the README, for light pages and dark ones.
pictures: $(VENV)/developer
	$(BIN)/python tools/draw_readme.py

$(BIN)/python:
	python3 -m venv $(VENV)

$(VENV)/user: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/reader: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable ".[notebooks]"
	touch $@

# The lock has the build's own tools too, so that nothing comes from outside it; first of them uv,
# which installs the others in a fifth of the time that pip takes.
$(VENV)/developer: pyproject.toml $(LOCK) | $(BIN)/python
	sed -n '/^uv==/,/[^\\]$$/p' $(LOCK) \
	  | $(BIN)/python -m pip install --quiet --require-hashes --requirement /dev/stdin
	$(INSTALL) --compile-bytecode --require-hashes --requirement $(LOCK)
	$(INSTALL) --no-deps --no-build-isolation --editable .
	touch $@ $(VENV)/user

# What the core imports in a browser's Python, for its test.
$(VENV)/pyodide: $(LOCK) tools/pyodide_wheels.py
	$(BIN)/python tools/pyodide_wheels.py $@

# An environment of its own: the basemap's packages are large and nobody else needs them.
$(VENV)/geodata: pyproject.toml | $(BIN)/python
	python3 -m venv $@
	$@/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$@/bin/python -m pip install --quiet --editable . --group geodata

clean:
	rm -rf $(VENV) $(OUT) build dist .cache $(JS)/node_modules
