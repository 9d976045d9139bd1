"""How fast a roster of 20,000 people comes in, against the least work that could do it.

The bare loop makes the same seals and the same keyed hashes with the same cryptography, and gives the rows to
the same database with one executemany; it checks nothing, compares nothing and reports nothing.
`python -m bench.roster` prints the figures; `measure()` returns them.
"""
import gc
import hashlib
import hmac
import io
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from openpyxl import Workbook, load_workbook

from models import clock, journal, seal
from models.accounts.actor import SYSTEM
from models.accounts.roster import COLUMNS, RosterRow, import_roster, read_roster
from models.accounts.tables import Account, Grant, Invitation, RosterLine, RosterTry, Session
from models.db import database, open_database, writing
from models.units.tables import Unit

LINES = 20_000
ROUNDS = 5
UNIT = "unt_0000000000000001"
HOW = "20,000 lines of name, phone and employee number into an empty roster on SQLite (WAL, synchronous=FULL); median of {n} pairs"


def measure() -> list[dict[str, Any]]:
    """The figures: ratios of medians of paired, interleaved runs; lower is better."""
    with tempfile.TemporaryDirectory() as folder:
        _prepare(Path(folder))
        rows, sheet = _people(), _sheet(_people())
        pairs = [(_timed(lambda: _bare(rows)), _timed(lambda: _ours(rows))) for _ in range(ROUNDS)]
        reads = [(_timed(lambda: _read_alone(sheet)), _timed(lambda: read_roster(sheet))) for _ in range(ROUNDS)]
        database.close()
    return [_figure("roster import / bare loop", pairs, 2.0, HOW.format(n=ROUNDS)),
            _figure("roster read from Excel / openpyxl alone", reads, 1.5, f"the same lines as .xlsx; median of {ROUNDS} pairs")]


def _figure(name: str, pairs: list[tuple[float, float]], goal: float, how: str) -> dict[str, Any]:
    ratio = median(ours / bare for bare, ours in pairs)
    return {"name": name, "value": round(ratio, 2), "unit": "×", "goal": goal, "met": ratio <= goal,
            "baseline": f"{median(bare for bare, _ in pairs):.2f} s (ours {median(ours for _, ours in pairs):.2f} s)", "how": how}


def _prepare(folder: Path) -> None:
    open_database(f"sqlite:///{folder}/bench.sqlite")
    seal.use(os.urandom(32))
    database.connect()
    with writing():
        database.create_tables([journal.Line, Unit, Account, Session, Grant, Invitation, RosterLine, RosterTry])
        Unit.create(id=UNIT, name="试验工会", created_at=clock.now())


def _people() -> list[RosterRow]:
    return [RosterRow(f"职工{n:05d}", f"139{n:08d}", f"E{n:06d}", "", n + 2) for n in range(LINES)]


def _sheet(rows: list[RosterRow]) -> bytes:
    book = Workbook(write_only=True)
    page = book.create_sheet("职工名册")
    page.append(["姓名", "手机号", "工号"])
    for row in rows:
        page.append([row.name, row.phone, row.employee_no])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _ours(rows: list[RosterRow]) -> None:
    counts = import_roster(rows, UNIT, actor=SYSTEM).counts
    if counts["new"] != LINES:
        raise RuntimeError(f"the bench imported {counts}")


def _bare(rows: list[RosterRow]) -> None:
    box, key = AESGCM(os.urandom(32)), os.urandom(32)
    sealed: list[tuple[Any, ...]] = []
    for row in rows:
        line: list[Any] = [UNIT]
        for text in row[:3]:
            nonce = os.urandom(12)
            line += nonce + box.encrypt(nonce, text.encode(), b"roster"), hmac.digest(key, text.encode(), hashlib.sha256).hex()
        sealed.append(tuple(line))
    places = ", ".join([database.param] * len(COLUMNS))
    with writing():
        database.cursor().executemany(f"INSERT INTO roster_line ({', '.join(COLUMNS)}) VALUES ({places})", sealed)


def _read_alone(sheet: bytes) -> None:
    for _ in load_workbook(io.BytesIO(sheet), read_only=True).worksheets[0].iter_rows(values_only=True):
        pass


def _timed(work: Callable[[], object]) -> float:
    """Seconds of one run; the roster is empty before, and the collector has nothing left over."""
    with writing():
        database.execute_sql("DELETE FROM roster_line")
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    for figure in measure():
        print("{name}: {value} {unit} (goal ≤ {goal}: {met}); {baseline}; {how}".format(**figure))
