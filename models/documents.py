"""YAML documents that people write: read as YAML 1.2, checked against a shape, every fault named by line and key.

Both config.yaml and the campaign files are read here. YAML 1.2 has no `on` = true
and no `22:00` = 1320; a key given twice is a fault.
"""
import io
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

Shape = TypeVar("Shape", bound=BaseModel)

WORDS = {
    "extra_forbidden": "没有这个键，请检查拼写",
    "missing": "缺少这个键",
    "string_type": "要写成文字（数字和时间请加引号）",
    "int_type": "要写成整数",
    "int_parsing": "要写成整数",
    "bool_type": "要写成 true 或 false",
    "list_type": "要写成列表",
    "tuple_type": "要写成列表",
    "dict_type": "要写成键值表",
    "model_type": "要写成键值表",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a document: 1-based line, dotted key path, and what to do in Chinese."""
    line: int
    key: str
    says: str

    def __str__(self) -> str:
        return f"第 {self.line} 行 {self.key}：{self.says}" if self.key else f"第 {self.line} 行：{self.says}"


class DocumentInvalid(Exception):
    """A document that cannot be used, with every fault found."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


def read(text: str, shape: type[Shape]) -> Shape:
    """The document as its shape. Raises DocumentInvalid with all faults."""
    return check(load(text), shape)


def load(text: str) -> CommentedMap:
    """The document as mappings and lists that remember their lines. Raises DocumentInvalid."""
    try:
        tree = YAML(typ="rt", pure=True).load(io.StringIO(text))
    except MarkedYAMLError as why:
        line = why.problem_mark.line + 1 if why.problem_mark else 1
        raise DocumentInvalid([Fault(line, "", f"不是正确的 YAML：{why.problem}")]) from why
    except YAMLError as why:
        raise DocumentInvalid([Fault(1, "", f"不是正确的 YAML：{why}")]) from why
    if not isinstance(tree, CommentedMap):
        raise DocumentInvalid([Fault(1, "", "文件最外层要是键值表")])
    return tree


def check(tree: CommentedMap, shape: type[Shape]) -> Shape:
    """Validate a loaded document. Raises DocumentInvalid."""
    try:
        return shape.model_validate(plain(tree))
    except ValidationError as why:
        raise DocumentInvalid([_fault(tree, error) for error in why.errors()]) from why


def plain(node: Any) -> Any:
    """The same document without its memory of lines: dicts, lists and plain scalars."""
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(value) for value in node]
    if isinstance(node, str):
        return str(node)
    return node


def line_of(tree: Any, path: tuple[str | int, ...]) -> int:
    """The 1-based line where a key path stands, or the nearest line above it that is known."""
    line = 1
    for step in path:
        found = _position(tree, step)
        if found is None:
            break
        line, tree = found[0] + 1, found[1]
    return line


def _position(tree: Any, step: str | int) -> tuple[int, Any] | None:
    if isinstance(tree, CommentedMap) and step in tree:
        return tree.lc.key(step)[0], tree[step]
    if isinstance(tree, CommentedSeq) and isinstance(step, int) and step < len(tree):
        return tree.lc.item(step)[0], tree[step]
    return None


def _fault(tree: CommentedMap, error: Any) -> Fault:
    path = tuple(error["loc"])
    given = error["ctx"].get("error") if error["type"] == "value_error" else None
    return Fault(line_of(tree, path), ".".join(map(str, path)), str(given or WORDS.get(error["type"], error["msg"])))
