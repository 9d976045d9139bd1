"""Reads the list of a zipped document's parts, unpacking nothing. Runs locked in (papers.py); prints what is dangerous, if anything."""
import sys
import zipfile

MOST_PARTS, MOST_BYTES = 20_000, 2 << 30
PROGRAMS = (".exe", ".dll", ".bat", ".cmd", ".com", ".scr", ".js", ".vbs", ".ps1", ".lnk", ".jar", ".apk", ".dex", ".msi", "vbaproject.bin")


def main(mime: str) -> None:
    """Ends with an error when the list cannot be read or the part that makes it an office document is not there."""
    with zipfile.ZipFile("original") as archive:
        parts = archive.infolist()
    if mime != "application/zip" and "[Content_Types].xml" not in {part.filename for part in parts}:
        sys.exit("no office document")
    sys.stdout.write(danger(parts))


def danger(parts: list[zipfile.ZipInfo]) -> str:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        return "unpacks to far too much"
    if any(part.filename.startswith(("/", "\\")) or ".." in part.filename.replace("\\", "/").split("/") for part in parts):
        return "unpacks outside its folder"
    return next(("brings a program" for part in parts if part.filename.lower().endswith(PROGRAMS)), "")


if __name__ == "__main__":
    main(sys.argv[1])
