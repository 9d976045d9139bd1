"""Every recurring job, on one page. Due-ness lives in rows, so a missed tick costs nothing and a second process does no harm."""
from collections.abc import Callable
from dataclasses import dataclass

from gateways import Gateways
from jobs import announce, check_content, phase_edges, process_media, reconcile_uploads, sweep
from models.config import JobsConfig


@dataclass(frozen=True, slots=True)
class Tick:
    """A job, how often, and why."""
    name: str
    run: Callable[[Gateways], object]
    every: Callable[[JobsConfig], int]        # seconds, from config.yaml
    why: str


TIMETABLE = (
    Tick("phase_edges", phase_edges.run, lambda jobs: jobs.phase_edges_s, "write openings, due dates and closings, once each"),
    Tick("announce", announce.run, lambda jobs: jobs.announce_s, "tell people what the journal says of them, once each"),
    Tick("process_media", process_media.run, lambda jobs: jobs.process_media_s, "look into photographs, songs and documents"),
    Tick("process_films", process_media.run_films, lambda jobs: jobs.process_media_s, "look into films, beside the lighter files"),
    Tick("check_content", check_content.run, lambda jobs: jobs.check_content_s, "hand texts, pictures and sounds to WeChat's check"),
    Tick("reconcile_uploads", reconcile_uploads.run, lambda jobs: jobs.reconcile_s, "look in the store for uploads nobody confirmed"),
    Tick("sweep", sweep.run, lambda jobs: jobs.sweep_s, "end expired sessions, delete discarded objects, clear half uploads"),
)
