"""What nobody needs any longer: expired sessions and codes, old clock samples, objects of removed files, half uploads,
folders of killed workers.
"""
import logging

from gateways import Gateways
from models import clock
from models.accounts import actions as accounts
from models.events import samples
from models.media import actions, computer_codes, queries
from models.ports import Refused, Unreachable

log = logging.getLogger("wangju.jobs")


def run(gateways: Gateways) -> int:
    """How many sessions, codes and objects went."""
    gateways.sweep_store()
    gateways.sweep_studio()
    return accounts.forget_expired_sessions() + computer_codes.forget_expired() + samples.forget_old(clock.now()) + _discarded(gateways)


def _discarded(gateways: Gateways) -> int:
    gone = 0
    for key in queries.discarded():
        try:
            gateways.store.delete(key)
        except Refused as no:
            log.warning("job=sweep refused code=%s", no.code)      # the others may still go
            continue
        except Unreachable:
            log.warning("job=sweep store_away")
            return gone
        actions.forget_discarded(key)
        gone += 1
    return gone
