"""The jobs process: APScheduler ticks, one line a run. `python -m jobs`."""
import logging
import signal
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler

from gateways import Gateways, open_gateways
from jobs import stopping
from jobs.timetable import TIMETABLE, Tick
from models import seal
from models.config import Config, load
from models.db import database, open_database
from models.logs import log_to_stderr

log = logging.getLogger("wangju.jobs")


def main() -> None:
    """Tick until a signal; what is running then is finished first."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.asked.set())
    log_to_stderr()
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    config = load()
    open_database(config.database_url)
    seal.use(seal.read_key(config.secret(config.keys.seal_env)))
    scheduler = _scheduler(config, open_gateways(config))
    scheduler.start()
    stopping.asked.wait()
    scheduler.shutdown(wait=True)


def _scheduler(config: Config, gateways: Gateways) -> BackgroundScheduler:
    """Everything of the timetable, each due at once: a process that is restarted often would never reach an hourly job."""
    scheduler = BackgroundScheduler(timezone="UTC", daemon=True,
                                    job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None})
    for tick in TIMETABLE:
        scheduler.add_job(once(tick, gateways), "interval", seconds=tick.every(config.jobs), id=tick.name,
                          next_run_time=datetime.now(UTC))
    return scheduler


def once(tick: Tick, gateways: Gateways) -> Callable[[], None]:
    """One run with its line. Whatever goes wrong is said without its message, which may quote a person's data."""

    def run() -> None:
        began = time.perf_counter()
        try:
            done = _connected(tick, gateways)
        except Exception as why:
            log.error("job=%s failed kind=%s at=%s", tick.name, type(why).__name__, _where(why))
            return
        log.info("job=%s done=%s ms=%.1f", tick.name, done, (time.perf_counter() - began) * 1000)

    return run


def _connected(tick: Tick, gateways: Gateways) -> object:
    """With a connection of its own, which a run may have given up and made anew."""
    database.connect(reuse_if_open=True)
    try:
        return tick.run(gateways)
    finally:
        if not database.is_closed():
            database.close()


def _where(error: BaseException) -> str:
    """The innermost frame is where one begins to look."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"


if __name__ == "__main__":
    main()
