"""Who is acting, and what they hold: what every verb gets as `actor=`.

An actor is a snapshot of one request: grants are read with the session, so a revoked one is gone at the next request.
"""
from dataclasses import dataclass
from enum import StrEnum

EVERYTHING = "*"


class Role(StrEnum):
    """Roles that are granted. An author is whoever made the entry, and is never granted."""
    COORDINATOR = "coordinator"
    HOST = "host"
    JUROR = "juror"
    ORGANISER = "organiser"
    ADMINISTRATOR = "administrator"
    OBSERVER = "observer"


@dataclass(frozen=True, slots=True)
class Actor:
    """An account with the (role, over) pairs it holds now. `account_id` None: the clock or the command line."""
    account_id: str | None
    grants: frozenset[tuple[str, str]] = frozenset()
    unit_id: str | None = None
    unit_confirmed: bool = False

    def holds(self, role: str, *overs: str) -> bool:
        """Whether the role is held over any of these things, or over everything."""
        return (role, EVERYTHING) in self.grants or any((role, over) in self.grants for over in overs)

    def holds_over_unit(self, role: str, unit_ids: tuple[str, ...]) -> bool:
        """The same for a chain of unit ids, as `units.queries.chain` gives it."""
        return self.holds(role, *(f"unit:{unit_id}" for unit_id in unit_ids))

    def overs(self, role: str) -> frozenset[str]:
        """Everything the role is held over."""
        return frozenset(over for held, over in self.grants if held == role)

    @property
    def is_organiser(self) -> bool:
        return self.holds(Role.ORGANISER)

    @property
    def is_administrator(self) -> bool:
        return self.holds(Role.ADMINISTRATOR)


SYSTEM = Actor(None, frozenset({(Role.ADMINISTRATOR.value, EVERYTHING), (Role.ORGANISER.value, EVERYTHING)}))
