"""One store, opened: what every endpoint is given."""
from dataclasses import dataclass

from .callback import Caller
from .disk import Disk
from .gate import Gate
from .refusals import NO_BUCKET, Refusal
from .rows import Rows
from .settings import StoreSettings
from .shelf import Shelf
from .signing import Keys
from .uploads import Uploads


@dataclass(frozen=True, slots=True)
class Store:
    settings: StoreSettings
    keys: Keys
    disk: Disk
    rows: Rows
    shelf: Shelf
    uploads: Uploads
    gate: Gate
    caller: Caller | None

    def check_bucket(self, bucket: str) -> None:
        """Raises Refusal (631)."""
        if bucket not in self.settings.buckets:
            raise Refusal(*NO_BUCKET)


def open_store(settings: StoreSettings) -> Store:
    """Open the folder, making it on first use."""
    disk, keys = Disk(settings.root), Keys(settings.keys)
    rows = Rows(settings.root / "store.sqlite")
    return Store(
        settings=settings, keys=keys, disk=disk, rows=rows,
        shelf=Shelf(rows, disk, settings.quota_bytes),
        uploads=Uploads(rows, disk, settings.upload_life_s, settings.quota_bytes),
        gate=Gate(settings.uploads_at_once, settings.retry_after_s),
        caller=Caller(keys, settings.callback_timeout_s) if settings.calls_out else None)
