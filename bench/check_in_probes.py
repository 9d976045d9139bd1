"""Before anything is measured: every contender judges alike, so that none is quick because it looks away."""
import http.client
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bench.check_in_crowd import check_in_id
from bench.check_in_servers import Served
from bench.check_in_stock import Hall, device, token
from bench.rivals.checks import STEP_S, mac
from models import clock

TELLING = ("id", "event", "how", "state", "evidence", "reason", "counted")


@dataclass(frozen=True, slots=True)
class _Probe:
    """One check-in, and what must come of it: the status, and of the answer state, reason and whether it counts."""
    what: str
    run: int
    person: int
    wanted: tuple[Any, ...]
    id_of: int = -1                      # under the id that this person's check-in has
    shown_before_s: int = 0
    forged: bool = False
    bearer: str | None = None


PROBES = (
    _Probe("the first", 1, 0, (201, "accepted", None, True)),
    _Probe("the same again", 1, 0, (200, "accepted", None, True)),
    _Probe("another person under the same id", 1, 1, (409,), id_of=0),
    _Probe("the same person once more", 2, 0, (201, "accepted", "again", False)),
    _Probe("a forged code", 1, 2, (201, "refused", "not_genuine", False), forged=True),
    _Probe("a code of two minutes ago", 1, 3, (201, "suspicious", "scanned_late", False), shown_before_s=120),
    _Probe("a token that nobody has", 1, 4, (401,), bearer="nobody"),
    _Probe("no token", 1, 5, (401,), bearer=""),
)


def require_same_checks(server: Served, hall: Hall, other: Hall) -> None:
    """Raises RuntimeError naming what was answered differently. Uses both events up."""
    now = clock.now()
    elsewhere = _Probe("a code of another event", 3, 6, (201, "refused", "wrong_event", False))
    found = [*((probe, _asked(server, hall, hall, probe, now)) for probe in PROBES),
             (elsewhere, _asked(server, other, hall, elsewhere, now))]
    wrong = [f"{server.name}: {probe.what}: {answer}" for probe, answer in found if answer != probe.wanted]
    if wrong:
        raise RuntimeError("\n".join(wrong))


def _asked(server: Served, hall: Hall, code_of: Hall, probe: _Probe, now: Any) -> tuple[Any, ...]:
    person = probe.person if probe.id_of < 0 else probe.id_of
    step = int((now - timedelta(seconds=probe.shown_before_s)).timestamp()) // STEP_S
    proof = "A" * 16 if probe.forged else mac(code_of.secret, code_of.id, step)
    said = clock.to_wire(now)
    bearer = token(probe.person) if probe.bearer is None else probe.bearer
    headers = {"Content-Type": "application/json", "X-Sent-At": said, "X-Device": device(probe.person)}
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    line.request("PUT", f"/api/events/{hall.id}/checkins/{check_in_id(probe.run, person)}", json.dumps(
        {"code": f"v1.{code_of.id}.{step}.{proof}", "scanned_at": said, "sent_at": said}),
        headers | ({"Authorization": f"Bearer {bearer}"} if bearer else {}))
    answer = line.getresponse()
    body = json.loads(answer.read() or b"null")
    line.close()
    if answer.status not in (200, 201):
        return (answer.status,)
    if not {*TELLING, "words", "scanned_at", "received_at"} <= set(body):
        return answer.status, body
    return answer.status, body["state"], body["reason"], body["counted"]
