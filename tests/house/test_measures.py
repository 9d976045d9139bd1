"""The house measure: short functions, short files, plain names, nothing left for later."""
import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

HOME = Path(__file__).parent.parent.parent
CODE = ("models", "gateways", "server", "jobs")
ALL = (*CODE, "tests", "bench")
BANNED = {"utils", "util", "helpers", "helper", "common", "manager", "service", "base", "handle", "process"}
LATER = re.compile("TO" + "DO|FIX" + "ME|XX" + "X\\b")
LONGEST_FILE = 300
LONGEST_FUNCTION = 40


def test_no_file_is_longer_than_300_lines() -> None:
    sizes = {name: text.count("\n") for name, text in _files(ALL)}
    assert {name: lines for name, lines in sizes.items() if lines > LONGEST_FILE} == {}


def test_functions_are_short_in_the_middle_in_most_and_at_worst() -> None:
    lengths = {f"{name}:{node.name}": _lines(node) for name, text in _files(CODE) for node in _functions(text)}
    assert {where: lines for where, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}
    assert median(lengths.values()) <= 8
    assert quantiles(lengths.values(), n=10)[-1] <= 20


def test_no_name_says_nothing() -> None:
    files = [name for name, _ in _files(ALL) if Path(name).stem in BANNED or set(Path(name).parts) & BANNED]
    functions = [f"{name}:{node.name}" for name, text in _files(ALL) for node in _functions(text)
                 if set(node.name.strip("_").lower().split("_")) & BANNED and not node.name.startswith("test_")]
    assert (files, functions) == ([], [])


def test_nothing_is_left_for_later() -> None:
    assert [name for name, text in _files(ALL) if LATER.search(text)] == []


def test_every_module_of_the_house_says_what_it_is_for_unless_it_is_named_by_its_drawer() -> None:
    drawers = {"tables", "queries", "actions", "rules", "__init__"}
    silent = [name for name, text in _files(CODE)
              if text.strip() and Path(name).stem not in drawers and not ast.get_docstring(ast.parse(text))]
    assert silent == []


def _files(tops: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for top in tops:
        for path in (HOME / top).rglob("*.py"):
            if not {"migrations", "node_modules"} & set(path.parts):
                yield str(path.relative_to(HOME)), path.read_text(encoding="utf-8")


def _functions(text: str) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))


def _lines(node: ast.FunctionDef) -> int:
    """Lines of code: without the docstring, from the signature to the end."""
    end, start = node.end_lineno or node.lineno, node.lineno
    first = node.body[0]
    is_said = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    said = (first.end_lineno or first.lineno) - first.lineno + 1 if is_said else 0
    return end - start + 1 - said
