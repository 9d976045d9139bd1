"""Who somebody is to a promoter: the person, who speaks for the unit, or nobody. Looked up once, then a list costs no query a line."""
from dataclasses import dataclass
from functools import cached_property

from models.accounts.actor import Actor, Role
from models.accounts.tables import Account
from models.promoters.law import PromoterRole
from models.promoters.tables import Promoter
from models.units import queries as units


@dataclass(frozen=True)
class Reach:
    """What one person holds over promoters, as far as it was needed yet."""
    actor: Actor

    def roles_over(self, promoter: Promoter) -> set[PromoterRole]:
        """Every role this person holds over this promoter. An observer holds none."""
        coordinates = promoter.unit_id in self.coordinated
        on_paper = promoter.paper and promoter.account_id is None
        held = {
            PromoterRole.PERSON: self.is_person(promoter),
            PromoterRole.KEEPER: on_paper and (coordinates or self.actor.is_organiser),
            PromoterRole.COORDINATOR: coordinates,
            PromoterRole.ORGANISER: self.actor.is_organiser,
        }
        return {role for role, holds in held.items() if holds}

    def is_person(self, promoter: Promoter) -> bool:
        """Whether this is the promoter: by account, else by a phone that WeChat verified."""
        if promoter.account_id is not None or promoter.phone_print is None:
            return promoter.account_id is not None and promoter.account_id == self.actor.account_id
        return promoter.phone_print == self.phone_print

    def speaks_for(self, promoter: Promoter) -> bool:
        """Whether this person speaks for the promoter's unit: a coordinator of it or of one above, or an organiser."""
        return self.actor.is_organiser or promoter.unit_id in self.coordinated

    def sees_name(self, promoter: Promoter) -> bool:
        return self.is_person(promoter) or self.speaks_for(promoter)

    @cached_property
    def coordinated(self) -> frozenset[str]:
        """Every unit this person coordinates, with everything below."""
        return self._below(Role.COORDINATOR)

    @cached_property
    def watched(self) -> frozenset[str]:
        """Every unit this person observes, with everything below."""
        return self._below(Role.OBSERVER)

    @property
    def sees_everybody(self) -> bool:
        return self.actor.is_organiser or self.actor.holds(Role.OBSERVER)

    @cached_property
    def phone_print(self) -> str | None:
        """Of this person's own verified phone."""
        return verified_print(Account.get_or_none(Account.id == self.actor.account_id)) if self.actor.account_id else None

    def _below(self, role: Role) -> frozenset[str]:
        unit_ids = sorted(over.removeprefix("unit:") for over in self.actor.overs(role) if over.startswith("unit:"))
        return frozenset(one for unit_id in unit_ids for one in units.subtree_ids(unit_id))


def verified_print(account: Account | None) -> str | None:
    """The print of a phone that WeChat vouches for; a phone merely typed proves nobody."""
    return account.phone_print if account and account.phone_verified_at else None
