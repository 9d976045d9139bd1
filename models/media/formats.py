"""Which types of file a kind may be, and what a name's ending says of it. The twin of miniprogram/src/domain/formats.js."""
from collections.abc import Mapping
from typing import Any

# What the store may accept for a kind, in the words of Kodo's mimeLimit. A first gate only: decoding is the real one.
ACCEPTED = {
    "photo": ("image/jpeg", "image/png", "image/heic", "image/heif", "image/webp"),
    "song": ("audio/mpeg", "audio/wav", "audio/x-wav", "audio/mp4", "audio/x-m4a", "audio/m4a", "audio/aac", "audio/flac",
             "audio/x-flac", "audio/ogg", "video/mp4"),
    "video": ("video/mp4", "video/quicktime"),
    "document": ("application/pdf", "image/jpeg", "image/png", "application/msword", "application/zip",
                 "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                 "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.ms-excel"),
}
KIND_LABELS = {"photo": "照片", "song": "歌曲", "video": "视频", "document": "文档"}
TAKEN = {"photo": "JPG、PNG、HEIC 或 WebP 格式的照片", "song": "MP3、WAV、M4A、AAC、FLAC 或 OGG 格式的歌曲",
         "video": "MP4 或 MOV 格式的视频", "document": "PDF、Word、Excel、ZIP 或图片格式的文档"}
COUNTED_IN = {"photo": "幅", "song": "首", "video": "部", "document": "份"}
EXTENSIONS = {
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "heic": "image/heic", "heif": "image/heif", "webp": "image/webp",
    "gif": "image/gif", "bmp": "image/bmp", "tif": "image/tiff", "tiff": "image/tiff", "svg": "image/svg+xml", "avif": "image/avif",
    "mp3": "audio/mpeg", "wav": "audio/wav", "m4a": "audio/mp4", "aac": "audio/aac", "flac": "audio/flac", "ogg": "audio/ogg",
    "amr": "audio/amr", "wma": "audio/x-ms-wma", "mp4": "video/mp4", "mov": "video/quicktime", "avi": "video/x-msvideo",
    "mkv": "video/x-matroska", "wmv": "video/x-ms-wmv", "pdf": "application/pdf", "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "zip": "application/zip", "txt": "text/plain",
    "exe": "application/x-msdownload", "apk": "application/vnd.android.package-archive", "html": "text/html",
}
CONTAINERS = {"video/mp4": "mp4", "audio/mp4": "mp4", "video/quicktime": "mov", "video/x-msvideo": "avi", "video/x-matroska": "mkv",
              "video/x-ms-wmv": "wmv"}


def mime_of(measured: Mapping[str, Any]) -> str | None:
    """The type as told, else by the name's ending; None when neither says anything known."""
    told = str(measured.get("type") or "").lower().partition(";")[0].strip()
    ending = str(measured.get("name") or "").lower().rpartition(".")[2]
    return told if "/" in told else EXTENSIONS.get(told) or EXTENSIONS.get(ending)
