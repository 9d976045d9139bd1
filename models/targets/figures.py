"""The numbers of “12351+” as data: for each figure and column, the rows that it counts.

Every number is a set of things with a unit. A source is a SELECT of one campaign's rows with
    thing     what is counted once, however many rows tell of it: an event, an enterprise, a person, a unit
    unit_id   the reporting unit that the row counts for, or null (未归属)
    own_id    the unit where it happened, or null
    row_id, kind, label    what the row is; a label is a title or a unit's name, never a person's
    link_id   what to open to see it
    at        the instant since when it is true
    counts    how much the thing counts: 1, or a head-count, or reads

verified (已核实)
    grassroots    unions of kind `grassroots` with a confirmed event, a confirmed promoter, or a submitted work whose author
                  they confirmed as their member (or which was preselected, which vouches for its author)
    promoters     people confirmed as promoters, with a confirmed membership or a consent on paper
    events        confirmed events
    enterprises   enterprises entered by confirmed events, each once
    face_to_face  people whose check-in at a confirmed event counts, each once; 待核实 counts once a coordinator accepts it
    coverage      people who came by promoters' links, each once; a total of the province, of no unit
claimed (单位填报，附佐证)
    grassroots    the same unions, with what is filed but not yet confirmed: reported events with evidence, promoters
                  enrolled or nominated, any submitted work
    promoters     nominated, enrolled or confirmed
    events        reported or confirmed events with evidence: a photograph, the paper sign-in sheet or a link
    enterprises   the same events' enterprises, each once
    face_to_face  head-counts of confirmed events that have a photograph or the paper sheet
    coverage      reads in the publicity ledger; never added to the verified column
"""
from dataclasses import dataclass

from models.law import LIVE

_LIVE = ", ".join(f"'{state.value}'" for state in LIVE)

_SHEET = """EXISTS (SELECT 1 FROM file f WHERE f.about = e.id AND f.removed_at IS NULL
    AND f.state IN ('stored', 'ready') AND f.kind IN ('photo', 'document'))"""
_EVIDENCE = f"(CAST(e.links AS TEXT) <> '[]' OR {_SHEET})"
_FILED = f"e.state IN ('reported', 'confirmed') AND {_EVIDENCE}"
_FILED_AT = "COALESCE(e.reported_at, e.confirmed_at, e.received_at)"
_MEMBER = "(p.paper OR EXISTS (SELECT 1 FROM account a WHERE a.id = p.account_id AND a.unit_confirmed_at IS NOT NULL))"
_CONFIRMED = f"p.state = 'confirmed' AND {_MEMBER}"
_NAMED = "p.state IN ('nominated', 'enrolled', 'confirmed')"
_TITLE = "CASE WHEN e.title = '' THEN e.kind ELSE e.title END"
_PERSON = "COALESCE(p.account_id, 'p:' || p.phone_print, p.id)"
_OWN_MEMBER = """(n.preselected_at IS NOT NULL OR EXISTS (SELECT 1 FROM account a WHERE a.id = n.author_id
    AND a.unit_confirmed_at IS NOT NULL AND (a.unit_id = n.unit_id
    OR (SELECT COALESCE(x.merged_into_id, x.id) FROM unit x WHERE x.id = a.unit_id)
     = (SELECT COALESCE(y.merged_into_id, y.id) FROM unit y WHERE y.id = n.unit_id))))"""


def _events(thing: str, where: str, at: str, counts: str = "1") -> str:
    return f"""SELECT {thing} AS thing, e.reporting_unit_id AS unit_id, e.unit_id AS own_id, e.id AS row_id, 'event' AS kind,
        {_TITLE} AS label, e.id AS link_id, {at} AS at, {counts} AS counts
        FROM event e WHERE e.campaign_id = :campaign AND {where}"""  # noqa: S608 - of our own constants


