"""Uploads whose end nobody reported: the phone was closed, the callback was lost. The store itself is asked."""
import logging

from gateways import Gateways
from models import clock
from models.media import actions, queries
from models.ports import Refused, StoredObject, Unreachable
from models.problems import NotFound

log = logging.getLogger("wangju.jobs")


def run(gateways: Gateways) -> int:
    """How many waiting files were found to have arrived."""
    found = 0
    for file in queries.waiting(clock.now()):
        try:
            stored = gateways.store.stat(file.key)
        except Refused as no:
            log.warning("job=reconcile_uploads refused file=%s code=%s", file.id, no.code)      # the others may still be found
            continue
        except Unreachable:
            log.warning("job=reconcile_uploads store_away")
            return found
        found += _settled(file.id, stored)
    return found


def _settled(file_id: str, stored: StoredObject | None) -> bool:
    try:
        actions.settle(file_id, found=stored)
    except NotFound:
        return False            # its owner removed it while the store was asked
    return stored is not None
