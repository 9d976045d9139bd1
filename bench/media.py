"""What looking into files costs beside the bare tools: photographs beside Pillow in a loop, films beside the same ffmpeg command.

Contenders take turns within each round, ratios are taken inside a round, medians over rounds. The worker's memory is that
of jobs.process_media over a real store and SQLite; ffmpeg's is the largest process the studio started for a film.
`python -m bench.media` prints the figures.
"""
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from gateways.media import films, probing
from gateways.media.cell import cell
from gateways.media.ffmpeg import find_ffmpeg
from gateways.media.studio import LocalStudio
from models import schema, seal
from models.db import database, open_database
from models.media.tables import File, FileState
from tests.cast import assemble
from tests.conftest import KEY
from tests.gateways.kodo.running import ACCESS_KEY, PRIVATE, SECRET_KEY, RunningStore
from tests.gateways.media.pictures import camera_data, scene
from tests.jobs.workers import client, workers
from tests.models import works

Figure = dict[str, Any]
PHOTO, SIDES, GRAIN = "image/jpeg", (4000, 3000), 0.12
ROUNDS, AT_ONCE = 5, 5
EXAMINED, A_GROUP, WORKING_S = 200, 8, 1800
FILM_ROUNDS, FILM_S = 3, 20
HD, UHD = (1920, 1080), (3840, 2160)
ENOUGH, WORKER_MB, FFMPEG_MB = 0.9, 150, 700
FILM = "video/mp4"


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="bench-media-") as name:
        folder = Path(name)
        photo, hd, uhd = photograph(folder / "photo.jpg"), film(folder / "hd.mp4", HD, FILM_S), film(folder / "uhd.mp4", UHD, 6)
        return [*_photographs(photo, folder), *_films(hd, folder), _worker(photo, folder), _peak("1080p", hd), _peak("4K", uhd)]


def photograph(path: Path) -> Path:
    """Twelve megapixels with grain, as a phone held upright writes them; about 6 MB."""
    drawn, noise = scene(1, *SIDES), Image.frombytes("RGB", SIDES, random.Random(1).randbytes(SIDES[0] * SIDES[1] * 3))
    Image.blend(drawn, noise, GRAIN).save(path, "JPEG", quality=90, exif=camera_data(6))
    return path


def film(path: Path, size: tuple[int, int], seconds: int) -> Path:
    """Moving patterns with grain and a tone, H.264 and AAC."""
    picture = f"testsrc2=s={size[0]}x{size[1]}:r=25,noise=alls=12:allf=t"
    subprocess.run([find_ffmpeg(), "-v", "error", "-nostdin", "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", "sine=440:r=48000",
                    "-t", str(seconds), "-c:v", "libx264", "-preset", "ultrafast", "-crf", "23", "-pix_fmt", "yuv420p", "-c:a", "aac",
                    str(path)], check=True)
    return path


# photographs

def _photographs(photo: Path, folder: Path) -> list[Figure]:
    studio = LocalStudio(find_ffmpeg())
    measured = studio.measure(photo, "photo", PHOTO)

    def ours() -> None:
        into = Path(tempfile.mkdtemp(dir=folder))
        studio.render(photo, "photo", PHOTO, measured, into)
        shutil.rmtree(into)

    rounds = _rounds({"studio": ours, "Pillow": lambda: bare_pillow(photo, folder)}, ROUNDS, AT_ONCE)
    (ours_s, ours_cpu), (bare_s, bare_cpu) = (_medians(rounds, name) for name in ("studio", "Pillow"))
    how = f"12 megapixels into thumb and display, JPEG and WebP, each in a locked-in process; median of {ROUNDS} paired rounds of {AT_ONCE}"
    return [
        _figure("photographs per second ÷ bare Pillow", _ratio(rounds, 0, "Pillow", "studio"), "×", None, True,
                f"Pillow {AT_ONCE / bare_s:.1f} a second, in one process, no jail", f"studio {AT_ONCE / ours_s:.1f} a second; {how}"),
        _figure("processor seconds a photograph ÷ bare Pillow", _ratio(rounds, 1, "studio", "Pillow"), "×", None, True,
                f"Pillow {bare_cpu / AT_ONCE:.2f} s", f"studio {ours_cpu / AT_ONCE:.2f} s; {how}")]


def bare_pillow(photo: Path, folder: Path) -> None:
    """The same four files, as one writes it in a loop."""
    with Image.open(photo) as opened:
        opened.thumbnail((1280, 1280), Image.Resampling.LANCZOS, reducing_gap=2.0)
        display = ImageOps.exif_transpose(opened).convert("RGB")
    thumb = display.copy()
    thumb.thumbnail((480, 480), Image.Resampling.LANCZOS, reducing_gap=2.0)
    for name, picture, quality in (("display", display, 85), ("thumb", thumb, 80)):
        picture.save(folder / f"{name}.jpg", "JPEG", quality=quality, progressive=True, optimize=True)
        picture.save(folder / f"{name}.webp", "WEBP", quality=78, method=2)


# films

