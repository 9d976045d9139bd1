"""A loopback port nobody listens on."""
import os
import random
import socket
from collections.abc import Iterator

# Below the kernel's own range (Linux begins at 32,768), from which every connection made takes its near end:
# a port of that range may be gone before a server has started. Workers of one run draw from hands of their own.
FIRST, LAST, WORKERS = 10_240, 32_000, 16


def free_port() -> int:
    """Free at this moment, and not told before in this process; whoever asked should listen there soon."""
    return next(_free)


def _drawn() -> Iterator[int]:
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % WORKERS
    mine = list(range(FIRST + worker, LAST, WORKERS))
    random.SystemRandom().shuffle(mine)
    while True:
        yield from filter(_is_free, mine)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


_free = _drawn()
