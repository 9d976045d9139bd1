"""What a worker works on: a bucket of a running store, a database with everybody in it, photographs and films that were sent."""
import itertools
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from gateways.kodo.client import KodoStore
from gateways.media.ffmpeg import find_ffmpeg
from gateways.media.studio import LocalStudio
from models.media.tables import File
from tests.cast import Cast
from tests.gateways.kodo.calls import manage
from tests.gateways.kodo.running import ACCESS_KEY, SECRET_KEY, RunningStore
from tests.jobs.workers import client, workers
from tests.models import works
from tests.models.works import COLLECTING, INSTANT

IN_A_GROUP = 8
BUCKETS = [f"bucket-{n:02}" for n in range(60)]
_numbers = itertools.count()


@dataclass(frozen=True)
class Shop:
    """A bucket of a running store, a database with everybody in it, and this process as a worker."""
    running: RunningStore
    database: str
    folder: Path
    cast: Cast
    bucket: str = field(default_factory=lambda: BUCKETS[next(_numbers)])
    studio: LocalStudio = field(default_factory=lambda: LocalStudio(find_ffmpeg()))

    @property
    def told(self) -> dict[str, str]:
        return {"store": self.running.url, "bucket": self.bucket, "access_key": ACCESS_KEY, "secret_key": SECRET_KEY}

    @property
    def store(self) -> KodoStore:
        return client(**self.told)

    @property
    def gateways(self) -> Any:
        return self.with_studio(self.studio)

    def with_studio(self, studio: Any) -> Any:
        return SimpleNamespace(store=self.store, studio=studio, transcoder=None, sweep_store=lambda: None, sweep_studio=lambda: None)

    def worker(self, what: str, **more: Any) -> Any:
        return workers(what, self.folder / "temporary", {"database": self.database, "store": self.told, **more})

    def photos(self, *contents: bytes) -> list[File]:
        """Photographs that are there, each entry having as many as it may."""
        entries = [works.saved(self.cast, type="group") for _ in range(-(-len(contents) // IN_A_GROUP))]
        return [self.file(entries[n // IN_A_GROUP], content, COLLECTING + n * INSTANT) for n, content in enumerate(contents)]

    def file(self, entry_id: str, content: bytes, at: datetime = COLLECTING, kind: str = "photo", name: str = "a.jpg") -> File:
        file = works.place(entry_id, self.cast.lincuo, at, kind=kind, name=name, size=len(content))
        path = self.folder / "sent"
        path.write_bytes(content)
        found = self.store.put(file.key, path, "application/octet-stream")
        return works.arrive(file, at, sha256=found.sha256, etag=found.etag)

    def objects(self) -> set[str]:
        """Every key of the bucket."""
        listed = manage(self.running, f"/list?bucket={self.bucket}&limit=1000").json()
        assert not listed.get("marker")
        return {item["key"] for item in listed["items"]}
