"""Names, phones and employee numbers: written one way, sealed, and compared by keyed hash.

The hash of a phone is the same wherever it stands, so that a roster line finds its account;
the sealed text opens only in the column it was sealed for.
"""
import re
import unicodedata
from typing import Any, Literal

from models import seal

Fact = Literal["name", "phone", "employee_no"]
MOBILE = re.compile(r"1[3-9]\d{9}")
NOT_DIGITS = re.compile(r"\D+")
SPACES = re.compile(r"\s+")


def tidy_name(text: str) -> str:
    """马 海燕 is 马海燕; the dot inside 买买提·艾力 stays."""
    return SPACES.sub("", unicodedata.normalize("NFKC", text))


def tidy_phone(text: str) -> str:
    """Digits only, without China's 86: "+86 138-0000-0000" → "13800000000"."""
    digits = NOT_DIGITS.sub("", unicodedata.normalize("NFKC", text))
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def tidy_employee_no(text: str) -> str:
    return SPACES.sub("", unicodedata.normalize("NFKC", text)).upper()


TIDY = {"name": tidy_name, "phone": tidy_phone, "employee_no": tidy_employee_no}


def is_mobile(digits: str) -> bool:
    return MOBILE.fullmatch(digits) is not None


def fingerprint(text: str, fact: Fact) -> str:
    """The keyed hash a fact is found by, equal for every way of writing it."""
    return seal.current().fingerprint(TIDY[fact](text), fact)


def sealed(text: str, table: str, fact: Fact) -> dict[str, Any]:
    """The two columns of one fact; both None for an empty text."""
    tidy = TIDY[fact](text)
    if not tidy:
        return {f"{fact}_sealed": None, f"{fact}_print": None}
    here = seal.current()
    kept = text.strip() if fact == "name" else tidy      # a Tibetan or Latin name keeps the spaces it is written with
    return {f"{fact}_sealed": here.seal(kept, f"{table}.{fact}"), f"{fact}_print": here.fingerprint(tidy, fact)}


def opened(blob: bytes | memoryview | None, table: str, fact: Fact) -> str | None:
    """The text of a sealed column. Raises seal.Unsealable for another key."""
    return None if blob is None else seal.current().open(bytes(blob), f"{table}.{fact}")
