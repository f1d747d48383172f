# The two commands are `make map` and `make test`; the README spells out what they do.

VENV := .venv
BIN := $(VENV)/bin
OUT := map.html
LAB :=

.PHONY: map lab notebooks test audit geodata ways schemas clean

map: $(VENV)/user
	$(BIN)/borders map -o $(OUT)

lab: $(VENV)/reader
	$(BIN)/jupyter lab $(LAB) --ServerApp.root_dir=. $(firstword $(sort $(wildcard notebooks/*.ipynb)))

notebooks: $(VENV)/reader
	$(BIN)/python tools/render_notebooks.py --output build/notebooks

test: $(VENV)/developer
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/borders check
	$(BIN)/python -m pytest

audit: $(VENV)/developer
	$(BIN)/python -m pip install --quiet --group audit
	$(BIN)/python tools/audit.py

geodata: $(VENV)/geodata
	$(VENV)/geodata/bin/python tools/build_geodata.py
	$(VENV)/geodata/bin/python tools/keep_ways.py

ways: $(VENV)/user
	$(BIN)/python tools/keep_ways.py

schemas: $(VENV)/developer
	$(BIN)/python tools/build_schemas.py

$(BIN)/python:
	python3 -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"

$(VENV)/user: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/reader: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable ".[notebooks]"
	touch $@

$(VENV)/developer: pyproject.toml tools/install_browser | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable . --group dev
	tools/install_browser
	touch $@ $(VENV)/user

# An environment of its own: the basemap's packages are large and nobody else needs them.
$(VENV)/geodata: pyproject.toml | $(BIN)/python
	python3 -m venv $@
	$@/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$@/bin/python -m pip install --quiet --editable . --group geodata

clean:
	rm -rf $(VENV) $(OUT) build dist .cache
