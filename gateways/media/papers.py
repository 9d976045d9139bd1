"""Documents: kept as they are, and looked at from outside only, by the marks every real one bears."""
from pathlib import Path

from gateways.media.cell import PYTHON, Limits, cell
from models.ports import Refused

INSIDE = str(Path(__file__).with_name("papers_inside.py"))
LIMITS = Limits(seconds=20, cpu_s=10, memory_mb=512, file_mb=1)
ZIPPED = ("application/zip", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
TAIL = 1 << 16


def inspect(original: Path, mime: str) -> None:
    """Raises Refused ("unreadable" when it breaks off, "dangerous" when it unpacks to far too much or brings a program) and Unreachable."""
    if mime == "application/pdf" and b"startxref" not in _tail(original):
        raise Refused("unreadable", "PDF breaks off")
    if mime in ZIPPED:
        with cell(original) as made:
            found = made.run([PYTHON, "-I", "-S", INSIDE, mime], LIMITS).decode().strip()
        if found:
            raise Refused("dangerous", found)


def _tail(original: Path) -> bytes:
    with original.open("rb") as file:
        file.seek(max(0, original.stat().st_size - TAIL))
        return file.read()
