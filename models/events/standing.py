"""Where a person stands towards events: who looks after one, who confirms it, who may know of it.

What somebody holds is looked up once, at first need; then every event of a list is judged without a query.
"""
from dataclasses import dataclass
from functools import cached_property

from models.accounts.actor import Actor, Role
from models.accounts.tables import Account
from models.entries.standing import Reach as Held
from models.events.law import EventRole
from models.events.tables import Event
from models.rows import find_row
from models.units import queries as units


@dataclass(frozen=True)
class Reach:
    """What one person holds over events, as far as it was needed yet."""
    actor: Actor

    def roles_over(self, event: Event) -> set[EventRole]:
        """Every role this person holds over this event. An observer holds none."""
        held = {
            EventRole.COORDINATOR: event.unit_id in self.below or event.id in self.alone,
            EventRole.REPORTING: event.reporting_unit_id in self.over.bodies,
            EventRole.ORGANISER: self.actor.is_organiser,
        }
        return {role for role, holds in held.items() if holds}

    def looks_after(self, event: Event) -> bool:
        """Whether this person may write it down, bring files, see who was there: a coordinator of its unit or above, or of it alone."""
        return bool(self.roles_over(event) & {EventRole.COORDINATOR, EventRole.ORGANISER})

    def shows_codes(self, event: Event) -> bool:
        """Whether this person may have the secrets its codes are made with: its coordinators, and nobody else."""
        return EventRole.COORDINATOR in self.roles_over(event)

    def is_staff(self, event: Event) -> bool:
        """Whether this person sees the whole of it: who works on it, and observers."""
        return bool(self.roles_over(event)) or self.watches_everything or bool(
            {event.unit_id, event.reporting_unit_id} & self.over.watched_units)

    @cached_property
    def over(self) -> Held:
        """What the person holds over units, as the entries room reads grants: `bodies`, `lines`, `watched_units`."""
        return Held(self.actor)

    @cached_property
    def below(self) -> frozenset[str]:
        """Every unit this person coordinates, with all below, under every id of each."""
        return frozenset().union(*self.over.lines)

    @cached_property
    def alone(self) -> frozenset[str]:
        """Events this person coordinates one by one."""
        return frozenset(over.removeprefix("event:") for over in self.actor.overs(Role.COORDINATOR) if over.startswith("event:"))

    @property
    def watches_everything(self) -> bool:
        return self.over.watches_everything

    @cached_property
    def own_units(self) -> tuple[str, ...]:
        """The unit this person belongs to or asks to belong to, and those above it; () after a refusal."""
        actor = self.actor
        if actor.unit_id is None:
            return ()
        if not actor.unit_confirmed:
            account = find_row(Account, str(actor.account_id))
            if account is None or account.unit_refused_at:
                return ()
        return units.chain(actor.unit_id)


def looks_after(event: Event, actor: Actor) -> bool:
    """`Reach.looks_after` for one event alone."""
    return Reach(actor).looks_after(event)
