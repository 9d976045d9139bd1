"""通知和表格 over HTTP: every paper of the plan in force opens in Word, asks all the form asks, and is the same until the plan changes."""
import io
from typing import Any

import docx
import pytest
import requests
from docx.shared import Cm

from models.campaign import actions as campaigns
from models.campaign import queries
from models.campaign.plan import Plan, read
from server.papers import catalogue
from tests.cast import PLAN
from tests.running import House
from tests.server.asking import refused

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read(PLAN)[0]


def listed(house: House) -> dict[str, dict[str, Any]]:
    answer = requests.get(f"{house.url}/api/documents", timeout=60)
    assert answer.status_code == 200, answer.text
    return {one["id"]: one for one in answer.json()["items"]}


def fetched(url: str, **headers: str) -> requests.Response:
    return requests.get(url, headers=headers, timeout=60)


def words(content: bytes) -> str:
    """Everything a file says, as Word would find it: paragraphs, tables, foot."""
    paper = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells, paper.sections[0].footer.paragraphs[0].text])


def test_the_notice_the_forms_and_the_consents_are_listed_for_anybody(house: House, plan: Plan) -> None:
    items = listed(house)
    kinds = [one["kind"] for one in items.values()]
    assert (kinds.count("notice"), kinds.count("form"), kinds.count("consent")) == (1, len(plan.tracks) + 2, len(plan.consents))
    assert {"id", "label", "kind", "url"} == set(items["form-photo"])
    assert (items["form-photo"]["label"], items["form-influencer"]["label"], items["form-innovation"]["label"]) == (
        "网络正能量摄影作品征集登记表", "正能量职工网络达人征集推荐表", "网络正能量创新活动征集申报表")
    assert items["consent-c4"]["label"] == "个人信息处理告知和同意书"


def test_every_paper_opens_is_a4_and_names_its_fonts(house: House) -> None:
    for one in listed(house).values():
        answer = fetched(one["url"])
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, DOCX)
        assert f"filename={one['id']}.docx" in answer.headers["Content-Disposition"]
        paper = docx.Document(io.BytesIO(answer.content))
        page = paper.sections[0]
        assert [round(side / Cm(1), 1) for side in (page.page_width, page.page_height) if side] == [21.0, 29.7]
        assert paper.core_properties.author == ""
        assert one["label"] in words(answer.content)
        assert all(f'w:eastAsia="{font}"' in paper.styles["Normal"].element.xml + paper.element.xml for font in ("宋体", "仿宋"))


def test_a_form_asks_everything_the_phone_asks(house: House, plan: Plan) -> None:
    items = listed(house)
    for track in plan.tracks:
        text = words(fetched(items[f"form-{track.id.replace('_', '-')}"]["url"]).content)
        asked = [field.label for field in plan.form(track.id)] + [field.help for field in plan.form(track.id) if field.help]
        asked += [option for field in plan.form(track.id) for option in field.options] + [kind.label for kind in track.types]
        asked += [consent.label for consent in plan.consents if consent.id in track.consents] + [track.title.label]
        asked += list(track.people.roles) if track.people else []
        asked += [field.label for field in plan.opinions.reporting_unit] + ["报送单位意见", "（盖章）", "签名"]
        assert [label for label in asked if label not in text] == []


def test_there_is_room_to_write_and_for_a_seal(house: House) -> None:
    paper = docx.Document(io.BytesIO(fetched(listed(house)["form-photo"]["url"]).content))
    rows = [row for table in paper.tables for row in table.rows if row.height]
    heights = {row.cells[0].text.split("\n")[0].lstrip("＊"): (row.height or 0) / Cm(1) for row in rows}
    assert heights["图片说明"] >= 3
    assert heights["单位盖章"] >= 3
    assert min(heights.values()) >= 0.85
    authors = next(table for table in paper.tables if [cell.text for cell in table.rows[0].cells] == ["姓名", "分工", "工作单位"])
    assert len(authors.rows) == 2                        # 摄影 is one person; the head and one line


def test_a_consent_is_whole_and_the_guardian_signs_without_the_childs_name(house: House, plan: Plan) -> None:
    items = listed(house)
    for consent in plan.consents:
        text = words(fetched(items[f"consent-{consent.id.lower()}"]["url"]).content)
        assert [line for line in consent.text.splitlines() if line.strip() not in text] == []
        assert f"第 {consent.version} 版" in text
    text = words(fetched(items["guardian"]["url"]).content)
    assert "监护人签名" in text
    assert "未成年人姓名" not in text


def test_the_sign_in_sheet_asks_a_name_and_a_unit_and_leaves_the_phone_free(house: House) -> None:
    paper = docx.Document(io.BytesIO(fetched(listed(house)["sign-in"]["url"]).content))
    names = paper.tables[-1]
    assert [cell.text for cell in names.rows[0].cells] == ["序号", "姓名", "单位", "电话（选填）"]
    assert len(names.rows) > 30
    assert "不取位置" in words(fetched(listed(house)["sign-in"]["url"]).content)


def test_the_notices_facts_are_there(house: House, plan: Plan) -> None:
    text = words(fetched(listed(house)["notice"]["url"]).content)
    wanted = [plan.notice.number, *plan.notice.issued_by, *plan.notice.addressees, *plan.notice.asks, *(one.line for one in plan.contacts),
              *(one.description for one in plan.tracks)]
    assert [one for one in wanted if one not in text] == []


def test_a_paper_read_before_is_answered_with_304(house: House) -> None:
    url = listed(house)["form-song"]["url"]
    first = fetched(url)
    again = fetched(url, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert fetched(url, **{"If-None-Match": '"another"'}).content == first.content


def test_what_is_no_paper_is_not_found_and_bad_questions_are_malformed(house: House) -> None:
    url = f"{house.url}/api/documents"
    for path in ("form-opera.docx", "form-photo.docx?campaign=another"):
        assert refused(fetched(f"{url}/{path}")) == (404, "not_found")
    assert refused(fetched(f"{url}?campaign=another")) == (404, "not_found")
    for path in ("?campaign=今年", "?surprise=1", "/form-photo.docx?surprise=1"):
        assert refused(fetched(url + path)) == (422, "body.malformed")


def test_another_version_is_another_paper_and_the_same_one_the_same_bytes(db: str) -> None:
    first = campaigns.import_plan(PLAN, actor_id=None)[0]
    second = campaigns.import_plan(PLAN.replace("label: 图片说明", "label: 图片的说明"), actor_id=None)[0]
    paper = catalogue.find(queries.plan_of(first.id), "form-photo", first.imported_at)
    before, after = (catalogue.printed(version.id, paper) for version in (first, second))
    catalogue.printed.cache_clear()
    assert catalogue.printed(first.id, paper) == before
    assert ("图片的说明" in words(before), "图片的说明" in words(after)) == (False, True)
    assert ("方案第 1 版" in words(before), "方案第 2 版" in words(after)) == (True, True)
