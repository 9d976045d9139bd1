"""Looks into a film or a song with PyAV. Runs in the jail as a program of its own, and is never imported by the service.

    probe_inside.py figures FILE DEMUXER                       prints one JSON object (gateways.media.probing.Inside)
    probe_inside.py frames FILE DEMUXER STEP_S MOST SIDE       prints one JSON line for each frame of a time grid, then its grey bytes

Whatever goes wrong ends it with one line on stderr and another exit status than 0.
"""
import json
import math
import sys
from collections.abc import Iterator
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

MICROSECONDS = 1_000_000
TRIES = 30                                     # packets in which a first picture must be found
MOST_PIXELS = 4096 * 2304                      # of a coded picture; one more is told, not decoded
LIES = ("aac", "mp3")                          # formats whose length in time is a guess until it is counted
SHOWN_APART = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image


def opened(path: str, demuxer: str) -> InputContainer:
    """The file as nothing but this format, on one local file."""
    options = {"format_whitelist": demuxer, "protocol_whitelist": "file", "max_streams": "64"}
    if demuxer == "mov":
        options |= {"enable_drefs": "0", "use_absolute_path": "0"}
    return av.open(f"file:{path}", format=demuxer, options=options, metadata_errors="replace")


def pictures(container: InputContainer) -> VideoStream | None:
    """The moving pictures: not a cover, not an empty track."""
    return next((one for one in container.streams.video if not one.disposition & SHOWN_APART and _has_packets(one)), None)


def sounds(container: InputContainer) -> AudioStream | None:
    return next((one for one in container.streams.audio if _has_packets(one)), None)


def figures(path: str, demuxer: str) -> dict[str, Any]:
    with opened(path, demuxer) as container:
        film, sound = pictures(container), sounds(container)
        told: dict[str, Any] = {"duration_s": _duration(container, film, sound), "film": None, "sound": _sound(sound) if sound else None}
        if film is not None:
            told["film"] = _film(container, film)
        if sound is not None and (demuxer in LIES or told["duration_s"] is None):
            told["duration_s"] = _counted(container, sound)
        return told


def frames(path: str, demuxer: str, step_s: float, most: int, side: int) -> Iterator[tuple[float, bytes]]:
    """(second, side × side grey bytes as shown) of the frame nearest to 1 s, 1 s + step …; the middle of a film too short for that."""
    with opened(path, demuxer) as container:
        film = pictures(container)
        if film is None:
            return
        film.codec_context.thread_count = 2
        for at_s, frame in _nearest(container, film, _grid(_length(container, film), step_s, most)):
            yield at_s, _grey(frame, side)


def _grid(duration_s: float, step_s: float, most: int) -> list[float]:
    count = min(most, math.ceil((duration_s - 1) / step_s))
    return [1 + step_s * index for index in range(count)] if count > 0 else [duration_s / 2]


def _nearest(container: InputContainer, film: VideoStream, grid: list[float]) -> Iterator[tuple[float, VideoFrame]]:
    """Decodes from the key frame before each wanted second, and goes on instead where no key frame lies between."""
    start, half = _seconds(film, film.start_time or 0), 0.5 / float(film.average_rate or 25)
    here: float = -math.inf
    decoding: Iterator[VideoFrame] = iter(())
    for at_s in grid:
        wanted = start + at_s
        if _key_before(film, wanted) > here:
            container.seek(_ticks(film, wanted), stream=film, backward=True)
            decoding = container.decode(film)
        try:
            frame = next((one for one in decoding if one.time is None or one.time >= wanted - half), None)
        except av.error.InvalidDataError:
            here = -math.inf                   # one damaged spot: seek past it
            continue
        if frame is None:
            return
        here = frame.time if frame.time is not None else wanted
        yield at_s, frame


def _key_before(film: VideoStream, second: float) -> float:
    """Where a seek to that second would land; infinity when the index does not know."""
    index = film.index_entries.search_timestamp(_ticks(film, second), backward=True)
    return _seconds(film, film.index_entries[index].timestamp) if index >= 0 else math.inf


