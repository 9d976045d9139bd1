"""Where a person stands towards entries: the roles they hold over each, whether they may see the jury, and the word they are shown.

What somebody holds is looked up once, at first need; then every entry of a list is judged without a query.
"""
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from models import clock
from models.accounts.actor import Actor
from models.campaign import queries as campaigns
from models.entries.tables import Entry, Publication
from models.law import JURY, Role, Shown, State
from models.law import shown as shown_word
from models.rows import Prepared
from models.units import queries as units
from models.units.tables import Unit

STAFF = {Role.COORDINATOR, Role.HOST, Role.ORGANISER}


def is_author(entry: Entry, actor: Actor) -> bool:
    """Whether this is the author, or who entered it for the author (代报)."""
    return actor.account_id is not None and actor.account_id in (entry.author_id, entry.entered_by_id)


def is_own(entry: Entry, actor: Actor) -> bool:
    """Whether this person authored it: who merely entered it for somebody did not."""
    return actor.account_id is not None and entry.author_id == actor.account_id


def supplement_open(entry: Entry, at: datetime) -> bool:
    """Whether more material is asked for (补件) and may still be given."""
    return entry.state in JURY and entry.editable_until is not None and at < entry.editable_until


@dataclass(frozen=True)
class Reach:
    """What one person holds over entries, as far as it was needed yet."""
    actor: Actor

    def roles_over(self, entry: Entry) -> set[Role]:
        """Every role this person holds over this entry. An observer holds none."""
        held = {
            Role.AUTHOR: is_author(entry, self.actor),
            Role.ENDORSER: any(entry.unit_id in line and entry.reporting_unit_id not in line for line in self.lines),
            Role.COORDINATOR: entry.reporting_unit_id in self.bodies,
            Role.HOST: entry.preselected_at is not None and (entry.campaign_id, entry.track) in self.hosted,
            Role.ORGANISER: self.actor.is_organiser,
        }
        return {role for role, holds in held.items() if holds}

    def sees_jury(self, entry: Entry) -> bool:
        """Whether this reader may know the real state. An author never may, whatever else he is."""
        return not is_own(entry, self.actor) and (bool(self.roles_over(entry) & STAFF) or self._watches(entry))

    def sees_private(self, entry: Entry) -> bool:
        """Whether this reader may see the personal fields: the author, who entered it, and those who work on it."""
        return bool(self.roles_over(entry) & (STAFF | {Role.AUTHOR}))

    def sees_originals(self, entry: Entry) -> bool:
        """Whether this reader may have the files as they were sent, with what cameras write into them (places, times).

        The author, who entered it, and those who hand it on to the national level; everybody else gets what was made of them.
        """
        return bool(self.roles_over(entry) & {Role.AUTHOR, Role.HOST, Role.ORGANISER})

    def shown(self, entry: Entry, at: datetime | None = None) -> Shown:
        """The word for this entry's state, for a reader who may not see the jury."""
        return shown_word(State(entry.state), supplement=supplement_open(entry, at or clock.now()),
                          published=self.published_at(entry) is not None)

    def published_at(self, entry: Entry) -> datetime | None:
        """When the results of the entry's track were published."""
        return self.published.get((entry.campaign_id, entry.track))

    def _watches(self, entry: Entry) -> bool:
        if self.watches_everything:
            return True
        watched = {entry.unit_id, entry.reporting_unit_id} & self.watched_units
        return bool(watched) or (entry.campaign_id, entry.track) in self.watched_tracks

    @cached_property
    def bodies(self) -> frozenset[str]:
        """Units this person coordinates, under every id of each."""
        return frozenset(one for unit in _over("unit", "coordinator", self.actor) for one in units.same_body(unit))

    @cached_property
    def lines(self) -> tuple[frozenset[str], ...]:
        """For each unit this person coordinates: it and everything below."""
        return tuple(frozenset(units.subtree_ids(unit)) for unit in _over("unit", "coordinator", self.actor))

    @cached_property
    def hosted(self) -> frozenset[tuple[str, str]]:
        """(campaign, track) this person hosts: by name, or as someone of the unit that the newest plan has as host."""
        return _tracks("host", self.actor) | _run_by(_over("unit", "host", self.actor))

    @property
    def watches_everything(self) -> bool:
        return self.actor.holds("observer")

    @cached_property
    def watched_units(self) -> frozenset[str]:
        return frozenset(one for unit in _over("unit", "observer", self.actor) for one in units.subtree_ids(unit))

    @cached_property
    def watched_tracks(self) -> frozenset[tuple[str, str]]:
        return _tracks("observer", self.actor)

    @cached_property
    def published(self) -> dict[tuple[str, str], datetime]:
        """When results were published, by (campaign, track)."""
        return {(row.campaign_id, row.track): row.published_at for row in _published()}


_published = Prepared(Publication, lambda: Publication.select().where(Publication.published_at.is_null(False)))


def _over(kind: str, role: str, actor: Actor) -> list[str]:
    """The ids (of units, of tracks) a role is held over, in a fixed order."""
    return sorted(over.removeprefix(f"{kind}:") for over in actor.overs(role) if over.startswith(f"{kind}:"))


def _tracks(role: str, actor: Actor) -> frozenset[tuple[str, str]]:
    split = (over.partition("/") for over in _over("track", role, actor))
    return frozenset((campaign, track) for campaign, _, track in split)


def _run_by(unit_ids: list[str]) -> frozenset[tuple[str, str]]:
    if not unit_ids:
        return frozenset()
    bodies = [one for unit in unit_ids for one in units.same_body(unit)]
    names = {unit.name for unit in Unit.select(Unit.name).where(Unit.id.in_(bodies))}
    plans = [campaigns.newest_plan(campaign.id) for campaign in campaigns.campaigns()]
    return frozenset((plan.id, track.id) for plan in plans for track in plan.tracks if track.host in names)
