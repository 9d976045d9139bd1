"""Ids that say what they name and can be minted on a phone.

`ent_06h0dns8c7qpjy4z` = a three-letter kind + 16 characters of Crockford base32:
48 bits of milliseconds, 32 bits of chance. They are names, never an order: a
phone's clock may be hours wrong, so lists sort by the server's (received_at, id).
"""
import re
import secrets
import time

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
SHAPE = re.compile(rf"[a-z]{{3}}_[{ALPHABET}]{{16}}")


def mint(kind: str) -> str:
    """A new id of this kind, e.g. mint("ent")."""
    n = (time.time_ns() // 1_000_000) << 32 | secrets.randbits(32)
    return f"{kind}_" + "".join(ALPHABET[n >> shift & 31] for shift in range(75, -1, -5))


def is_id(text: object, kind: str) -> bool:
    """Whether a text is a well-formed id of this kind."""
    return isinstance(text, str) and text.startswith(f"{kind}_") and SHAPE.fullmatch(text) is not None
