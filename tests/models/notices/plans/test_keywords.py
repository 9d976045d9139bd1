"""Values of template keywords: what WeChat takes, what is cut, what is refused in words before it is sent."""
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.notices.plans.keywords import KINDS, Unfit, fit, length, time_value

# The examples of the platform's own page, and their like.
GOOD = (("thing1", "作品征集第二阶段开始"), ("number1", "3.5"), ("letter2", "ABC"), ("symbol1", "##"), ("character_string3", "WX2025-0001"),
        ("time4", "15:01"), ("time4", "2019年10月1日 15:01"), ("time4", "2022年8月31日 23:59"), ("time1", "08:30~12:00"),
        ("date2", "2019年10月1日"), ("date2", "2019-12-25 09:42"), ("date2", "2022年8月"), ("amount1", "￥100"), ("amount1", "100.5元"),
        ("phone_number1", "+86-0766-66888866"), ("car_number1", "粤A8Z888挂"), ("name01", "张三"), ("phrase3", "审核通过"))
BAD = (("number1", "3件"), ("letter2", "A1"), ("symbol1", "文"), ("character_string3", "编号1"), ("time4", "3pm"),
       ("time4", "2022年8月31日 24:00"), ("time4", "2022年2月30日 08:00"), ("date2", "2022-11-32"), ("amount1", "一百"),
       ("phone_number1", "0971-8210576-8210576-1"),
       ("car_number1", "粤粤A8Z888挂"), ("name01", "青海省西宁市总工会办公室"), ("phrase3", "OK"), ("phrase3", "审核没有通过"),
       ("thing1", ""), ("thing1", " \n "), ("thing1", "😀"), ("nothing1", "字"), ("thing", "字"), ("1thing", "字"))


@pytest.mark.parametrize(("key", "value"), GOOD)
def test_what_the_platform_gives_as_good_is_sent_as_it_is(key: str, value: str) -> None:
    assert fit(key, value) == value


@pytest.mark.parametrize(("key", "value"), BAD)
def test_what_wechat_would_refuse_is_refused_in_words(key: str, value: str) -> None:
    with pytest.raises(Unfit) as refused:
        fit(key, value)
    assert str(refused.value)


def test_a_title_of_twenty_one_is_cut_to_nineteen_and_an_ellipsis() -> None:
    assert fit("thing1", "海" * 20) == "海" * 20
    assert fit("thing1", "海" * 21) == "海" * 19 + "…"


def test_lines_emoji_and_what_cannot_be_seen_go() -> None:
    assert fit("thing1", " 晨光\n第一\t版\u200b🎉❤️\u0007 ") == "晨光 第一 版"
    assert fit("phrase3", "通过👍") == "通过"


def test_rare_characters_count_twice() -> None:
    assert length("𠮷") == 2
    assert fit("thing1", "𠮷" * 11) == "𠮷" * 9 + "…"


@pytest.mark.parametrize(("instant", "value"), [
    ("2022-08-31T16:00:00Z", "2022年8月31日 23:59"), ("2022-12-31T16:00:00Z", "2022年12月31日 23:59"),
    ("2022-08-31T10:00:00Z", "2022年8月31日 18:00"), ("2022-09-04T16:00:30Z", "2022年9月5日 00:00")])
def test_there_is_no_twenty_four_o_clock(instant: str, value: str) -> None:
    assert time_value(datetime.fromisoformat(instant)) == value
    assert fit("time3", value) == value


@given(st.sampled_from(sorted(KINDS)), st.text(max_size=60))
def test_whatever_is_typed_is_sent_within_its_limits_or_refused(kind: str, typed: str) -> None:
    try:
        value = fit(f"{kind}1", typed)
    except Unfit:
        return
    assert 0 < length(value) <= KINDS[kind].most
    assert not any(one in value for one in "\n\r\t\0")
    assert fit(f"{kind}1", value) == value


@given(st.datetimes(min_value=datetime(2000, 1, 2), max_value=datetime(2100, 1, 1)))
def test_every_instant_has_a_time_that_wechat_takes(at: datetime) -> None:
    value = time_value(at.replace(tzinfo=UTC))
    assert fit("time1", value) == value
