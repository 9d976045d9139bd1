"""What a hostile file is written down as, and the neighbour and the address that some of them try to reach."""
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ENDINGS = {"photo": "jpg", "video": "mp4", "song": "mp3", "document": "pdf"}
REFUSALS = frozenset({"kind", "unreadable", "dangerous", "too_heavy"})
ANY = REFUSALS | {"accepted"}


@dataclass(frozen=True)
class Lure:
    """`neighbour` is a film beside the file, `address` an http:// address where somebody listens. Neither is ever to be reached."""
    neighbour: Path
    address: str


@dataclass(frozen=True)
class Hostile:
    """One hostile file and what may come of it: "accepted", or the code it is refused with."""
    name: str
    kind: str
    content: bytes
    may: frozenset[str] = ANY
    file_name: str = ""

    @property
    def called(self) -> str:
        return self.file_name or f"{self.name}.{ENDINGS[self.kind]}"


Family = Callable[[Lure], Iterable[Hostile]]


def each(kind: str, contents: dict[str, bytes], may: frozenset[str] = ANY) -> Iterator[Hostile]:
    return (Hostile(f"{kind}-{name}", kind, content, may) for name, content in contents.items())


def patched(content: bytes, mark: bytes, after: int, new: bytes) -> bytes:
    """Other bytes so many after the end of the first mark."""
    at = content.index(mark) + len(mark) + after
    return content[:at] + new + content[at + len(new):]
