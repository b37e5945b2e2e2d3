# SAR2Optical. `make demo` and `make test` do everything on a fresh Debian or Ubuntu; `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# The system's Python, because it is the one that sees QGIS and GDAL.
PYTHON ?= /usr/bin/python3
PIP_ARGS ?=
TORCH_CPU ?= https://download.pytorch.org/whl/cpu
PROFILE ?=
DEMO ?= demo
SAR ?=
S2 ?=
SCL ?=
LANDCOVER ?=
METHOD ?=
WEB ?=
TESTS ?= tests
WORKERS ?= $(shell cores=$$(nproc 2>/dev/null || echo 2); echo $$((cores < 4 ? cores : 4)))
PLACES ?=
TERRAMIND ?= $(HOME)/.cache/sar2optical/terramind

VENV := .venv
VENV_PYTHON := $(VENV)/bin/python
PIP := $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check
RUNTIME_STAMP := $(VENV)/.sar2optical-runtime
WEB_STAMP := $(VENV)/.sar2optical-web
TOOLS_STAMP := $(VENV)/.sar2optical-tools
TRAINING_STAMP := $(VENV)/.sar2optical-training
STAGE := build/plugins/sar2optical_qgis
STAGE_STAMP := build/plugins/.staged
SOURCES := $(shell find sar2optical_qgis resources -not -path '*/__pycache__*' -not -name '*.pyc' 2>/dev/null) \
           metadata.txt LICENSE training/delivery/stage.py
APT_PACKAGES := qgis python3-qgis qgis-providers gdal-bin python3-gdal xvfb xauth python3-venv libopenblas0-pthread

.PHONY: help setup system tools training terramind demo web test test-versions lint package install clean

help: ## List the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 21
	@echo
	@echo '  make demo SAR=s1.tif S2=s2.tif SCL=scl.tif   your own files (any of: SAR alone, S2 with SCL, all three)'
	@echo '  make demo METHOD=regression                  clouds by the same-image fit alone, without a network'
	@echo '  make test TESTS=tests/core                   a part of the tests'
	@echo '  make web WEB="--port 9000 --workers 4"       other options of the service'
	@echo '  make test-versions PLACES=trixie             one of: here, trixie (QGIS 3.40), testing (3.44 or later)'
	@echo '  make install PROFILE=...                     one QGIS profile folder (else the default ones of QGIS 3 and 4)'
	@echo '  make terramind TERRAMIND=/big/disk/env       another place for the environment of TerraMind'
	@echo '  make setup PIP_ARGS=...                      more arguments for pip'

setup: system $(RUNTIME_STAMP) $(STAGE_STAMP) ## Install what is missing, make .venv, stage the plugin

tools: setup $(TOOLS_STAMP) ## Install what the tests and the checks need, without PyTorch

# Quick when all is there. Otherwise apt where it may, else the exact line to run.
system:
	@missing=''; \
	command -v qgis_process.bin qgis_process >/dev/null || missing+=' qgis_process'; \
	command -v gdalinfo >/dev/null || missing+=' gdalinfo'; \
	command -v xvfb-run >/dev/null || missing+=' xvfb-run'; \
	command -v xauth >/dev/null || missing+=' xauth'; \
	for module in qgis osgeo numpy ensurepip; do \
	  $(PYTHON) -c "import importlib.util as u, sys; sys.exit(u.find_spec('$$module') is None)" 2>/dev/null \
	    || missing+=" $(PYTHON):$$module"; \
	done; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	echo "Missing on this machine:$$missing"; \
	sudo=''; \
	if ! command -v apt-get >/dev/null; then \
	  echo 'Please install QGIS 3.22 or later with its Python bindings, GDAL with its Python bindings, xvfb and python venv.'; \
	  exit 1; \
	elif [ "$$(id -u)" != 0 ]; then \
	  if sudo -n true 2>/dev/null; then sudo='sudo -n'; else \
	    echo 'Please run these two lines, then make again:'; \
	    echo '  sudo apt-get update'; \
	    echo '  sudo apt-get install --no-install-recommends $(APT_PACKAGES)'; \
	    exit 1; \
	  fi; \
	fi; \
	$$sudo apt-get update; \
	$$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $(APT_PACKAGES)

