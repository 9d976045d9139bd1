"""Where the log lines of a process go: stderr, one key=value line each, in UTC.

Ordinary lines are gathered and written together ten times a second: a write for each would cost a burst of requests a
fifth of its speed (measured). A warning or an error is written at once, with what came before it. A killed process may
lose a tenth of a second of ordinary lines; what must not be lost is in the journal.
"""
import atexit
import logging
import os
import sys
import threading
import time
from typing import TextIO

LINE = "time=%(asctime)s level=%(levelname)s logger=%(name)s %(message)s"
DATES = "%Y-%m-%dT%H:%M:%SZ"
GATHERED_S = 0.1


def log_to_stderr() -> None:
    """Call once, first thing in a process. What no line of ours says is not looked up either (logging's own advice)."""
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging.Formatter.converter = time.gmtime
    handler = Gathering(sys.stderr)
    handler.setFormatter(logging.Formatter(LINE, DATES))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    atexit.register(handler.flush)


class Gathering(logging.Handler):
    """Lines wait until the next tenth of a second, or the next warning."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream
        self._waiting: list[str] = []
        self._process: int | None = None

    def emit(self, record: logging.LogRecord) -> None:
        self._waiting.append(self.format(record))
        if record.levelno >= logging.WARNING:
            self.flush()
        elif self._process != os.getpid():
            self._start()

    def flush(self) -> None:
        with self.lock or threading.RLock():
            lines, self._waiting = self._waiting, []
            if lines:
                self._stream.write("\n".join(lines) + "\n")
                self._stream.flush()

    def _start(self) -> None:
        """In this process: a forked child has no thread of its parent's, and writes none of its lines."""
        if self._process is not None:
            del self._waiting[:-1]
        self._process = os.getpid()
        threading.Thread(target=self._run, name="log", daemon=True).start()

    def _run(self) -> None:
        while True:
            time.sleep(GATHERED_S)
            self.flush()
