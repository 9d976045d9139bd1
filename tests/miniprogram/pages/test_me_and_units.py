"""Who I am, where I belong, my data, what I have to say, the papers, and being ready for a place without a signal."""
import base64
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from models import ids
from tests.miniprogram.driving import PATIENCE_MS, Hand, holding
from tests.running import House
from tests.server.asking import command

DOT = base64.b64encode(bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f0005fe02fea735811b0000000049454e44ae426082"
)).decode()
USUAL_PX = 17          # WeChat's own usual type size
ELDERLY_PX = 20
LEAST_PX = 16
FOURTH = "中国水利水电第四工程局有限公司工会"
FACTORY = "西宁市城北区演示机械厂工会"
PAGES = (
    "pages/me/me", "pages/profile/profile", "pages/unit/unit", "pages/my-data/my-data", "pages/my-data/consents", "pages/my-data/leaving",
    "pages/documents/documents", "pages/document/document?consent=C1", "pages/complaint/complaint", "pages/settings/settings",
    "staff/pages/ready/ready")
SMALL = """() => [...document.querySelectorAll('.page.on-top :is([role=button], [role=link], wx-button, wx-input, wx-textarea, wx-label)')]
  .map((one) => [one.innerText || one.getAttribute('aria-label'), one.getBoundingClientRect()]).filter(([, box]) => box.height > 0)
  .filter(([, box]) => box.height < 44 || box.width < 44).map(([words, box]) => [words, box.width, box.height])"""
TYPE = """() => {
  const screen = document.querySelector('.page.on-top .screen')
  const shown = document.createTreeWalker(screen, NodeFilter.SHOW_TEXT), sizes = []
  const size = (element) => parseFloat(getComputedStyle(element).fontSize)
  while (shown.nextNode()) if (shown.currentNode.data.trim()) sizes.push(size(shown.currentNode.parentElement))
  return [size(screen), Math.min(...sizes)]
}"""
TYPE_QUICKLY = """(field) => ['西', '西宁', '西宁总', '西宁总工', '西宁总工会'].forEach((words) => {
  field.value = words
  field.dispatchEvent(new Event('input', { bubbles: true }))
})"""


class Giving:
    """Puts phones as new into hands."""

    def __init__(self, browser: Browser, house: House) -> None:
        self.browser, self.house = browser, house

    def __call__(self, user: str = "demo-worker") -> Any:
        return holding(self.browser, self.house.url, user)


@pytest.fixture
def give(browser: Browser, open_house: House) -> Giving:
    return Giving(browser, open_house)


def agrees(hand: Hand) -> Hand:
    """To the privacy guide, in the mini program's own pop-up."""
    hand.words("同意，继续").tap(timeout=PATIENCE_MS)
    return hand


def asked_of(hand: Hand, beginning: str) -> list[dict[str, Any]]:
    return [one for one in hand.requests if one["url"].split("/api/", 1)[-1].startswith(beginning)]


def test_a_unit_is_found_by_its_everyday_name_and_asked_for(give: Giving, open_house: House) -> None:
    with give("lin") as hand:
        hand.open("pages/unit/unit").writes("查找单位", "水电四局工会").sees(FOURTH)
        hand.taps_called(f"选 {FOURTH}").writes("工号（选填）", "0012").taps("申请加入")
        hand.sees(FOURTH, "已申请，等待单位确认", "遇到困难请找")
        me = open_house.phone("lin").get("/api/me")
        assert (me["unit_name"], me["unit_waiting"], me["unit_confirmed"], me["employee_no"]) == (FOURTH, True, False, "0012")
        hand.open("pages/me/me").sees("等待单位确认，不影响提交作品")


def test_letters_typed_quickly_are_looked_for_once(give: Giving) -> None:
    with give("zhuo") as hand:
        hand.open("pages/unit/unit").sees("也可以一级一级地找")
        hand.field("查找单位").evaluate(TYPE_QUICKLY)
        hand.sees("西宁市总工会", FACTORY)
        assert len(asked_of(hand, "units?q=")) == 1


def test_a_unit_is_reached_through_the_tree_and_a_refusal_says_what_to_do(give: Giving, open_house: House) -> None:
    with give("duo") as hand:
        hand.open("pages/unit/unit").taps_called("看 西宁市总工会 的下级单位").taps_called(f"选 {FACTORY}")
        hand.taps("申请加入").sees("已申请，等待单位确认")
        account = open_house.phone("duo").get("/api/me")
        open_house.phone("demo-coordinator").put(f"/api/units/{account['unit']}/members/{account['id']}", {"answer": "refuse"})
        hand.open("pages/me/me").sees("单位没有确认，请核对单位或联系联络员")
        hand.taps("所在单位").sees("单位没有确认", "可能是单位选错了", "西宁市总工会", "拨打").taps("更换单位").sees("西宁市总工会")