def _promoters(where: str, at: str) -> str:
    return f"""SELECT {_PERSON} AS thing, p.reporting_unit_id AS unit_id, p.unit_id AS own_id, p.id AS row_id, 'promoter' AS kind,
        '' AS label, p.id AS link_id, {at} AS at, 1 AS counts
        FROM promoter p WHERE p.campaign_id = :campaign AND {where}"""  # noqa: S608 - of our own constants


def _entries(where: str) -> str:
    return f"""SELECT n.unit_id AS thing, n.reporting_unit_id AS unit_id, n.unit_id AS own_id, n.id AS row_id, 'entry' AS kind,
        n.title AS label, n.id AS link_id, n.submitted_at AS at, 1 AS counts
        FROM entry n WHERE n.campaign_id = :campaign AND n.state IN ({_LIVE}) AND {where}"""  # noqa: S608 - of our own constants


def _unions_of_entries(where: str) -> str:
    """The same unions as `_entries`, each once with each reporting unit: one work is looked for, not all of them read."""
    return f"""SELECT d.unit_id AS thing, d.reporting_unit_id AS unit_id, d.unit_id AS own_id, '' AS row_id, 'entry' AS kind,
        '' AS label, '' AS link_id, '' AS at, 1 AS counts
        FROM (SELECT DISTINCT unit_id, reporting_unit_id FROM entry WHERE campaign_id = :campaign AND unit_id IS NOT NULL) d
        WHERE EXISTS (SELECT 1 FROM entry n WHERE n.campaign_id = :campaign AND n.unit_id = d.unit_id
            AND (n.reporting_unit_id = d.reporting_unit_id OR (n.reporting_unit_id IS NULL AND d.reporting_unit_id IS NULL))
            AND n.state IN ({_LIVE}) AND {where})"""  # noqa: S608 - of our own constants


def _grassroots(*sources: str) -> str:
    """The unions behind rows of any kind; a merged one is its survivor."""
    return f"""SELECT s.id AS thing, r.unit_id, r.own_id, r.row_id, r.kind, r.label, r.link_id, r.at, 1 AS counts
        FROM ({" UNION ALL ".join(sources)}) r JOIN unit g ON g.id = r.own_id JOIN unit s ON s.id = COALESCE(g.merged_into_id, g.id)
        WHERE s.kind = 'grassroots'"""  # noqa: S608 - of our own constants


_ATTENDED = f"""SELECT t.person AS thing, e.reporting_unit_id AS unit_id, e.unit_id AS own_id, t.check_in_id AS row_id,
    'check_in' AS kind, {_TITLE} AS label, e.id AS link_id,
    CASE WHEN t.at > e.confirmed_at THEN t.at ELSE e.confirmed_at END AS at, 1 AS counts
    FROM event e JOIN attendance t ON t.event_id = e.id WHERE e.campaign_id = :campaign AND e.state = 'confirmed'"""  # noqa: S608 - of our own constants
_VISITED = """SELECT v.visitor AS thing, NULL AS unit_id, NULL AS own_id, '' AS row_id, 'visits' AS kind, '' AS label,
    NULL AS link_id, v.first_at AS at, 1 AS counts FROM visit v WHERE v.campaign_id = :campaign"""
_PUBLISHED = """SELECT b.id AS thing, b.reporting_unit_id AS unit_id, b.unit_id AS own_id, b.id AS row_id, 'publicity' AS kind,
    b.title AS label, b.id AS link_id, b.began_at AS at, b.reads AS counts
    FROM publicity b WHERE b.campaign_id = :campaign AND b.withdrawn_at IS NULL"""

