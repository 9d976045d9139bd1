"""A browser for tests: named, on the path, downloaded by Playwright, installed by apt; without one the tests say so."""
import os
import sys
from pathlib import Path

import pytest

from tests import browser, tools
from tests.ports import free_port


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any browser: an empty path, no download, nobody waiting for us in CI."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "downloads"))
    monkeypatch.setattr(browser, "ON_MACOS", ())
    for name in ("CHROMIUM", "CI"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_the_one_named_in_chromium_comes_first(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(nowhere / "bin" / "chromium")
    named = _program(nowhere / "mine")
    monkeypatch.setenv("CHROMIUM", named)
    assert browser.find_chromium() == named


def test_a_chromium_that_is_named_and_not_there_is_said(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(nowhere / "bin" / "chromium")
    monkeypatch.setenv("CHROMIUM", str(nowhere / "gone"))
    with pytest.raises(FileNotFoundError, match="gone, which cannot be run"):
        browser.find_chromium()


def test_the_one_on_the_path_comes_before_a_downloaded_one(nowhere: Path) -> None:
    downloaded = _program(nowhere / "downloads" / "chromium-1200" / "chrome-linux" / "chrome")
    assert browser.find_chromium() == downloaded
    on_path = _program(nowhere / "bin" / "google-chrome")
    assert browser.find_chromium() == on_path


def test_without_one_a_test_is_skipped_with_words_and_fails_in_ci(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(pytest.skip.Exception, match="no Chromium here"):
        browser.chromium_for_a_test()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no Chromium here"):
        browser.chromium_for_a_test()


def test_when_playwright_cannot_download_apt_installs_it_with_the_fonts(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", f"http://127.0.0.1:{free_port()}")
    chromium, asked = nowhere / "bin" / "chromium", nowhere / "asked"
    _program(nowhere / "bin" / "sudo", 'shift\nexec "$@"')
    _program(nowhere / "bin" / "apt-get", f'echo "$*" >> {asked}\nprintf "#!/bin/sh\\n" > {chromium}\n/bin/chmod +x {chromium}')
    assert tools.fetch_chromium() is True
    assert browser.find_chromium() == str(chromium)
    assert asked.read_text().splitlines() == ["-qq update", "-qq install -y --no-install-recommends chromium fonts-noto-cjk"]


def test_when_nothing_helps_it_is_said_in_words(nowhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", f"http://127.0.0.1:{free_port()}")
    assert tools.fetch_chromium() is False
    assert "没有装上" in capsys.readouterr().out


def test_a_browser_that_does_not_start_is_no_browser(nowhere: Path) -> None:
    assert not browser.runs(_program(nowhere / "broken", "exit 127"))
    assert browser.runs(_program(nowhere / "sound", "exit 0"))
    assert not browser.runs(str(nowhere / "gone"))


def test_node_is_found_on_the_path_and_beside_this_python(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(nowhere / "venv" / "python"))
    with pytest.raises(FileNotFoundError, match="no Node here"):
        tools.find_node()
    beside = _program(nowhere / "venv" / "node")
    assert tools.find_node() == beside
    on_path = _program(nowhere / "bin" / "node")
    assert tools.find_node() == on_path


def _program(path: Path, does: str = "exit 0") -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{does}\n")
    os.chmod(path, 0o755)
    return str(path)
