"""Texts, pictures and sounds that are due are handed to WeChat's content check, while their author was here not long ago."""
import logging
import time
from datetime import timedelta

from gateways import Gateways
from models import clock
from models.ports import Refused, Unreachable
from models.safety import actions, queries
from models.safety.queries import Question
from models.safety.tables import ContentCheck

log = logging.getLogger("wangju.jobs")

PAUSE_S = 1 / 30                 # WeChat takes 2,000 files and 4,000 texts a minute
A_RUN = 300                      # checks of one run; the next tick goes on
LINK_LIFE_S = 2 * 3600           # WeChat may come for a file within half an hour, and is asked again after forty minutes
QUOTA = "45009"                  # no more today, or no more for a while
QUOTA_PAUSE = timedelta(hours=1)


def run(gateways: Gateways) -> int:
    """How many checks WeChat took, and how many were given to people because it did not."""
    done = 0
    while done < A_RUN and (check := actions.claim()):
        began = time.perf_counter()
        if not _goes_on(gateways, check):
            break
        done += 1
        time.sleep(max(0.0, PAUSE_S - (time.perf_counter() - began)))
    return done + actions.sweep()


def _goes_on(gateways: Gateways, check: ContentCheck) -> bool:
    """Ask about one check; whether others may be asked now. Away is away for all of them, and so is the quota."""
    question = queries.question(check)
    if question is None:
        actions.drop(check)
        return True
    try:
        _ask(gateways, check, question)
    except Refused as no:
        return _refused(check, no.code)
    except Unreachable:
        log.warning("job=check_content wechat_away")
        actions.failed(check.id, None)
        return False
    return True


def _ask(gateways: Gateways, check: ContentCheck, question: Question) -> None:
    if question.openid is None:
        actions.failed(check.id, "no_openid")
    elif question.kind == "text":
        actions.told(check.id, gateways.wechat.check_text(question.text, question.openid))
    else:
        url = gateways.store.url(question.key, LINK_LIFE_S)
        actions.asked(check.id, gateways.wechat.check_media(url, "picture" if question.kind == "picture" else "sound", question.openid))


def _refused(check: ContentCheck, code: str) -> bool:
    log.warning("job=check_content refused check=%s code=%s", check.id, code)
    actions.failed(check.id, code)
    if code != QUOTA:
        return True
    actions.put_off(clock.now() + QUOTA_PAUSE)
    return False
