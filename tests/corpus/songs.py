"""Songs and recorded recitations of the corpus: every way phones and studios write sound, and what is no song."""
from pathlib import Path

from tests.corpus.casting import Called, Case
from tests.corpus.workshop import SILENCE, Cut, Recipe, Written, ffmpeg, small
from tests.gateways.media import pictures
from tests.gateways.media.made import PLACE_IN_POINTS, PLACED

SONG = Called("song", "song", None, "mp3")
READING = Called("recitation", "song", "classic", "m4a")
TONE = "sine=440:r=44100"
NOISE = "anoisesrc=r=44100:a=0.3:seed=1"
MP3 = "-c:a libmp3lame -b:a 128k"
AMR = b"#!AMR\n" + bytes([0x3C, *[0x55] * 31]) * 50


def sound(coding: str, source: str = TONE, seconds: float = 2, *options: str) -> Recipe:
    return Recipe(None, source, coding, seconds, options)


def lasting(seconds: int) -> Recipe:
    """Nearly nothing, for long."""
    return sound("-c:a flac", "sine=440:r=8000", seconds)


def covered(target: Path) -> None:
    """With a picture of its singer."""
    cover, plain = target.with_suffix(".jpg"), target.with_stem(f"plain-{target.stem}")
    cover.write_bytes(pictures.encoded(pictures.corners(), exif=pictures.camera_data()))
    sound(MP3)(plain)
    ffmpeg(target, "-i", str(plain), "-i", str(cover), "-map", "0", "-map", "1", "-c", "copy", "-disposition:v", "attached_pic",
           "-metadata", f"title={pictures.SECRET}")


TAKEN = (
    SONG.good("MP3", sound(MP3), "++++"),
    SONG.good("WAV", sound("-c:a pcm_s16le"), "++++", ending="wav"),
    SONG.good("二十四位WAV", sound("-c:a pcm_s24le", "sine=440:r=96000"), "++++", ending="wav"),
    SONG.good("M4A", sound("-c:a aac -b:a 160k", NOISE), "++++", ending="m4a"),
    SONG.good("MP4里的声音", sound("-c:a aac -b:a 160k", NOISE), "++++", ending="mp4"),
    SONG.good("苹果无损", sound("-c:a alac", NOISE), "++++", ending="m4a"),
    SONG.good("AAC", sound("-c:a aac -b:a 160k", NOISE), "++++", ending="aac"),
    SONG.good("FLAC", sound("-c:a flac", NOISE), "++++", ending="flac"),
    SONG.good("OGG", sound("-c:a libvorbis -q:a 9", NOISE), "++++", ending="ogg"),
    SONG.good("Opus", sound("-c:a libopus -b:a 192k", "anoisesrc=r=48000:a=0.3:seed=1"), "++++", ending="ogg"),
    SONG.good("变比特率", sound("-c:a libmp3lame -q:a 0", NOISE), "++++"),
    SONG.good("五点一声道", sound("-c:a pcm_s16le", "anoisesrc=r=48000:a=0.3:seed=1,aformat=channel_layouts=5.1", 1), "++++", ending="wav"),
    SONG.good("单声道低码率", sound("-c:a libmp3lame -b:a 48k -ac 1"), "++~+"),
    SONG.good("电话音质", sound("-c:a pcm_s16le", "sine=440:r=8000"), "+~++", ending="wav"),
    SONG.good("小程序录音", sound("-c:a libmp3lame -b:a 48k", "sine=440:r=16000"), "+~~+"),
    SONG.good("静音", sound(MP3, SILENCE.replace("48000", "44100")), "+++~"),
    SONG.good("几乎听不见", sound(MP3, f"{TONE},volume=-60dB"), "+++~"),
    SONG.good("小声但听得见", sound(MP3, f"{TONE},volume=-20dB"), "++++"),
    SONG.good("带封面", covered, "++++", secret=pictures.SECRET.encode()),
    SONG.good("带定位", sound("-c:a aac -b:a 160k", NOISE, 2, *PLACED), "++++", ending="m4a", secret=PLACE_IN_POINTS),
    SONG.good("一秒不到", sound(MP3, TONE, 0.6), "++++"),
    SONG.good("6分整", lasting(360), "+~~+", ending="flac", drawn=False),
    SONG.good("6分5秒", lasting(365), "~~~+", ending="flac", drawn=False),
    SONG.good("名字是mp3的WAV", sound("-c:a pcm_s16le", TONE, 2, "-f", "wav"), "++++"),
    SONG.good("录到一半的WAV", Cut(sound("-c:a pcm_s16le", TONE, 6), 0.3), "++++", ending="wav"),    # plays to where the recorder stopped
    READING.good("诵读录音", sound("-c:a aac -b:a 64k"), "+"),
    READING.good("诵读录音无声", sound("-c:a aac -b:a 64k", SILENCE), "~"),
)

REFUSED = (
    SONG.bad("微信语音", Written(lambda: AMR), "kind", ending="amr"),
    SONG.bad("WMA", sound("-c:a wmav2"), "kind", ending="wma"),
    SONG.bad("AIFF", sound("-c:a pcm_s16be"), "kind", ending="aiff"),
    SONG.bad("MIDI", Written(lambda: b"MThd\0\0\0\x06\0\1\0\1\0`MTrk" + bytes(40)), "kind", ending="mid"),
    SONG.bad("歌词", Written(lambda: "[00:01.00]追光\n[00:05.00]高原\n".encode()), "kind"),
    SONG.bad("播放列表", Written(lambda: b"#EXTM3U\n/etc/passwd\n"), "kind"),
    SONG.bad("其实是MV", Written(lambda: small("loud.mp4")), "kind", ending="mp4"),
    SONG.bad("其实是照片", Written(lambda: pictures.encoded(pictures.corners())), "kind"),
    SONG.bad("只有标签", Written(lambda: b"ID3\x03\0\0\0\0\x02\0" + bytes(256)), "unreadable"),
    SONG.bad("没传完的M4A", Cut(sound("-c:a aac -b:a 160k", NOISE), 0.6), "unreadable", ending="m4a"),
    SONG.bad("没传完的FLAC", Cut(sound("-c:a flac", NOISE, 6), 0.3), "unreadable", ending="flac"),
    SONG.bad("全是零", Written(lambda: small("mp3")[:40] + bytes(100_000)), "unreadable"),
    SONG.bad("超过一小时", sound("-c:a flac", "anullsrc=r=8000:cl=mono", 3605), "max_seconds", "~~~~", ending="flac"),
)

CASES: tuple[Case, ...] = (*TAKEN, *REFUSED)