def test_a_unit_nobody_finds_is_written_down(give: Giving, open_house: House) -> None:
    with give("cai") as hand:
        hand.open("pages/unit/unit").writes("查找单位", "绝无此处甲乙丙丁").sees("没有找到").taps("找不到我的单位，先填名称")
        hand.writes("单位全称", " ").taps("先填这个名称").sees("请写至少 2 个字")
        hand.writes("单位全称", "海晏县某某砖厂").taps("先填这个名称").sees("海晏县某某砖厂", "已记下名称，等待联络员核对")
        me = open_house.phone("cai").get("/api/me")
        assert (me["unit"], me["unit_typed"]) == (None, "海晏县某某砖厂")


def test_a_unit_chosen_for_somebody_else_is_handed_back_and_asked_of_nobody(give: Giving, open_house: House) -> None:
    with give("demo-coordinator") as hand:
        hand.open("pages/me/me").do("wx.navigateTo({ url: '/pages/unit/unit?for=behalf' })")
        hand.writes("查找单位", "水电四局工会").taps_called(f"选 {FOURTH}")
        hand.waits_until("preview.pages().slice(-1)[0].route === 'pages/me/me'")
        assert open_house.phone("demo-coordinator").get("/api/me")["unit"] is None
        assert asked_of(hand, "me/unit") == []


def test_without_a_network_the_unit_page_says_so_and_goes_on_when_it_is_back(give: Giving) -> None:
    with give("ren") as hand:
        hand.goes_offline().open("pages/unit/unit").sees("没有网络").comes_online().taps("再试一次").sees("西宁市总工会")


def test_a_profile_is_saved_and_the_picture_stays_on_the_phone(give: Giving, open_house: House) -> None:
    with give("sang") as hand:
        hand.open("pages/profile/profile").writes("姓名", "桑吉·才让")
        hand.field("昵称").tap()
        agrees(hand).writes("昵称", "老桑").taps("保存").sees_in_dialog("已保存")
        hand.do("preview.pick([{ name: 'me.png', type: 'image/png', base64: given }])", DOT)
        hand.taps("选择头像")
        expect(hand.top.get_by_label("头像", exact=True)).to_be_visible(timeout=PATIENCE_MS)
        hand.taps("验证手机号").taps_in_dialog("允许").sees("已验证")
        me = open_house.phone("sang").get("/api/me")
        assert (me["name"], me["nickname"], me["avatar"]) == ("桑吉·才让", "老桑", "")
        assert hand.read().find(me["phone"]) == -1
        hand.restart().open("pages/me/me").sees("桑吉·才让", "老桑")
        expect(hand.top.get_by_label("我的头像")).to_be_visible(timeout=PATIENCE_MS)


def test_whoever_refuses_the_privacy_guide_keeps_his_number_and_may_still_save_a_name(give: Giving, open_house: House) -> None:
    with give("wang") as hand:
        hand.open("pages/profile/profile").taps("验证手机号").taps("暂不").sees_in_dialog("没有得到手机号")
        hand.writes("姓名", "王成").taps("保存").sees_in_dialog("已保存")
        me = open_house.phone("wang").get("/api/me")
        assert (me["name"], me["phone"]) == ("王成", None)


def test_an_invitation_gives_its_role_to_one_person(give: Giving, open_house: House) -> None:
    code = command(open_house, "invite", "organiser", "*").stdout.strip()
    with give("dolma") as hand:
        hand.open("pages/profile/profile").taps("我有工作人员邀请码").writes("邀请码", code.lower()).taps("领取角色")
        hand.sees_in_dialog("您现在是省总工会经办人").taps_in_dialog("知道了").sees("我有工作人员邀请码")
        hand.open("pages/me/me").sees("省总工会经办人", "出发前检查")
    with give("nima") as hand:
        hand.open("pages/profile/profile").taps("我有工作人员邀请码").writes("邀请码", code).taps("领取角色")
        hand.sees_in_dialog("这个邀请码已经用过")
        assert open_house.phone("nima").get("/api/me")["roles"] == []


def test_in_the_elderly_mode_type_is_large_and_every_target_is_big_enough(give: Giving) -> None:
    with give("demo-coordinator") as hand:
        hand.open("pages/me/me").sees("马海燕")
        assert hand.page.evaluate(TYPE)[0] == USUAL_PX
        hand.taps_called("大字版").waits_until("document.querySelector('.page.on-top .elderly') !== null")
        assert hand.do("wx.getStorageSync('settings')") == {"elderly": True}
        for path in PAGES:
            hand.open(path).waits_until("document.querySelector('.page.on-top .panel-dots') === null")
            base, least = hand.page.evaluate(TYPE)
            assert (base, least >= LEAST_PX) == (ELDERLY_PX, True), path
            assert hand.page.evaluate(SMALL) == [], path


