"""How big the embedded engine is without its providers: `python -m tools.size`."""

from __future__ import annotations

import statistics
import sys
from collections import Counter
from pathlib import Path

ENGINE = Path(__file__).resolve().parents[1] / "moorage" / "engine"


def main() -> None:
    """Print lines by folder, blank ones and comments included, and what a file has at most."""
    files = [path for path in ENGINE.rglob("*.py") if "providers" not in path.parts]
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    folders: Counter[str] = Counter()
    for path, count in lines.items():
        folders[path.relative_to(ENGINE).parts[0] if path.parent != ENGINE else "."] += count
    for folder, count in sorted(folders.items()):
        sys.stdout.write(f"{folder:10}{count:7}\n")
    middle, most = statistics.median(lines.values()), max(lines.values())
    sys.stdout.write(
        f"{'':10}{sum(lines.values()):7}  in {len(files)} files, {middle:.0f} in the middle one, {most} at most\n"
    )


if __name__ == "__main__":
    main()
