"""Followers of the official account: who they are in the mini program, by the unionid that WeChat tells when it is asked."""
from gateways import Gateways
from models.notices.ledger import followers
from models.ports import Refused, Unreachable


def run(gateways: Gateways) -> int:
    """How many were named, or found to have left."""
    official, named = gateways.official, 0
    if official is None:
        return 0
    for openid in followers.nameless():
        try:
            told = official.call("get", "/cgi-bin/user/info", again="always", params={"openid": openid})
        except Refused:
            named += followers.name(openid, None, follows=False)
        except Unreachable:
            break                                    # the next tick asks again
        else:
            named += followers.name(openid, told.get("unionid"), follows=told.get("subscribe") == 1)
    return named