# An interpreter that was moved or removed leaves a broken venv: `--clear` is never used, a working one is adopted.
$(RUNTIME_STAMP): pyproject.toml training/delivery/requirements.py | system
	@$(VENV_PYTHON) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --system-site-packages $(VENV)
	@$(VENV_PYTHON) training/delivery/requirements.py constraints > $(VENV)/constraints.txt
	@$(VENV_PYTHON) training/delivery/requirements.py runtime > $(VENV)/runtime.txt
	@echo 'Installing onnxruntime into $(VENV) ...'
	@$(PIP) $(PIP_ARGS) -r $(VENV)/runtime.txt -c $(VENV)/constraints.txt
	@touch $@

$(WEB_STAMP): $(RUNTIME_STAMP)
	@$(VENV_PYTHON) training/delivery/requirements.py web > $(VENV)/web.txt
	@$(PIP) $(PIP_ARGS) -r $(VENV)/web.txt -c $(VENV)/constraints.txt
	@touch $@

$(TOOLS_STAMP): $(WEB_STAMP)
	@$(VENV_PYTHON) training/delivery/requirements.py test > $(VENV)/test.txt
	@echo 'Installing what the tests need into $(VENV) ...'
	@$(PIP) $(PIP_ARGS) -r $(VENV)/test.txt -c $(VENV)/constraints.txt
	@touch $@

# PyPI's torch for Linux brings 5 GB of CUDA. Without a GPU a CPU build is taken where pip's own sources or PyTorch's have
# one; else none, and the tests of training/ are skipped. A torch that is there already is used as it is.
training: tools ## Install what training/ needs: PyTorch, without a GPU its CPU build
	@if [ -e $(TRAINING_STAMP) ] && [ ! $(TOOLS_STAMP) -nt $(TRAINING_STAMP) ]; then exit 0; fi; \
	$(VENV_PYTHON) training/delivery/requirements.py torch > $(VENV)/torch.txt; \
	$(VENV_PYTHON) training/delivery/requirements.py training > $(VENV)/training.txt; \
	echo 'Installing PyTorch into $(VENV) (this may take some minutes) ...'; \
	if ! $(VENV_PYTHON) -c "from importlib.metadata import version; version('torch')" 2>/dev/null \
	  && ! $(PIP) $(PIP_ARGS) -r $(VENV)/torch.txt -c $(VENV)/constraints.txt 2>/dev/null \
	  && ! $(PIP) --no-deps --retries 1 --timeout 15 --index-url $(TORCH_CPU) -r $(VENV)/torch.txt 2>/dev/null; then \
	  echo "No $$(cat $(VENV)/torch.txt) for this Python can be had here: the tests of training/ will be skipped."; \
	  echo 'To run them, install a torch into $(VENV) yourself.'; \
	  exit 0; \
	fi; \
	$(VENV_PYTHON) -c "from importlib.metadata import version; print('torch==' + version('torch'))" > $(VENV)/torch.txt; \
	cat $(VENV)/constraints.txt >> $(VENV)/torch.txt; \
	$(PIP) $(PIP_ARGS) -r $(VENV)/training.txt -c $(VENV)/torch.txt; \
	$(VENV_PYTHON) -c "import importlib.util as u, sys; sys.exit('torchvision got into $(VENV)' if u.find_spec('torchvision') else 0)"; \
	touch $(TRAINING_STAMP)

# terratorch needs torchvision and numpy 2, which would break QGIS's and GDAL's bindings in .venv: it gets a place of its
# own (7 GB with CUDA, some ten minutes), where numpy stays of the host's major version.
terramind: $(TERRAMIND)/.sar2optical ## Make an environment with TerraMind outside of .venv, and run its tests there
	@$(TERRAMIND)/bin/python -m pytest -q tests/training/terramind

