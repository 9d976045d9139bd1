"""The message templates of this installation, as config.yaml names them, and values put to their keywords."""
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.config import Config
from models.notices.plans import keywords


@dataclass(frozen=True, slots=True)
class Template:
    """One of T1 … T4. `keywords` and their `labels` in WeChat's order; `mini` and `official` are WeChat's ids, "" where there is none."""
    word: str
    title: str
    keywords: tuple[str, ...]
    mini: str
    official: str
    labels: tuple[str, ...] = ()

    def called(self, number: int) -> str:
        """What its keyword of this number is called, "" where nobody said."""
        return self.labels[number] if number < len(self.labels) else ""


def of(config: Config) -> dict[str, Template]:
    """By word."""
    return {word: Template(word, one.title, one.keywords, one.mini, one.official, one.labels)
            for word, one in config.wechat.templates.items()}


def values_of(template: Template, values: Sequence[str]) -> dict[str, str]:
    """Keyword to text as WeChat takes it: cut where the kind may be cut. Raises keywords.Unfit, ValueError on another number of values."""
    return {keyword: keywords.fit(keyword, value) for keyword, value in zip(template.keywords, values, strict=True)}


def differences(known: Mapping[str, Template], at_wechat: Mapping[str, Mapping[str, tuple[str, ...]]]) -> list[str]:
    """Where config.yaml and WeChat disagree, in words. `at_wechat`: keywords by WeChat's id, by channel ("mini", "official")."""
    return [said for template in known.values() for channel, ids in at_wechat.items() for said in _differs(template, channel, ids)]


def _differs(template: Template, channel: str, ids: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    template_id, where = getattr(template, channel), {"mini": "小程序", "official": "服务号"}[channel]
    named = f"{template.word}“{template.title}”"
    if template_id and template_id not in ids:
        yield f"{named}：{where}里没有编号为 {template_id} 的模板"
    elif template_id and set(ids[template_id]) != set(template.keywords):
        yield f"{named}：{where}模板的关键词是 {'、'.join(ids[template_id])}，配置里是 {'、'.join(template.keywords)}"
