"""What one store is told when it starts: where its bytes live, whose keys it knows, how much it may take.

The same folder may be opened by several stores at once (the public one and the loopback
one, several processes): everything they share is on disk.
"""
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """`keys` are access key → secret key; `buckets` are name → private. Sizes in bytes, times in seconds.

    `public_url` is the address people see (https, behind a proxy, perhaps ending in /kodo): downloads signed for
    it are honoured whatever Host reaches us. `calls_out` is False for the loopback store: no callback leaves it.
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