_DONE = "e.state = 'confirmed'"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a target, in two columns. `printed`: the column a statement prints unless somebody chooses the other.

    `by_unit` False: the verified column belongs to no unit and its rows are never told one by one; each is another thing.
    """
    id: str
    target: str
    label: str
    measure: str
    verified: str
    claimed: str
    printed: str = "verified"
    by_unit: bool = True
    brief: tuple[str, str] | None = None
    weighed: tuple[str, ...] = ()

    def source(self, side: str) -> str:
        return self.verified if side == "verified" else self.claimed

    def brief_source(self, side: str) -> str:
        """A source that names the same things of the same units, from fewer rows and without their instants."""
        if self.brief is None:
            return self.source(side)
        return self.brief[0] if side == "verified" else self.brief[1]

    def is_weighed(self, side: str) -> bool:
        """Whether every row is another thing, which may count more than one."""
        return side in self.weighed

    def is_told_by_row(self, side: str) -> bool:
        return self.by_unit or side == "claimed"


_ANY = "n.unit_id IS NOT NULL"
_DID = (_events("e.unit_id", _DONE, "e.confirmed_at"), _promoters(_CONFIRMED, "p.confirmed_at"))
_FILED_SOMETHING = (_events("e.unit_id", _FILED, _FILED_AT), _promoters(_NAMED, "p.received_at"))

FIGURES = (
    Figure("grassroots", "grassroots", "动员基层工会组织", "个",
           _grassroots(*_DID, _entries(_OWN_MEMBER)), _grassroots(*_FILED_SOMETHING, _entries(_ANY)),
           brief=(_grassroots(*_DID, _unions_of_entries(_OWN_MEMBER)), _grassroots(*_FILED_SOMETHING, _unions_of_entries(_ANY)))),
    Figure("promoters", "promoters", "职工好网民宣传员", "名",
           _promoters(_CONFIRMED, "p.confirmed_at"), _promoters(_NAMED, "p.received_at")),
    Figure("events", "events", "线下活动", "场",
           _events("e.id", _DONE, "e.confirmed_at"), _events("e.id", _FILED, _FILED_AT)),
    Figure("enterprises", "events", "走进企业", "家",
           _events("e.enterprise_key", f"{_DONE} AND e.enterprise_key <> ''", "e.confirmed_at"),
           _events("e.enterprise_key", f"{_FILED} AND e.enterprise_key <> ''", _FILED_AT)),
    Figure("face_to_face", "face_to_face", "面对面联系职工", "人",
           _ATTENDED, _events("e.id", f"{_DONE} AND {_SHEET}", "e.confirmed_at", "e.claimed"), printed="claimed",
           weighed=("claimed",)),
    Figure("coverage", "coverage", "覆盖职工网民", "人次", _VISITED, _PUBLISHED, printed="claimed", by_unit=False,
           weighed=("verified", "claimed")),
)
BY_ID = {figure.id: figure for figure in FIGURES}

DEFINITIONS = {
    "grassroots": ("有已确认的线下活动、已确认的宣传员，或有本单位会员（或初评通过）的已提交作品的基层工会，每个只计一次",
                   "有附佐证的已上报活动、宣传员（含待确认），或已提交作品的基层工会"),
    "promoters": ("已确认、会员身份已核实或留有纸质承诺书的宣传员", "已提名、已报名和已确认的宣传员"),
    "events": ("已确认的线下活动", "已上报或已确认，附照片、纸质签到表或链接的线下活动"),
    "enterprises": ("已确认活动走进的企业，同一家只计一次", "附佐证的已上报或已确认活动走进的企业，同一家只计一次"),
    "face_to_face": ("已确认活动的有效现场签到，同一人只计一次；待核实的，经活动负责人确认后才计入",
                     "已确认且附照片或纸质签到表的活动，其参加人数（填报）之和"),
    "coverage": ("经宣传员链接访问的人数，每人只计一次，只有全省合计", "宣传台账的阅读量之和，与访问人数不相加"),
}


def counted(figure_id: str) -> dict[str, str]:
    """How a figure is counted, in words, by column."""
    verified, claimed = DEFINITIONS[figure_id]
    return {"verified": verified, "claimed": claimed}
