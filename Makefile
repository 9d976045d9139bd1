# Two commands are all a newcomer needs: make run, make test. Both set up what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test check bench clean

run: $(VENV)/.runtime
	@exec $(BIN)/python -m server run

test: $(VENV)/.complete
	@exec $(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

check: $(VENV)/.complete
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/house

bench: $(VENV)/.complete
	@exec $(BIN)/python -m bench

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "需要 Python 3.11 或更新：没有找到 $(PYTHON)"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新（可用 make PYTHON=python3.12 …）"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "缺少 venv：在 Debian 或 Ubuntu 上请先运行 apt-get install python3-venv"; exit 1; }

$(VENV)/.runtime: $(VENV)/bin/python requirements.txt constraints.txt
	@echo "正在安装运行所需的组件（首次约一分钟）……"
	@$(BIN)/python -m pip install --disable-pip-version-check --progress-bar on -q -r requirements.txt -c constraints.txt
	@touch $@

$(VENV)/.complete: $(VENV)/.runtime requirements-dev.txt
	@echo "正在安装测试所需的组件（首次约两分钟）……"
	@$(BIN)/python -m pip install --disable-pip-version-check --progress-bar on -q -r requirements-dev.txt -c constraints.txt
	@$(BIN)/python -m tests.tools
	@touch $@