$(TERRAMIND)/.sar2optical: pyproject.toml training/delivery/requirements.py | system
	@$(TERRAMIND)/bin/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --system-site-packages $(TERRAMIND)
	@for part in runtime test training terramind; do \
	  $(PYTHON) training/delivery/requirements.py $$part; \
	done > $(TERRAMIND)/requirements.txt
	@echo 'Installing terratorch into $(TERRAMIND) (some ten minutes) ...'
	@$(TERRAMIND)/bin/python -m pip install --quiet --disable-pip-version-check $(PIP_ARGS) -r $(TERRAMIND)/requirements.txt
	@major=$$($(PYTHON) -c 'import numpy; print(numpy.__version__.split(".")[0])'); \
	$(TERRAMIND)/bin/python -m pip install --quiet --disable-pip-version-check $(PIP_ARGS) --no-deps "numpy==$$major.*"
	@touch $@

$(STAGE_STAMP): $(SOURCES) | $(RUNTIME_STAMP)
	@$(VENV_PYTHON) -m training.delivery.stage $(STAGE)
	@touch $@

demo: setup ## Run the algorithms on the sample (or SAR=, S2=, SCL=) and draw demo/overview.png
	@$(VENV_PYTHON) -m training.demo --folder '$(DEMO)' --plugins build/plugins \
	  $(if $(SAR),--sar '$(SAR)') $(if $(S2),--s2 '$(S2)') $(if $(SCL),--scl '$(SCL)') \
	  $(if $(LANDCOVER),--landcover '$(LANDCOVER)') $(if $(METHOD),--method '$(METHOD)')

web: $(WEB_STAMP) ## Start the page and its service on http://127.0.0.1:8000
	@$(VENV_PYTHON) -m sar2optical_qgis.web $(WEB)

test: training ## Set up, then run every test, one process a core (WORKERS=0: all in one)
	@$(VENV_PYTHON) -m pytest -q -n $(WORKERS) --dist worksteal $(TESTS)

test-versions: tools ## Run the tests here and on the QGIS of Debian 13 and testing, in folders of their own (root only)
	@$(VENV_PYTHON) -m tests.versions $(PLACES)

lint: $(TOOLS_STAMP) ## Check style and format (ruff)
	@$(VENV_PYTHON) -m ruff check .
	@$(VENV_PYTHON) -m ruff format --check .

package: setup ## Build and check dist/sar2optical_qgis-VERSION.zip
	@$(VENV_PYTHON) -m training.delivery.package $(STAGE) dist

# QGIS 4 has profiles of its own; without any yet, those of the QGIS that is installed here.
install: setup ## Copy the plugin into your QGIS profiles
	@profiles='$(HOME)/.local/share/QGIS'; set --; \
	if [ -n '$(PROFILE)' ]; then set -- '$(PROFILE)'; else \
	  for name in QGIS3 QGIS4; do \
	    if [ -d "$$profiles/$$name/profiles/default" ]; then set -- "$$@" "$$profiles/$$name/profiles/default"; fi; \
	  done; \
	fi; \
	if [ $$# = 0 ]; then \
	  version=$$($(VENV_PYTHON) -c 'from qgis.core import Qgis; print(Qgis.QGIS_VERSION[0])'); \
	  set -- "$$profiles/QGIS$$version/profiles/default"; \
	fi; \
	for profile in "$$@"; do \
	  mkdir -p "$$profile/python/plugins"; \
	  $(VENV_PYTHON) -m training.delivery.stage "$$profile/python/plugins/sar2optical_qgis"; \
	  echo "Installed into $$profile/python/plugins/sar2optical_qgis"; \
	done
	@echo 'In QGIS: Plugins > Manage and Install Plugins > Installed > tick SAR2Optical. Then look into the Processing Toolbox.'

clean: ## Remove what make built (the stage, the zip, the demo); .venv stays
	rm -rf build dist demo .pytest_cache .ruff_cache
