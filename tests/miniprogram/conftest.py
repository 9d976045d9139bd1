"""What the mini program's tests share: Node with the packages of miniprogram/, and one Chromium."""
import fcntl
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import LAUNCH_FLAGS, chromium_for_a_test
from tests.tools import find_node

PHONE = Path(__file__).parent.parent.parent / "miniprogram"
INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")


@pytest.fixture(scope="session")
def node() -> str:
    """The path of node."""
    return find_node()


@pytest.fixture(scope="session")
def packages(node: str) -> Path:
    """miniprogram/, with what its lock file names installed; one worker installs, the others wait."""
    with Path(tempfile.gettempdir(), "wangju-miniprogram-packages").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if _is_stale():
            path = os.pathsep.join((str(Path(node).parent), os.environ["PATH"]))
            subprocess.run(INSTALL, cwd=PHONE, check=True, capture_output=True, timeout=600, env={**os.environ, "PATH": path})
            (PHONE / "node_modules" / ".package-lock.json").touch()
    return PHONE


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a worker; without one they say so."""
    path = chromium_for_a_test()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(LAUNCH_FLAGS))
        yield started
        started.close()


def _is_stale() -> bool:
    installed = PHONE / "node_modules" / ".package-lock.json"
    return not installed.exists() or installed.stat().st_mtime < (PHONE / "package-lock.json").stat().st_mtime
