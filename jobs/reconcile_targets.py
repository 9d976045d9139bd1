"""The nightly recount of “12351+”: each campaign once a night, by whichever process comes first."""
import logging

from gateways import Gateways
from models.targets import checks

log = logging.getLogger("wangju.jobs")


def run(_: Gateways) -> int:
    """How many campaigns were recounted."""
    done = [check for campaign, night in checks.due() if (check := checks.recount(campaign, night))]
    for check in done:
        if check.differs:
            log.error("job=reconcile_targets campaign=%s differs", check.campaign_id)
    return len(done)