def _film(container: InputContainer, film: VideoStream) -> dict[str, Any]:
    codec, ratio = film.codec_context, film.sample_aspect_ratio
    told = {"index": film.index, "codec": codec.codec.canonical_name, "width": codec.width, "height": codec.height,
            "pixels": codec.pix_fmt, "rate": _rate(film), "stretch": float(ratio) if ratio else 1.0, "turned": 0, "interlaced": False}
    if codec.width * codec.height > MOST_PIXELS:
        return told | {"too_large": True}
    frame = _first(container, film)
    return told | {"width": frame.width, "height": frame.height, "pixels": frame.format.name, "turned": _turned(frame),
                   "interlaced": frame.interlaced_frame}


def _first(container: InputContainer, film: VideoStream) -> VideoFrame:
    """A first picture: only a decoder knows what is one. Raises ValueError when there is none."""
    film.codec_context.thread_count = 1
    for number, packet in enumerate(container.demux(film)):
        for frame in packet.decode():
            return frame
        if number >= TRIES:
            break
    raise ValueError("no picture")


def _sound(sound: AudioStream) -> dict[str, Any]:
    codec = sound.codec_context
    return {"index": sound.index, "codec": codec.codec.canonical_name, "rate": codec.sample_rate, "channels": codec.channels}


def _turned(frame: VideoFrame) -> int:
    """By how many degrees it is turned clockwise to be shown."""
    return round(-frame.rotation / 90) * 90 % 360


def _duration(container: InputContainer, *streams: VideoStream | AudioStream | None) -> float | None:
    """As the headers say, or as its index of packets says when that is longer."""
    ends = [_seconds(one, one.index_entries[-1].timestamp) for one in streams if one is not None and len(one.index_entries)]
    longest = max(ends, default=0.0) if container.format.name.startswith("mov") else 0.0
    return max(longest, (container.duration or 0) / MICROSECONDS) or None


def _length(container: InputContainer, film: VideoStream) -> float:
    return _seconds(film, film.duration) if film.duration else _duration(container, film) or 0.0


def _counted(container: InputContainer, sound: AudioStream) -> float:
    """Seconds as the packets add up; nothing is decoded."""
    container.seek(0)
    return _seconds(sound, sum(packet.duration or 0 for packet in container.demux(sound)))


def _has_packets(stream: VideoStream | AudioStream) -> bool:
    """An MP4 or MOV has an index of its packets from the start; the other formats make theirs while reading."""
    return stream.codec_context is not None and (not stream.container.format.name.startswith("mov") or len(stream.index_entries) > 0)


def _rate(film: VideoStream) -> float | None:
    rate = film.average_rate or film.guessed_rate
    return float(rate) if rate else None


def _seconds(stream: VideoStream | AudioStream, ticks: int) -> float:
    return float(ticks * stream.time_base) if stream.time_base else 0.0


def _ticks(stream: VideoStream, second: float) -> int:
    return int(second / stream.time_base) if stream.time_base else 0


def _grey(frame: VideoFrame, side: int) -> bytes:
    small = frame.reformat(width=side, height=side, format="gray", interpolation="AREA")
    plane = small.planes[0]
    stored = bytes(plane)
    rows = [stored[row * plane.line_size:row * plane.line_size + side] for row in range(side)]
    for _ in range(_turned(frame) // 90):
        rows = [bytes(column) for column in zip(*reversed(rows), strict=True)]
    return b"".join(rows)


def main(arguments: list[str]) -> None:
    verb, path, demuxer, *rest = arguments
    out = sys.stdout.buffer
    if verb == "figures":
        out.write(json.dumps(figures(path, demuxer)).encode())
        return
    for at_s, grey in frames(path, demuxer, float(rest[0]), int(rest[1]), int(rest[2])):
        out.write(json.dumps({"at_s": at_s}).encode() + b"\n" + grey)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (av.error.FFmpegError, ValueError, ArithmeticError) as trouble:
        sys.exit(f"{type(trouble).__name__}: {getattr(trouble, 'strerror', None) or trouble}")
