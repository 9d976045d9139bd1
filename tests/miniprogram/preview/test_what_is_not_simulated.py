"""One list of what the preview cannot show: on its page, in preview.unsimulated, and in the check-list for people."""
import json
from pathlib import Path

from tests.miniprogram.preview.conftest import Phone

HOME = Path(__file__).parent.parent.parent.parent
START = "<!-- what the preview cannot show: written from miniprogram/preview/unsimulated.json by miniprogram/preview/tell.js -->"
END = "<!-- end of what the preview cannot show -->"


def _list() -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((HOME / "miniprogram/preview/unsimulated.json").read_text(encoding="utf-8"))
    return found


def test_the_check_list_for_people_names_the_same_things() -> None:
    page = (HOME / "docs/release-check.md").read_text(encoding="utf-8")
    section = page.split(START)[1].split(END)[0]
    lines = [line.removeprefix("- [ ] ") for line in section.splitlines() if line.startswith("- [ ] ")]
    assert lines == [f"`{one['id']}` {one['zh']}" for one in _list()]


def test_every_thing_has_a_name_of_its_own_and_a_sentence() -> None:
    names = [one["id"] for one in _list()]
    assert len(set(names)) == len(names)
    assert all(one["zh"].endswith("。") and "！" not in one["zh"] for one in _list())


def test_the_phone_and_the_page_beside_it_show_the_same_list(phone: Phone) -> None:
    assert phone.do("preview.unsimulated") == _list()
    phone.page.goto(phone.site + "/index.html")
    phone.page.get_by_text("与真手机不同的地方").tap()
    phone.page.wait_for_function(f"document.querySelectorAll('#unsimulated li').length === {len(_list())}")
    assert phone.page.locator("#unsimulated li").all_inner_texts() == [one["zh"] for one in _list()]
