# Two commands are all a newcomer needs: make run, make test. Both set up what they need.
MAKEFLAGS += --no-builtin-rules
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --no-input -c constraints.txt

# The mini program: its packages, and the browser's build of it, made anew when a source changed.
PHONE_PACKAGES := miniprogram/node_modules/.package-lock.json
PREVIEW := miniprogram/preview/dist/.built
PHONE_SOURCES := $(shell find miniprogram/src miniprogram/preview -mindepth 1 -not -path 'miniprogram/preview/dist*')
WITH_NODE := PATH="$(CURDIR)/$(BIN):$$PATH"

.PHONY: run preview test check bench documents clean

run: $(VENV)/.runtime
	@$(MAKE) --no-print-directory --silent preview || echo "小程序预览（/preview/）这次用不了，其余照常"
	@exec $(BIN)/python -m server run

preview: $(PREVIEW)

# make test ARGS="tests/models -k calendar" runs a part.
test: $(VENV)/.complete $(PREVIEW)
	@$(WITH_NODE) $(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

check: $(VENV)/.complete $(PHONE_PACKAGES)
	$(BIN)/ruff check .
	$(BIN)/mypy
	@cd miniprogram && $(WITH_NODE) node checks/run.js
	@$(WITH_NODE) $(BIN)/python -m pytest -n 0 tests/house

bench: $(VENV)/.complete
	@exec $(BIN)/python -m bench

# What is rendered from the code and committed; make check says when it is not fresh.
documents: $(VENV)/.runtime
	$(BIN)/python -m server law > docs/law.md
	$(BIN)/python -m server problems > docs/problems.md
	$(BIN)/python -m server openapi > docs/openapi.json
	$(BIN)/python -m tests.vectors

clean:
	rm -rf $(VENV) miniprogram/node_modules miniprogram/preview/dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "需要 Python 3.11 或更新：没有找到 $(PYTHON)"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "需要 Python 3.11 或更新，$(PYTHON) 是 $$($(PYTHON) -V)。可用 make PYTHON=python3.12 …"; exit 1; }
	@echo "正在建立虚拟环境 $(VENV)……"
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { rm -rf $(VENV); $(INSTALL_VENV); } \
	  || { rm -rf $(VENV); echo "缺少 venv：在 Debian 或 Ubuntu 上请先运行 sudo apt-get install python3-venv，再试一次"; exit 1; }

# Debian keeps a part of venv in a package of its own; root may have it without being asked.
INSTALL_VENV := test "$$(id -u)" = 0 && command -v apt-get >/dev/null && echo "正在安装 python3-venv……" \
	&& apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null && $(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt constraints.txt | $(BIN)/python
	@echo "正在安装运行所需的组件（首次约一分钟）……"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.complete: requirements-dev.txt bench/requirements.txt $(VENV)/.runtime
	@echo "正在安装测试所需的组件（首次约两分钟）……"
	@$(PIP) -r requirements-dev.txt
	@$(WITH_NODE) $(BIN)/python -m tests.tools
	@touch $@

$(PHONE_PACKAGES): miniprogram/package.json miniprogram/package-lock.json | $(BIN)/python
	@$(WITH_NODE) $(BIN)/python -m tests.tools node
	@echo "正在安装小程序的组件（首次约半分钟）……"
	@cd miniprogram && $(WITH_NODE) npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

$(PREVIEW): $(PHONE_SOURCES) $(PHONE_PACKAGES)
	@echo "正在生成小程序预览……"
	@$(WITH_NODE) node miniprogram/preview/build.js
	@touch $@
