# Two commands: `make app` opens the page, `make test` passes the tests. Both set up .venv/ first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

.PHONY: app lab test frontend models pictures benchmarks clean

app: $(VENV)/.app  ## open the page with the pad
	$(BIN)/digit-widgets app

lab: $(VENV)/.lab  ## open JupyterLab on the notebooks
	$(BIN)/digit-widgets lab

test: $(VENV)/.test  ## check style and types, and run all tests
	$(BIN)/python -m tests.support.chromium
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

frontend:  ## build the page's scripts and styles: needs Node 20 or newer, and npm
	cd frontend && npm ci && npm run build

models: $(VENV)/.lab  ## train the shipped models anew: make models INK=... NOT_DIGITS=...
	@test -f "$(INK)" -a -f "$(NOT_DIGITS)" || \
	    { echo "Name the two files of pen strokes: make models INK=pen_digits.npz NOT_DIGITS=..."; exit 1; }
	$(BIN)/digit-widgets train cnn --out build/mnist
	for options in "cnn --start build/mnist/digit_cnn.keras" "ann"; do \
	    $(BIN)/digit-widgets train $$options --ink "$(INK)" --not-digits "$(NOT_DIGITS)" \
	        --keep-writers 25-30 --keep-alphabet Balinese --out build/choice && \
	    $(BIN)/digit-widgets train $$options --ink "$(INK)" --not-digits "$(NOT_DIGITS)" \
	        --calibration build/choice/digit_$${options%% *}.json || exit 1; \
	done

pictures: $(VENV)/.test  ## take the README's pictures anew
	$(BIN)/python -m tools.pictures

benchmarks: $(VENV)/.test  ## measure: kernel, pad and explorer in both hosts, training
	$(BIN)/python -m benchmarks.update
	$(BIN)/python -m benchmarks.kernel
	$(BIN)/python -m benchmarks.memory
	$(BIN)/python -m benchmarks.journey
	$(BIN)/python -m benchmarks.explorer
	$(BIN)/python -m benchmarks.monitor
	$(BIN)/python -m benchmarks.to_99

clean:  ## remove the environment
	rm -rf $(VENV)

# Each stamp is an environment that holds at least so much.
$(VENV)/.app: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable '.[app]'
	@touch $@

$(VENV)/.lab: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable '.[train,notebooks]'
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable '.[test]'
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Digit Widgets needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV) || \
	    { echo "No venv module: on Debian, apt-get install python3-venv"; rm -rf $(VENV); exit 1; }