def test_my_data_are_taken_away_as_a_text_with_what_i_agreed_to(give: Giving, open_house: House) -> None:
    phone = open_house.phone("yang")
    phone.put("/api/me", {"name": "杨青"})
    plan = phone.get("/api/campaigns/current")
    track = next(one for one in plan["tracks"] if one["id"] == "photo")
    consent = track["consents"][0]
    phone.put(f"/api/entries/{ids.mint('ent')}", {
        "track": "photo", "type": track["types"][0]["id"], "title": "炉火", "fields": {}, "authors": [], "revision": 0,
        "consents": [{"id": consent["id"], "version": consent["version"]}]})
    with give("yang") as hand:
        hand.open("pages/my-data/my-data").taps("导出我的数据").sees("整理好了").taps("复制文字").sees_in_dialog("已复制")
        text = hand.do("preview.settings.clipboard")
        assert [one for one in ("姓名：杨青", "名称：炉火", f"编号：{consent['id']}", "null", "undefined") if one in text] == [
            "姓名：杨青", "名称：炉火", f"编号：{consent['id']}"]
        hand.open("pages/my-data/my-data").taps("我同意过的承诺书").sees(consent["label"], "《炉火》", "想收回同意").taps("阅读")
        hand.sees(consent["text"].strip().split("\n")[0])


def test_leaving_takes_two_taps_a_pause_and_a_network_and_empties_the_phone(give: Giving, open_house: House) -> None:
    former = open_house.phone("gone").account["id"]
    with give("gone") as hand:
        hand.open("pages/entry-edit/entry-edit?track=photo").writes("作品名称", "不会留下").sees("已保存")
        assert hand.do("wx.getStorageInfoSync().keys.filter((key) => key.startsWith('draft:')).length") == 1
        hand.open("pages/my-data/leaving").taps("我要注销").sees("秒后可以确认")
        second = hand.top.locator("wx-button", has_text="确认注销")
        expect(second).to_have_attribute("aria-disabled", "true")
        expect(second).to_have_attribute("aria-disabled", "false", timeout=PATIENCE_MS)
        hand.goes_offline().taps("确认注销，不能恢复").sees("现在没有网络，没有注销").comes_online()
        assert open_house.phone("gone").account["id"] == former
        hand.taps("确认注销，不能恢复").sees("已经注销")
        assert hand.do("wx.getStorageInfoSync().keys.filter((key) => /^(draft|outbox|upload):|^(me|session|portrait)$/.test(key))") == []
        assert open_house.phone("gone").account["id"] != former


def test_a_complaint_written_without_a_network_is_kept_sent_and_answered(give: Giving, open_house: House) -> None:
    with give("li") as hand:
        hand.open("pages/complaint/complaint").writes("要说的话", "太短").taps("提交").sees("至少写 5 字，现在 2 字")
        hand.goes_offline().writes("要说的话", "上传照片时希望能看到还要多久").taps("提交").sees("已保存在本机，联网后自动上传")
        assert open_house.phone("li").get("/api/complaints")["items"] == []
        hand.restart().open("pages/complaint/complaint").sees("已保存在本机，联网后自动上传").comes_online().sees("已收到，正在办理")
        said = open_house.phone("li").get("/api/complaints")["items"]
        assert [(one["kind"], one["words"]) for one in said] == [("suggestion", "上传照片时希望能看到还要多久")]
        open_house.phone("demo-organiser").put(f"/api/complaints/{said[0]['id']}/answer", {"words": "已经加上了剩余时间"})
        hand.open("pages/complaint/complaint").sees("已经加上了剩余时间")


def test_who_i_am_and_a_text_to_agree_to_can_be_read_without_a_network(give: Giving) -> None:
    with give() as hand:
        hand.open("pages/me/me").sees("林措", "单位已确认", "主办：").sees_no("出发前检查")
        hand.goes_offline().open("pages/me/me").sees("林措", "没有网络，显示的是上次读到的内容", "投诉建议")
        hand.open("pages/document/document?consent=C1").sees("第 1 版")
        hand.open("pages/documents/documents").sees("没有网络").comes_online().taps("再试一次").sees("通知", "表格和签到表")
        hand.taps("复制链接").sees_in_dialog("链接已复制")
        assert hand.do("preview.settings.clipboard").endswith(".docx?campaign=qinghai-2022")


def test_the_sample_shows_at_once_what_the_elderly_mode_does(give: Giving) -> None:
    with give() as hand:
        hand.open("pages/settings/settings").sees("争做中国好网民")
        sizes = [hand.page.evaluate(TYPE)[0], hand.taps_called("大字版").page.evaluate(TYPE)[0]]
        assert sizes == [USUAL_PX, ELDERLY_PX]


def test_a_coordinator_finds_the_page_for_places_without_a_signal_there(give: Giving) -> None:
    with give("demo-coordinator") as hand:
        hand.waits_until("preview.settings.packages.includes('staff')").taps_tab("我的").sees("马海燕", "出发前检查")
        hand.taps("出发前检查").sees("可离线使用 ✓", "近期没有要办的活动")
        hand.goes_offline().restart().taps_tab("我的").taps("出发前检查")
        hand.sees("可离线使用 ✓", "手机里有第", "已登录：马海燕", "还能存", "上次核对时一致")


def test_a_wrong_clock_is_told_before_leaving(give: Giving) -> None:
    with give("demo-coordinator") as hand:
        hand.do("preview.clock(-3600)")
        hand.open("staff/pages/ready/ready").sees("还差 1 项", "慢 60 分钟")
