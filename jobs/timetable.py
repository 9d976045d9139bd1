"""Every recurring job, on one page. Due-ness lives in rows, so a missed tick costs nothing and a second process does no harm."""
from collections.abc import Callable
from dataclasses import dataclass

from gateways import Gateways
from jobs import (
    announce,
    check_content,
    check_templates,
    deliver_notices,
    judge_check_ins,
    name_followers,
    phase_edges,
    process_media,
    reconcile_targets,
    reconcile_uploads,
    sweep,
)
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
    Tick("deliver_notices", deliver_notices.run, lambda jobs: jobs.deliver_notices_s, "push notices that are due"),
    Tick("name_followers", name_followers.run, lambda jobs: jobs.name_followers_s, "ask WeChat who new followers are"),
    Tick("check_templates", check_templates.run, lambda jobs: jobs.check_templates_s, "compare our message templates with WeChat's"),
    Tick("process_media", process_media.run, lambda jobs: jobs.process_media_s, "look into photographs, songs and documents"),
    Tick("process_films", process_media.run_films, lambda jobs: jobs.process_media_s, "look into films, beside the lighter files"),
    Tick("check_content", check_content.run, lambda jobs: jobs.check_content_s, "hand texts, pictures and sounds to WeChat's check"),
    Tick("judge_check_ins", judge_check_ins.run, lambda jobs: jobs.judge_check_ins_s, "judge an event's check-ins together again"),
    Tick("reconcile_uploads", reconcile_uploads.run, lambda jobs: jobs.reconcile_s, "look in the store for uploads nobody confirmed"),
    Tick("reconcile_targets", reconcile_targets.run, lambda jobs: jobs.reconcile_targets_s, "recount 12351+ once a night"),
    Tick("sweep", sweep.run, lambda jobs: jobs.sweep_s, "end expired sessions, delete discarded objects, clear half uploads"),
)
