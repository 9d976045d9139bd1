"""Many rows in one statement: those whose keys are taken are left out, and which were new is told."""
from models import clock
from models.db import writing
from models.journal import Line
from models.rows import insert_new

NAMES = ("what", "about", "actor_id", "details", "once", "at")
AT = clock.now()


def line(about: str, once: str | None) -> tuple[object, ...]:
    return ("thing.happened", about, None, {"量": 1, "about": about}, once, AT)


def test_only_rows_whose_keys_are_free_are_written(db: str) -> None:
    with writing():
        assert insert_new(Line, NAMES, [line("a", "one"), line("b", None)], returning="about") == {"a", "b"}
        assert insert_new(Line, NAMES, [line("c", "one"), line("d", "two"), line("e", "two")], returning="about") == {"d"}
    assert [(row.about, row.details["about"], row.once) for row in Line.select().order_by(Line.about)] == [
        ("a", "a", "one"), ("b", "b", None), ("d", "d", "two")]
    assert Line.get(Line.about == "a").details == {"量": 1, "about": "a"}
    assert Line.get(Line.about == "a").at == AT


def test_no_rows_are_no_statement(db: str) -> None:
    with writing():
        assert insert_new(Line, NAMES, [], returning="about") == set()
    assert Line.select().count() == 0
