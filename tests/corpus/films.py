"""Films of the corpus: each limit at its edge and beyond, what phones, editors and chats write, and what is no film."""
from pathlib import Path

from tests.corpus.casting import Called, Case
from tests.corpus.workshop import AAC, SILENCE, X264, Cut, Recipe, Turned, Written, ffmpeg, small, still
from tests.gateways.media import pictures
from tests.gateways.media.made import PLACE, PLACED

FILM = Called("micro_video", "video", "creative", "mp4")
READING = Called("recitation", "video", "classic", "mp4")
FULL = still("1920x1080", 1, 25)
QUICK = f"{X264} -crf 16 {AAC}"
FAINT = "sine=440:r=48000,volume=-45dB"


def lasting(seconds: int) -> Recipe:
    """A film of a few kilobytes, one frame a second."""
    return Recipe(still("64x36", seconds, 1), None, f"{X264} -g 60", seconds)


def small_film(coding: str, sound: str | None = "sine=440:r=48000", rate: float = 25, **more: object) -> Recipe:
    return Recipe(still("320x180", 1, rate), sound, coding, **more)  # type: ignore[arg-type]


def placed(target: Path) -> None:
    Recipe(options=(*PLACED, "-movflags", "use_metadata_tags"))(target)


def subtitled(target: Path) -> None:
    """With chapters and subtitles, as editors export it."""
    words = target.with_suffix(".srt")
    words.write_text("1\n00:00:00,000 --> 00:00:01,000\nwords\n", encoding="utf-8")
    ffmpeg(target, "-f", "lavfi", "-i", still("320x180"), "-i", str(words), "-t", "1", *X264.split(), "-c:s", "mov_text")


TAKEN = (
    FILM.good("合格", Recipe(FULL, coding=QUICK), "+++++++++", shown=(1920, 1080)),
    FILM.good("每秒23.976帧", Recipe(still("1920x1080", 1, 23.976), coding=QUICK), "+++++++++", shown=(1920, 1080)),
    FILM.good("补齐的1088行", Recipe(still("1920x1088", 0.6), None, QUICK, 0.6), "++++++~.+", shown=(1920, 1088)),
    FILM.good("4K", Recipe(still("3840x2160", 0.5, 24), None, f"{X264} -crf 20", 0.5), "++++++~.+", shown=(3840, 2160)),
    FILM.good("竖屏", Recipe(still("1080x1920", 0.6), None, QUICK, 0.6), "+~++++~.+", shown=(1080, 1920)),
    FILM.good("720P", Recipe(still("1280x720", 0.6), coding=QUICK, seconds=0.6), "++~++++++", shown=(1280, 720)),
    FILM.good("四比三", Recipe(still("320x240"), "sine=440:r=48000"), "+~~+~++++", shown=(320, 240)),
    FILM.good("方形", Recipe(still("240x240"), None), "+~~+~+~.+", shown=(240, 240)),
    FILM.good("微信压缩过", small_film(f"{X264} -crf 40 {AAC}"), "++~+~++++", shown=(320, 180)),
    FILM.good("H.265", small_film(f"-c:v libx265 -preset ultrafast -x265-params log-level=none -tag:v hvc1 {AAC}"), "++~~~++++"),
    FILM.good("十位色彩", small_film("-c:v libx265 -preset ultrafast -x265-params log-level=none -pix_fmt yuv420p10le", None), "++~~~+~.+"),
    FILM.good("VP9", small_film("-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 200k", None), "++~~~+~.+"),
    FILM.good("AV1", small_film("-c:v libsvtav1 -preset 12 -pix_fmt yuv420p", None), "++~~~+~.+"),
    FILM.good("MPEG-4", small_film("-c:v mpeg4 -q:v 8 -c:a libmp3lame", ), "++~~~++++"),
    FILM.good("MOV", small_film(f"{X264} -c:a pcm_s16le"), "~+~+~++++", ending="mov"),
    FILM.good("ProRes", small_film("-c:v prores_ks -profile:v 0 -pix_fmt yuv422p10le", None), "~+~~~+~.+", ending="mov"),
    FILM.good("没有声音", small_film(X264, None), "++~+~+~.+"),
    FILM.good("静音", small_film(f"{X264} {AAC}", SILENCE), "++~+~++~+"),
    FILM.good("声音太小", small_film(f"{X264} {AAC}", FAINT.replace("-45", "-60")), "++~+~++~+"),
    FILM.good("声音小但听得见", small_film(f"{X264} {AAC}", "sine=440:r=48000,volume=-20dB"), "++~+~++++"),
    FILM.good("十五帧", small_film(X264, None, 15), "++~+~~~.+"),
    FILM.good("帧率不匀", Recipe("testsrc2=s=320x180:r=25,select=not(mod(n\\,7))+lt(n\\,20)", None, X264, 2, ("-fps_mode", "vfr")),
              "++~+~~~.+"),
    FILM.good("慢动作", small_film(X264, None, 120), "++~+~+~.+"),
    *(FILM.good(f"手机转了{degrees}度", Turned(degrees), "+~~+~~~.+", shown=(180, 320), upright=True) for degrees in (90, 270)),
    FILM.good("手机倒着拍", Turned(180, 320, 180), "++~+~~~.+", shown=(320, 180), upright=True),
    FILM.good("竖存横看", Turned(90, 320, 180), "++~+~~~.+", shown=(320, 180), upright=True),
    FILM.good("像素不方", Recipe("testsrc2=s=240x180:r=25,setsar=4/3", None), "++~+~+~.+", shown=(320, 180)),
    FILM.good("边长是单数", Recipe("testsrc=s=321x181:r=25", None, "-c:v libx264 -preset ultrafast -pix_fmt yuv444p"), "++~+~+~.+",
              shown=(321, 181)),
    FILM.good("分段写的", small_film(f"{X264} -g 10 -movflags +frag_keyframe+empty_moov", None), "++~+~+~.+"),
    FILM.good("带定位", placed, "++~+~++++", secret=PLACE),
    FILM.good("带定位的MOV", Recipe(options=PLACED), "~+~+~++++", ending="mov", secret=PLACE),
    FILM.good("带字幕", subtitled, "++~+~+~.+"),
    FILM.good("只有一帧", Recipe("testsrc2=s=320x180:r=25", None, X264, 1, ("-frames:v", "1")), "++~+~+~.+"),
    FILM.good("剧情片8分整", lasting(480), "++~+~~~.+", type="drama"),
    FILM.good("剧情片8分1秒", lasting(481), "++~+~~~.~", type="drama", drawn=False),
    FILM.good("剧情片8分5秒", lasting(485), "++~+~~~.~", type="drama", drawn=False),
    FILM.good("纪录片6分整", lasting(360), "++~+~~~.+", type="documentary", drawn=False),
    FILM.good("纪录片6分5秒", lasting(365), "++~+~~~.~", type="documentary", drawn=False),
    FILM.good("创意3分整", lasting(180), "++~+~~~.+", drawn=False),
    FILM.good("创意3分5秒", lasting(185), "++~+~~~.~", drawn=False),
    FILM.good("没选类别8分5秒", lasting(485), "++~+~~~..", type="unsure", drawn=False),
    READING.good("诵读", Recipe(still("1280x720", 0.6), seconds=0.6), "+++++", shown=(1280, 720)),
    READING.good("诵读没有声音", small_film(X264, None), "+~+~."),
    READING.good("诵读5分5秒", lasting(305), "~~+~.", drawn=False),
)

