"""The Chromium that tests drive: the system's own, never one downloaded by Playwright."""
import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
LAUNCH_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)


def find_chromium() -> str:
    """Its path: $CHROMIUM first, then the names Debian, Fedora and macOS give it. Raises FileNotFoundError."""
    told = os.environ.get("CHROMIUM")
    found = told or next(filter(None, map(shutil.which, NAMES)), None)
    found = found or next((path for path in ON_MACOS if Path(path).exists()), None)
    if not found:
        raise FileNotFoundError("no Chromium here: install the package `chromium`, or name its path in CHROMIUM")
    return found
