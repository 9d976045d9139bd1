"""Phase edges: each opening, due date and closing becomes one journal line, however late this process wakes."""
from gateways import Gateways
from models.campaign import actions


def run(_: Gateways) -> int:
    """How many edges were written."""
    return len(actions.write_due_edges())
