"""Every measured promise, each a ratio taken in one run: `make bench`. Figures go to bench/results.json and a table."""
import importlib
import json
import platform
import sys
import time
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results.json"
BENCHES = ("roster", "requests", "uploads", "lossy", "first_paint", "radar", "media", "check_ins", "notices")


def main(wanted: list[str]) -> None:
    """Run the benches named, or all of them; what was measured before and is not run now stays in the results."""
    kept: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))["benches"] if RESULTS.exists() else {}
    for name in wanted or BENCHES:
        print(f"{name} ……", flush=True)
        began = time.monotonic()
        kept[name] = {"measured_on": time.strftime("%Y-%m-%d"), "figures": importlib.import_module(f"bench.{name}").measure()}
        print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)
    machine = {"system": platform.platform(), "python": platform.python_version(), "processors": len(_processors())}
    RESULTS.write_text(json.dumps({"machine": machine, "benches": kept}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    _table([figure for name in wanted or BENCHES for figure in kept[name]["figures"]])


def _table(figures: list[dict[str, Any]]) -> None:
    for figure in figures:
        met = "" if figure["goal"] is None else "met" if figure["met"] else "MISSED"
        goal = "" if figure["goal"] is None else f"goal {figure['goal']}"
        print(f"{figure['name']:<64} {figure['value']:>9} {figure['unit']:<8} {goal:<12} {met:<7} {figure['baseline']}")


def _processors() -> list[str]:
    return [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("processor")]


if __name__ == "__main__":
    main(sys.argv[1:])
