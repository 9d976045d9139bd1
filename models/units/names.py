"""How a unit's names are compared: as people type them, not as seals print them."""
import re
import unicodedata
from collections.abc import Iterable

RANKS_OF_PLACE = re.compile("[省市州县区]|有限|责任")


def plain(text: str) -> str:
    """Letters and digits only, half-width, lower case: "国网 海南（供电）" → "国网海南供电"."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


def searchable(names: Iterable[str]) -> str:
    """Every name on a line of its own, so that one LIKE can tell a whole name from the middle of one."""
    return "\n".join(["", *dict.fromkeys(filter(None, map(plain, names))), ""])


def near(name: str) -> str:
    """Equal for names that differ in little: …电信青海分公司工会 and …电信青海省分公司工会."""
    return RANKS_OF_PLACE.sub("", plain(name))