REFUSED = (
    FILM.bad("AVI", small_film("-c:v mpeg4 -c:a libmp3lame"), "kind", ending="avi"),
    FILM.bad("MKV", small_film(X264, None), "kind", ending="mkv"),
    FILM.bad("WMV", small_film("-c:v wmv2 -c:a wmav2"), "kind", ending="wmv"),
    FILM.bad("FLV", small_film(X264, None), "kind", ending="flv"),
    FILM.bad("录像机TS", small_film(X264, None), "kind", ending="ts"),
    FILM.bad("MPG", small_film("-c:v mpeg2video", None), "kind", ending="mpg"),
    FILM.bad("老手机3GP", Recipe("testsrc2=s=176x144:r=15", None, "-c:v h263"), "kind", ending="3gp"),
    FILM.bad("没传完", Cut(Recipe(still("320x180"), None, X264), 0.6), "unreadable"),
    FILM.bad("没传完但头在前", Cut(Recipe(still("160x90", 4), None, X264, 4, ("-movflags", "+faststart")), 0.4), "unreadable"),
    FILM.bad("只有声音", Recipe(None, coding=AAC), "kind"),
    FILM.bad("其实是照片", Written(lambda: pictures.encoded(pictures.corners())), "kind"),
    FILM.bad("其实是动图", Written(lambda: pictures.encoded(pictures.corners().convert("P"), "GIF")), "kind"),
    FILM.bad("播放列表", Written(lambda: b"#EXTM3U\n#EXTINF:1,\nvideo.ts\n"), "kind"),
    FILM.bad("全是零", Written(lambda: small("mp4")[:40] + bytes(100_000)), "unreadable"),
    FILM.bad("画面太大", Recipe("color=black:s=4096x2400:r=2", None, X264), "max_pixels", "+~++~~~.+"),
    FILM.bad("画面太长", Recipe("color=black:s=4400x120:r=2", None, X264), "max_side", "+~~+~~~.+"),
    FILM.bad("超过一小时", Recipe("color=black:s=64x36:r=1/60", None, X264, 3660), "max_seconds", "++~+.~~.~"),
)

CASES: tuple[Case, ...] = (*TAKEN, *REFUSED)
