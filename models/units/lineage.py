"""The tree in memory: how deep a unit stands, and the texts it is found by."""
from models.units.names import plain, searchable
from models.units.tables import Unit

Tree = dict[str, Unit]


def index(tree: Tree) -> set[str]:
    """Write `search` and `lineage` of every unit in memory; the ids of those that changed."""
    return {unit.id for unit in tree.values() if _index(tree, unit)}


def depth(tree: Tree, unit: Unit) -> int:
    return len(path(tree, unit))


def path(tree: Tree, unit: Unit) -> list[Unit]:
    """From the root down to the unit itself."""
    steps = [unit]
    while steps[-1].parent_id:
        steps.append(tree[steps[-1].parent_id])
    return steps[::-1]


def _index(tree: Tree, unit: Unit) -> bool:
    before = unit.search, unit.lineage
    unit.search = searchable((unit.name, unit.short, *unit.aliases))
    unit.lineage = "".join(plain(step.name) for step in path(tree, unit))
    return before != (unit.search, unit.lineage)
