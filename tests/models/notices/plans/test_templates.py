"""Whether WeChat has our templates: every difference is said, and nothing else."""
from models.notices.plans import templates
from tests.models.notices.ledger.told import T1, T2

KNOWN = {"T1": T1, "T2": T2}
BOTH = {"mini": {"mini-one": T1.keywords, "mini-two": T2.keywords}, "official": {"official-one": T1.keywords, "official-two": T2.keywords}}


def test_the_same_templates_are_no_difference_whatever_the_order_of_their_keywords() -> None:
    assert templates.differences(KNOWN, BOTH) == []
    assert templates.differences(KNOWN, {"mini": {name: tuple(reversed(keywords)) for name, keywords in BOTH["mini"].items()}}) == []


def test_a_template_that_is_missing_or_has_other_keywords_is_named_with_its_channel() -> None:
    at_wechat = {"mini": {"mini-one": T1.keywords}, "official": {"official-one": ("thing1", "time2"), "official-two": T2.keywords}}
    assert templates.differences(KNOWN, at_wechat) == [
        "T1“活动进度通知”：服务号模板的关键词是 thing1、time2，配置里是 thing1、thing2、time3、thing4",
        "T2“审核结果通知”：小程序里没有编号为 mini-two 的模板"]
