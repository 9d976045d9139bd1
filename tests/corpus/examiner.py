"""Takes hostile files through the studio in a process of its own, and tells what that cost and what was left behind.

`python -m tests.corpus.examiner MANIFEST INTO` with TMPDIR for the cells. The manifest is a JSON list of {name, kind, path};
one JSON object is printed: {files: [{name, answer, seconds, told, left}], own_mb, children_mb, children_s, handles}.
"""
import json
import os
import resource
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from gateways.media.ffmpeg import find_ffmpeg
from gateways.media.studio import LocalStudio
from models.ports import Refused, Unreachable

NEVER_SHOWN = (b"<script", b"<?php", b"root:x:0")


def main(manifest: Path, into: Path) -> dict[str, Any]:
    studio = LocalStudio(find_ffmpeg())
    files = [look(studio, one, into) for one in json.loads(manifest.read_text(encoding="utf-8"))]
    handles = sorted(os.readlink(f"/proc/self/fd/{number}").partition(":")[0] for number in os.listdir("/proc/self/fd")
                     if os.path.exists(f"/proc/self/fd/{number}"))
    studio.close()
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"files": files, "own_mb": own_mb(), "children_mb": spent.ru_maxrss >> 10,
            "children_s": round(spent.ru_utime + spent.ru_stime, 1), "handles": handles}


def own_mb() -> int:
    """The most memory this process ever had; getrusage would tell that of whoever started it, too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) >> 10


def look(studio: LocalStudio, one: dict[str, str], into: Path) -> dict[str, Any]:
    into.mkdir()
    began = time.perf_counter()
    answer = taken_through(studio, Path(one["path"]), one["kind"], into)
    seconds = round(time.perf_counter() - began, 2)
    made = [path.read_bytes() for path in into.iterdir()]
    shutil.rmtree(into)
    return {"name": one["name"], "answer": answer, "seconds": seconds, "left": os.listdir(os.environ["TMPDIR"]),
            "told": [mark.decode() for mark in NEVER_SHOWN if any(mark in content for content in made)]}


def taken_through(studio: LocalStudio, original: Path, kind: str, into: Path) -> str:
    """"accepted", the code it is refused with, or what went wrong with us."""
    try:
        mime = studio.sniff(original, kind)
        measured = studio.measure(original, kind, mime)
        studio.render(original, kind, mime, measured, into)
        studio.prints(original, kind, mime, measured)
    except Refused as no:
        return no.code
    except Unreachable as away:
        return f"Unreachable {away}"
    except Exception as trouble:
        return f"{type(trouble).__name__} {trouble}"
    return "accepted"


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1]), Path(sys.argv[2])), sys.stdout)
