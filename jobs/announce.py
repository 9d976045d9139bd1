"""What people are to hear of: lines of the journal are told, notices that are due are let go, everybody gets their rows."""
from gateways import Gateways
from models.notices.inbox import actions
from models.notices.inbox.pushes import House
from models.notices.ledger import fan_out
from models.notices.plans import defaults, due, templates


def run(gateways: Gateways) -> int:
    """How many messages were written. The campaign's own notices come first: lines are pushed by those that stand already."""
    known, quiet = templates.of(gateways.config), gateways.config.notices.quiet
    defaults.write_due()
    written = actions.announce(house=House(known, quiet))
    due.start_due(quiet)
    while planned := fan_out.plan_next(known):
        written += planned
    fan_out.finish_done()
    return written
