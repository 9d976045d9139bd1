from models.accounts.actor import Actor
from models.entries.standing import Reach
from models.law import Role
from models.originality import queries
from models.originality.tables import Likeness
from models.problems import Forbidden


def require_answerer(likeness: Likeness, actor: Actor) -> None:
    """Raises Forbidden unless this person works on one of the two entries: who only watches (只读) does not answer."""
    reach = Reach(actor)
    if not any(reach.roles_over(entry) - {Role.AUTHOR} for entry in queries.entries_of(likeness)):
        raise Forbidden(act="答复疑似重复提示")
