"""The build: what does not compile fails it, with its place; and nothing of the browser's or a stranger's gets in."""
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.miniprogram.preview.conftest import APP


def build(node: str, packages: Path, app: Path, to: Path) -> "subprocess.CompletedProcess[str]":
    command = [node, str(packages / "preview" / "build.js"), "--app", str(app), "--out", str(to)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


@pytest.fixture
def app(tmp_path: Path) -> Path:
    return Path(shutil.copytree(APP, tmp_path / "app"))


PLANTED = [
    ("pages/home/home.wxml", "<view>\n  <view bindtap=\"a\" id=\"{{a b}}\">", "pages/home/home.wxml:2:"),
    ("pages/home/home.wxml", "<view>\n<map />", "<map> is not simulated by the preview"),
    ("pages/home/home.wxss", ".a { color: red", "pages/home/home.wxss:1:1 Unclosed block"),
    ("pages/home/home.wxss", ".a {\n background: url(/pictures/dot.png) }", "pages/home/home.wxss:2:2 WXSS cannot show a local file"),
    ("pages/home/home.js", "const a = 1\nconst b = = 2", "pages/home/home.js:2:11 Unexpected \"=\""),
    ("pages/home/home.js", "require('../nowhere')", "pages/home/home.js:1:10 cannot find require('../nowhere')"),
    ("pages/home/home.js", "require('../../far/words')", "lies in another package: use require.async"),
    ("pages/home/home.json", "{ \"usingComponents\": { \"x\": \"./x\" } }", "pages/home/home.json:1:1 component \"./x\" not found"),
    ("pages/home/home.json", "{ nonsense }", "pages/home/home.json:1:1 "),
    ("pages/home/kinds.wxs", None, "pages/home/kinds.wxs:1:1 not found"),
]


@pytest.mark.parametrize(("file", "text", "words"), PLANTED, ids=[f"{one[0]} {one[2][-20:]}" for one in PLANTED])
def test_a_planted_error_fails_the_build_and_names_its_place(node: str, packages: Path, app: Path, tmp_path: Path, file: str,
                                                             text: str | None, words: str) -> None:
    if text is None:
        (app / file).unlink()
    else:
        (app / file).write_text(text, encoding="utf-8")
    ran = build(node, packages, app, tmp_path / "dist")
    assert ran.returncode == 1
    assert words in ran.stderr
    assert not (tmp_path / "dist").exists()


def test_an_error_on_a_line_that_was_rewritten_is_told_at_the_written_column(node: str, packages: Path, app: Path, tmp_path: Path) -> None:
    line = '<view bindtap="a"><text bindtap="b">{{a b}}</text></view>'
    (app / "pages/home/home.wxml").write_text(line, encoding="utf-8")
    assert f"pages/home/home.wxml:1:{line.index('b}}') + 1} " in build(node, packages, app, tmp_path / "dist").stderr


def test_the_first_page_travels_with_the_app_and_each_other_by_itself(dist: Path) -> None:
    chunks = sorted(str(one.relative_to(dist / "chunks")) for one in (dist / "chunks").rglob("*.js"))
    others = [f"pages/{name}/{name}.js" for name in ("bare", "form", "long", "lost", "second", "show")]
    assert chunks == ["app.js", "package/far.js", "package/near.js", *others]
    app = (dist / "chunks" / "app.js").read_text(encoding="utf-8")
    assert "bAnAnA" not in app
    assert "components/card/card" in app
    assert "开头" not in app


def test_what_is_served_names_no_other_host_to_load_from_and_no_map(dist: Path) -> None:
    for one in dist.rglob("*"):
        if one.suffix in (".js", ".css", ".html"):
            text = one.read_text(encoding="utf-8")
            assert "sourceMappingURL" not in text
            assert "@import" not in text
            assert not [url for url in ("src=\"http", "href=\"http", "url(http") if url in text], one


def test_the_built_phone_is_small(dist: Path) -> None:
    assert (dist / "runtime.js").stat().st_size < 320_000
