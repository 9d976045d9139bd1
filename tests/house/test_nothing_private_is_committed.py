"""What is committed names no person, no folder of a developer's machine and no private registry."""
import re
import subprocess
from pathlib import Path

HOME = Path(__file__).parent.parent.parent
MOBILE = re.compile(r"(?<![0-9A-Za-z_./+-])1[3-9][0-9]{9}(?![0-9A-Za-z_])")
INVENTED = re.compile(r"1[3-9][0-9]0000[0-9]{4}|13800138000|1[3-9]([0-9])\1{8}")      # nobody has these
OWN_FOLDERS = re.compile(r"(?<![\w.-])(?:" + "|".join(("/ro" + "ot/", "/wo" + "rk/", "/ho" + "me/[a-z]+/", "/Us" + "ers/[a-z]+/")) + ")")
REGISTRY = re.compile(r"^\s*(--?(extra-)?index-url|--find-links|-i )|\"resolved\": \"(?!https://registry\.npmjs\.org/)", re.MULTILINE)
LOCKS = ("constraints.txt", "requirements.txt", "requirements-dev.txt", "package-lock.json")


def test_no_mobile_number_but_obviously_invented_ones() -> None:
    assert _found(MOBILE, but=INVENTED) == []


def test_no_folder_of_somebodys_machine() -> None:
    assert _found(OWN_FOLDERS) == []


def test_no_registry_but_the_public_ones_in_what_is_pinned() -> None:
    named = [name for name in _committed() if Path(name).name in LOCKS or Path(name).name.endswith("requirements.txt")]
    assert [name for name in named if REGISTRY.search(_text(name) or "")] == []


def test_the_search_finds_what_it_looks_for() -> None:
    assert MOBILE.search("电话 139" + "12345678。")
    assert not INVENTED.fullmatch("139" + "12345678")
    assert OWN_FOLDERS.search("open('/ro" + "ot/x')")
    assert OWN_FOLDERS.search("file:///wo" + "rk/x")
    assert not OWN_FOLDERS.search("/pages/wo" + "rk/x")
    assert REGISTRY.search("--index-url https://example.org/simple")


def _found(pattern: re.Pattern[str], but: re.Pattern[str] | None = None) -> list[str]:
    return [f"{name}: {hit}" for name in _committed() if (text := _text(name))
            for hit in {match.group() for match in pattern.finditer(text)} if not (but and but.fullmatch(hit))]


def _committed() -> list[str]:
    """Every file of the checkout that git has or would take."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(asked, cwd=HOME, capture_output=True, check=True)
    return [name for name in listed.stdout.decode().split("\0") if name and (HOME / name).is_file()]


def _text(name: str) -> str | None:
    """A text file's content; None for pictures and films, and for what a neighbour's test has just removed."""
    try:
        return (HOME / name).read_text(encoding="utf-8")
    except (UnicodeDecodeError, FileNotFoundError):
        return None
