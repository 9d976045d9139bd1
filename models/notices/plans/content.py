"""What an organiser writes: the whole of a notice as it stands on their screen, and what is still wrong with it."""
import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

import orjson

from models import clock
from models.notices.plans import gaps, keywords
from models.notices.plans.keywords import Unfit
from models.notices.plans.templates import Template

TITLE_AT_MOST, WORDS_AT_MOST, FORWARD_AT_MOST, VALUE_AT_MOST, VALUES_AT_MOST = 100, 1000, 200, 200, 5
PAGE = re.compile(r"/(?:staff/)?pages/[a-z0-9-]+/[a-z0-9-]+(?:\?[A-Za-z0-9_=&.{}-]*)?")
SAMPLE = {"n": "128", "做": "10", "应": "10"}        # what a gap is filled with when values are tried; others fit once cut


@dataclass(frozen=True, slots=True)
class Content:
    """One save. `audience`: terms that were read; `due_at` None: as soon as it is let go."""
    campaign: str
    title: str
    words: str = ""
    page: str | None = None
    template: str | None = None
    values: list[str] = field(default_factory=list)
    audience: dict[str, Any] = field(default_factory=dict)
    forward: str = ""
    due_at: datetime | None = None
    expires_at: datetime | None = None
    working_time: bool = False
    once_a_day: bool = True

    def digest(self) -> str:
        plain = asdict(self) | {name: clock.to_wire(at) if (at := getattr(self, name)) else None for name in ("due_at", "expires_at")}
        return hashlib.sha256(orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)).hexdigest()


Fault = dict[str, str]


def faults(content: Any, templates: Mapping[str, Template]) -> list[Fault]:
    """What keeps a notice (or its content) from being sent: [{field, says}], in the order of the screen."""
    found = [_fault("title", "请填写标题")] if not content.title.strip() else []
    found += [_fault("words", "请填写正文")] if not content.words.strip() else []
    found += [_fault("page", "要是小程序自己的页面")] if content.page and not PAGE.fullmatch(content.page) else []
    found += [_fault("audience", "请选择对象")] if not content.audience else []
    unknown = gaps.names([content.title, content.words, *content.values]) - set(gaps.KNOWN)
    found += [_fault("words", f"没有“{{{name}}}”这样的空格") for name in sorted(unknown)]
    if content.expires_at and content.due_at and content.expires_at <= content.due_at:
        found.append(_fault("expires_at", "有效时间要在发送时间之后"))
    return found + _of_values(content, templates)


def _of_values(content: Any, templates: Mapping[str, Template]) -> list[Fault]:
    if content.template is None:
        return [_fault("values", "没有选提醒模板，不用填写")] if content.values else []
    template = templates.get(content.template)
    if template is None:
        return [_fault("template", "没有这个提醒模板，请换一个，或只发站内消息")]
    if len(content.values) != len(template.keywords):
        return [_fault("values", f"“{template.title}”要填 {len(template.keywords)} 项")]
    found = []
    for number, (keyword, value) in enumerate(zip(template.keywords, content.values, strict=True)):
        try:
            keywords.fit(keyword, gaps.filled(value, {name: SAMPLE.get(name, "某某") for name in gaps.names([value])}))
        except Unfit as why:
            found.append(_fault(f"values.{number}", f"{_place(template, number)}：{why}"))
    return found


def warnings(content: Any, templates: Mapping[str, Template]) -> list[str]:
    """What will be cut, in words."""
    template = templates.get(content.template or "")
    if template is None or len(content.values) != len(template.keywords):
        return []
    return [f"{_place(template, number)}超过 {kind.most} 个字，发出时写作“{keywords.shortened(keywords.tidied(value), kind.most)}”"
            for number, (keyword, value) in enumerate(zip(template.keywords, content.values, strict=True))
            if (kind := keywords.kind_of(keyword)) and kind.cut and keywords.length(keywords.tidied(value)) > kind.most]


def _place(template: Template, number: int) -> str:
    """"第 3 项“截止时间”"."""
    called = template.called(number)
    return f"第 {number + 1} 项" + (f"“{called}”" if called else "")


def _fault(of: str, says: str) -> Fault:
    return {"field": of, "says": says}
