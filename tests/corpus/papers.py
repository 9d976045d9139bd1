"""Documents of the corpus: what offices really send, and what hides behind their endings."""
import zipfile
from collections.abc import Callable
from io import BytesIO

from docx import Document
from openpyxl import Workbook

from tests.corpus.casting import Called, Case
from tests.corpus.workshop import Cut, Written
from tests.gateways.media import pictures

SHEET = Called("song", "document", None, "pdf")
FORM = Called("service_case", "document", "legal", "docx")
OBJECTS = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
PDF = b"%PDF-1.7\n" + OBJECTS + b"xref\n0 3\ntrailer<</Root 1 0 R/Size 3>>\nstartxref\n99\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
PARTS = ("[Content_Types].xml", "_rels/.rels")


def zipped(*names: str, size: int = 10) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, bytes(size))
    return buffer.getvalue()


def written_by(write: Callable[[BytesIO], object]) -> bytes:
    buffer = BytesIO()
    write(buffer)
    return buffer.getvalue()


def letter() -> bytes:
    paper = Document()
    paper.add_paragraph("互联网+工会维权服务案例申报表")
    return written_by(paper.save)


def table() -> bytes:
    return written_by(Workbook().save)


TAKEN = (
    SHEET.good("歌谱", Written(lambda: PDF), ""),
    SHEET.good("歌谱照片", Written(lambda: pictures.encoded(pictures.corners())), "", ending="jpg"),
    SHEET.good("歌谱截图", Written(lambda: pictures.encoded(pictures.corners(), "PNG")), "", ending="png"),
    FORM.good("申报表", Written(letter), ""),
    FORM.good("统计表", Written(table), "", ending="xlsx"),
    FORM.good("老Word", Written(lambda: OLE), "", ending="doc"),
    FORM.good("老Excel", Written(lambda: OLE), "", ending="xls"),
    FORM.good("盖章扫描件", Written(lambda: PDF), "", ending="pdf"),
    FORM.good("打包的材料", Written(lambda: zipped("申报表.pdf", "照片.jpg")), "", ending="zip"),
    FORM.good("改名成docx的压缩包", Written(lambda: zipped("申报表.pdf")), ""),
)

REFUSED = (
    FORM.bad("程序改名", Written(lambda: b"MZ\x90\0" + bytes(500)), "kind", ending="pdf"),
    FORM.bad("网页改名", Written(lambda: b"<html><body><script>alert(1)</script></body></html>"), "kind", ending="doc"),
    FORM.bad("网页另存的表", Written(lambda: b'<?xml version="1.0"?><html xmlns:o="urn:schemas-microsoft-com"><table/></html>'), "kind",
             ending="xls"),
    FORM.bad("写字板", Written(lambda: rb"{\rtf1\ansi text}"), "kind", ending="rtf"),
    FORM.bad("幻灯片", Written(lambda: zipped(*PARTS, "ppt/presentation.xml")), "kind", ending="pptx"),
    FORM.bad("记事本", Written(lambda: "案例说明".encode()), "kind", ending="txt"),
    FORM.bad("RAR", Written(lambda: b"Rar!\x1a\x07\x01\0" + bytes(100)), "kind", ending="rar"),
    FORM.bad("7Z", Written(lambda: b"7z\xbc\xaf\x27\x1c" + bytes(100)), "kind", ending="7z"),
    FORM.bad("其实是视频", Written(lambda: b"\0\0\0\x18ftypisom" + bytes(100)), "kind"),
    FORM.bad("安装包", Written(lambda: zipped("AndroidManifest.xml", "classes.dex")), "dangerous", ending="apk"),
    FORM.bad("压缩包里有程序", Written(lambda: zipped("申报表.pdf", "查看.exe")), "dangerous", ending="zip"),
    FORM.bad("带宏的Word", Written(lambda: zipped(*PARTS, "word/document.xml", "word/vbaProject.bin")), "dangerous"),
    FORM.bad("没传完的Word", Cut(Written(letter), 0.7), "unreadable"),
    SHEET.bad("没传完的PDF", Cut(Written(lambda: PDF), 0.6), "unreadable"),
    SHEET.bad("没传完的照片", Cut(Written(lambda: pictures.encoded(pictures.scene(1))), 0.5), "unreadable", ending="jpg"),
    FORM.bad("空文件", Written(lambda: b""), "empty kind"),
)

CASES: tuple[Case, ...] = (*TAKEN, *REFUSED)
