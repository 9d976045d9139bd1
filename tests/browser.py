"""The Chromium that tests drive: $CHROMIUM, the one on the path, or Playwright's own download (tests.tools fetches it)."""
import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
DOWNLOADED = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium_headless_shell-*/chrome-headless-shell-*/chrome-headless-shell",
    "chromium_headless_shell-*/chrome-linux*/headless_shell",
)
LAUNCH_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)
NONE = "no Chromium here: install the package `chromium`, or name its path in CHROMIUM"


def find_chromium() -> str:
    """Its path. Raises FileNotFoundError, also when CHROMIUM names nothing that can be run."""
    told = os.environ.get("CHROMIUM")
    if told:
        if not shutil.which(told):
            raise FileNotFoundError(f"CHROMIUM names {told}, which cannot be run")
        return told
    found = next(filter(None, map(shutil.which, NAMES)), None)
    found = found or next((path for path in (*ON_MACOS, *_downloaded()) if os.access(path, os.X_OK)), None)
    if not found:
        raise FileNotFoundError(NONE)
    return found


def chromium_for_a_test() -> str:
    """Its path; without one the test says so: skipped on a developer's machine, failed where CI is set."""
    # Imported here, because `make run` fetches Node through tests.tools, where there is no pytest.
    import pytest

    try:
        return find_chromium()
    except FileNotFoundError as missing:
        if os.environ.get("CI"):
            pytest.fail(str(missing))
        pytest.skip(str(missing))


def runs(path: str) -> bool:
    """Whether it starts: a downloaded browser may lack the system's libraries."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _downloaded() -> list[str]:
    """Where Playwright keeps its own, the newest first."""
    told = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    cache = "Library/Caches" if sys.platform == "darwin" else ".cache"
    folder = Path(told) if told else Path.home() / cache / "ms-playwright"
    return [str(path) for pattern in DOWNLOADED for path in sorted(folder.glob(pattern), reverse=True)]