def _films(original: Path, folder: Path) -> list[Figure]:
    """The one command that makes what people play, in a cell and bare; and everything the studio makes of a film beside it."""
    ffmpeg, target = find_ffmpeg(), folder / "bare.mp4"
    studio = LocalStudio(ffmpeg)
    measured = studio.measure(original, "video", FILM)

    def in_a_cell() -> None:
        with cell(original) as locked:
            inside = probing.look(locked, locked.original, "mov")
            locked.run(films.play_argv(ffmpeg, locked.original, locked.out / "play.mp4", "mov", inside, measured), films.TRANSCODING)

    with cell(original) as locked:
        argv = films.play_argv(ffmpeg, original, target, "mov", probing.look(locked, locked.original, "mov"), measured)

    def everything() -> None:
        into = Path(tempfile.mkdtemp(dir=folder))
        studio.render(original, "video", FILM, measured, into)
        shutil.rmtree(into)

    ways = {"bare": lambda: _run(argv), "cell": in_a_cell, "everything": everything}
    rounds = _rounds(ways, FILM_ROUNDS, 1)
    bare_s, cell_s, whole_s = (_medians(rounds, name)[0] for name in ways)
    ratio = _ratio(rounds, 0, "bare", "cell")
    how = f"{FILM_S} s of 1080p to 720p, median of {FILM_ROUNDS} paired rounds"
    return [
        _figure("transcoding ÷ bare ffmpeg", ratio, "×", f"≥ {ENOUGH}", ratio >= ENOUGH, f"the same command bare {bare_s:.1f} s",
                f"copied into a cell, looked at and transcoded {cell_s:.1f} s; {how}"),
        _figure("all of a film's renditions ÷ bare ffmpeg", _ratio(rounds, 0, "everything", "bare"), "× time", None, True,
                f"the film alone {bare_s:.1f} s", f"with cover, thumbnails, 10 frames and sound {whole_s:.1f} s; {how}")]


def _run(argv: list[str]) -> None:
    subprocess.run(argv, check=True, stdin=subprocess.DEVNULL)


# memory

def _worker(photo: Path, folder: Path) -> Figure:
    """The peak of a worker that looks into 200 photographs, one after the other."""
    url = f"sqlite:///{folder / 'wangju.sqlite'}"
    seal.use(KEY)
    opened = open_database(url)
    schema.migrate()
    with RunningStore(folder / "store") as running, database.connection_context():
        told = {"store": running.url, "bucket": PRIVATE, "access_key": ACCESS_KEY, "secret_key": SECRET_KEY}
        _hand_in(photo, told)
        began = time.monotonic()
        with workers("steady", folder / "temporary", {"database": url, "store": told}) as worker:
            peak = int(worker.communicate(timeout=WORKING_S)[0]) / 1e3
        took = time.monotonic() - began
        ready = File.select().where(File.state == FileState.READY).count()
    opened.close_all()
    return _figure(f"peak memory of a worker over {EXAMINED} photographs", round(peak), "MB", f"≤ {WORKER_MB}",
                   peak <= WORKER_MB and ready == EXAMINED, "VmHWM of the Python process",
                   f"{ready} of {EXAMINED} ready, all five steps over a real store, {took / EXAMINED:.2f} s each")


def _hand_in(photo: Path, told: dict[str, str]) -> None:
    cast, store = assemble(), client(**told)
    for _ in range(EXAMINED // A_GROUP):
        entry = works.saved(cast, type="group")
        for _ in range(A_GROUP):
            file = works.place(entry, cast.lincuo, size=photo.stat().st_size)
            found = store.put(file.key, photo, PHOTO)
            works.arrive(file, sha256=found.sha256, etag=found.etag)


def _peak(name: str, original: Path) -> Figure:
    said = subprocess.run([sys.executable, "-m", "bench.media", "peak", str(original)], check=True, capture_output=True, text=True).stdout
    peak = int(said) / 1e3
    return _figure(f"peak memory of the largest process for a {name} film", round(peak), "MB", f"≤ {FFMPEG_MB}", peak <= FFMPEG_MB,
                   "maximum resident size of what the studio started", "measured, rendered and fingerprinted")


def _largest_child(original: Path) -> int:
    """Kilobytes of the largest process that was needed for a film."""
    studio = LocalStudio(find_ffmpeg())
    with tempfile.TemporaryDirectory() as into:
        measured = studio.measure(original, "video", FILM)
        studio.render(original, "video", FILM, measured, Path(into))
        studio.prints(original, "video", FILM, measured)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


# rounds

Round = dict[str, tuple[float, float]]     # (seconds by the clock, seconds of processors) by way


def _rounds(ways: dict[str, Callable[[], None]], rounds: int, times: int) -> list[Round]:
    """Every way in every round, each as often first as the others, after one round that is not counted."""
    names, taken = list(ways), list[Round]()
    for turn in range(rounds + 1):
        turned = names[turn % len(names):] + names[:turn % len(names)]
        taken.append({name: _timed(ways[name], times) for name in turned})
    return taken[1:]


def _timed(act: Callable[[], None], times: int) -> tuple[float, float]:
    began, used = time.perf_counter(), _processor_s()
    for _ in range(times):
        act()
    return time.perf_counter() - began, _processor_s() - used


def _processor_s() -> float:
    """Of this process, of its children that ended, and of those that live (the darkroom) with theirs."""
    own, tick = os.times(), os.sysconf("SC_CLK_TCK")
    living = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    ticks = (Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[11:15] for child in living)
    return sum(own[:4]) + sum(int(one) for four in ticks for one in four) / tick


def _ratio(rounds: list[Round], what: int, above: str, below: str) -> float:
    return round(statistics.median(one[above][what] / one[below][what] for one in rounds), 2)


def _medians(rounds: list[Round], name: str) -> tuple[float, float]:
    return statistics.median(one[name][0] for one in rounds), statistics.median(one[name][1] for one in rounds)


def _figure(name: str, value: float, unit: str, goal: str | None, met: bool, baseline: str, how: str) -> Figure:
    return {"name": name, "value": value, "unit": unit, "goal": goal, "met": met, "baseline": baseline, "how": how}


if __name__ == "__main__":
    if sys.argv[1:2] == ["peak"]:
        print(_largest_child(Path(sys.argv[2])))
    else:
        print(json.dumps(measure(), ensure_ascii=False, indent=1))
