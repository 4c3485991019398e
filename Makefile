# `make test` needs only a Python from 3.10 to 3.13 and a package index: it creates a virtual
# environment with the versions pinned for that Python. If PIP_EXTRA_INDEX_URL names PyTorch's
# index of CPU builds, it installs the CPU build of torch, which is far smaller.

# PYTHON=/path/to/python names another one.
SUITS := import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3.10 python3 python; do \
	$$python -c '$(SUITS)' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
VISION := .venv-torchvision
VISION_PIP := $(VISION)/bin/python -m pip install --quiet --disable-pip-version-check \
	-c $(VISION)/constraints.txt
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

# The interpreters for the tests that need no framework, by name or path.
PYTHONS ?= python3.10 python3.11 python3.12 python3.13
CORE := .venv-core

# Two test processes share the cores: more threads than cores only slow them down. Each
# begins with half of the files, so that most start the frameworks of a file once.
export OMP_NUM_THREADS ?= 1

# The number of random specs for `make fuzz`, or of damaged ones for `make mutate`, and the
# first seed.
START ?= 0
fuzz: N ?= 200
mutate: N ?= 10000

# The folder for the environments of `make bench-alternatives`.
ALTERNATIVES ?= .venv-alternatives

.PHONY: help test quick check golden wording docs full matrix bench bench-alternatives fuzz mutate \
	test-core test-torchvision clean

help:
	@echo 'make test    the whole suite, in its own environment (Python 3.10 to 3.13)'
	@echo 'make quick   a subset that takes less than 90 seconds'
	@echo 'make check   format, lint and types, then the whole suite'
	@echo 'make golden  renew tests/golden and the pages that are generated; read the diff'
	@echo 'make wording renew the messages that tests compare; read the diff'
	@echo 'make docs    the documentation as a site: site/index.html'
	@echo 'make full    a network of each family live in all frameworks, at its natural size;'
	@echo '             writes docs/full-run.md'
	@echo 'make matrix  the zoo and the tutorials proved at level train; hours on two cores;'
	@echo '             writes docs/matrix.md'
	@echo 'make test-torchvision  the zoo against torchvision, in an environment of 5.6 GB;'
	@echo '             writes docs/torchvision.md'
	@echo 'make fuzz    N=200 random specs proved in every framework; START is the first seed'
	@echo 'make bench   how fast it is, and what it emits; renews docs/benchmarks.md'
	@echo 'make bench-alternatives  the same job by other tools, in environments of their own'
	@echo '             (10 GB); PYTHON36 is an interpreter for the oldest'
	@echo 'make mutate  N=10000 damaged specs compiled or refused; START is the first seed'
	@echo 'make test-core  the tests that need no framework, on each Python of'
	@echo '             PYTHONS="python3.10 python3.12", each in its own environment'
	@echo 'make clean   remove the environment and the caches'

test: $(READY)
	$(BIN)/python -m pytest -n 2 --dist worksteal

quick: $(READY)
	$(BIN)/python -m pytest -n 2 --dist worksteal -m quick

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/python -m pytest -n 2 --dist worksteal

golden: $(READY)
	$(BIN)/python -m tests.renew_golden

wording: $(READY)
	$(BIN)/python -m pytest --renew-wording

docs: $(READY)
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict

full: $(READY)
	$(BIN)/python -m tests.full

matrix: $(READY)
	$(BIN)/python -m tests.matrix $(NAMES)

test-torchvision: $(VISION)/.ready
	$(VISION)/bin/python -m tests.torchvision

fuzz: $(READY)
	$(BIN)/python -m tests.fuzz -n $(N) --start $(START)

mutate: $(READY)
	$(BIN)/python -m tests.mutate -n $(N) --start $(START)

test-core: $(addprefix test-core-,$(PYTHONS))

test-core-%: $(CORE)-%/.ready
	$(CORE)-$*/bin/python -m tests.core -n 2

# torchvision's models come from the environment of `make test-torchvision`, if it exists.
bench: $(READY)
	$(BIN)/python -m benchmarks \
		$(patsubst %,--python torch=%,$(wildcard $(VISION)/bin/python))

bench-alternatives: $(READY)
	$(BIN)/python -m benchmarks.alternatives $(ALTERNATIVES) \
		$(patsubst %,--python 3.6=%,$(PYTHON36))

clean:
	rm -rf $(VENV) $(VISION) $(CORE)-* .venv-alternatives .pytest_cache .ruff_cache \
		.hypothesis build dist site

# Chainer is a source distribution whose build needs pkg_resources, so setuptools (below
# 82) and wheel come first, and the build is not isolated from them. MXNet comes last and
# alone where its bound of NumPy has no version for this Python.
$(READY): pyproject.toml constraints.txt | python
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) setuptools wheel hatchling
	$(PIP) --no-build-isolation -e '.[all,test]'
	$(BIN)/python -m pip check --disable-pip-version-check
	$(PIP) --no-deps mxnet
	@touch $@

# torchvision is for a newer torch than the one archspec is tested with; all else is as
# pinned.
$(VISION)/.ready: pyproject.toml constraints.txt | python
	$(PYTHON) -m venv --clear $(VISION)
	grep -v '^torch==' constraints.txt > $(VISION)/constraints.txt
	$(VISION_PIP) setuptools wheel hatchling
	$(VISION_PIP) --no-build-isolation -e '.[all]' torch==2.14.1 torchvision==0.29.1
	@touch $@

# Versions are the newest for each Python, but for ruff's, which judges emitted files.
$(CORE)-%/.ready: pyproject.toml constraints.txt
	$* -m venv --clear $(CORE)-$*
	grep '^ruff==' constraints.txt > $(CORE)-$*/constraints.txt
	$(CORE)-$*/bin/python -m pip install --quiet --disable-pip-version-check \
		-c $(CORE)-$*/constraints.txt -e '.[numpy,test]'
	@touch $@

.PHONY: python
python:
	@test -n "$(PYTHON)" || { \
		echo 'error: no Python from 3.10 to 3.13 found, for which the frameworks are pinned.' >&2; \
		echo '  = help: install one, or name it: make test PYTHON=/path/to/python3.12' >&2; \
		exit 1; }
	@$(PYTHON) -c '$(SUITS)' || { \
		echo 'error: $(PYTHON) is no Python from 3.10 to 3.13, for which the frameworks are pinned.' >&2; \
		exit 1; }
