"""What a likeness is called, and what its figure means: for people, who decide."""
from models.media.rules import KIND_LABELS

MEASURES = {"photo": "张", "song": "首", "video": "部", "document": "份"}
MEANS = {
    "bytes": "两个文件的内容一个字节不差，通常是同一个文件上传了两次。",
    "picture": "把两张照片缩成很小的黑白图比较明暗，一致的占百分之多少；不相干的照片约为 50%。只作提示，是否同一作品请看图判断。",
    "film": "按时间抽取画面比较，较短的一部里有百分之多少的画面在另一部里依次出现。只作提示，是否同一作品请看片判断。",
}


def named(title: str | None, place: str, kind: str, number: int | None) -> str:
    """《追光》的第 2 张照片; of a work that may not be named, only where it was entered: 2022 年摄影一件作品的照片."""
    whose = f"《{title}》" if title is not None else f"{place}一件作品"
    return f"{whose}的第 {number} {MEASURES[kind]}{KIND_LABELS[kind]}" if number else f"{whose}的{KIND_LABELS[kind]}"


def words(how: str, other: str, similarity: int, matched: int | None, frames: int | None) -> str:
    """与《追光》的第 2 张照片相似 96%."""
    if how == "bytes":
        return f"与{other}完全相同（两个文件一个字节不差）"
    if how == "film":
        return f"与{other}相似 {similarity}%（抽取的 {frames} 个画面中有 {matched} 个相同）"
    return f"与{other}相似 {similarity}%"
