"""Messages to people's inboxes: what the journal says, told to those it concerns, and drafts that are soon too late."""
from gateways import Gateways
from models.notices.inbox import actions


def run(_: Gateways) -> int:
    """How many messages were written."""
    actions.write_closing_soon()
    return actions.announce()
