"""The message templates an account has at WeChat: their ids and keywords, for a look at whether config.yaml says the same."""
import re

from gateways.wechat.client import WeChatGateway

KEYWORD = re.compile(r"\{\{\s*(\w+)\.DATA\s*\}\}")
LISTS = {"mini": ("/wxaapi/newtmpl/gettemplate", "data", "priTmplId"),
         "official": ("/cgi-bin/template/get_all_private_template", "template_list", "template_id")}


def listed(account: WeChatGateway, channel: str) -> dict[str, tuple[str, ...]]:
    """Keywords in their order by WeChat's id. Raises Refused, Unreachable."""
    path, name, key = LISTS[channel]
    told = account.call("get", path, again="always").get(name)
    rows = [row for row in told if isinstance(row, dict)] if isinstance(told, list) else []
    return {str(row.get(key)): tuple(KEYWORD.findall(str(row.get("content")))) for row in rows}
