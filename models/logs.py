"""Where the log lines of a process go: stderr, one key=value line each, in UTC."""
import logging
import time

LINE = "time=%(asctime)s level=%(levelname)s logger=%(name)s %(message)s"


def log_to_stderr() -> None:
    """Call once, first thing in a process. What no line of ours says is not looked up either (logging's own advice)."""
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging.Formatter.converter = time.gmtime
    logging.basicConfig(level=logging.INFO, format=LINE, datefmt="%Y-%m-%dT%H:%M:%SZ")
