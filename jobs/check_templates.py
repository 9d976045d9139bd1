"""Whether WeChat has the message templates that config.yaml names, with the same keywords; at the start, and every hour."""
import logging

from gateways import Gateways
from models.notices.plans import templates
from models.ports import Refused, Unreachable

log = logging.getLogger("wangju.jobs")


def run(gateways: Gateways) -> int | str:
    """How many differences; each is a line of the log, and one of `python -m server check`."""
    try:
        found = templates.differences(templates.of(gateways.config), gateways.templates())
    except (Refused, Unreachable) as why:
        return f"not asked: {type(why).__name__}"
    for one in found:
        log.warning("template %s", one)
    return len(found)
