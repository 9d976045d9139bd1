"""The studio of this machine: looks into files and makes what is shown of them, by kind."""
from pathlib import Path

from gateways.media import films, papers, photos, songs
from gateways.media.admission import admitted
from gateways.media.darkroom import Darkroom
from gateways.media.ffmpeg import find_ffmpeg
from models.ports import Made, Measured, Print


class LocalStudio:
    """models.ports.Studio with ffmpeg and Pillow, each file alone in a locked-in process. Usable from any thread."""

    def __init__(self, ffmpeg: str = "") -> None:
        self._chosen = ffmpeg
        self._darkroom = Darkroom()

    @property
    def _ffmpeg(self) -> str:
        """Looked for when a film or a song comes: photographs do not wait for it. Raises Unreachable."""
        return find_ffmpeg(self._chosen)

    def sniff(self, original: Path, kind: str) -> str:
        return admitted(original, kind)

    def measure(self, original: Path, kind: str, mime: str) -> Measured:
        """As the port says; a document is inspected as far as it will ever be."""
        if kind == "video":
            return films.measure(original, mime, ffmpeg=self._ffmpeg)
        if kind == "song":
            return songs.measure(original, mime, ffmpeg=self._ffmpeg)
        if kind == "document":
            return self._inspected(original, mime)
        return photos.measure(self._darkroom, original, mime)

    def render(self, original: Path, kind: str, mime: str, measured: Measured, into: Path) -> list[Made]:
        if kind == "video":
            return films.render(original, mime, measured, into, ffmpeg=self._ffmpeg)
        if kind == "song":
            return songs.render(original, mime, measured, into, ffmpeg=self._ffmpeg)
        return photos.render(self._darkroom, original, mime, into) if kind == "photo" else []

    def prints(self, original: Path, kind: str, mime: str, measured: Measured) -> list[Print]:
        if kind == "video":
            return films.prints(original, mime, measured)
        return photos.prints(self._darkroom, original, mime) if kind == "photo" else []

    def close(self) -> None:
        """End what waits for work; the next file starts it again."""
        self._darkroom.close()

    def _inspected(self, original: Path, mime: str) -> Measured:
        if mime.startswith("image/"):
            photos.look(self._darkroom, original, mime)
            return photos.measure(self._darkroom, original, mime)
        papers.inspect(original, mime)
        return {"type": mime}
