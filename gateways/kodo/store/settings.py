"""What one store is told when it starts: where its bytes live, whose keys it knows, how much it may take.

The same folder may be opened by several stores at once (the public one and the loopback
one, several processes): everything they share is on disk.
"""
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

MIB = 1 << 20

Perform: TypeAlias = Callable[[str, Path, Path], None]
"""Makes a file (the second path, empty and there already) of an object's (the first, not to be changed) by a command's words.

Raises models.ports.Refused for words it does not know and a file it cannot use, Unreachable for what may work later.
"""


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """`keys` are access key → secret key; `buckets` are name → private. Sizes in bytes, times in seconds.

    `public_url` is the address people see (https, behind a proxy, perhaps ending in /kodo): downloads signed for
    it are honoured whatever Host reaches us. `calls_out` is False for the loopback store: no callback leaves it,
    and operations are taken down but performed by the other one, whose database is the same.
    """
    root: Path
    keys: Mapping[str, str] = field(repr=False)
    buckets: Mapping[str, bool]
    public_url: str | None = None
    quota_bytes: int | None = None
    uploads_at_once: int = 48
    retry_after_s: int = 2
    calls_out: bool = True
    callback_timeout_s: float = 5.0
    upload_life_s: int = 7 * 86400
    max_object_bytes: int = 2048 * MIB
    max_unsigned_bytes: int = 32 * MIB
    perform: Perform | None = None
